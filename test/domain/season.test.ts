import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SeasonRow } from '../../src/domain/country.ts';
import { daysAfter } from '../../src/domain/feed-values.ts';
import { dayNumber } from '../../src/domain/matching.ts';
import {
  calendarFrom,
  isOn,
  nearestWindow,
  nextWindow,
  regionsOf,
  type SeasonShift,
  toldSeasons,
  windowIn,
} from '../../src/domain/season.ts';
import { aSeason, harvestLand, SEASONS, seasonOf } from '../support/seasons.ts';

const aShift = (differing: Partial<SeasonShift> = {}): SeasonShift => ({
  seasonId: 'straw-lip',
  region: 'RU-LIP',
  year: 2026,
  days: 0,
  over: false,
  revision: 1,
  on: '2026-06-01',
  ...differing,
});
const days = (season: Partial<SeasonRow>, ...shifts: readonly SeasonShift[]): string => {
  const { from, to } = windowIn(aSeason(season), 'RU-LIP', 2026, shifts);
  return `${from} ${to}`;
};

describe('the days of a season', () => {
  it.each<[string, string, string]>([
    ['as usual', days({}), '2026-06-10 2026-07-15'],
    ['as the package knows the year', days({ yearShift: { 2026: 7 } }), '2026-06-17 2026-07-22'],
    ['not as another year', days({ yearShift: { 2025: 7 } }), '2026-06-10 2026-07-15'],
    ['later, as a coordinator said', days({}, aShift({ days: 14 })), '2026-06-24 2026-07-29'],
    ['earlier', days({}, aShift({ days: -14 })), '2026-05-27 2026-07-01'],
    ['both', days({ yearShift: { 2026: 7 } }, aShift({ days: -3 })), '2026-06-14 2026-07-19'],
    [
      'not by a word about another region',
      days({}, aShift({ days: 9, region: 'RU-TUL' })),
      '2026-06-10 2026-07-15',
    ],
    ['not by a word about another year', days({}, aShift({ days: 9, year: 2025 })), '2026-06-10 2026-07-15'],
    ['thirty where no end is known', days({ windowTo: null }), '2026-06-10 2026-07-09'],
    ['over the new year', days({ windowFrom: '11-01', windowTo: '01-20' }), '2026-11-01 2027-01-20'],
    [
      'shifted over the new year',
      days({ windowFrom: '12-25', windowTo: '12-31' }, aShift({ days: 10 })),
      '2027-01-04 2027-01-10',
    ],
    ['through a leap day', days({ windowFrom: '02-28', windowTo: '03-01' }), '2026-02-28 2026-03-01'],
    [
      'until it was said to be over',
      days({}, aShift({ over: true, on: '2026-07-02' })),
      '2026-06-10 2026-07-02',
    ],
    [
      'no longer than usual, though it was said late',
      days({}, aShift({ over: true, on: '2026-08-02' })),
      '2026-06-10 2026-07-15',
    ],
  ])('are %s', (_, found, expected) => {
    expect(found).toBe(expected);
  });

  it.each<[string, Partial<SeasonRow>, string, boolean]>([
    ['on its first day', {}, '2026-06-10', true],
    ['on its last', {}, '2026-07-15', true],
    ['not the day before', {}, '2026-06-09', false],
    ['not the day after', {}, '2026-07-16', false],
    ['in January, begun last year', { windowFrom: '11-01', windowTo: '01-20' }, '2026-01-20', true],
    ['no longer then', { windowFrom: '11-01', windowTo: '01-20' }, '2026-01-21', false],
    ['on any day where the work never ends', { phase: 'all-year' }, '2026-12-31', true],
  ])('it is on %s', (_, season, day, on) => {
    expect(isOn(aSeason(season), 'RU-LIP', day)).toBe(on);
  });

  it('is on nowhere else, and nowhere once it is over', () => {
    expect(isOn(aSeason(), 'RU-TUL', '2026-06-20')).toBe(false);
    expect(isOn(aSeason({ regions: '*' }), 'RU-TUL', '2026-06-20')).toBe(true);
    expect(isOn(aSeason(), 'RU-LIP', '2026-06-20', [aShift({ over: true, on: '2026-06-20' })])).toBe(false);
  });

  it.each<[string, readonly SeasonShift[], string]>([
    ['2026-06-09', [], '2026-06-10'],
    ['2026-07-15', [], '2026-06-10'],
    ['2026-07-16', [], '2027-06-10'],
    ['2026-07-16', [aShift({ days: 7 })], '2026-06-17'],
    ['2026-06-01', [aShift({ over: true })], '2027-06-10'],
  ])('seen from %s with %j the next begins on %s', (day, shifts, from) => {
    expect(nextWindow(aSeason(), 'RU-LIP', day, shifts)?.from).toBe(from);
  });

  it('has no next window where the work never begins', () => {
    expect(nextWindow(aSeason({ phase: 'all-year' }), 'RU-LIP', '2026-06-15')).toBeNull();
  });
});

const monthDay = fc
  .date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(5, 10));
const anyRow = fc
  .record({ windowFrom: monthDay, windowTo: fc.option(monthDay), shift: fc.integer({ min: -30, max: 30 }) })
  .map(({ windowFrom, windowTo, shift }) => aSeason({ windowFrom, windowTo, yearShift: { 2026: shift } }));
