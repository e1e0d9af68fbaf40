import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FEWEST, figureOf, mayTell, showsHandful, tellableParts } from '../../src/domain/audience-figures.ts';
import { type Bitmap, bitmapOf, count, intersection, union, without } from '../../src/domain/bitmap.ts';

const SALT = fc.double({ min: 0, max: 0.999_999, noNaN: true });

it.each([
  [0, 'few'],
  [19, 'few'],
  [20, 20],
  [29, 20],
  [30, 30],
  [149, 100],
  [150, 150],
  [412, 300],
  [5_000, 5_000],
  [1_234_567, 1_000_000],
])('%i people are told as %s', (people, figure) => {
  expect(figureOf(people, 0)).toBe(figure);
});

it('never tells more than there are, nor fewer for more people, whatever the salt', () => {
  fc.assert(
    fc.property(fc.nat(200_000), fc.nat(50), SALT, (people, more, salt) => {
      const told = (some: number): number => {
        const figure = figureOf(some, salt);
        return figure === 'few' ? 0 : figure;
      };
      expect(told(people)).toBeLessThanOrEqual(people);
      expect(told(people)).toBeLessThanOrEqual(told(people + more));
      if (people < FEWEST) expect(figureOf(people, salt)).toBe('few');
    }),
  );
});

it('moves the edges with the salt, so that one who joins crosses none that is known', () => {
  expect(figureOf(20, 0)).toBe(20);
  expect(figureOf(20, 0.9)).toBe('few');
  expect(figureOf(24, 0.9)).toBe(20);
});

/** Two hundred people with answers in several sets; a filter takes whoever has all it names. */
const ANSWERS = 6;
const PEOPLE = 200;
/** An answer that so many of a thousand gave, whoever they are. */
const anAnswer = fc.record({ seed: fc.nat(9_999), share: fc.nat(1_000) }).map(({ seed, share }) => {
  // All within 32 bits: larger remainders took most of the time here.
  const stride = (seed * 2 + 1) % 1_000;
  return Array.from({ length: PEOPLE }, (_, at) => at).filter(
    (at) => ((((at + 1) * 7_919) % 1_000) * stride + ((at * at * seed) % 613)) % 1_000 < share,
  );
});
const manyAnswers = fc.array(anAnswer, { minLength: ANSWERS, maxLength: ANSWERS });
const EVERYBODY = bitmapOf(Array.from({ length: PEOPLE }, (_, at) => at));
const filters = fc.array(fc.uniqueArray(fc.nat(ANSWERS - 1), { maxLength: 3 }), {
  minLength: 2,
  maxLength: 8,
});
const isHandful = (people: Bitmap): boolean => count(people) > 0 && count(people) < FEWEST;

it('singles nobody out over 10,000 random sequences of filters', () => {
  let told = 0;
  let refused = 0;
  fc.assert(
    fc.property(manyAnswers, filters, (answers, asked) => {
      const sets = answers.map(bitmapOf);
      const answered: Bitmap[] = [];
      for (const filter of asked) {
        const audience = filter.reduce((all, at) => intersection(all, sets[at] ?? EVERYBODY), EVERYBODY);
        if (mayTell(audience, answered)) answered.push(audience);
        else refused += 1;
      }
      const shown = answered.filter((one) => figureOf(count(one), 0) !== 'few');
      told += shown.length;
      const cells = shown.flatMap((a) =>
        shown.flatMap((b) => [without(a, b), intersection(a, b), without(union(a, b), intersection(a, b))]),
      );
      expect(cells.filter(isHandful)).toEqual([]);
    }),
    { numRuns: 10_000 },
  );
  // It refuses for a reason, and not everything.
  expect(told).toBeGreaterThan(5_000);
  expect(refused).toBeGreaterThan(500);
});

it('tells no part of an audience whose rest would be a handful', () => {
  const all = bitmapOf(Array.from({ length: 100 }, (_, at) => at));
  const most = { locale: 'ru', people: bitmapOf(Array.from({ length: 95 }, (_, at) => at)) };
  const rest = { locale: 'ky', people: bitmapOf([95, 96, 97, 98, 99]) };
  expect(tellableParts([most, rest], [all])).toEqual([]);
  const half = { locale: 'uz', people: bitmapOf(Array.from({ length: 50 }, (_, at) => at)) };
  expect(tellableParts([half, rest], [all])).toEqual([half]);
  expect(showsHandful(most.people, all)).toBe(true);
});
