/** Two messengers, one house: the exchange as a process, phones with Telegram and with WhatsApp in a page. */
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { addPhone, choose, keysOf, says, writes } from './support/browser.ts';
import { exchangeOnTable } from './support/exchange-on-table.ts';

const table = exchangeOnTable();

type Messenger = 'telegram' | 'whatsapp';

/** A person of these tests: their phone, and the language they speak. */
interface Person {
  readonly phone: Locator;
  readonly locale: string;
  readonly text: (key: string) => string;
  /** Chooses what the newest message offers under these words, wherever the messenger puts it. */
  readonly tap: (label: string) => Promise<void>;
}

/** The newest message of the exchange. */
const newest = (phone: Locator): Locator => phone.locator('.message.bot').last();

/** Resolves when a message offers this: on its button, or on a numbered line. */
const offers = (phone: Locator, label: string): Promise<void> =>
  phone.locator('.message.bot', { hasText: label }).last().waitFor();

/** Asked something, taps what the newest message offers under these words, in the sheet of its list if it has one. */
async function tapWhatsApp(phone: Locator, choose: string, label: string): Promise<void> {
  const offered = newest(phone).locator('.key', { hasText: label });
  const list = newest(phone).locator('.key', { hasText: choose });
  await offered.or(list).first().waitFor();
  if ((await offered.count()) > 0) return offered.first().click();
  await list.click();
  await phone.getByRole('dialog').locator('.choice', { hasText: label }).click();
}

async function person(locale: string, messenger: Messenger): Promise<Person> {
  const phone = await addPhone(table.page, locale, messenger);
  const text = (key: string): string => table.text(locale, key);
  const tap = (label: string): Promise<void> =>
    messenger === 'whatsapp'
      ? tapWhatsApp(phone, text('common:choose'), label)
      : keysOf(phone, label).last().click();
  return { phone, locale, text, tap };
}

/** From the first word to the list of what fits: berries, in Lipetsk Region. */
async function subscribes(locale: string, messenger: Messenger): Promise<Person> {
  const one = await person(locale, messenger);
  const { phone, text, tap } = one;
  if (messenger === 'telegram') await phone.locator('.composer .big').click();
  else await writes(phone, 'salom');
  await says(phone, text('begin:greeting'));
  await tap(table.languageName(locale));
  await says(phone, text('begin:consent-what'));
  await tap(text('begin:consent-yes'));
  await says(phone, text('ask:kinds'));
  await tap(text('ask:kinds-any'));
  await says(phone, text('ask:works'));
  await tap(text('works:berries.label'));
  await offers(phone, `✅ ${text('works:berries.label')}`);
  await tap(text('common:done'));
  await says(phone, text('ask:regions'));
  await writes(phone, text('regions:RU-LIP'));
  await says(phone, text('regions:RU-LIP'));
  await tap(text('regions:RU-LIP'));
  await offers(phone, `✅ ${text('regions:RU-LIP')}`);
  await tap(text('common:done'));
  await offers(phone, text('card:button-settings'));
  return one;
}

/** Puts an opening of berries in Lipetsk Region into the exchange, at this place. */
const opensAt = (place: string): Promise<unknown> =>
  table.installation.imports(place, [
    `${place};Сбор клубники;harvest;berries;Липецкая область;${place};https://example.org/${place}`,
  ]);

/** Messages that were pushed to a phone. */
const pushed = ({ phone }: Person): Promise<readonly string[]> =>
  phone.locator('.message.bot', { hasText: '🔔' }).allTextContents();

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
    const kyrgyz = await subscribes('ky', 'telegram');
    const uzbek = await subscribes('uz', 'whatsapp');
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
  const to = await person(from.locale, 'whatsapp');
  await writes(to.phone, (await code.textContent()) ?? '');
  await says(to.phone, to.text('move:done'));
  return to;
}
