/**
 * A union at work, with seven phones on the table: an operator, an admin who also approves, a poster, a broadcaster and
 * three workers, and behind them a crowd of 5,600 without phones. The admin and one worker have WhatsApp, all others
 * Telegram.
 */
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { loadKeys } from '../src/store/keys.ts';
import { Vault } from '../src/store/vault.ts';
import { keysOf, says, writes } from './support/browser.ts';
import {
  answers,
  type Colleague,
  confirms,
  hears,
  invites,
  joins,
  picks,
  stepsUp,
  ticks,
  types,
} from './support/colleagues.ts';
import { crowdJoins } from './support/crowd-joins.ts';
import { exchangeOnTable } from './support/exchange-on-table.ts';
import { offers, type Person, pushed, subscribes } from './support/people.ts';

const table = exchangeOnTable();

const UNION = 'Harvest union';
const MANY = 5_000;
const NAMED = 600;
/** At the stand-in's pace three requests are on their way at a time; more on a machine that is slow to answer. */
const IN_FLIGHT = 9;
/** Everything here waits for a push at the pace of Telegram, on a machine that may be busy. */
const PATIENT = { timeout: 120_000, interval: 100 };

/** People without phones, as the stand-in counts what arrives at them. */
interface Crowd {
  readonly firstId: number;
  readonly count: number;
  readonly arrived: number;
}

async function crowdOf(count: number, locale: string): Promise<Crowd> {
  const answer = await table.page.request.post('/simulator/control/crowds', { data: { count } });
  const crowd: Crowd = await answer.json();
  const keys = await loadKeys(join(table.installation.folder, 'keys.json'));
  if (keys === null) throw new Error('there are no keys');
  const database = openDatabase({ url: await table.installation.url() });
  await crowdJoins({ database, vault: new Vault(keys) }, { ...crowd, locale });
  await database.close();
  return crowd;
}

const arrivedAt = async ({ firstId }: Crowd): Promise<number> => {
  const all: readonly Crowd[] = await (await table.page.request.get('/simulator/control/crowds')).json();
  return all.find((each) => each.firstId === firstId)?.arrived ?? 0;
};

const arrives = (crowd: Crowd, more: number): Promise<void> =>
  expect.poll(() => arrivedAt(crowd), PATIENT).toBeGreaterThanOrEqual(more);

/** The chats that newest messages went to, oldest first. */
const order = async (): Promise<readonly number[]> => {
  const calls: readonly { method: string; chat: number; status: number }[] = await (
    await table.page.request.get('/simulator/control/calls')
  ).json();
  return calls
    .filter(({ method, status }) => method === 'sendMessage' && status === 200)
    .map(({ chat }) => chat);
};

const isIn = ({ firstId, count }: Crowd, chat: number): boolean => chat >= firstId && chat < firstId + count;

/** Pushes of the union on Telegram. */
const pushes = (lane: string) =>
  table.installation.query<{ state: string; total: number; sent: number; wire: readonly unknown[] }>(
    `select state, total, sent, wire from push where lane = $1 and channel = 'telegram' and announcement_id in
       (select id from opening where organisation_id is not null union select id from broadcast)
     order by planned_at`,
    [lane],
  );

async function operator(): Promise<Colleague> {
  const { stdout } = await table.installation.run(['coordinator', 'invite', '--role', 'operator', '--json']);
  return joins(table, JSON.parse(stdout).word, { alias: 'Harbour', locale: 'en', messenger: 'telegram' });
}

/** Makes the union, whose urgent messages may reach a thousand people a week. */
async function makesUnion(one: Colleague): Promise<void> {
  await writes(one.phone, '/organisation');
  await stepsUp(table, one, one.text('organisation:slug-ask'), () =>
    answers(one, 'organisation:ask', one.text('organisation:new')),
  );
  await writes(one.phone, 'harvest');
  await types(one, 'organisation:name-ask', UNION);
  await hears(one, `🗂 ${one.alias}`);
  await writes(one.phone, '/organisation');
  await answers(one, 'organisation:ask', UNION);
  await stepsUp(table, one, one.text('organisation:budget-ask'), () =>
    answers(one, 'organisation:slug', one.text('organisation:way-budget')),
  );
  await writes(one.phone, '1000');
  await hears(one, `🗂 ${one.alias}`);
}

async function admin(host: Colleague): Promise<Colleague> {
  const word = await invites(table, host, ['admin', 'moderator'], UNION);
  const one = await joins(table, word, { alias: 'Gate', locale: 'uz', messenger: 'whatsapp' });
  await confirms(table, host, one, UNION);
  return one;
}

async function colleague(of: Colleague, role: string, alias: string): Promise<Colleague> {
  const word = await invites(table, of, [role]);
  const one = await joins(table, word, { alias, locale: 'en', messenger: 'telegram' });
  await confirms(table, of, one);
  return one;
}

