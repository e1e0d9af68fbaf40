/**
 * People as the audience index reads them: no address, no id. Each comes as one line of text, because a million are
 * read at once and a driver's work is by the value, not by the byte.
 */
import type { AudienceRow } from '../domain/audience-terms.ts';
import type { AnyOf, Cadence, SeasonWish, Standing } from '../domain/subscriber.ts';

/** A person without the zone, which follows from the regions and the country. */
export type AudienceRecord = Omit<AudienceRow, 'zone'>;

/** Of the table called `s`: closed values and numbers, parted by `|`, lists by spaces; null where no row is. */
export const AUDIENCE_LINE: string = [
  's.ordinal',
  's.channel',
  's.locale',
  's.standing',
  ...[
    ...['paused_until', 'housing_needed', 'pay_floor', 'free_from', 'crew', 'cadence'],
    ...['permit_basis', 'permit_region', 'new_permit'],
  ].map((column) => `coalesce(s.${column}::text, '')`),
  ...['kinds', 'works', 'regions', 'seasons'].map(
    (column) => `coalesce(array_to_string(s.${column}, ' '), '')`,
  ),
].join(` || '|' || `);

/** Reads lines; lists that were met before are the same array again. One reader for one load. */
export function audienceReader(): (line: string) => AudienceRecord {
  const known = new Map<string, AnyOf<string>>();
  const list = <T extends string>(joined = ''): AnyOf<T> => {
    if (joined === '') return null;
    const found = known.get(joined);
    const answer = found ?? (joined === 'any' ? 'any' : joined.split(' '));
    if (found === undefined) known.set(joined, answer);
    // The columns hold only closed values of the domain, which contain no spaces.
    return answer as AnyOf<T>;
  };
  return (line) => {
    const [
      ordinal,
      channel = '',
      locale = '',
      standing,
      pausedUntil,
      housing,
      pay,
      freeFrom,
      crew,
      cadence,
      ...more
    ] = line.split('|');
    const [basis, permitRegion, newPermit, kinds, works, regions, seasons] = more;
    const wishes = list<SeasonWish>(seasons);
    return {
      ordinal: Number(ordinal),
      channel,
      locale,
      standing: standing as Standing,
      pausedUntil: orNull(pausedUntil),
      preferences: {
        kinds: list(kinds),
        works: list(works),
        regions: list(regions),
        housingNeeded: housing === '' ? null : housing === 'true',
        payFloor: numberOrNull(pay),
        freeFrom: orNull(freeFrom),
        crew: numberOrNull(crew),
        cadence: orNull(cadence) as Cadence | null,
        quietHours: null,
        wakeUrgent: null,
        permit: orNull(basis) === null ? null : { basis: basis ?? '', region: orNull(permitRegion) },
        newPermit: orNull(newPermit) === null ? null : newPermit === 'true',
        seasons: wishes === 'any' ? null : wishes,
      },
    };
  };
}

const orNull = (text = ''): string | null => (text === '' ? null : text);

const numberOrNull = (text = ''): number | null => (text === '' ? null : Number(text));
