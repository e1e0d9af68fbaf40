/** Labels of buttons as they are measured: filled with real values, and the room each has. */
import { plainText } from '../../src/domain/texts.ts';
import { baseOf, entriesOfNamespace, isShort, longOf, metaOf, namespaceMeta } from './locales.ts';

/** What a button alone in its row can show on a small phone (design of Telegram's apps, our proposal). */
const LABEL_ALONE = 32;

/** Real values of usual length, so that a label is measured as it is shown. */
const VALUES: Readonly<Record<string, string>> = {
  count: '50',
  amount: '100 000 ₽',
  number: '12',
  from: '22',
  to: '7',
  code: 'K7Q2M',
};

const longest = (texts: readonly string[]): string =>
  texts.toSorted((a, b) => [...b].length - [...a].length)[0] ?? '';

/** What an opening is about, as its button says it. */
const whats = (locale: string): readonly string[] =>
  ['works', 'terms']
    .flatMap((namespace) => entriesOfNamespace(locale, namespace))
    .filter(({ key }) => key.endsWith('.label') && !isShort(key))
    .map(({ text }) => text);

/** A text with values as long as they come. */
export function filled(locale: string, text: string): string {
  const months = metaOf(locale)['months'] as readonly string[];
  const ours: Readonly<Record<string, string>> = {
    ...VALUES,
    day: `30 ${longest(months)}`,
    what: longest(whats(locale)),
  };
  return plainText(text).replace(/\{\{\s*(\w+)[^}]*\}\}/g, (_, name: string) => ours[name] ?? '');
}

/** `*` stands for any part of one step of the key. */
const matches = (pattern: string, key: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^.]*')}$`).test(key);

/** Characters a text may have, `null` for any number: what its namespace declares, else that of a label. */
export function limitOf(namespace: string, key: string): number | null {
  const limits = Object.entries(namespaceMeta(namespace).limits ?? {});
  // A limit may name one plural form and holds for all of them, and for short forms.
  const bare = (text: string): string => baseOf(longOf(text));
  const declared = limits.find(([pattern]) => matches(bare(pattern), bare(key)))?.[1];
  return declared ?? (/(^|\.)label$|^buttons\./.test(bare(key)) ? LABEL_ALONE : null);
}

/** WhatsApp: characters of a row of a list. */
const ROW = 24;

/** What stands around a name where it has the least room. */
const AROUND: readonly (readonly [of: RegExp, around: string])[] = [
  [/^crops:/, '✅ '],
  [/^permit:basis-/, '✅ '],
  [/^regions:[A-Z]{2}-/, '✅ '],
  [/^regions:/, ' (12)'],
  [/^(works:.*|terms:(kinds|aids)\..*)\.label$/, '#K7Q2M '],
];

/** Characters that the short form of a label may have, and without a short form the label itself. */
export function roomOf(namespace: string, key: string): number {
  const [, around = ''] = AROUND.find(([of]) => of.test(`${namespace}:${longOf(key)}`)) ?? [];
  return ROW - [...around].length;
}
