/** Random people and openings for property tests: small worlds, so that both fitting and not fitting are common. */
import fc from 'fast-check';
import type { AudienceRow } from '../../src/domain/audience-terms.ts';
import { type Law, lawOf } from '../../src/domain/law.ts';
import {
  CONTRACTS,
  KINDS,
  type Opening,
  PAY_UNITS,
  PROVISIONS,
  STATUSES,
  WORKS,
} from '../../src/domain/opening.ts';
import { CONFIDENCES, type Rule } from '../../src/domain/rules.ts';
import {
  type AnyOf,
  CADENCES,
  type Preferences,
  type SeasonWish,
  STANDINGS,
} from '../../src/domain/subscriber.ts';
import { anOpening, TODAY } from './builders.ts';
import { ACTIVITIES, aBar, aLink, BASES } from './law.ts';

const REGIONS = ['RU-LIP', 'RU-MOS', 'RU-KDA', 'RU-SA', 'RU-KGD'] as const;
export const ZONES = ['Europe/Moscow', 'Europe/Kaliningrad', 'Asia/Yakutsk'] as const;
export const CHANNELS = ['telegram', 'whatsapp'] as const;

/** Surrogates stand for nothing alone. */
const [FIRST_SURROGATE, SURROGATES, CODE_POINTS] = [0xd800, 0x800, 0x110000];

/**
 * Any character, for `fc.string`. Its own `binary` is the same, but writes down all the million to see whether it might
 * make a text that is known to be dangerous.
 */
export const anyCharacter: fc.Arbitrary<string> = fc.nat(CODE_POINTS - SURROGATES - 1).map(
  (at) => String.fromCodePoint(at < FIRST_SURROGATE ? at : at + SURROGATES),
  (text) => {
    const code = typeof text === 'string' ? (text.codePointAt(0) ?? 0) : 0;
    const at = code < FIRST_SURROGATE ? code : code - SURROGATES;
    if (text !== String.fromCodePoint(code)) throw new Error('not one character');
    return at;
  },
);

/** Days around today, close enough to meet the bounds, and some far away. */
const day: fc.Arbitrary<string> = fc
  .oneof(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -40, max: 300 }))
  .map((days) => new Date(Date.parse(TODAY) + days * 86_400_000).toISOString().slice(0, 10));

const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null, freq: 3 });

const anyOf = <T extends string>(values: readonly T[]): fc.Arbitrary<AnyOf<T>> =>
  fc.oneof(fc.constant(null), fc.constant('any' as const), {
    arbitrary: fc.subarray([...values], { minLength: 1 }),
    weight: 5,
  });

/** Figures that meet the bands of the index, stand beside them, and lie beyond them. */
const money: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 0, max: 50 }).map((n) => n * 5_000),
  fc.integer({ min: 0, max: 260_000 }),
);

/** Wishes for harvests: of a crop, its group, a work or all, somewhere or wherever a permit counts. */
const someWish: fc.Arbitrary<SeasonWish> = fc
  .tuple(
    fc.constantFrom('any', 'strawberry', 'apple', 'berries', 'fruit', 'vegetables'),
    fc.constantFrom('permit', ...REGIONS),
  )
  .map(([subject, place]): SeasonWish => `${subject}@${place}`);

export const somePreferences: fc.Arbitrary<Preferences> = fc.record({
  kinds: anyOf(KINDS),
  works: anyOf(WORKS.slice(0, 6)),
  regions: anyOf(REGIONS),
  housingNeeded: maybe(fc.boolean()),
  payFloor: maybe(money),
  freeFrom: maybe(day),
  crew: maybe(fc.integer({ min: 1, max: 50 })),
  cadence: maybe(fc.constantFrom(...CADENCES)),
  quietHours: fc.constant(null),
  wakeUrgent: fc.constant(null),
  permit: fc.option(
    fc.record({
      basis: fc.constantFrom('open', 'patent', 'patent', 'patent', 'trp', 'employer', 'unheard-of'),
      region: fc.option(fc.constantFrom(...REGIONS, 'RU-MOW', 'RU-SPE'), { nil: null, freq: 6 }),
    }),
    { nil: null, freq: 4 },
  ),
  newPermit: maybe(fc.boolean()),
  seasons: fc.option(fc.array(someWish, { minLength: 1, maxLength: 3 }), { nil: null, freq: 2 }),
});

