/** A time in words: on the clock of a region, and how long it still is. */
import { type ClockIn, timeAt } from './local-time.ts';
import { type Phrase, phrase, raw } from './message.ts';
import type { RegionCode } from './opening.ts';
import { regionName } from './phrases.ts';
import { dayAt } from './quiet-hours.ts';

/** "Sun 29 November, 06:00 · Krasnodar Krai". */
export function momentName(at: Date, region: RegionCode, clockIn: ClockIn): Phrase {
  const clock = clockIn(region);
  return phrase('broadcast:when', {
    day: { day: dayAt(at, clock) },
    time: raw(timeAt(at, clock)),
    region: regionName(region),
  });
}

const MINUTE_MS = 60_000;
/** Of each unit up to so many, and how many minutes it has. */
const UNITS = [
  ['minutes', 1, 90],
  ['hours', 60, 48],
  ['days', 1_440, Number.POSITIVE_INFINITY],
] as const;

/** "in 14 hours". */
function aheadBy(ms: number): Phrase {
  const minutes = ms / MINUTE_MS;
  const [unit, size] = UNITS.find(([, each, most]) => minutes / each < most) ?? UNITS[2];
  return phrase(`broadcast:in-${unit}`, { count: Math.max(1, Math.round(minutes / size)) });
}

/** A time, and how long it is till then where that is said and lies ahead. */
export function momentLine(at: Date, region: RegionCode, clockIn: ClockIn, now: Date | null): Phrase {
  const when = momentName(at, region, clockIn);
  if (now === null || at <= now) return phrase('broadcast:at', { when });
  return phrase('broadcast:at-in', { when, ahead: aheadBy(at.getTime() - now.getTime()) });
}
