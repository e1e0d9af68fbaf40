import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type HarvestTerms, PAY_UNITS, PROVISIONS } from '../../src/domain/opening.ts';
import { type CountedPay, type Paid, type Span, type TruePay, truePay } from '../../src/domain/true-pay.ts';
import { harvestTerms } from '../support/builders.ts';

const PATENT = { monthly: 21_915, currency: 'RUB', payer: 'worker' } as const;

/** The worked case of the harvest calendar, §5, but for what is said. */
const berries = (terms: Partial<HarvestTerms> = {}, differing: Partial<Paid> = {}): Paid => ({
  pay: { min: 40, max: 40, unit: 'kg', currency: 'RUB' },
  hoursPerDay: null,
  food: 'paid',
  housing: 'free',
  harvest: harvestTerms({ unitsMin: 60, unitsMax: 90, foodADay: 300, daysPerWeek: 6, ...terms }),
  ...differing,
});
const stated = (pay: TruePay): CountedPay => {
  if (pay.kind !== 'stated') throw new Error(`unstated: ${pay.missing}`);
  return pay;
};
const span = (of: Span | null): string => (of === null ? '–' : `${of.min}–${of.max}`);
const paid = (
  pay: NonNullable<Paid['pay']>,
  differing: Partial<Paid> = {},
  terms: Partial<HarvestTerms> = {},
): Paid =>
  berries({ unitsMin: null, unitsMax: null, foodADay: null, ...terms }, { pay, food: 'free', ...differing });

