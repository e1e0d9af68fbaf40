/** Moments on the clock of a place, and back. */
import type { Day, RegionCode } from './opening.ts';
import type { OffsetAt } from './quiet-hours.ts';

/** The clock of a region: that of its capital. */
export type ClockIn = (region: RegionCode) => OffsetAt;

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

const localMs = (at: Date, offsetAt: OffsetAt): number => at.getTime() + offsetAt(at) * MINUTE_MS;

/** The hour and minute at a moment, `06:00`. */
export const timeAt = (at: Date, offsetAt: OffsetAt): string =>
  new Date(localMs(at, offsetAt)).toISOString().slice(11, 16);

/**
 * The moment at which it is so many minutes after midnight of a day. What comes twice in autumn is the first; what does
 * not exist in spring is as much later as the clocks jump.
 */
export function momentAt(day: Day, minutes: number, offsetAt: OffsetAt): Date {
  const local = Date.parse(`${day}T00:00:00Z`) + minutes * MINUTE_MS;
  const [before, after] = [-DAY_MS, DAY_MS].map((far) => offsetAt(new Date(local + far)));
  const moments = [before, after].map((offset) => new Date(local - (offset ?? 0) * MINUTE_MS));
  const fits = moments.filter((at) => localMs(at, offsetAt) === local);
  return [...(fits.length > 0 ? fits : moments.slice(0, 1))].sort((a, b) => +a - +b)[0] ?? new Date(local);
}
