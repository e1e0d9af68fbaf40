import { describe, expect, it } from 'vitest';
import type { Pay } from '../../src/domain/opening.ts';
import { comparePay, monthlyPay, statedPay } from '../../src/domain/pay.ts';

const pay = (differing: Partial<Pay>): Pay => ({
  min: 60_000,
  max: null,
  unit: 'month',
  currency: 'RUB',
  ...differing,
});

describe('pay a month', () => {
  it.each<[string, Pay | null, number | null, number | null]>([
    ['a month is a month', pay({}), null, 60_000],
    ['the upper end counts', pay({ max: 90_000 }), null, 90_000],
    ['an upper end alone counts', pay({ min: null, max: 80_000 }), null, 80_000],
    ['a day is 247/12 times a month', pay({ min: 2_400, unit: 'day' }), null, 49_400],
    ['a week is 365/84 times a month', pay({ min: 8_400, unit: 'week' }), null, 36_500],
    ['an hour needs its hours a day', pay({ min: 300, unit: 'hour' }), 8, 49_400],
    ['an hour alone is unknown', pay({ min: 300, unit: 'hour' }), null, null],
    ['hours a day may be broken', pay({ min: 300, unit: 'hour' }), 7.5, 46_312],
    ['by the kilogram is unknown', pay({ min: 40, unit: 'kg' }), 8, null],
    ['by the box is unknown', pay({ min: 40, unit: 'box' }), 8, null],
    ['by the piece is unknown', pay({ min: 40, unit: 'piece' }), 8, null],
    ['by the season is unknown', pay({ min: 400_000, unit: 'season' }), 8, null],
    ['another currency is unknown', pay({ currency: 'USD' }), null, null],
    ['no bound is unknown', pay({ min: null }), null, null],
    ['not stated is unknown', null, 8, null],
  ])('%s', (_name, stated, hours, month) => {
    expect(monthlyPay(stated, hours)).toBe(month);
  });

  it('sorts the highest first and the unknown last', () => {
    expect([null, 50, 0, 70].sort(comparePay)).toEqual([70, 50, 0, null]);
  });
});

describe('pay in a text', () => {
  it.each([
    [pay({}), { kind: 'from', amount: 60_000 }],
    [pay({ min: null, max: 80_000 }), { kind: 'up-to', amount: 80_000 }],
    [pay({ max: 60_000 }), { kind: 'exact', amount: 60_000 }],
    [pay({ max: 90_000 }), { kind: 'between', low: 60_000, high: 90_000 }],
    [pay({ min: null }), null],
    [null, null],
  ])('says only what was stated: %j', (stated, said) => {
    expect(statedPay(stated)).toEqual(said);
  });
});
