/** A million people who do not exist, and openings for them: seeded, with the skew that real answers have. */

import { KINDS, type Opening, WORKS } from '../../src/domain/opening.ts';
import type { AnyOf, Preferences } from '../../src/domain/subscriber.ts';
import type { AudienceRecord } from '../../src/store/audience-rows.ts';
import { anOpening, TODAY } from '../support/builders.ts';

/** The same crowd and the same openings in every run. */
export const SEEDS = { people: 42, openings: 7 } as const;

/** mulberry32: 0 ≤ x < 1. */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export const REGIONS: readonly string[] = Array.from({ length: 89 }, (_, at) => `RU-${at + 1}`);

/** Draws from the front of a list far more often: value k with weight 1 / k^skew. */
function zipf<T>(values: readonly T[], skew: number, next: () => number): () => T {
  const weights = values.map((_, at) => 1 / (at + 1) ** skew);
  const sum = weights.reduce((a, b) => a + b, 0);
  const bounds = weights.map((_, at) => weights.slice(0, at + 1).reduce((a, b) => a + b, 0) / sum);
  return () => {
    const point = next();
    const found = values[bounds.findIndex((bound) => point < bound)] ?? values[0];
    if (found === undefined) throw new Error('nothing to draw from');
    return found;
  };
}

/** How many values a person names, `shares` for 1, 2, 3 … ; the last share is spread up to `most`. */
function howMany(shares: readonly number[], most: number, next: () => number): number {
  let point = next();
  for (const [at, share] of shares.entries()) {
    if (point < share) {
      return at + 1 < shares.length ? at + 1 : at + 1 + Math.floor(next() * (most - at));
    }
    point -= share;
  }
  return shares.length;
}

function several<T extends string>(draw: () => T, amount: number): readonly T[] {
  const chosen = new Set<T>();
  while (chosen.size < amount) chosen.add(draw());
  return [...chosen];
}

const day = (after: number): string =>
  new Date(Date.parse(TODAY) + after * 86_400_000).toISOString().slice(0, 10);

/** People 1 … `size`, always the same ones. */
export function* crowd(size: number): Generator<AudienceRecord, void> {
  const next = random(SEEDS.people);
  const drawRegion = zipf(REGIONS, 0.9, next);
  const drawWork = zipf(WORKS, 0.8, next);
  const drawKind = zipf(KINDS, 0.5, next);
  const anything = <T>(share: number, otherwise: () => T): T | 'any' | null => {
    const point = next();
    return point < share / 2 ? 'any' : point < share ? null : otherwise();
  };
  for (let ordinal = 1; ordinal <= size; ordinal += 1) {
    const regions: AnyOf<string> = anything(0.15, () =>
      several(drawRegion, howMany([0.45, 0.25, 0.15, 0.08, 0.07], 10, next)),
    );
    const works: Preferences['works'] = anything(0.25, () =>
      several(drawWork, howMany([0.4, 0.3, 0.2, 0.1], 6, next)),
    );
    const kinds: Preferences['kinds'] = anything(0.6, () =>
      several(drawKind, howMany([0.5, 0.3, 0.2], 3, next)),
    );
    yield {
      ordinal,
      channel: next() < 0.9 ? 'telegram' : 'whatsapp',
      locale: 'ru',
      standing: 'active',
      pausedUntil: next() < 0.12 ? day(7) : null,
      preferences: {
        kinds,
        works,
        regions,
        housingNeeded: next() < 0.35,
        payFloor: next() < 0.2 ? null : 40_000 + Math.floor(next() * next() * 120) * 1_000,
        freeFrom: next() < 0.2 ? day(Math.floor(next() * 120)) : null,
        crew: next() < 0.15 ? 2 + Math.floor(next() * 6) : null,
        cadence: next() < 0.3 ? 'daily' : null,
        quietHours: null,
        wakeUrgent: null,
        permit: null,
        newPermit: null,
        seasons: null,
      },
    };
  }
}

/** What people of the crowd say of their right to work, by ordinal from 1: drawn apart, so that the crowd stays as it is. */
export function* permits(): Generator<Pick<Preferences, 'permit' | 'newPermit'>, never> {
  const next = random(SEEDS.people + 1);
  const drawRegion = zipf(REGIONS, 0.9, next);
  const permitAt = (point: number): Preferences['permit'] => {
    if (point < 0.4) return null;
    if (point < 0.6) return { basis: 'open', region: null };
    if (point < 0.95) return { basis: 'patent', region: drawRegion() };
    return point < 0.98 ? { basis: 'trp', region: drawRegion() } : { basis: 'employer', region: null };
  };
  for (;;) yield { permit: permitAt(next()), newPermit: next() < 0.3 ? next() < 0.5 : null };
}

export const CLASSES = ['narrow', 'medium', 'broad'] as const;
export type Class = (typeof CLASSES)[number];

/** Regions, works and roubles from which a class draws, first and last. */
const RANGES: Readonly<Record<Class, readonly (readonly [number, number])[]>> = {
  narrow: [
    [50, 89],
    [13, 20],
    [60, 79],
  ],
  medium: [
    [8, 40],
    [6, 12],
    [70, 99],
  ],
  broad: [
    [1, 3],
    [1, 3],
    [90, 139],
  ],
};

/** `amount` openings of a class, always the same ones. */
export function openingsOf(which: Class, amount: number): readonly Opening[] {
  const next = random(SEEDS.openings);
  const within = ([first, last]: readonly [number, number] = [1, 1]): number =>
    first + Math.floor(next() * (last - first + 1));
  return Array.from({ length: amount }, () => {
    const [regions, works, thousands] = RANGES[which];
    return anOpening({
      region: REGIONS[within(regions) - 1] ?? '',
      work: WORKS[within(works) - 1] ?? 'field',
      pay: { min: within(thousands) * 1_000, max: null, unit: 'month', currency: 'RUB' },
      housing: which === 'broad' || (which === 'medium' && next() < 0.5) ? 'free' : null,
      startsOn: next() < 0.5 ? day(Math.floor(next() * 60)) : null,
      expiresOn: day(60),
      placesLeft: next() < 0.3 ? 1 + Math.floor(next() * 5) : null,
    });
  });
}
