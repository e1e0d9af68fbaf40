import { describe, expect, it } from 'vitest';
import { type OpeningContent, PLEDGES } from '../../src/domain/opening.ts';
import type { Mapped } from '../../src/domain/source.ts';
import { source as csv } from '../../src/sources/csv.ts';
import { demoOpenings } from '../../src/sources/demo.ts';
import { mappingContext } from '../contracts/source.ts';
import { ru } from '../support/countries.ts';

const ROW = { title: 'Сбор клубники', crop: 'клубника', region: 'RU-LIP', pay_amount: '40', pay_unit: 'кг' };

const map = (cells: Readonly<Record<string, string>>): Mapped =>
  csv.map({ ...ROW, ...cells }, mappingContext());
const content = (cells: Readonly<Record<string, string>>): OpeningContent => {
  const mapped = map(cells);
  if (mapped.kind !== 'opening') throw new Error(`no opening: ${JSON.stringify(mapped)}`);
  return mapped.content;
};

describe('the columns of a harvest', () => {
  it('are all read', () => {
    const cells = {
      units_per_day_min: '60',
      units_per_day_max: '90',
      guaranteed_min: '1 500',
      days_week: '6',
      brigade: '4',
      come_from: '10.06.2026',
      come_until: '2026-06-15',
      pickup: 'Липецк, автовокзал,  07:30',
      food_price: '300',
      housing_price: '0',
      transport_home: 'за счёт работодателя',
      patent_paid_by: 'работник',
      activity: 'Berry-growing',
      quota: 'да',
      vouched_by: 'АНО «Опора»',
      pledge: 'all',
    };
    expect(content(cells)).toMatchObject({
      kind: 'harvest',
      activity: 'berry-growing',
      permitPayer: 'worker',
      quota: true,
      vouchedBy: 'АНО «Опора»',
      pledge: PLEDGES,
      harvest: {
        unitsMin: 60,
        unitsMax: 90,
        guaranteedDay: 1_500,
        daysPerWeek: 6,
        brigade: 4,
        comeFrom: '2026-06-10',
        comeUntil: '2026-06-15',
        pickup: 'Липецк, автовокзал, 07:30',
        foodADay: 300,
        housingADay: 0,
        wayHome: 'employer',
      },
    });
  });

  it('are not stated where they are blank, and then there are no terms', () => {
    const { harvest, pledge, permitPayer, quota, vouchedBy, activity } = content({});
    expect([harvest, pledge, permitPayer, quota, vouchedBy, activity]).toEqual([
      null,
      [],
      null,
      null,
      null,
      null,
    ]);
    expect(content({ brigade: '4' }).harvest).toMatchObject({
      brigade: 4,
      guaranteedDay: null,
      foodADay: null,
    });
  });

  it.each([
    ['guaranteed_min', 'нет', { guaranteedDay: 0 }],
    ['guaranteed_min', '0', { guaranteedDay: 0 }],
    ['food_price', 'none', { foodADay: 0 }],
    ['transport_home', 'бесплатно', { wayHome: 'employer' }],
    ['transport_home', 'за свой счёт', { wayHome: 'worker' }],
    ['transport_home', 'employer', { wayHome: 'employer' }],
    ['transport_home', 'нет', { wayHome: 'worker' }],
    ['pickup', 'Елец, звонить 8 926 000 11 22', { pickup: 'Елец' }],
  ])('%s %j is read as %j', (column, cell, terms) => {
    expect(content({ [column]: cell }).harvest).toMatchObject(terms);
  });

  it('says two figures in the wrong order the right way round', () => {
    expect(content({ units_per_day_min: '90', units_per_day_max: '60' }).harvest).toMatchObject({
      unitsMin: 60,
      unitsMax: 90,
    });
  });

  it.each([
    ['units_per_day_min', 'много'],
    ['guaranteed_min', 'договорная'],
    ['days_week', '9'],
    ['brigade', 'семья'],
    ['come_from', '31.06.2026'],
    ['food_price', 'дорого'],
    ['pledge', 'no-fee, honour'],
    ['activity', 'moon-mining'],
  ])('%s %j is asked again, not guessed', (column, cell) => {
    expect(map({ [column]: cell })).toEqual({ kind: 'refused', reason: 'unreadable', field: column });
  });

  it.each([
    ['no-fee, papers', ['no-fee', 'papers']],
    ['remedy;no-fee', ['no-fee', 'remedy']],
    ['ALL', PLEDGES],
  ])('the pledge %j is %j', (cell, pledge) => {
    expect(content({ pledge: cell }).pledge).toEqual(pledge);
  });
});

it('the demo has harvests with terms, a pledge, and somebody who vouches', () => {
  const openings = demoOpenings('2026-06-15', ru);
  expect(openings.filter(({ harvest }) => harvest !== null).length).toBeGreaterThanOrEqual(5);
  expect(openings[0]).toMatchObject({
    pledge: PLEDGES,
    vouchedBy: 'АНО «Опора»',
    permitPayer: 'employer',
    harvest: { unitsMin: 40, unitsMax: 70, comeFrom: '2026-06-16', wayHome: 'employer' },
  });
});