const anyDay = fc.nat(364).map((after) => daysAfter('2026-01-01', after));
const anyShift = fc
  .record({ days: fc.integer({ min: -45, max: 45 }), over: fc.boolean(), on: anyDay })
  .map((said) => aShift(said));

describe('any season', () => {
  it('begins no later than it ends, and lasts less than a year', () => {
    fc.assert(
      fc.property(anyRow, fc.constantFrom(2025, 2026, 2027, 2028), (season, year) => {
        const { from, to } = windowIn(season, 'RU-LIP', year);
        expect(from <= to).toBe(true);
        expect(dayNumber(to) - dayNumber(from)).toBeLessThan(366);
      }),
    );
  });

  it('is moved whole: both ends by the same days', () => {
    fc.assert(
      fc.property(anyRow, fc.integer({ min: -45, max: 45 }), (season, by) => {
        const usual = windowIn(season, 'RU-LIP', 2026);
        const moved = windowIn(season, 'RU-LIP', 2026, [aShift({ days: by })]);
        expect([moved.from, moved.to]).toEqual([daysAfter(usual.from, by), daysAfter(usual.to, by)]);
      }),
    );
  });

  it('is on exactly on the days of its next window, which is never past and never over', () => {
    fc.assert(
      fc.property(anyRow, fc.array(anyShift, { maxLength: 1 }), anyDay, (season, shifts, day) => {
        const next = nextWindow(season, 'RU-LIP', day, shifts);
        expect(next === null || (next.to >= day && !next.over)).toBe(true);
        expect(isOn(season, 'RU-LIP', day, shifts)).toBe(next !== null && next.from <= day);
      }),
    );
  });
});

describe('the calendar', () => {
  const from = (day: string, ...regions: readonly string[]) =>
    calendarFrom(toldSeasons(harvestLand), regions, day);

  it('names what runs first, then what comes, with all regions of the same days in one line', () => {
    const { lines } = from('2026-07-12', 'RU-LIP', 'RU-TAM', 'RU-KDA');
    expect(
      lines.map(({ season, from, to, regions }) => `${season.id} ${from} ${to} ${regions.join()}`),
    ).toEqual([
      'cherry-south 2026-06-01 2026-07-15 RU-KDA',
      'straw-lip 2026-06-10 2026-07-15 RU-LIP',
      'cherry-lip 2026-07-10 2026-08-08 RU-LIP',
      'peach-kda 2026-08-01 2026-08-31 RU-KDA',
      'plum-kda 2026-08-01 2026-08-31 RU-KDA',
      'apple-central 2026-08-20 2026-10-20 RU-LIP,RU-TAM',
      'apple-kda 2026-08-20 2026-10-31 RU-KDA',
      'grape 2026-08-20 2026-10-31 RU-KDA',
      'spring 2027-04-01 2027-06-30 RU-LIP,RU-TAM,RU-KDA',
      'straw-kda 2027-05-20 2027-06-20 RU-KDA',
    ]);
  });

  it('keeps apart what never begins', () => {
    expect(
      from('2026-07-12', 'RU-LIP', 'RU-TUL').allYear.map(({ season, regions }) => [season.id, regions]),
    ).toEqual([['greenhouse', ['RU-LIP', 'RU-TUL']]]);
    expect(from('2026-07-12', 'RU-TAM').allYear).toEqual([]);
  });

  it('tells nobody of another country, nor of what is not settled', () => {
    const told = toldSeasons({ seasons: [...SEASONS, aSeason({ id: 'rumour', confidence: 'open' })] });
    expect(told.map(({ id }) => id)).not.toContain('mandarin');
    expect(told.map(({ id }) => id)).not.toContain('rumour');
  });

  it('speaks only of regions that can be chosen', () => {
    expect(regionsOf(seasonOf('grape'), harvestLand).toSorted()).toEqual(['RU-DA', 'RU-KDA', 'RU-STA']);
    expect(regionsOf(seasonOf('spring'), harvestLand)).toHaveLength(83);
  });
});

describe('the season that a word means', () => {
  it.each<[string, string]>([
    ['2026-03-01', '2026-06-10'],
    ['2026-06-20', '2026-06-10'],
    ['2026-07-16', '2026-06-10'],
    ['2026-09-13', '2026-06-10'],
    ['2026-09-14', '2027-06-10'],
    ['2026-12-31', '2027-06-10'],
  ])('on %s is the one that begins on %s: the nearest, also when it has just ended', (day, from) => {
    expect(nearestWindow(aSeason(), 'RU-LIP', day, 60)?.from).toBe(from);
  });

  it('is the coming one where that is nearer, and none of work that goes on all year', () => {
    const twoMonthsOff = aSeason({ windowFrom: '08-01', windowTo: '06-20' });
    expect(nearestWindow(twoMonthsOff, 'RU-LIP', '2026-07-15', 60)?.from).toBe('2026-08-01');
    expect(nearestWindow(aSeason({ phase: 'all-year' }), 'RU-LIP', '2026-07-15', 60)).toBeNull();
  });
});
