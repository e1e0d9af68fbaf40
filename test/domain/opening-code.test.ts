import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CODE_LETTERS, isWellFormed, readCode, withCheck } from '../../src/domain/opening-code.ts';
import { codeOf } from '../../src/store/opening-code.ts';

it.each([
  ['K7Q2M', 'K7Q2M'],
  ['k7q2m', 'K7Q2M'],
  [' # k7q2m ', 'K7Q2M'],
  ['К7Q2М', 'K7Q2M'],
  ['нкмрс', 'HKMPC'],
  ['#AEIO0', 'AEIO0'],
  ['к7у2м', 'K7Y2M'],
  ['#Курск', 'KYPCK'],
  ['Курск', null],
  ['хруст', null],
  ['gypsy', null],
  ['Hello', null],
  ['Томск', null],
  ['K7Q2', null],
  ['K7Q2MM', null],
  ['K7Q2M please', null],
  ['', null],
])('reads %j as %j', (typed, code) => {
  expect(readCode(typed)).toBe(code);
});

it('reads every code that is given out', () => {
  for (let n = 0; n < 2_000; n += 1) {
    const code = codeOf(String(n), 0);
    expect(readCode(code.toLowerCase())).toBe(code);
  }
});

describe('the check character', () => {
  const four = fc
    .array(fc.constantFrom(...CODE_LETTERS), { minLength: 4, maxLength: 4 })
    .map((letters) => letters.join(''));
  const holdsForMany = (check: (code: string) => void): void =>
    fc.assert(
      fc.property(four, (letters) => check(withCheck(letters))),
      { numRuns: 10_000 },
    );
  const swapped = (code: string, at: number): string =>
    code.slice(0, at) + code.charAt(at + 1) + code.charAt(at) + code.slice(at + 2);

  it('follows from the four before it', () => {
    expect(withCheck('K7Q2')).toBe('K7Q2P');
    holdsForMany((code) => {
      expect([code, isWellFormed(code)]).toEqual([code, true]);
    });
  });

  it('catches every wrong character', () => {
    holdsForMany((code) => {
      const wrong = [...code].flatMap((right, at) =>
        [...CODE_LETTERS]
          .filter((letter) => letter !== right)
          .map((letter) => code.slice(0, at) + letter + code.slice(at + 1)),
      );
      expect(wrong.filter(isWellFormed)).toEqual([]);
    });
  });

  it('catches every two neighbours that changed places', () => {
    holdsForMany((code) => {
      const wrong = [0, 1, 2, 3].map((at) => swapped(code, at)).filter((other) => other !== code);
      expect(wrong.filter(isWellFormed)).toEqual([]);
    });
  });

  it.each(['', 'K7Q2', 'K7Q2PP', 'k7q2p', 'A7Q2P', 'K7Q20'])('passes no %j', (text) => {
    expect(isWellFormed(text)).toBe(false);
  });
});
