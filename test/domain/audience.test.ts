import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AudienceIndex } from '../../src/domain/audience.ts';
import { type AudienceRow, reachable, type Scope } from '../../src/domain/audience-terms.ts';
import { count, ordinals } from '../../src/domain/bitmap.ts';
import { isWithin, NAMED } from '../../src/domain/broadcast.ts';
import { demandsOf, matches, REASONS } from '../../src/domain/matching.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { widest } from '../../src/domain/widest.ts';
import { aRow, CHANNELS, someLaw, someOpening, ZONES } from '../support/arbitraries.ts';
import { anOpening, aSubscriber, TODAY } from '../support/builders.ts';
import { NO_RULES } from '../support/law.ts';

const row = (differing: Parameters<typeof aSubscriber>[0] = {}, zone = 'Europe/Moscow'): AudienceRow => ({
  ...aSubscriber(differing),
  zone,
});

const indexOf = (rows: readonly AudienceRow[]): AudienceIndex => {
  const index = new AudienceIndex(TODAY);
  for (const one of rows) index.put(one);
  return index;
};

/** The definition, person by person. */
const whom = (rows: Iterable<AudienceRow>, openings: readonly Opening[], scope: Scope): readonly number[] =>
  [...rows]
    .filter((one) => reachable(one, scope))
    .filter((one) =>
      openings.some((opening) => matches(one.preferences, opening, scope.today, scope.law).fits),
    )
    .map((one) => one.ordinal)
    .sort((a, b) => a - b);

const tenOpenings = fc.array(someOpening, { minLength: 10, maxLength: 10 });

const crowd: fc.Arbitrary<readonly AudienceRow[]> = fc.uniqueArray(aRow(fc.nat(5_000)), {
  selector: (one) => one.ordinal,
  minLength: 80,
  maxLength: 120,
});

const scope: fc.Arbitrary<Scope> = fc.record(
  {
    today: fc.constant(TODAY),
    law: someLaw,
    channel: fc.constantFrom(...CHANNELS),
    cadence: fc.constantFrom('instant' as const, 'daily' as const),
    zones: fc.subarray([...ZONES]),
  },
  { requiredKeys: ['today', 'law'] },
);

