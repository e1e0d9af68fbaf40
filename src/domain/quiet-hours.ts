import type { Day } from './opening.ts';
import type { Preferences, QuietHours } from './subscriber.ts';

/** What holds for people who did not answer: nothing rings from 22 to 7. */
const DEFAULT_QUIET_HOURS: QuietHours = { from: 22, to: 7 };

/** Minutes to add to UTC to get local time in one zone at a moment; `time-zones.ts` makes it from Intl. */
export type OffsetAt = (at: Date) => number;

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
/** All offsets and all changes of offset in use are whole quarters of an hour. */
const QUARTER_MS = 15 * MINUTE_MS;

/** Whether nothing should ring in this local hour (0–23). Equal bounds are no quiet hours at all. */
export function isQuiet(answer: Preferences['quietHours'], localHour: number): boolean {
  if (answer === 'off') return false;
  const { from, to } = answer ?? DEFAULT_QUIET_HOURS;
  return from <= to ? from <= localHour && localHour < to : localHour >= from || localHour < to;
}

/** The local hour, 0–23, at a moment. */
export const localHour = (offsetAt: OffsetAt, at: Date): number =>
  Math.floor(localMinutes(offsetAt, at) / 60);

/** The calendar day at a moment, on somebody's clock. */
export const dayAt = (at: Date, offsetAt: OffsetAt): Day =>
  new Date(at.getTime() + offsetAt(at) * MINUTE_MS).toISOString().slice(0, 10);

/**
 * The first moment from `now` on that is not quiet: `now` itself when it is not. Follows the clocks of the zone: an
 * hour that does not exist in spring ends with the jump, one that comes twice in autumn ends the first time.
 */
export function endOfQuiet(answer: Preferences['quietHours'], now: Date, offsetAt: OffsetAt): Date {
  const quietAt = (at: Date): boolean => isQuiet(answer, localHour(offsetAt, at));
  if (answer === 'off' || !quietAt(now)) return now;
  const { to } = answer ?? DEFAULT_QUIET_HOURS;
  const wait = (to * 60 - localMinutes(offsetAt, now) + DAY_MINUTES) % DAY_MINUTES;
  const expected = new Date(floorTo(now.getTime(), MINUTE_MS) + wait * MINUTE_MS);
  // Clocks change at most once in the hours of a night: the same offset at both ends means no change between.
  return offsetAt(expected) === offsetAt(now) ? expected : walk(now, quietAt);
}

function walk(now: Date, quietAt: (at: Date) => boolean): Date {
  let at = floorTo(now.getTime(), QUARTER_MS) + QUARTER_MS;
  while (quietAt(new Date(at))) at += QUARTER_MS;
  return new Date(at);
}

/** Minutes since local midnight, 0–1439. */
function localMinutes(offsetAt: OffsetAt, at: Date): number {
  const minutes = Math.floor(at.getTime() / MINUTE_MS) + offsetAt(at);
  return ((minutes % DAY_MINUTES) + DAY_MINUTES) % DAY_MINUTES;
}

const floorTo = (ms: number, unit: number): number => Math.floor(ms / unit) * unit;
