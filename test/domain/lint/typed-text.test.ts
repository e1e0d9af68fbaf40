import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { harmless, toWhatsApp } from '../../../src/channels/whatsapp/markup.ts';
import { lint } from '../../../src/domain/lint.ts';
import { phrase, raw, say } from '../../../src/domain/message.ts';
import { typedText } from '../../../src/domain/typed-text.ts';
import { loadTexts } from '../../../src/i18n.ts';
import { readHtml } from '../../../src/simulator/telegram/html.ts';
import { anyCharacter } from '../../support/arbitraries.ts';
import { HOSTILE_TEXTS } from '../../support/hostile-texts.ts';
import { lintContext } from '../../support/lint-corpus.ts';
import { unread } from '../../support/whatsapp-bodies.ts';

const texts = await loadTexts();
const LIMIT = 600;
const LOCALES = texts.locales.map(({ code }) => code);
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const count = (text: string): number => [...graphemes.segment(text)].length;

/** Words of ours on both sides, so that nothing at the ends is trimmed; the second is bold around the typed text. */
const PHRASES = [
  (text: string) => phrase('card:note', { language: raw('ru'), note: raw(text) }),
  (text: string) => phrase('card:head', { what: raw(text), code: raw('K7Q2M') }),
  (text: string) =>
    phrase('common:list', { head: phrase('common:as-is', { text: raw(text) }), tail: raw(text) }),
];

/** A phrase around the typed text, as markup. */
const shownBy = (locale: string, at: number, text: string): string =>
  texts.render(locale, say(PHRASES[at]?.(text) ?? phrase('blank'))).text;

/** Text with one sign for each sign and its twin. */
const unveiled = (text: string): string =>
  text
    .replace(/[*∗]/g, '*')
    .replace(/[_ˍ]/g, '_')
    .replace(/[~∼]/g, '~')
    .replace(/[`ˋ]/g, '`')
    .replace(/[>›]/g, '>');

describe('a typed text is kept', () => {
  it.each([
    ['as it was typed', 'Сбор ягод, 55 ₽ за кг', 'Сбор ягод, 55 ₽ за кг'],
    ['with its line breaks', 'Еда\r\nЖильё\rДушевая', 'Еда\nЖильё\nДушевая'],
    ['with two line breaks of many', 'Еда\n\n \n\n\nЖильё', 'Еда\n\nЖильё'],
    ['without spaces at its ends', '  Еда \n', 'Еда'],
    ['without what turns its direction', 'Еда \u202Eadeb\u202C \u2067x\u2069', 'Еда adeb x'],
    ['without what nobody sees', 'за\u200Bл\u00ADо\u034Fг\uFEFF\u{E0041}\u2800', 'залог'],
    ['in composed letters', 'и\u0306 е\u0308', 'й ё'],
    ['with a mark that was kept from its letter', 'и\u200D\u0306', 'й'],
    ['with at most four marks on a letter', `z${'\u0335'.repeat(90)}!`, `z${'\u0335'.repeat(4)}!`],
    ['with its markup, which is text', '<b>&lt;{{x}} $t(y)', '<b>&lt;{{x}} $t(y)'],
    ['without half a character', 'x \uD83D', 'x \uFFFD'],
  ])('%s', (_, typed, kept) => {
    expect(typedText(typed, LIMIT)).toBe(kept);
  });

  it('up to its limit as people count it, never cutting a letter', () => {
    expect(typedText('🍓'.repeat(9), 4)).toBe('🍓'.repeat(4));
    expect(typedText('👍🏽👍🏽👍🏽', 2)).toBe('👍🏽👍🏽');
    expect(typedText('e\u0301\u0302'.repeat(5), 2)).toBe('é\u0302é\u0302');
  });

  it('so that keeping it again changes nothing, whatever it was', () => {
    const some = fc.oneof(
      fc.string({ unit: anyCharacter, maxLength: 300 }),
      fc.string({ unit: 'grapheme', maxLength: 100 }),
      fc.constantFrom(...HOSTILE_TEXTS),
    );
    fc.assert(
      fc.property(some, fc.integer({ min: 0, max: 120 }), (typed, limit) => {
        const kept = typedText(typed, limit);
        expect(typedText(kept, limit)).toBe(kept);
        expect(kept.isWellFormed()).toBe(true);
        expect(count(kept)).toBeLessThanOrEqual(limit);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('a hostile text', () => {
  it('is one of more than three hundred', () => {
    expect(new Set(HOSTILE_TEXTS).size).toBeGreaterThan(300);
  });

  it('is shown by Telegram as it is kept, without a tag of its own', () => {
    for (const typed of HOSTILE_TEXTS)
      for (const locale of LOCALES)
        for (const at of PHRASES.keys()) {
          const kept = typedText(typed, LIMIT);
          const { text, entities } = readHtml(shownBy(locale, at, kept));
          const ours = readHtml(shownBy(locale, at, 'X'));
          expect(text).toBe(ours.text.replaceAll('X', () => kept).trim());
          expect(entities.map(({ type }) => type)).toEqual(
            kept === '' ? expect.anything() : ours.entities.map(({ type }) => type),
          );
        }
  });

  it('is shown by WhatsApp as it is kept, its signs as their harmless twins', () => {
    for (const typed of HOSTILE_TEXTS) {
      const kept = typedText(typed, LIMIT);
      for (const locale of LOCALES)
        expect(toWhatsApp(texts.text(locale, phrase('card:title', { title: raw(kept) })))).toBe(
          harmless(kept),
        );
      expect(unveiled(harmless(kept))).toBe(unveiled(kept));
      for (const line of harmless(kept).split('\n'))
        expect(unread(line)).toBe(line.replace(/https?:\/\/\S+/g, ''));
      expect(harmless(kept)).not.toMatch(/^> /m);
    }
  });

  it('crashes no lint, and costs little', () => {
    const from = performance.now();
    for (const title of HOSTILE_TEXTS)
      for (const { span } of lint({ title, note: title.repeat(20) }, lintContext()))
        expect(span === null || (span.from >= 0 && span.to > span.from)).toBe(true);
    expect(performance.now() - from).toBeLessThan(10_000);
  });
});