describe('the audience index', () => {
  it('knows who is on a channel, paused ones and those of every cadence, and who is not active is not', () => {
    const rows = [
      row({ ordinal: 3 }),
      row({ ordinal: 5, pausedUntil: '2026-12-31' }),
      row({ ordinal: 70, preferences: { cadence: 'daily', works: ['kitchen'] } }),
      row({ ordinal: 8, channel: 'whatsapp' }),
      row({ ordinal: 9, standing: 'stopped' }),
      row({ ordinal: 10, standing: 'blocked' }),
    ];
    expect([...ordinals(indexOf(rows).peopleOn('telegram'))]).toEqual([3, 5, 70]);
  });

  it('says the same as the definition on a hundred thousand random pairs', () => {
    let pairs = 0;
    let fitting = 0;
    fc.assert(
      fc.property(crowd, tenOpenings, someLaw, (rows, openings, law) => {
        const index = indexOf(rows);
        for (const opening of openings) {
          const found = [...ordinals(index.audience(opening, { today: TODAY, law }))];
          expect(found).toEqual(whom(rows, [opening], { today: TODAY, law }));
          pairs += rows.length;
          fitting += found.length;
        }
      }),
      { numRuns: 125 },
    );
    expect(pairs).toBeGreaterThanOrEqual(100_000);
    expect(fitting, 'a test in which nobody fits proves nothing').toBeGreaterThan(1_000);
  });

  it('asks only those whom the scope means', () => {
    fc.assert(
      fc.property(crowd, someOpening, scope, (rows, opening, asked) => {
        const index = indexOf(rows);
        const expected = whom(rows, [opening], asked);
        expect([...ordinals(index.audience(opening, asked))]).toEqual(expected);
        expect(index.count(opening, asked)).toBe(expected.length);
        expect(count(index.everybody(asked))).toBe(rows.filter((one) => reachable(one, asked)).length);
      }),
    );
  });

  it('keeps up with people who come, change and go, in any order, whatever day is asked about', () => {
    const step = fc.oneof(
      { arbitrary: aRow(fc.nat(200)), weight: 3 },
      fc.nat(200),
      fc.tuple(someOpening, scope, fc.constantFrom('2026-06-14', TODAY, '2026-06-16', '2026-07-01')),
    );
    fc.assert(
      fc.property(fc.array(step, { minLength: 60, maxLength: 200 }), (steps) => {
        const index = new AudienceIndex(TODAY);
        const people = new Map<number, AudienceRow>();
        for (const one of steps) {
          if (typeof one === 'number') {
            index.remove(one);
            people.delete(one);
          } else if ('ordinal' in one) {
            index.put(one);
            people.set(one.ordinal, one);
          } else {
            const asked = { ...one[1], today: one[2] };
            const found = [...ordinals(index.audience(one[0], asked))];
            expect(found).toEqual(whom(people.values(), [one[0]], asked));
          }
        }
        expect(index.size).toBe([...people.values()].filter(({ standing }) => standing === 'active').length);
      }),
    );
  });

  it('gathers the people of many openings as if one were asked after the other', () => {
    fc.assert(
      fc.property(crowd, fc.array(someOpening, { maxLength: 60 }), scope, (rows, openings, asked) => {
        expect([...ordinals(indexOf(rows).union(openings, asked))]).toEqual(whom(rows, openings, asked));
      }),
    );
  });

  it('tells nobody who left while a union was being gathered', () => {
    const openings = Array.from({ length: 40 }, (_, at) => anOpening({ region: `R-${at}` }));
    const index = indexOf([row({ ordinal: 1 }), row({ ordinal: 2 })]);
    const steps = index.gather(openings, { today: TODAY, law: NO_RULES });
    steps.next();
    index.remove(1);
    index.put(row({ ordinal: 9_000 }));
    let step = steps.next();
    while (step.done !== true) step = steps.next();
    expect([...ordinals(step.value)]).toEqual([2, 9_000]);
  });

  it('lets others run while the demands of a large import are found', () => {
    const regions = Array.from({ length: 2_000 }, (_, at) =>
      anOpening({ region: `R-${at % 10}`, id: `${at}` }),
    );
    let read = 0;
    const counted = new Proxy(regions, {
      get: (all, at) => {
        if (typeof at === 'string' && /^\d+$/.test(at)) read += 1;
        return Reflect.get(all, at);
      },
    });
    const steps = indexOf([]).gather(counted, { today: TODAY, law: NO_RULES });
    let most = 0;
    for (let step = steps.next(); step.done !== true; step = steps.next()) {
      most = Math.max(most, read);
      read = 0;
    }
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThanOrEqual(100);
  });

  it('counts the reasons of those whom an opening does not fit', () => {
    fc.assert(
      fc.property(crowd, someOpening, scope, (rows, opening, asked) => {
        const told = indexOf(rows).excluded(opening, asked);
        const people = rows.filter((one) => reachable(one, asked));
        const answers = people.map((one) => matches(one.preferences, opening, TODAY, asked.law));
        const against = answers.flatMap((answer) => (answer.fits ? [] : [answer.reasons]));
        expect(told.asked).toBe(people.length);
        expect(told.fits + against.length).toBe(told.asked);
        for (const reason of REASONS) {
          const having = against.filter((reasons) => reasons.includes(reason));
          const counts = told.reasons[reason] ?? { people: 0, alone: 0 };
          expect(counts).toEqual({
            people: having.length,
            alone: having.filter((reasons) => reasons.length === 1).length,
          });
        }
      }),
    );
  });

  it('holds nobody who is not active', () => {
    const index = indexOf([row({ ordinal: 1 }), row({ ordinal: 2, standing: 'stopped' })]);
    index.put(row({ ordinal: 1, standing: 'blocked' }));
    expect(index.size).toBe(0);
    expect(count(index.everybody({ today: TODAY }))).toBe(0);
  });
});

describe('the widest demands', () => {
  it('bring many openings of one work and region down to few', () => {
    const openings = Array.from({ length: 1_000 }, (_, at) =>
      anOpening({
        housing: at % 3 === 0 ? 'free' : null,
        pay: { min: 40_000 + at * 10, max: null, unit: 'month', currency: 'RUB' },
      }),
    );
    expect(widest(openings.map((opening) => demandsOf(opening, TODAY, NO_RULES)))).toHaveLength(1);
  });
});

it('takes no two harvests for one where somebody waits for the crop of one alone', () => {
  const waits = row({ ordinal: 7, preferences: { works: ['shop'], seasons: ['apple@RU-LIP'] } });
  const harvest = { kind: 'harvest', work: 'fruit', region: 'RU-LIP' } as const;
  const both = [anOpening({ ...harvest, crop: 'plum' }), anOpening({ ...harvest, crop: 'apple' })];
  const found = indexOf([waits]).union(both, { today: TODAY, law: NO_RULES });
  expect([...ordinals(found)]).toEqual([7]);
});

it('narrows by what people named and the languages they read as the definition does', () => {
  const filter = fc.record({
    named: fc.subarray([...NAMED]),
    locales: fc.oneof(fc.constant('any' as const), fc.subarray(['ru', 'uz', 'ky'])),
  });
  let some = 0;
  fc.assert(
    fc.property(crowd, someOpening, scope, filter, (rows, opening, asked, narrow) => {
      const demands = demandsOf(opening, asked.today, asked.law);
      const fits = whom(rows, [opening], asked);
      const expected = rows
        .filter(({ ordinal }) => fits.includes(ordinal))
        .filter((one) => isWithin(one, narrow, demands))
        .map(({ ordinal }) => ordinal);
      if (expected.length > 0 && narrow.named.length > 0) some += 1;
      expect([...ordinals(indexOf(rows).narrowed(opening, narrow, asked))]).toEqual(
        expected.sort((a, b) => a - b),
      );
    }),
    { numRuns: 500 },
  );
  expect(some).toBeGreaterThan(20);
});
