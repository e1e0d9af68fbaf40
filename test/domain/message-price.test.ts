import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { templatePrice } from '../../src/channels/whatsapp/prices.ts';
import { boundsOf, figureOf } from '../../src/domain/audience-figures.ts';
import { costOf } from '../../src/domain/message-price.ts';

const PRICE = { least: 0.05, most: 0.09, currency: 'USD' };

describe('the price of so many messages', () => {
  it.each([
    ['few', 0, 3],
    [50, 2, 8],
    [300, 15, 54],
    [10_000, 500, 1_600],
  ] as const)('to %s is from %d to %d', (people, least, most) => {
    expect(costOf(people, PRICE)).toEqual({ least, most, currency: 'USD' });
  });

  it('is between what is said, however many they are, and says no more than the figure', () => {
    const salt = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
    fc.assert(
      fc.property(
        fc.nat(2_000_000),
        salt,
        fc.double({ min: 0.05, max: 0.09, noNaN: true }),
        (people, by, each) => {
          const figure = figureOf(people, by);
          const { least, most } = boundsOf(figure);
          expect(people).toBeGreaterThanOrEqual(least);
          expect(people).toBeLessThanOrEqual(most);
          const cost = costOf(figure, PRICE);
          expect(people * each).toBeGreaterThanOrEqual(cost.least);
          expect(people * each).toBeLessThanOrEqual(cost.most);
        },
      ),
    );
  });
});

describe('the price of a template', () => {
  const row = {
    id: 'marketing-other',
    source: 'a card',
    from: '2026-10-01',
    to: '2026-12-31',
    checkedAt: '2026-11-28',
    confidence: 'verified',
    market: 'Other',
    countries: ['KG'],
    amount: 0.06,
    currency: 'USD',
  } as const;

  it.each([
    ['2026-09-30', null],
    ['2026-10-01', { least: 0.0529, most: 0.086, currency: 'USD' }],
    ['2026-12-31', { least: 0.0529, most: 0.086, currency: 'USD' }],
    // With the quarter Meta revises it.
    ['2027-01-01', null],
  ])('on %s is %j', (day, price) => {
    expect(templatePrice(day)).toEqual(price);
  });

  it.each([
    ['that is not settled', [{ ...row, confidence: 'open' as const }]],
    ['in two currencies', [row, { ...row, currency: 'EUR' }]],
    ['of no market', []],
  ])('%s is not told', (_, rows) => {
    expect(templatePrice('2026-11-28', rows)).toBeNull();
  });
});
