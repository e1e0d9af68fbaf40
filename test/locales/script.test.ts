import { describe, expect, it } from 'vitest';
import { type Entry, entriesOf, LOCALES } from '../support/locales.ts';

/** Texts that greet in every language at once. */
const MULTILINGUAL = new Set(['begin:greeting']);

/** Letters without which a bundle of some size is surely written without its diacritics. */
const REQUIRED: Readonly<Record<string, string>> = {
  tg: 'ӣӯҷғқҳ',
  ky: 'ңөү',
  'uz-Cyrl': 'ўқғҳ',
  uz: 'ʻ',
  ru: 'ыщёэ',
};

/** Cyrillic letters that the alphabet of a language does not have: a word with one is another language's. */
const FOREIGN: Readonly<Record<string, RegExp>> = {
  tg: /[щыьцўңөүі]/iu,
  ky: /[ўқғҳӣӯҷі]/iu,
  'uz-Cyrl': /[щыңөүӣӯҷі]/iu,
  ru: /[ўқғҳӣӯҷңөүі]/iu,
};

/** Quoted names of others may stand in their own language. */
const withoutQuotes = (text: string): string => text.replace(/“[^”]*”|«[^»]*»/g, '');
const wordsOf = ({ text }: Entry): readonly string[] =>
  withoutQuotes(text.replace(/\{\{[^}]*\}\}/g, ' ')).match(/[\p{L}\p{M}ʻʼ]+/gu) ?? [];
const name = ({ namespace, key }: Entry): string => `${namespace}:${key}`;

describe.each(LOCALES)('the letters of %s', (locale) => {
  const entries = entriesOf(locale).filter((entry) => !MULTILINGUAL.has(name(entry)));
  const all = entries.map(({ text }) => text).join(' ');

  it('are of one script in each word', () => {
    const mixed = entries.flatMap((entry) =>
      wordsOf(entry)
        .filter((word) => /\p{Script=Latin}/u.test(word) && /\p{Script=Cyrillic}/u.test(word))
        .map((word) => `${name(entry)} ${word}`),
    );
    expect(mixed).toEqual([]);
  });

  it('are all in use', () => {
    const missing = [...(REQUIRED[locale] ?? '')].filter((letter) => !all.toLowerCase().includes(letter));
    expect(missing).toEqual([]);
  });

  it('are of its own alphabet', () => {
    const foreign = entries.flatMap((entry) =>
      wordsOf(entry)
        .filter((word) => FOREIGN[locale]?.test(word) ?? false)
        .map((word) => `${name(entry)} ${word}`),
    );
    expect(foreign).toEqual([]);
  });

  it.runIf(locale === 'uz')('write oʻ and gʻ with U+02BB', () => {
    expect(all.match(/\S*[og]['’‘`´ʼ]\S*/giu) ?? []).toEqual([]);
  });

  it('hide no invisible character', () => {
    expect(
      entries.filter(({ text }) => /[\u200B-\u200F\u202A-\u202E\u2060-\u2069\u00AD\uFEFF]/.test(text)),
    ).toEqual([]);
  });
});
