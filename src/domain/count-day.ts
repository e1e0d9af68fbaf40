/** Until when a number of places that somebody counted may be said (harvest calendar, §6). */
import type { Day } from './opening.ts';

/** A number that is older is asked for. */
const GOOD_MS = 86_400_000;

/** The day of a count as people read it where the country is; `null` once the count is too old to be said. */
export type CountDay = (at: Date) => Day | null;

/** By a clock, and the day of a moment in the country. */
export const countDayBy =
  (clock: () => Date, dayOf: (at: Date) => Day): CountDay =>
  (at) =>
    clock().getTime() - at.getTime() > GOOD_MS ? null : dayOf(at);
