/** People on the table: a phone each, the language they speak, and what they say of themselves. */
import type { Locator } from 'playwright-core';
import type { Permit } from '../../src/domain/subscriber.ts';
import { plainText } from '../../src/domain/texts.ts';
import { addPhone, keysOf, says, writes } from './browser.ts';
import { ru } from './countries.ts';
import type { ExchangeOnTable } from './exchange-on-table.ts';
import { entriesOfNamespace } from './locales.ts';

export type Messenger = 'telegram' | 'whatsapp';

/** A person of a test: their phone, and the language they speak. */
export interface Person {
  readonly phone: Locator;
  readonly locale: string;
  /** A text up to its first value. */
  readonly text: (key: string) => string;
  /** Chooses what the newest message offers under these words, wherever the messenger puts it. */
  readonly tap: (label: string) => Promise<void>;
}

/** The newest message of the exchange. */
export const newest = (phone: Locator): Locator => phone.locator('.message.bot').last();

/** Resolves when a message offers this: on its button, or on a numbered line. */
export const offers = (phone: Locator, label: string): Promise<void> =>
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

/** What stands before the first value of a text; `null` where it has none. */
function beginningOf(locale: string, key: string): string | null {
  const [namespace = '', name] = key.split(':');
  const written = entriesOfNamespace(locale, namespace).find((entry) => entry.key === name)?.text ?? '';
  return written.includes('{{') ? plainText(written.split('{{')[0] ?? '').trim() : null;
}

/** Somebody with a new phone. */
export async function person(table: ExchangeOnTable, locale: string, messenger: Messenger): Promise<Person> {
  const phone = await addPhone(table.page, locale, messenger);
  const text = (key: string): string => beginningOf(locale, key) ?? table.text(locale, key);
  const tap = (label: string): Promise<void> =>
    messenger === 'whatsapp'
      ? tapWhatsApp(phone, text('common:choose'), label)
      : keysOf(phone, label).last().click();
  return { phone, locale, text, tap };
}

/** What somebody asks for, and which right to work they say they have; `skip` says nothing. */
export interface Wishes {
  readonly work?: string;
  readonly region?: string;
  readonly permit?: Permit | 'skip';
}

/** From the first word to the list of what fits, and on through the question about the right to work. */
export async function subscribes(
  table: ExchangeOnTable,
  locale: string,
  messenger: Messenger,
  { work, region, permit }: Wishes,
): Promise<Person> {
  const one = await person(table, locale, messenger);
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
  if (work === undefined) await tap(text('ask:works-any'));
  else {
    await tap(text(`works:${work}.label`));
    await offers(phone, `✅ ${text(`works:${work}.label`)}`);
    await tap(text('common:done'));
  }
  await says(phone, text('ask:regions'));
  if (region === undefined) await tap(text('ask:regions-any'));
  else {
    await writes(phone, text(`regions:${region}`));
    await offers(phone, text(`regions:${region}`));
    await tap(text(`regions:${region}`));
    await offers(phone, `✅ ${text(`regions:${region}`)}`);
    await tap(text('common:done'));
  }
  // It comes below the first card.
  await says(phone, text('permit:ask'));
  if (permit !== undefined) await saysWhichRight(one, permit);
  return one;
}

/** Of a city and the region around it people name one and mean either: it is asked which. */

/** Answers the question about the right to work that stands below the first card. */
async function saysWhichRight({ phone, text, tap }: Person, permit: Permit | 'skip'): Promise<void> {
  await says(phone, text('permit:ask'));
  if (permit === 'skip') {
    await tap(text('common:skip'));
    return says(phone, text('permit:skipped'));
  }
  await tap(text(`permit:basis-${permit.basis}`));
  if (permit.region !== null) {
    const name = text(`regions:${permit.region}`);
    await says(phone, text('permit:region'));
    await writes(phone, name);
    await newest(phone).filter({ hasText: name }).waitFor();
    await tap(name);
    if (ru.pairs.some(([, around]) => around === permit.region)) {
      await says(phone, text('permit:side'));
      await tap(name);
    }
  }
  await offers(phone, text('card:button-settings'));
}

/** What was pushed to a phone: each message with a bell, or the mark of urgent ones. */
export const pushed = ({ phone }: Person): Promise<readonly string[]> =>
  phone.locator('.message.bot', { hasText: /🔔|🚨/u }).allTextContents();