/** Two keepers confirm today what the package says of rights to work, so that this test means the same in any year. */
async function lawOfToday(): Promise<void> {
  await table.installation.query(
    `insert into rule_change (id, rule_id, proposed_by, proposed_on, seconded_by, seconded_at)
     select gen_random_uuid(), id, 'anna', current_date, 'boris', now()
     from unnest(array['basis-open', 'basis-patent', 'link-mow-mos']) as id`,
  );
  await table.installation.query(`select pg_notify('mehnat', 'rule')`);
}

/** A harvest by taps; its village and where people ask are typed. Somebody new is looked at by a colleague. */
async function posts(one: Colleague): Promise<void> {
  await writes(one.phone, '/post');
  await answers(one, 'post:begin', one.text('terms:kinds.harvest.label'));
  await answers(one, 'post:field-work', one.text('works:berries.label'));
  await answers(one, 'post:field-crop', one.text('crops:strawberry'));
  await answers(one, 'post:field-region', one.text('regions:central'));
  await one.tap(one.text('regions:RU-LIP'));
  await types(one, 'post:ask-place-harvest', 'Усмань');
  for (const field of ['starts', 'ends']) await picks(one, `post:field-${field}`, 2);
  await answers(one, 'post:field-unit', one.text('terms:each.kg'));
  for (const asked of ['field-pay', 'ask-norm-kg', 'ask-guarantee', 'field-hours', 'field-days'])
    await picks(one, `post:${asked}`, 1);
  for (const field of ['housing', 'food', 'transport'])
    await answers(one, `post:field-${field}`, one.text(`terms:${field}.free`));
  await answers(one, 'post:field-home', one.text('post:payer-employer'));
  await answers(one, 'post:field-rights', one.text('post:rights-any'));
  await answers(one, 'post:field-patent', one.text('post:payer-employer'));
  await answers(one, 'post:field-contract', one.text('post:contract-labour'));
  await picks(one, 'post:field-places', 3);
  await answers(one, 'post:field-employer', one.text('post:employer-vouched'));
  await types(one, 'post:field-contact', 'https://example.org/union');
  await answers(one, 'post:field-pledge', one.text('post:pledge-all'));
  await answers(one, 'post:field-note', one.text('common:skip'));
  await says(one.phone, one.text('post:to-review'));
  await one.tap(one.text('post:way-submit'));
  await says(one.phone, one.text('post:submitted'));
}

async function approves(one: Colleague): Promise<void> {
  await writes(one.phone, '/approve');
  await answers(one, 'post:waiting_one', one.text('post:waiting-button'));
  await stepsUp(table, one, one.text('post:approved'), () =>
    answers(one, 'post:decide', one.text('post:decide-approve')),
  );
}

/** Sends the union's one opening to whoever speaks a language, or asks a colleague to let it. */
async function broadcasts(one: Colleague, how: 'normal' | 'urgent', locale: string): Promise<void> {
  await writes(one.phone, '/broadcast');
  await answers(one, 'broadcast:what', '#');
  await answers(one, 'broadcast:urgency', one.text(`broadcast:${how}`));
  await answers(one, 'broadcast:named', one.text('broadcast:all'));
  await ticks(one, 'broadcast:locales-ask', [table.languageName(locale)]);
  const [way, said] =
    how === 'normal' ? ['send', 'leaves in 60 seconds'] : ['ask', 'waits for a second person'];
  await stepsUp(table, one, said, () => answers(one, 'broadcast:whom', one.text(`broadcast:way-${way}`)));
  // From now on a message of its own shows how it fares.
  if (how === 'normal') await says(one.phone, one.text('broadcast:state.waits'));
}

async function agrees(one: Colleague): Promise<void> {
  await writes(one.phone, '/broadcast');
  await answers(one, 'broadcast:what', one.text('broadcast:short.asked'));
  await hears(one, one.text('broadcast:state.asked'));
  await stepsUp(table, one, '📣', () => one.tap(one.text('broadcast:to-now')));
}

/** Presses the newest button that steers a broadcast, until it is so. */
async function steers(one: Colleague, way: string, state: string): Promise<void> {
  const key = keysOf(one.phone, one.text(`broadcast:to-${way}`)).last();
  await stepsUp(table, one, one.text(`broadcast:state.${state}`), async () => {
    await key.click();
    // What nobody can undo is asked once more, below.
    if (way !== 'stop') return;
    await hears(one, 'Whoever did not get it yet will not.');
    await one.tap(one.text('broadcast:to-stop'));
  });
}

