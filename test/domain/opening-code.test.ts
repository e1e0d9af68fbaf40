import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CODE_LETTERS,
  isWellFormed,
  markedCodes,
  readCode,
  withCheck,
} from '../../src/domain/opening-code.ts';
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
  ['A7Q2M', 'A7Q2M'],
  ['а7q2о', 'A7Q2O'],
  ['K0Q1M', 'K0Q1M'],
  ['ABC12', 'ABC12'],
  ['may15', null],
  ['5000р', null],
  ['10000', null],
  ['25дня', null],
  ['HELLO', null],
  ['метро', null],
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

describe('a text of others', () => {
  it.each<[what: string, text: string, codes: readonly string[]]>([
    ['a card', '🍓 Berries · #K7Q2M\nСборщик\n📍 Lipetsk', ['K7Q2M']],
    ['a card of WhatsApp', '*🍓 Berries* · #K7Q2M\n_note_', ['K7Q2M']],
    ['an SMS', '📍 Lipetsk, Елец. 💰 9 ₽. #K7Q2M', ['K7Q2M']],
    ['a question with it', 'Это правда? #к7q2м!', ['K7Q2M']],
    ['a code and nothing else', ' # k7q2m ', ['K7Q2M']],
    ['the same code twice', '#K7Q2M #k7q2m', ['K7Q2M']],
    ['a push of several', '#B2B2B, #C3C3C · #D4D4D', ['B2B2B', 'C3C3C', 'D4D4D']],
    [
      'more than five',
      '#B2222 #C2222 #D2222 #F2222 #G2222 #H2222',
      ['B2222', 'C2222', 'D2222', 'F2222', 'G2222'],
    ],
    ['a code without its mark', 'Is K7Q2M real?', []],
    ['one that nobody gave out', 'Is #A7Q2M real?', ['A7Q2M']],
    ['other words with a mark', '#работа #Томск #Курск #hello #WORKS #top10 #5000р', []],
    ['a longer word', '#K7Q2MX ##K7Q2MX x#K7Q2M', []],
    ['a page', 'https://example.org/#K7Q2M', []],
    ['an entity', '&#23456;', []],
    ['nothing', '', []],
    ['a code far down', `${'x'.repeat(4_090)} #K7Q2M`, []],
  ])('that is %s has these codes', (_, text, codes) => {
    expect(markedCodes(text)).toEqual(codes);
  });

  it('is read in no time, whatever it is', () => {
    const begun = performance.now();
    for (const text of ['#', '#A', '# ', 'K7Q2M', '#K7Q2M', '##K7Q2'].map((part) => part.repeat(2_000)))
      markedCodes(text);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