describe('true pay', () => {
  it('is what the worked case says', () => {
    expect(truePay(berries(), PATENT)).toEqual({
      kind: 'stated',
      currency: 'RUB',
      units: { min: 60, max: 90 },
      deductions: [{ what: 'food', aDay: 300 }],
      gross: { min: 2_400, max: 3_600 },
      net: { min: 2_100, max: 3_300 },
      lifted: false,
      whole: false,
      days: 26,
      month: { min: 54_600, max: 85_800 },
      left: { min: 32_685, max: 63_885 },
    });
  });

  it.each<[string, Paid, string, string]>([
    ['one rate and one norm', berries({ unitsMax: null, foodADay: 0 }), '2400–2400', '62400–62400'],
    ['five days a week are 21 a month', berries({ daysPerWeek: 5 }), '2100–3300', '44100–69300'],
    ['no month without days a week', berries({ daysPerWeek: null }), '2100–3300', '–'],
    ['a guarantee that lifts the lower end', berries({ guaranteedDay: 3_000 }), '2700–3300', '70200–85800'],
    ['a guarantee above both', berries({ guaranteedDay: 4_000 }), '3700–3700', '96200–96200'],
    ['no guarantee', berries({ guaranteedDay: 0 }), '2100–3300', '54600–85800'],
    ['two deductions', berries({ housingADay: 100 }, { housing: 'paid' }), '2000–3200', '52000–83200'],
    ['more off than earned', berries({ unitsMin: 5, unitsMax: 8 }), '-100–20', '-2600–520'],
    [
      'by the day',
      paid({ min: 2_500, max: 4_000, unit: 'day', currency: 'RUB' }),
      '2500–4000',
      '65000–104000',
    ],
    [
      'by the hour',
      paid({ min: 300, max: null, unit: 'hour', currency: 'RUB' }, { hoursPerDay: 7.5 }),
      '2250–2250',
      '58500–58500',
    ],
    [
      'by the week',
      paid({ min: 10_000, max: 12_000, unit: 'week', currency: 'RUB' }),
      '1666–2000',
      '43316–52000',
    ],
    ['by the month', paid({ min: 50_000, max: 60_000, unit: 'month', currency: 'RUB' }), '–', '50000–60000'],
    [
      'by the month less paid food of its working days',
      paid({ min: 50_000, max: 60_000, unit: 'month', currency: 'RUB' }, { food: 'paid' }, { foodADay: 300 }),
      '–',
      '42200–52200',
    ],
    [
      'by the month, food paid, days not stated: no sum',
      paid(
        { min: 50_000, max: null, unit: 'month', currency: 'RUB' },
        { food: 'paid' },
        { foodADay: 300, daysPerWeek: null },
      ),
      '–',
      '–',
    ],
  ])('counts %s', (_, opening, net, month) => {
    const found = stated(truePay(opening));
    expect([span(found.net), span(found.month)]).toEqual([net, month]);
  });

  it.each<[string, Paid, string]>([
    ['no rate', berries({}, { pay: null }), 'rate'],
    ['a rate "up to"', berries({}, { pay: { min: null, max: 60, unit: 'kg', currency: 'RUB' } }), 'rate'],
    ['no units', berries({ unitsMin: null, unitsMax: null }), 'units'],
    ['units "up to"', berries({ unitsMin: null }), 'units'],
    ['no harvest terms', berries({}, { harvest: null }), 'units'],
    ['an hour without its hours', paid({ min: 300, max: null, unit: 'hour', currency: 'RUB' }), 'hours'],
    [
      'a week without its days',
      paid({ min: 9_000, max: null, unit: 'week', currency: 'RUB' }, {}, { daysPerWeek: null }),
      'days',
    ],
    ['a whole season', paid({ min: 400_000, max: null, unit: 'season', currency: 'RUB' }), 'days'],
  ])('is not guessed from %s', (_, opening, missing) => {
    expect(truePay(opening)).toMatchObject({ kind: 'unstated', missing });
  });

  it.each<[string, string, string, string]>([
    ['a week and a day', '2026-07-01', '2026-07-08', 'true 7 14700–23100'],
    ['one day', '2026-07-01', '2026-07-01', 'true 1 2100–3300'],
    ['a month', '2026-07-01', '2026-07-31', 'false 26 54600–85800'],
  ])('of work that lasts %s is the sum of all its days', (_, startsOn, endsOn, expected) => {
    const { whole, days, month } = stated(truePay(berries({}, { startsOn, endsOn })));
    expect(`${whole} ${days} ${span(month)}`).toBe(expected);
  });

  it('says when the guarantee is what lifts it', () => {
    expect(stated(truePay(berries({ guaranteedDay: 3_000 }))).lifted).toBe(true);
    expect(stated(truePay(berries({ guaranteedDay: 2_400 }))).lifted).toBe(false);
  });

  it.each([
    [
      'paid food without a price is named and not taken off',
      berries({ foodADay: null }),
      [{ what: 'food', aDay: null }],
    ],
    ['a price alone says that it is paid', berries({}, { food: null }), [{ what: 'food', aDay: 300 }]],
    ['free food takes nothing off', berries({}, { food: 'free' }), []],
    ['no food takes nothing off', berries({}, { food: 'none' }), []],
  ])('%s', (_, opening, deductions) => {
    expect(stated(truePay(opening)).deductions).toEqual(deductions);
  });

  it.each([
    ['the worker pays', PATENT, '32685–63885'],
    ['the employer pays', { ...PATENT, payer: 'employer' as const }, '–'],
    ['nobody said who pays', { ...PATENT, payer: null }, '–'],
    ['nobody knows what it costs', { ...PATENT, monthly: null }, '–'],
    ['its price is in another currency', { ...PATENT, currency: 'USD' }, '–'],
    ['no permit is needed', null, '–'],
  ])('takes the permit off a month only where it is sure: %s', (_, permit, left) => {
    expect(span(stated(truePay(berries(), permit)).left)).toBe(left);
  });
});

const sum = fc.option(fc.nat(5_000));
const terms = fc
  .record({
    unitsMin: fc.option(fc.integer({ min: 1, max: 300 })),
    unitsMax: fc.option(fc.integer({ min: 1, max: 300 })),
    guaranteedDay: sum,
    daysPerWeek: fc.option(fc.integer({ min: 1, max: 7 })),
    foodADay: sum,
    housingADay: sum,
  })
  .map(harvestTerms);
