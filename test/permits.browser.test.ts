/** Who may go where: the same openings before people with different rights to work, and what becomes of one of them. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { says, writes } from './support/browser.ts';
import { exchangeOnTable } from './support/exchange-on-table.ts';
import { offers, type Person, pushed, subscribes } from './support/people.ts';

const table = exchangeOnTable();

const dayAfter = (days: number): string =>
  new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);

const run = async (...args: readonly string[]): Promise<string> => {
  const { code, stdout, stderr } = await table.installation.run(args);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${stderr}`);
  return stdout;
};

/** Two keepers bring a rule, so that this test means the same in any year. */
async function bring(id: string, ...fields: readonly string[]): Promise<void> {
  const time = [`from=${dayAfter(-60)}`, `to=${dayAfter(300)}`];
  const said = await run(
    'rule',
    'correct',
    id,
    'basis=patent',
    ...time,
    ...fields,
    '--source',
    'decree 1',
    '--by',
    'anna',
    '--json',
  );
  await run('rule', 'confirm', id, '--agree', JSON.parse(said).waits.id, '--by', 'boris');
}

async function lawOfToday(): Promise<void> {
  await bring('fee-lip-today', 'kind=fee', 'region=RU-LIP', 'monthly=21915', 'currency=RUB');
  const bar = ['kind=bar', 'except=[]', 'complete=true'];
  await bring('bar-kda-today', ...bar, 'region=RU-KDA', 'activities="*"');
  await bring('bar-mos-today', ...bar, 'region=RU-MOS', 'activities=["alcohol-retail"]');
  // What the package says without an end is confirmed, as it is every ninety days.
  await table.installation.query(
    `insert into rule_change (id, rule_id, proposed_by, proposed_on, seconded_by, seconded_at)
     select gen_random_uuid(), id, 'anna', current_date, 'boris', now()
     from unnest(array['basis-open', 'basis-patent', 'link-mow-mos']) as id`,
  );
  await table.installation.query(`select pg_notify('mehnat', 'rule')`);
}

const COLUMNS =
  'external_id;title;kind;work;crop;region;place;start;end;pay_amount;pay_unit;places;patent_paid_by;contact_public';

/** One import, one opening, one push. */
async function opens(...row: readonly string[]): Promise<void> {
  const [name = ''] = row;
  const file = join(table.installation.folder, `${name}.csv`);
  const contact = `https://example.org/${name}`;
  await writeFile(file, [COLUMNS, [...row, contact].join(';'), ''].join('\n'));
  await run('import', 'csv', file, '--partial');
}

const season = [dayAfter(10), dayAfter(45)] as const;
const lipetsk = (): Promise<void> =>
  opens(
    'lip',
    'Сбор клубники',
    'harvest',
    'berries',
    'strawberry',
    'RU-LIP',
    'Усмань',
    ...season,
    '40',
    'kg',
    '20',
    'worker',
  );
const krasnodar = (): Promise<void> =>
  opens(
    'kda',
    'Сбор яблок',
    'harvest',
    'fruit',
    'apple',
    'RU-KDA',
    'Тимашевск',
    ...season,
    '2500',
    'day',
    '30',
    '',
  );
const oblast = (): Promise<void> =>
  opens('mos', 'Склад', 'vacancy', 'warehouse', '', 'RU-MOS', 'Подольск', ...season, '3500', 'day', '10', '');

const codeAt = async (place: string): Promise<string> => {
  const rows = await table.installation.query<{ code: string }>('select code from opening where place = $1', [
    place,
  ]);
  return rows[0]?.code ?? '';
};

/** Looks at an opening by its code: what it is, then its card. */
async function looksAt({ phone, text, tap }: Person, code: string): Promise<void> {
  await writes(phone, `#${code}`);
  await offers(phone, `#${code}`);
  await tap(text('check:button-see'));
  await offers(phone, text('card:button-contact'));
}

/** Messages about an opening that begin with these words of the exchange. */
const told = ({ phone, text }: Person, key: string, place: string): Promise<number> =>
  phone
    .locator('.message.bot', { hasText: text(key) })
    .filter({ hasText: place })
    .count();

const saysNothingMore = async (people: readonly Person[], key: string, place: string): Promise<void> => {
  expect(await Promise.all(people.map((one) => told(one, key, place)))).toEqual(people.map(() => 0));
};

