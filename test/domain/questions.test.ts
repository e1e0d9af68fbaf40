import { expect, it, test } from 'vitest';
import {
  comingDates,
  FIRST,
  freeQuestion,
  LATER,
  PREFERENCES,
  quietHoursOf,
  quietQuestion,
  unanswered,
} from '../../src/domain/questions.ts';
import { preferences } from '../support/builders.ts';

test.each([
  ['2026-06-15', ['2026-07-01', '2026-07-15', '2026-08-01']],
  ['2026-06-14', ['2026-06-15', '2026-07-01', '2026-07-15']],
  ['2026-12-20', ['2027-01-01', '2027-01-15', '2027-02-01']],
  ['2028-02-29', ['2028-03-01', '2028-03-15', '2028-04-01']],
])('the dates that come after %s are %j', (today, dates) => {
  expect(comingDates(today, 3)).toEqual(dates);
});

it('asks three questions before the first list and at most seven after it', () => {
  expect(FIRST).toHaveLength(3);
  expect(LATER.length).toBeLessThanOrEqual(7);
  expect(FIRST).not.toContain('permit');
});

it('offers no date twice', () => {
  const values = freeQuestion('2026-06-15').options.map(({ value }) => value);
  expect(new Set(values).size).toBe(values.length);
});

it('reads the hours that it offers', () => {
  const meant = quietQuestion().options.map(({ value }) => quietHoursOf(value));
  expect(meant).toEqual([
    { from: 22, to: 7 },
    { from: 21, to: 6 },
    { from: 23, to: 8 },
    { from: 20, to: 8 },
    'off',
  ]);
});

it('takes an answer of "no", 0 or "anything" for an answer', () => {
  const said = preferences({ kinds: 'any', housingNeeded: false, payFloor: 0, quietHours: 'off' });
  expect(unanswered(said, [...FIRST, ...LATER, 'quiet'])).toEqual([
    'works',
    'regions',
    'free',
    'crew',
    'cadence',
    'permit',
  ]);
  expect(unanswered(preferences(), [...FIRST, ...LATER, 'quiet', 'new-permit'])).toEqual(PREFERENCES);
});
