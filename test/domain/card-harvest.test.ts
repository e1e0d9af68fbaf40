import { beforeAll, describe, expect, it } from 'vitest';
import { harvestLines } from '../../src/domain/card-harvest.ts';
import type { HarvestTerms, Opening } from '../../src/domain/opening.ts';
import { plainText, type Texts } from '../../src/domain/texts.ts';
import type { PermitCost } from '../../src/domain/true-pay.ts';
import { loadTexts } from '../../src/i18n.ts';
import { anOpening, harvestTerms } from '../support/builders.ts';

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});

/** Strawberries by the kilogram with paid food: the worked case of the harvest calendar, §5. */
const lines = (
  terms: Partial<HarvestTerms> | null = {},
  differing: Partial<Opening> = {},
  permit: PermitCost | null = null,
): readonly string[] =>
  harvestLines(
    anOpening({
      kind: 'harvest',
      pay: { min: 40, max: 40, unit: 'kg', currency: 'RUB' },
      food: 'paid',
      housing: 'free',
      harvest:
        terms === null
          ? null
          : harvestTerms({ unitsMin: 60, unitsMax: 90, foodADay: 300, daysPerWeek: 6, ...terms }),
      ...differing,
    }),
    permit,
  ).map((line) => plainText(texts.text('en', line)).replaceAll('\u00A0', ' '));

describe('a harvest', () => {
  it('says the sums, what is taken off, and whose figures they are', () => {
    const patent = { monthly: 21_915, currency: 'RUB', payer: 'worker' } as const;
    expect(lines({}, {}, patent)).toEqual([
      '🛟 Guaranteed minimum not stated',
      '🏡 Who pays the way home is not stated',
      '🧮 ≈ 2 400–3 600 ₽ a day at 60–90 kg, minus food 300 ₽',
      '🧮 ≈ 54 600–85 800 ₽ a month after that (26 working days)',
      '🧮 ≈ 32 685–63 885 ₽ a month left after paying the permit',
      'By the figures of whoever posted it. Not a promise.',
    ]);
  });

  it.each<[string, Partial<HarvestTerms>, string]>([
    ['that there is no minimum', { guaranteedDay: 0 }, '🛟 No guaranteed minimum'],
    ['the minimum', { guaranteedDay: 1_500 }, '🛟 At least 1 500 ₽ a day, however much you pick'],
    ['that it lifts the sum', { guaranteedDay: 3_000 }, 'The lower sum is the guaranteed minimum.'],
    ['that it is the only sum', { guaranteedDay: 4_000 }, 'This is the guaranteed minimum.'],
    ['the brigade', { brigade: 4 }, '👷 They work in groups of 4'],
    [
      'when to come',
      { comeFrom: '2026-06-10', comeUntil: '2026-06-12' },
      '🧳 Come between 10 June and 12 June',
    ],
    ['from when', { comeFrom: '2026-06-10' }, '🧳 Come from 10 June on'],
    ['until when', { comeUntil: '2026-06-12' }, '🧳 Come by 12 June'],
    ['where transport leaves', { pickup: 'Липецк, 07:30' }, '🚏 Pick-up: Липецк, 07:30'],
    ['who pays the way home', { wayHome: 'employer' }, '🏡 The employer pays the way home'],
    [
      'that food has no price, instead of taking nothing off',
      { foodADay: null },
      '🧮 ≈ 2 400–3 600 ₽ a day at 60–90 kg, minus food (price not stated)',
    ],
    [
      'a loss in words',
      { unitsMin: 5, unitsMax: 7 },
      '🧮 ≈ from minus 2 600 ₽ to minus 520 ₽ a month after that (26 working days)',
    ],
  ])('says %s', (_, terms, line) => {
    expect(lines(terms)).toContain(line);
  });

  it('says that a permit is not taken off where nobody knows that the worker pays it, or how much', () => {
    const open = 'What a permit costs is not taken off.';
    const cost = { monthly: 21_915, currency: 'RUB', payer: 'worker' } as const;
    expect(lines({}, {}, { ...cost, payer: null })).toContain(open);
    expect(lines({}, {}, { ...cost, monthly: null })).toContain(open);
    expect(lines({}, {}, { ...cost, payer: 'employer' })).not.toContain(open);
    expect(lines({}, {}, cost)).not.toContain(open);
    expect(lines({ daysPerWeek: null }, {}, { ...cost, payer: null })).not.toContain(open);
  });

  it('gives no sum where nobody said how much is picked', () => {
    for (const terms of [null, { unitsMin: null, unitsMax: null }, { unitsMin: null }]) {
      const said = lines(terms).join('\n');
      expect(said).toContain('Pay depends on how much you pick. Ask before you travel.');
      expect(said).not.toContain('≈');
    }
  });

  it('says norm and prices also where they make no sum', () => {
    const upTo = { pay: { min: null, max: 60, unit: 'kg', currency: 'RUB' } } as const;
    expect(lines({}, upTo)).toEqual([
      '🛟 Guaranteed minimum not stated',
      '🏡 Who pays the way home is not stated',
      '📏 One person: 60–90 kg a day',
      '🧾 A day you pay: food 300 ₽',
      '🧮 What it comes to is not stated. Ask before you travel.',
    ]);
  });

  it('does not repeat what the pay line says', () => {
    const aDay = { pay: { min: 2_500, max: 3_000, unit: 'day', currency: 'RUB' }, food: 'free' } as const;
    expect(lines({ foodADay: null, daysPerWeek: null }, aDay)).toEqual([
      '🏡 Who pays the way home is not stated',
    ]);
    expect(lines({ foodADay: null }, aDay)).toContain('🧮 ≈ 65 000–78 000 ₽ a month (26 working days)');
  });

  it('is the only opening with such lines', () => {
    expect(lines({}, { kind: 'vacancy' })).toEqual([]);
  });
});