describe('a strawberry field, an apple orchard and a warehouse', () => {
  it('are shown and pushed as the right to work of each person lets them; whoever was told of the field hears when it is full, twice', async () => {
    await table.moveTo(12);
    await lawOfToday();
    const uzbek = await subscribes(table, 'uz', 'telegram', {
      permit: { basis: 'patent', region: 'RU-MOW' },
    });
    const kyrgyz = await subscribes(table, 'ky', 'telegram', { permit: { basis: 'open', region: null } });
    const russian = await subscribes(table, 'ru', 'telegram', { permit: 'skip' });
    // Few openings fit them, so that the field is among the five that a digest names.
    const daily = await subscribes(table, 'ru', 'telegram', { work: 'berries', region: 'RU-LIP' });
    await writes(daily.phone, '/preferences');
    await daily.tap(daily.text('summary:change-cadence'));
    await daily.tap(daily.text('ask:cadence-daily'));
    await says(daily.phone, daily.text('summary:title'));

    for (const [open, place] of [
      [lipetsk, 'Усмань'],
      [krasnodar, 'Тимашевск'],
      [oblast, 'Подольск'],
    ] as const) {
      await open();
      await offers(kyrgyz.phone, place);
      await offers(russian.phone, place);
    }
    await offers(uzbek.phone, 'Подольск');

    // Pushed only where it may be taken, with what follows for each.
    const [own, ...others] = await pushed(uzbek);
    expect(others).toEqual([]);
    expect(own).toContain(uzbek.text('permit:may-linked'));
    const free = await pushed(kyrgyz);
    expect(free).toHaveLength(3);
    for (const card of free) expect(card).toContain(kyrgyz.text('permit:may'));
    const unsaid = await pushed(russian);
    expect(unsaid).toHaveLength(3);
    for (const card of unsaid) expect(card).toContain(russian.text('permit:ask-first'));
    expect(await pushed(daily)).toEqual([]);

    // Looked up, everything says why not.
    const field = await codeAt('Усмань');
    await looksAt(uzbek, await codeAt('Тимашевск'));
    await says(uzbek.phone, uzbek.text('permit:barred'));
    await looksAt(uzbek, field);
    const cost = uzbek.phone.locator('.bubble', { hasText: uzbek.text('permit:new') }).last();
    await cost.waitFor();
    const price = (await cost.textContent())?.replaceAll('\u00A0', ' ');
    expect(price).toContain('21 915 ₽');
    expect(price).toContain('43 830 ₽');
    await uzbek.tap(uzbek.text('card:button-contact'));
    await says(uzbek.phone, uzbek.text('openings:contact-safety'));

    // The digest brings it to whoever wants one message a day.
    await table.moveTo(18);
    await offers(daily.phone, `#${field}`);

    const all = [uzbek, kyrgyz, russian, daily];
    await run('opening', 'places', field, '--left', '0');
    for (const one of all) await says(one.phone, one.text('correction:filled'));
    expect(await Promise.all(all.map((one) => told(one, 'correction:filled', 'Усмань')))).toEqual([
      1, 1, 1, 1,
    ]);

    // Somebody new, whose night begins at eight, waits when it opens again.
    await table.moveTo(20);
    const waiting = await subscribes(table, 'ru', 'telegram', { permit: 'skip' });
    await writes(waiting.phone, '/preferences');
    await waiting.tap(waiting.text('summary:change-quiet'));
    await waiting.tap('20:00–8:00');
    await waiting.tap(waiting.text('ask:wake-no'));
    await says(waiting.phone, waiting.text('summary:title'));
    await run('opening', 'reopen', field, '--places', '5');
    for (const one of all) await says(one.phone, one.text('correction:reopened'));
    await run('opening', 'places', field, '--came', '5');
    for (const one of all)
      await expect.poll(() => told(one, 'correction:filled', 'Усмань'), { timeout: 20_000 }).toBe(2);
    await table.moveTo(9);
    await saysNothingMore([waiting], 'correction:filled', 'Усмань');
    await saysNothingMore([waiting], 'card:new-one', 'Усмань');
    expect(await Promise.all(all.map((one) => told(one, 'correction:filled', 'Усмань')))).toEqual([
      2, 2, 2, 2,
    ]);
  }, 300_000);
});
