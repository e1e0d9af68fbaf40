import { expect, it } from 'vitest';
import { readCode } from '../../src/domain/opening-code.ts';
import { codeOf } from '../../src/store/opening-code.ts';

it.each([
  ['K7Q2M', 'K7Q2M'],
  ['k7q2m', 'K7Q2M'],
  [' # k7q2m ', 'K7Q2M'],
  ['К7Q2М', 'K7Q2M'],
  ['нкмрс', 'HKMPC'],
  ['#AEIO0', 'AEIO0'],
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