export const aRow = (ordinal: fc.Arbitrary<number>): fc.Arbitrary<AudienceRow> =>
  fc.record({
    ordinal,
    channel: fc.constantFrom(...CHANNELS),
    locale: fc.constantFrom('ru', 'uz', 'ky'),
    zone: fc.constantFrom(...ZONES),
    standing: fc.oneof(
      { arbitrary: fc.constant('active' as const), weight: 5 },
      fc.constantFrom(...STANDINGS),
    ),
    pausedUntil: fc.option(day, { nil: null, freq: 2 }),
    preferences: somePreferences,
  });

const pay: fc.Arbitrary<Opening['pay']> = fc.record({
  min: maybe(money),
  max: maybe(money),
  unit: fc.oneof(fc.constant('month' as const), fc.constantFrom(...PAY_UNITS)),
  currency: fc.constantFrom('RUB', 'RUB', 'RUB', 'USD'),
});

export const someOpening: fc.Arbitrary<Opening> = fc
  .record({
    kind: fc.constantFrom(...KINDS),
    crop: maybe(fc.constantFrom('strawberry' as const, 'apple' as const)),
    work: fc.constantFrom(...WORKS.slice(0, 6)),
    region: fc.constantFrom(...REGIONS),
    housing: maybe(fc.constantFrom(...PROVISIONS)),
    pay: maybe(pay),
    hoursPerDay: maybe(fc.integer({ min: 2, max: 24 }).map((halves) => halves / 2)),
    startsOn: maybe(day),
    endsOn: maybe(day),
    expiresOn: day,
    placesLeft: maybe(fc.integer({ min: 0, max: 55 })),
    activity: maybe(fc.constantFrom('taxi', 'alcohol-retail', 'major-construction', 'berries')),
    quota: maybe(fc.boolean()),
    accepts: fc.oneof(
      { arbitrary: fc.constantFrom(null, 'any' as const), weight: 3 },
      fc.subarray(['open', 'patent', 'trp', 'employer'], { minLength: 1 }),
    ),
    contract: maybe(fc.constantFrom(...CONTRACTS)),
    status: fc.oneof({ arbitrary: fc.constant('open' as const), weight: 9 }, fc.constantFrom(...STATUSES)),
  })
  .map((some) => anOpening({ id: 'x', ...some, work: some.kind === 'support' ? null : some.work }));

const checkedAt: fc.Arbitrary<string> = fc.oneof(
  { arbitrary: fc.constant(TODAY), weight: 4 },
  fc.constantFrom('2025-01-01', '2026-03-17', '2026-03-16'),
);
const confidence = fc.oneof(
  { arbitrary: fc.constant('verified' as const), weight: 5 },
  fc.constantFrom(...CONFIDENCES),
);
const time = fc
  .tuple(day, fc.option(day, { nil: null }))
  .map(([a, b]) => (b === null ? { from: a, to: b } : a < b ? { from: a, to: b } : { from: b, to: a }));
const sourced = fc
  .record({ checkedAt, confidence, time })
  .map(({ time: { from, to }, ...rest }) => ({ ...rest, from, to }));

const someRule: fc.Arbitrary<Rule> = fc.oneof(
  fc
    .record({ basis: fc.constantFrom('open', 'patent', 'trp', 'employer'), rest: sourced })
    .map(({ basis, rest }) => {
      const known = BASES.find((one) => one.kind === 'basis' && one.basis === basis);
      return { ...known, ...rest } as Rule;
    }),
  fc
    .record({ regions: fc.subarray([...REGIONS, 'RU-MOW'], { minLength: 2, maxLength: 2 }), rest: sourced })
    .map(({ regions: [a = '', b = ''], rest }) => aLink([a, b], rest)),
  fc
    .record({
      region: fc.constantFrom(...REGIONS),
      basis: fc.constantFrom('patent', 'patent', 'trp'),
      activities: fc.oneof(
        fc.constant('*' as const),
        fc.subarray([...WORKS.slice(0, 6), 'taxi', 'alcohol-retail'], { minLength: 1 }),
      ),
      complete: fc.boolean(),
      except: fc.array(fc.record({ activity: fc.constantFrom('taxi', 'berries'), to: day }), {
        maxLength: 1,
      }),
      rest: sourced,
    })
    .map(({ region, rest, ...bar }) => aBar(region, { ...bar, ...rest })),
);

const CROPS = [
  { crop: 'strawberry', group: 'berries' },
  { crop: 'apple', group: 'fruit' },
] as const;

/** A country's rules: mostly in force, some old, lapsed, doubtful or to come. */
export const someLaw: fc.Arbitrary<Law> = fc
  .array(someRule, { maxLength: 12 })
  .map((rules) => lawOf([...BASES.slice(0, 3), ...rules], ACTIVITIES, CROPS));