/** The figures of the message that changes by itself, once it says so; what was asked for below it stays as it was. */
async function figures(one: Person, state: string): Promise<Readonly<Record<string, number>>> {
  const message = one.phone
    .locator('.message.bot', { hasText: one.text(`broadcast:state.${state}`) })
    .first();
  const said = ((await message.textContent()) ?? '').replaceAll(/(?<=\d)[\s,.\u00A0\u202F](?=\d{3})/g, '');
  const number = (before: string): number => Number(new RegExp(`${before} (\\d+)`).exec(said)?.[1] ?? 0);
  const names = { total: 'Of', sent: 'sent', left: 'left', failed: 'Failed', uncertain: 'uncertain' };
  const skipped = [...(/Skipped: (.*)/.exec(said)?.[1] ?? '').matchAll(/: (\d+)/g)];
  return {
    ...Object.fromEntries(Object.entries(names).map(([name, before]) => [name, number(before)])),
    skipped: skipped.reduce((all, [, people]) => all + Number(people), 0),
  };
}

describe('a union', () => {
  it('posts a harvest, whose workers get what they should; broadcasts it, takes one back, and steers an urgent one past the others', async () => {
    await table.moveTo(12);
    const host = await operator();
    await makesUnion(host);
    const gate = await admin(host);
    const poster = await colleague(gate, 'poster', 'Plum');
    const broadcaster = await colleague(gate, 'broadcaster', 'Quince');
    await lawOfToday();
    const tajik = await subscribes(table, 'tg', 'telegram', {
      permit: { basis: 'patent', region: 'RU-LIP' },
    });
    const kyrgyz = await subscribes(table, 'ky', 'telegram', { permit: { basis: 'open', region: null } });
    const uzbek = await subscribes(table, 'uz', 'whatsapp', {
      permit: { basis: 'patent', region: 'RU-MOW' },
    });

    await posts(poster);
    await approves(gate);
    // Whatever is published may wait for its undo.
    await table.shift(61_000);
    for (const one of [tajik, kyrgyz]) {
      await offers(one.phone, one.text('card:new-one'));
      const [card, ...others] = await pushed(one);
      expect(others).toEqual([]);
      expect(card).toContain('Усмань');
      expect(card).toContain(one.text('permit:may'));
    }
    await expect
      .poll(async () => (await pushes('instant')).map(({ state, sent }) => [state, sent]), PATIENT)
      .toEqual([['done', 2]]);
    // Theirs is a patent of Moscow, which is worth nothing in Lipetsk.
    expect(await pushed(uzbek)).toEqual([]);

    const many = await crowdOf(MANY, 'ru');
    const named = await crowdOf(NAMED, 'tg');
    await broadcasts(broadcaster, 'normal', 'ru');
    await steers(broadcaster, 'undo', 'undone');
    await table.shift(120_000);
    await broadcasts(broadcaster, 'normal', 'ru');
    await table.shift(61_000);
    await arrives(many, 20);
    expect(await pushes('instant')).toMatchObject([
      { state: 'done' },
      { state: 'stopped', sent: 0 },
      { state: 'running', total: MANY },
    ]);

    await broadcasts(broadcaster, 'urgent', 'tg');
    expect(await arrivedAt(named)).toBe(0);
    await agrees(gate);
    await arrives(named, NAMED * 0.4);
    const went = await order();
    await steers(broadcaster, 'pause', 'paused');
    // From its first message on, of the others only what was in flight, and one more.
    const urgent = went.slice(went.findIndex((chat) => isIn(named, chat)));
    expect(urgent.filter((chat) => isIn(named, chat)).length).toBeGreaterThanOrEqual(NAMED * 0.4);
    expect(urgent.filter((chat) => isIn(many, chat)).length).toBeLessThanOrEqual(IN_FLIGHT + 1);

    // The others go on, and what was in flight is written down; of the urgent one nothing more comes.
    await arrives(many, (await arrivedAt(many)) + IN_FLIGHT);
    const atPause = await arrivedAt(named);
    expect(atPause).toBeLessThan(NAMED * 0.6);
    await arrives(many, (await arrivedAt(many)) + 25);
    expect(await arrivedAt(named)).toBe(atPause);

    await steers(broadcaster, 'resume', 'running');
    await arrives(named, atPause + 25);
    await steers(broadcaster, 'stop', 'stopped');
    await expect
      .poll(async () => (await pushes('urgent'))[0], PATIENT)
      .toMatchObject({
        state: 'stopped',
        wire: [],
      });
    const atStop = await arrivedAt(named);
    expect(atStop).toBeLessThan(NAMED);
    await arrives(many, (await arrivedAt(many)) + 25);
    expect(await arrivedAt(named)).toBe(atStop);

    // A worker was among them, whose turn had come or not; to the others it does not speak.
    const heard = async (one: Person): Promise<number> => (await pushed(one)).length - 1;
    expect([await heard(kyrgyz), await heard(uzbek)]).toEqual([0, -1]);
    await expect
      .poll(async () => (await figures(broadcaster, 'stopped'))['sent'], PATIENT)
      .toBe(atStop + (await heard(tajik)));
    const {
      total,
      sent = 0,
      left = 0,
      skipped = 0,
      failed = 0,
      uncertain = 0,
    } = await figures(broadcaster, 'stopped');
    expect(total).toBe(NAMED + 1);
    expect(sent + left + skipped + failed + uncertain).toBe(total);
  }, 600_000);
});
