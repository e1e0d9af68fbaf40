import { describe, expect, it } from 'vitest';
import type { Pay } from '../../src/domain/opening.ts';
import { LEAST_OPENINGS, payNormOf, type SamePay } from '../../src/domain/pay-norm.ts';

const month = (amount: number, openings: number, isHere = true): SamePay => ({
  pay: { min: amount, max: amount, unit: 'month', currency: 'RUB' },
  hoursPerDay: null,
  isHere,
  openings,
});

const by = (pay: Partial<Pay>, openings: number): SamePay => ({
  ...month(1, openings),
  pay: { min: null, max: null, unit: 'month', currency: 'RUB', ...pay },
});

describe('what work usually pays', () => {
  it.each<[string, readonly SamePay[], number | null, 'region' | 'country' | undefined]>([
    ['is nothing where nobody says', [], null, undefined],
    ['is not known of one opening too few', [month(60_000, LEAST_OPENINGS - 1)], null, undefined],
    ['is the middle of the region', [month(50_000, 5), month(60_000, 6), month(90_000, 9)], 60_000, 'region'],
    [
      'is the middle of the country where the region has too few',
      [month(50_000, 19), month(80_000, 20, false)],
      80_000,
      'country',
    ],
    ['is not moved by a few that promise much', [month(60_000, 17), month(1_000_000, 3)], 60_000, 'region'],
    [
      'counts only pay that is a sum a month',
      [month(60_000, 19), by({ min: 50, unit: 'kg' }, 9), by({ min: 900, currency: 'USD' }, 9)],
      null,
      undefined,
    ],
  ])('%s', (_, all, usual, of) => {
    expect(payNormOf(all)?.usual ?? null).toBe(usual);
    expect(payNormOf(all)?.source?.of).toBe(of);
  });

  it('says of how many openings it is the middle, and claims no legal minimum', () => {
    expect(payNormOf([month(60_000, 34)])).toEqual({
      usual: 60_000,
      least: null,
      source: { openings: 34, of: 'region' },
    });
  });
});
