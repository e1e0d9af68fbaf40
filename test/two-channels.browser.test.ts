/** Two messengers, one house: the exchange as a process, phones with Telegram and with WhatsApp in a page. */
import { describe, expect, it } from 'vitest';
import { choose, says, writes } from './support/browser.ts';
import { exchangeOnTable } from './support/exchange-on-table.ts';
import { type Messenger, newest, offers, type Person, person, pushed, subscribes } from './support/people.ts';

const table = exchangeOnTable();

/** Looks for berries in Lipetsk Region, and keeps silent about the right to work. */
const looksForBerries = (locale: string, messenger: Messenger): Promise<Person> =>
  subscribes(table, locale, messenger, { work: 'berries', region: 'RU-LIP' });

/** Puts an opening of berries in Lipetsk Region into the exchange, at this place. */
const opensAt = (place: string): Promise<unknown> =>
  table.installation.imports(place, [
    `${place};Сбор клубники;harvest;berries;Липецкая область;${place};https://example.org/${place}`,
  ]);

interface Kept {
  readonly channel: string;
  readonly locale: string;
  readonly standing: string;
}

const kept = (): Promise<readonly Kept[]> =>
  table.installation.query<Kept>('select channel, locale, standing from subscriber order by channel, locale');

describe('a Telegram phone and a WhatsApp phone', () => {
  it('get the same opening; one says STOP, the other moves, and is found there after the window closed', async () => {
    await table.moveTo(12);
    const kyrgyz = await looksForBerries('ky', 'telegram');
    const uzbek = await looksForBerries('uz', 'whatsapp');
    await opensAt('Усмань');
    for (const one of [kyrgyz, uzbek]) await offers(one.phone, one.text('card:new-one'));
    for (const one of [kyrgyz, uzbek]) expect(await pushed(one)).toEqual([expect.stringContaining('Усмань')]);

    // A number would mean the card above, and the person may mean the one that has just come.
    await writes(uzbek.phone, '1');
    await says(uzbek.phone, uzbek.text('common:tap-please'));
    await writes(uzbek.phone, 'STOP');
    await says(uzbek.phone, uzbek.text('stop:done'));
    await expect.poll(kept).toEqual([
      { channel: 'telegram', locale: 'ky', standing: 'active' },
      { channel: 'whatsapp', locale: 'uz', standing: 'stopped' },
    ]);

    const elsewhere = await moves(kyrgyz);
    expect(await kept()).toEqual([
      { channel: 'whatsapp', locale: 'ky', standing: 'active' },
      { channel: 'whatsapp', locale: 'uz', standing: 'stopped' },
    ]);

    await table.moveBy('+1 d');
    const clock = elsewhere.phone.locator('.window');
    await clock.getByText('window closed').waitFor();
    await opensAt('Добринка');
    await says(elsewhere.phone, 'mehnat_opening');
    const template = newest(elsewhere.phone);
    expect(await template.locator('.template').textContent()).toBe('template · mehnat_opening');
    await template.locator('.key', { hasText: elsewhere.text('knock:opening-button') }).click();
    await says(elsewhere.phone, 'Добринка');
    await clock.getByText('free messages until').waitFor();
    expect([await pushed(uzbek), await pushed(kyrgyz)]).toMatchObject([{ length: 1 }, { length: 1 }]);
  });
});

/** Gets a code in Telegram and writes it in WhatsApp. */
async function moves(from: Person): Promise<Person> {
  await choose(from.phone, 'Commands', '/move');
  await from.tap(from.text('move:get'));
  const code = newest(from.phone).locator('b', { hasText: /^\d{3} \d{3}$/ });
  await code.waitFor();
  const to = await person(table, from.locale, 'whatsapp');
  await writes(to.phone, (await code.textContent()) ?? '');
  await says(to.phone, to.text('move:done'));
  return to;
}
