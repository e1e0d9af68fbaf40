/**
 * The clocks of places, from the zone data of the runtime. Apart from the domain because Intl knows the world as it
 * was when Node was built: the rules take an offset as a parameter and are tested with invented zones.
 */
import type { ClockIn } from './domain/local-time.ts';
import type { Day } from './domain/opening.ts';
import type { PlacesInTime } from './domain/zone.ts';

const formats = new Map<string, Intl.DateTimeFormat>();

/** Making a format costs a hundred times more than using it, and there are few zones. */
function formatFor(zone: string): Intl.DateTimeFormat {
  const known = formats.get(zone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  });
  formats.set(zone, made);
  return made;
}

/** The clock of a zone: `2026-06-15T09:30` local. Throws a RangeError for a zone the runtime does not know. */
function localMinute(zone: string, at: Date): string {
  const part = Object.fromEntries(
    formatFor(zone)
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  return `${part['year']}-${part['month']}-${part['day']}T${part['hour']}:${part['minute']}`;
}

/** Offsets by zone and quarter of an hour: all offsets and all changes of offset in use are whole quarters. */
const offsets = new Map<string, Map<number, number>>();
const QUARTER_MS = 900_000;
/** Quarters remembered of a zone: a push asks about now and about tomorrow morning. */
const MOST_QUARTERS = 1000;

/** Minutes that a zone's clock is ahead of UTC at a moment. Throws a RangeError for an unknown zone. */
export function offsetMinutes(zone: string, at: Date): number {
  const quarter = Math.floor(at.getTime() / QUARTER_MS);
  const known = offsets.get(zone) ?? new Map<number, number>();
  const offset = known.get(quarter);
  if (offset !== undefined) return offset;
  const utcMinute = Math.floor(at.getTime() / 60_000);
  const found = Math.floor(Date.parse(`${localMinute(zone, at)}Z`) / 60_000) - utcMinute;
  if (known.size >= MOST_QUARTERS) known.clear();
  offsets.set(zone, known.set(quarter, found));
  return found;
}

/** The calendar day in a zone at a moment. Throws a RangeError for an unknown zone. */
export const dayIn = (zone: string, at: Date): Day => localMinute(zone, at).slice(0, 10);

/** The hour in a zone at a moment. */
export const hourIn = (zone: string, at: Date): number =>
  new Date(at.getTime() + offsetMinutes(zone, at) * 60_000).getUTCHours();

/** The clocks of a country's regions: by their capitals, and of a region it does not list the country's own. */
export const clocksOf =
  ({ regions, defaultTimeZone }: PlacesInTime): ClockIn =>
  (region) => {
    const zone = regions.find(({ code }) => code === region)?.timeZone ?? defaultTimeZone;
    return (at) => offsetMinutes(zone, at);
  };