const anyPaid: fc.Arbitrary<Paid> = fc.record({
  pay: fc.option(
    fc.record({
      min: fc.option(fc.integer({ min: 1, max: 200_000 })),
      max: fc.option(fc.integer({ min: 1, max: 200_000 })),
      unit: fc.constantFrom(...PAY_UNITS),
      currency: fc.constant('RUB'),
    }),
  ),
  hoursPerDay: fc.option(fc.constantFrom(4, 7.5, 8, 11)),
  food: fc.option(fc.constantFrom(...PROVISIONS)),
  housing: fc.option(fc.constantFrom(...PROVISIONS)),
  harvest: fc.option(terms),
});
const permits = fc.option(
  fc.record({
    monthly: fc.option(fc.nat(30_000)),
    currency: fc.constantFrom('RUB', 'USD'),
    payer: fc.option(fc.constantFrom('worker' as const, 'employer' as const)),
  }),
);
const ifStated = (opening: Paid, test: (pay: CountedPay) => void): void => {
  const pay = truePay(opening);
  if (pay.kind === 'stated') test(pay);
};

describe('any true pay', () => {
  it('is whole, with its lower end first, and after deductions never more than before', () => {
    fc.assert(
      fc.property(anyPaid, permits, (opening, permit) => {
        const pay = truePay(opening, permit);
        if (pay.kind === 'unstated') return;
        const spans = [pay.gross, pay.net, pay.month, pay.left, pay.units].filter((each) => each !== null);
        for (const { min, max } of spans) {
          expect(Number.isSafeInteger(min) && Number.isSafeInteger(max)).toBe(true);
          expect(min).toBeLessThanOrEqual(max);
        }
        if (pay.gross !== null && pay.net !== null) expect(pay.net.min).toBeLessThanOrEqual(pay.gross.min);
        if (pay.left !== null && pay.month !== null) expect(pay.left.max).toBeLessThanOrEqual(pay.month.max);
      }),
    );
  });

  it('does not depend on which deduction is taken off first', () => {
    fc.assert(
      fc.property(anyPaid, (opening) => {
        const swapped: Paid = {
          ...opening,
          food: opening.housing,
          housing: opening.food,
          harvest:
            opening.harvest === null
              ? null
              : {
                  ...opening.harvest,
                  foodADay: opening.harvest.housingADay,
                  housingADay: opening.harvest.foodADay,
                },
        };
        ifStated(opening, ({ net, month }) => expect(truePay(swapped)).toMatchObject({ net, month }));
      }),
    );
  });

  it('loses nothing for a permit that the employer pays', () => {
    fc.assert(
      fc.property(anyPaid, fc.nat(30_000), (opening, monthly) => {
        expect(truePay(opening, { monthly, currency: 'RUB', payer: 'employer' })).toEqual(
          truePay(opening, null),
        );
      }),
    );
  });

  it('gets no smaller by a guarantee, and never more than it by a lower rate', () => {
    fc.assert(
      fc.property(anyPaid, fc.nat(9_000), (opening, least) => {
        const { harvest } = opening;
        if (harvest === null) return;
        const without = { ...opening, harvest: { ...harvest, guaranteedDay: null } };
        const withIt = truePay({ ...opening, harvest: { ...harvest, guaranteedDay: least } });
        ifStated(without, ({ gross }) => {
          if (gross === null) return;
          const lifted = { min: Math.max(gross.min, least), max: Math.max(gross.max, least) };
          expect(withIt).toMatchObject({ gross: lifted, lifted: least > gross.min });
        });
      }),
    );
  });

  it('is never counted from what is not there', () => {
    fc.assert(
      fc.property(anyPaid, (opening) => {
        ifStated(opening, ({ units, gross, days }) => {
          expect(opening.pay?.min ?? null).not.toBeNull();
          if (units !== null) expect(opening.harvest?.unitsMin ?? null).toBe(units.min);
          if (opening.pay?.unit === 'hour') expect(opening.hoursPerDay).not.toBeNull();
          if (opening.pay?.unit === 'month') expect(gross).toBeNull();
          expect(days === null).toBe((opening.harvest?.daysPerWeek ?? null) === null);
        });
      }),
    );
  });
});
