import { beforeAll, describe, expect, it } from 'vitest';
import { type Phrase, phrase, raw } from '../../src/domain/message.ts';
import { AIDS, CROPS } from '../../src/domain/opening.ts';
import type { Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { entriesOfNamespace, LOCALES, variablesOf } from '../support/locales.ts';

/** Messages that WhatsApp approves beforehand, and what it asks of them. */
const KNOCKS = ['opening', 'many', 'filled', 'changed', 'outcome', 'season', 'still'];
const MOST = 550;

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});

const widest = (locale: string, phrases: readonly Phrase[]): Phrase =>
  phrases.toSorted((a, b) => texts.text(locale, b).length - texts.text(locale, a).length)[0] ??
  phrase('blank');

/** Values as long as they come. */
const values = (locale: string): Record<string, Phrase | ReturnType<typeof raw> | number> => ({
  what: phrase('card:work-crop', {
    work: phrase('works:forest-fish.label'),
    crop: widest(
      locale,
      CROPS.map((crop) => phrase(`crops:${crop}`)),
    ),
  }),
  region: phrase('regions:RU-YEV'),
  pay: widest(locale, [
    ...AIDS.map((aid) => phrase(`terms:aids.${aid}.long`)),
    phrase('terms:kinds.support.long'),
    phrase('terms:pay.range', {
      min: 1_000_000,
      max: { amount: 1_250_000, currency: 'RUB' },
      each: phrase('terms:each.kg'),
    }),
  ]),
  code: raw('K7Q2M'),
  number: 1_000,
  news: widest(
    locale,
    ['cancelled', 'changed', 'paused'].map((said) => phrase(`correction:news-${said}`)),
  ),
  outcome: widest(
    locale,
    ['upheld', 'rejected'].map((said) => phrase(`correction:${said}`)),
  ),
});

describe.each(LOCALES)('knocks in %s', (locale) => {
  const entries = entriesOfNamespace(locale, 'knock');
  const bodies = entries.filter(({ key }) => KNOCKS.includes(key));

  it('are seven, each with its button', () => {
    expect(entries.map(({ key }) => key)).toEqual(KNOCKS.flatMap((name) => [name, `${name}-button`]));
  });

  it('are plain text, a paragraph a line', () => {
    expect(entries.filter(({ text }) => /[<>&*_~`]|\n\n|\t| {2}/.test(text))).toEqual([]);
  });

  it('begin and end with words, and have words between their variables', () => {
    const parts = bodies.flatMap(({ key, text }) =>
      text.split(/\{\{\w+\}\}/).map((part) => ({ key, part, wordless: !/\p{L}/u.test(part) })),
    );
    expect(parts.filter(({ wordless }) => wordless)).toEqual([]);
  });

  it('name each variable once', () => {
    for (const { text } of bodies) expect(variablesOf(text)).toHaveLength([...text.matchAll(/\{\{/g)].length);
  });

  it('say in the last line how to stop, with a word that stops', () => {
    for (const { text } of bodies) {
      const last = text.split('\n').at(-1) ?? '';
      const word = /\p{Lu}{4}$/u.exec(last)?.[0] ?? '';
      expect([last, texts.commandFor(word)]).toEqual([last, 'stop']);
    }
  });

  it('stay short with the longest values, and lack none', () => {
    for (const name of KNOCKS) {
      const shown = texts.text(locale, phrase(`knock:${name}`, values(locale)));
      expect(shown.length).toBeLessThanOrEqual(MOST);
      expect(shown).not.toMatch(/\{\{|…|: \.|, \./);
    }
  });
});
