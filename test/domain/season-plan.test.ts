import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { daysAfter } from '../../src/domain/feed-values.ts';
import type { SeasonShift } from '../../src/domain/season.ts';
import { dueNotices, noticeName, wishesAbout } from '../../src/domain/season-plan.ts';
import { aSeason, harvestLand, SEASONS } from '../support/seasons.ts';

const onlyStrawberries = { ...harvestLand, seasons: [aSeason()] };
const aShift = (differing: Partial<SeasonShift>): SeasonShift => ({
  seasonId: 'straw-lip',
  region: 'RU-LIP',
  year: 2026,
  days: 0,
  over: false,
  revision: 1,
  on: '2026-01-01',
  ...differing,
});
const due = (day: string, ...shifts: readonly SeasonShift[]): readonly string[] =>
  dueNotices(onlyStrawberries, shifts, day).map(({ kind, year, revision }) => `${kind} ${year} ${revision}`);

describe('what is to be said of strawberries, 10 June to 15 July,', () => {
  it.each<[string, readonly SeasonShift[], readonly string[]]>([
    ['2026-05-19', [], []],
    ['2026-05-20', [], ['soon 2026 0']],
    ['2026-06-09', [], ['soon 2026 0']],
    ['2026-06-10', [], []],
    ['2026-07-15', [], []],
    ['2026-07-16', [], ['next 2026 0']],
    ['2026-07-22', [], ['next 2026 0']],
    ['2026-07-23', [], []],
    ['2026-05-20', [aShift({ days: 7 })], []],
    ['2026-05-27', [aShift({ days: 7 })], ['soon 2026 0']],
    ['2026-05-13', [aShift({ days: -7 })], ['soon 2026 0']],
    ['2026-02-02', [aShift({ days: 7, on: '2026-02-01' })], ['shift 2026 1']],
    ['2026-02-08', [aShift({ days: 7, on: '2026-02-01' })], ['shift 2026 1']],
    ['2026-02-09', [aShift({ days: 7, on: '2026-02-01' })], []],
    ['2026-02-02', [aShift({ revision: 3, on: '2026-02-01' })], ['shift 2026 3']],
    ['2026-07-02', [aShift({ over: true, on: '2026-07-02' })], ['next 2026 -13', 'shift 2026 1']],
    ['2026-06-01', [aShift({ over: true, on: '2026-05-30' })], ['next 2026 -46', 'shift 2026 1']],
    ['2026-07-30', [aShift({ days: 14, on: '2026-07-16' })], ['next 2026 14']],
    ['2026-07-18', [aShift({ over: true, on: '2026-07-18' })], ['next 2026 0', 'shift 2026 1']],
    ['2026-05-25', [aShift({ seasonId: 'nobody-knows', on: '2026-05-25' })], ['soon 2026 0']],
  ])('on %s with %j is %j', (day, shifts, expected) => {
    expect(due(day, ...shifts)).toEqual(expected);
  });
});

it('says nothing of work that never begins, of another country, or of what is not settled', () => {
  const seasons = [
    aSeason({ phase: 'all-year' }),
    aSeason({ id: 'abroad', abroad: true }),
    aSeason({ id: 'rumour', confidence: 'open' }),
    aSeason({ id: 'elsewhere', regions: ['UA-43'] }),
  ];
  expect(dueNotices({ ...harvestLand, seasons }, [], '2026-05-25')).toEqual([]);
});

it('says what concerns the whole country once', () => {
  const spring = dueNotices(harvestLand, [], '2026-03-20').filter(({ seasonId }) => seasonId === 'spring');
  expect(spring).toEqual([{ kind: 'soon', seasonId: 'spring', region: '*', year: 2026, revision: 0 }]);
  const [notice] = spring;
  const wishes = notice === undefined ? [] : wishesAbout(notice, harvestLand);
  expect(wishes).toContain('field@RU-TAM');
  expect(wishes).toContain('any@permit');
  expect(wishes).not.toContain('apple@permit');
});

it('is planned once a year for each season, region and word of a coordinator, whatever the days', () => {
  const day = fc.nat(364).map((at) => daysAfter('2026-01-01', at));
  fc.assert(
    fc.property(day, fc.integer({ min: -14, max: 14 }), day, (start, days, on) => {
      const shifts = [aShift({ days, on, revision: 1 })];
      const names = Array.from({ length: 365 }, (_, at) =>
        dueNotices(onlyStrawberries, daysAfter(start, at) < on ? [] : shifts, daysAfter(start, at)),
      ).flatMap((notices) => notices.map(noticeName));
      const kinds = [...new Set(names)].map((name) => name.replace(/ 20\d\d /, ' '));
      expect(kinds.filter((name) => name.startsWith('season shift')).length).toBeLessThanOrEqual(1);
      // A year from any day touches two of its summers at most.
      expect(kinds.filter((name) => name.startsWith('season soon')).length).toBeLessThanOrEqual(2);
    }),
    { numRuns: 60 },
  );
});

it('asks for every wish that means the season', () => {
  for (const { id } of SEASONS)
    for (const notice of dueNotices(
      { ...harvestLand, seasons: SEASONS.filter((one) => one.id === id) },
      [],
      '2026-07-25',
    ))
      expect(wishesAbout(notice, harvestLand)).toContain(
        `any@${notice.region === '*' ? 'RU-LIP' : notice.region}`,
      );
  expect(
    wishesAbout({ kind: 'soon', seasonId: 'gone', region: 'RU-LIP', year: 2026, revision: 0 }, harvestLand),
  ).toEqual([]);
});
