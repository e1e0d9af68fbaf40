/** Coordinators on the table: they join by links, choose what stands in the newest message, and have an app for codes. */
import type { Locator } from 'playwright-core';
import { writes } from './browser.ts';
import { codeOf } from './codes.ts';
import type { ExchangeOnTable } from './exchange-on-table.ts';
import { type Messenger, newest, type Person, person } from './people.ts';

/** Somebody with a role. */
export interface Colleague extends Person {
  readonly alias: string;
  /** Of their code app. */
  readonly secret: string;
}

/** Resolves when the newest message has these words. */
export const hears = (one: Pick<Person, 'phone'>, words: string): Promise<void> =>
  newestWith(one, words).waitFor();

const newestWith = ({ phone }: Pick<Person, 'phone'>, words: string): Locator =>
  newest(phone).filter({ hasText: words });

/** Asked this, chooses that. */
export async function answers(one: Person, question: string, label: string): Promise<void> {
  await hears(one, one.text(question));
  await one.tap(label);
}

/** Asked this, chooses what stands at a place among the buttons: values of which no text is known here. */
export async function picks(one: Person, question: string, at: number): Promise<void> {
  await hears(one, one.text(question));
  await newest(one.phone).locator('.key').nth(at).click();
}

/** Asked this, types that. */
export async function types(one: Person, question: string, words: string): Promise<void> {
  await hears(one, one.text(question));
  await writes(one.phone, words);
}

/** Asked to choose several, chooses these and is done. */
export async function ticks(one: Person, question: string, labels: readonly string[]): Promise<void> {
  await hears(one, one.text(question));
  for (const label of labels) {
    await one.tap(label);
    await hears(one, `✅ ${label}`);
  }
  await one.tap(one.text('common:done'));
}

/** Does something, gives the code of the app if one is asked for, until another message has these words. */
export async function stepsUp(
  table: ExchangeOnTable,
  one: Colleague,
  words: string,
  act: () => Promise<void>,
): Promise<void> {
  // Not the newest: what shows how a broadcast fares may come between.
  const another = async (text: string): Promise<Locator> => {
    const said = one.phone.locator('.message.bot', { hasText: text });
    return said.nth(await said.count());
  };
  const [done, asked] = [await another(words), await another(one.text('desk:code-ask'))];
  await act();
  await asked.or(done).first().waitFor();
  if ((await asked.count()) > 0) {
    // No code counts twice, and half a minute is long.
    await table.shift(31_000);
    await writes(one.phone, codeOf(one.secret, await table.now()));
  }
  await done.waitFor();
}

const SECRET = /(?:[A-Z2-7]{4} ){7}[A-Z2-7]{4}/;

/** Becomes a coordinator by the word of a link: promises, a name for the role, and codes. */
export async function joins(
  table: ExchangeOnTable,
  word: string,
  {
    alias,
    locale,
    messenger,
  }: { readonly alias: string; readonly locale: string; readonly messenger: Messenger },
): Promise<Colleague> {
  const one = await person(table, locale, messenger);
  if (messenger === 'telegram') {
    await one.phone.locator('.composer .big').click();
    await hears(one, one.text('begin:greeting'));
  }
  const greeted = await one.phone.locator('.message.bot').count();
  await writes(one.phone, `/start ${word}`);
  await one.phone.locator('.message.bot').nth(greeted).waitFor();
  await answers(one, 'begin:greeting', table.languageName(locale));
  await answers(one, 'people:invited', one.text('people:promise'));
  await types(one, 'people:alias-ask', alias);
  await hears(one, one.text('codes:how'));
  const secret = SECRET.exec((await newest(one.phone).textContent()) ?? '')?.[0].replaceAll(' ', '') ?? '';
  await one.tap(one.text('codes:saved'));
  await types(one, 'codes:type', codeOf(secret, await table.now()));
  await hears(one, `🗂 ${alias}`);
  return { ...one, alias, secret };
}

/** Invites somebody in these roles: for the organisation called so, or for one's own. The word of the link. */
export async function invites(
  table: ExchangeOnTable,
  one: Colleague,
  roles: readonly string[],
  organisation: string | null = null,
): Promise<string> {
  await writes(one.phone, '/invite');
  if (organisation !== null) await answers(one, 'desk:which', organisation);
  const labels = roles.map((role) => one.text(`desk:role-${role}`));
  await stepsUp(table, one, one.text('people:line-for'), () => ticks(one, 'people:roles-ask', labels));
  return /c_[\w-]{22}/.exec((await newest(one.phone).textContent()) ?? '')?.[0] ?? '';
}

/** Lets somebody new act at once. */
export async function confirms(
  table: ExchangeOnTable,
  one: Colleague,
  other: Colleague,
  organisation: string | null = null,
): Promise<void> {
  await writes(one.phone, '/people');
  if (organisation !== null) await answers(one, 'desk:which', organisation);
  await answers(one, 'people:title', other.alias);
  await stepsUp(table, one, one.text('people:done-confirm'), () =>
    answers(one, 'people:line-new', one.text('people:way-confirm')),
  );
}
