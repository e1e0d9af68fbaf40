/** People as the audience index reads them: compact, because a million are read at once. No address, no id. */
import type { AudienceRow } from '../domain/audience.ts';
import type { AnyOf, Cadence, Standing } from '../domain/subscriber.ts';

/** A person without the zone, which follows from the regions and the country. */
export type AudienceRecord = Omit<AudienceRow, 'zone'>;

/** The columns in the order of `AUDIENCE_COLUMNS`; lists are joined by spaces. All are null where no row is. */
export type AudienceColumns = [
  ordinal: number | null,
  channel: string,
  standing: string,
  pausedUntil: string | null,
  kinds: string | null,
  works: string | null,
  regions: string | null,
  housingNeeded: boolean | null,
  payFloor: number | null,
  freeFrom: string | null,
  crew: number | null,
  cadence: string | null,
];

/** Of the table called `s`. */
export const AUDIENCE_COLUMNS: string = [
  's.ordinal, s.channel, s.standing, s.paused_until::text',
  `array_to_string(s.kinds, ' '), array_to_string(s.works, ' '), array_to_string(s.regions, ' ')`,
  's.housing_needed, s.pay_floor, s.free_from::text, s.crew, s.cadence',
].join(', ');

/** Reads rows; lists that were met before are the same array again. One reader for one load. */
export function audienceReader(): (columns: AudienceColumns) => AudienceRecord {
  const known = new Map<string, AnyOf<string>>();
  const list = <T extends string>(joined: string | null): AnyOf<T> => {
    if (joined === null) return null;
    const found = known.get(joined);
    const answer = found ?? (joined === 'any' ? 'any' : joined.split(' '));
    if (found === undefined) known.set(joined, answer);
    // The columns hold only closed values of the domain, which contain no spaces.
    return answer as AnyOf<T>;
  };
  return (columns) => {
    const [ordinal, channel, standing, pausedUntil, kinds, works, regions, ...rest] = columns;
    const [housingNeeded, payFloor, freeFrom, crew, cadence] = rest;
    if (ordinal === null) throw new Error('read a person where no row is');
    return {
      ordinal,
      channel,
      standing: standing as Standing,
      pausedUntil,
      preferences: {
        kinds: list(kinds),
        works: list(works),
        regions: list(regions),
        housingNeeded,
        payFloor,
        freeFrom,
        crew,
        cadence: cadence as Cadence | null,
        quietHours: null,
      },
    };
  };
}
