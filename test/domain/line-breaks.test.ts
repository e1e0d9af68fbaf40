import fc from 'fast-check';
import { expect, it } from 'vitest';
import { brokenInto, widthOf } from '../../src/domain/line-breaks.ts';

it('breaks between words, and inside one only where it is longer than a line', () => {
  expect(brokenInto('one two three', 6)).toEqual(['one two', 'three']);
  expect(brokenInto('a'.repeat(10), widthOf('aaaa'))).toEqual(['aaaa', 'aaaa', 'aa']);
  expect(brokenInto('', 6)).toEqual([]);
  expect(brokenInto('100\u00A0000\u00A0₽ a', 6)).toEqual(['100\u00A0000\u00A0₽', 'a']);
});

it('makes no line too wide and loses no letter, whatever the text', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'grapheme', maxLength: 200 }),
      fc.integer({ min: 2, max: 60 }),
      (text, em) => {
        const lines = brokenInto(text, em);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(em);
        const letters = (some: string): string => some.replace(/[^\S\u00A0]+/g, '');
        expect(letters(lines.join(''))).toBe(letters(text));
      },
    ),
  );
});
