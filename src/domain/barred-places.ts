/**
 * Places that stayed empty although people wanted them, because a permit counts in another region: for those who argue
 * for one that counts everywhere. From counts alone; nothing of it leads to anybody.
 */
import type { Day, Opening, RegionCode } from './opening.ts';

/** Fewer people, or fewer places in a month, are not counted and not told (PRIVACY.md). */
const FEWEST_TOLD = 20;

/** Places of one pair of regions in one month. */
export interface BarredPlaces {
  /** The first of the month. */
  readonly month: Day;
  /** Where the permits count. */
  readonly permitRegion: RegionCode;
  /** Where the places were. */
  readonly region: RegionCode;
  readonly places: number;
}

/**
 * An opening at its end as it was while it could be taken; `null` where nobody knows how many places were left, or
 * reports say that there were none.
 */
export function asItWas(opening: Opening): Opening | null {
  if (opening.closeReason === 'reports') return null;
  const { placesAt, placesLeft, kind } = opening;
  if (kind === 'support' || placesAt === null || placesLeft === null || placesLeft < 1) return null;
  return { ...opening, status: 'open', closeReason: null };
}

/**
 * What an opening adds for each region of a permit, from how many people of it alone were kept away: no more than its
 * places, and nothing for fewer than twenty people. Pairs do not add up: one place may stand in several.
 */
export const barredBy = (
  opening: Opening,
  keptAway: ReadonlyMap<RegionCode, number>,
  month: Day,
): readonly BarredPlaces[] =>
  [...keptAway]
    .filter(([, people]) => people >= FEWEST_TOLD)
    .map(([permitRegion, people]) => ({
      month,
      permitRegion,
      region: opening.region,
      places: Math.min(people, opening.placesLeft ?? 0),
    }));

/** What may be told on a day: whole months that are over, and pairs of twenty places and more. */
export const tellable = (all: readonly BarredPlaces[], today: Day): readonly BarredPlaces[] =>
  all.filter(({ month, places }) => month < firstOfMonth(today) && places >= FEWEST_TOLD);

/** The first of a day's month. */
export const firstOfMonth = (day: Day): Day => `${day.slice(0, 7)}-01`;
