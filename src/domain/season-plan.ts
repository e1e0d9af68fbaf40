/** When something is to be said of a season to those who wait for it: an announcement that is no opening. */
import type { Country, SeasonRow } from './country.ts';
import { daysAfter } from './feed-values.ts';
import type { Day, RegionCode } from './opening.ts';
import {
  daysBetween,
  regionsOf,
  type SeasonShift,
  type SeasonWindow,
  toldSeasons,
  windowIn,
} from './season.ts';
import { PERMIT_PLACE, subjectsOf, wishesOf } from './season-wish.ts';
import type { SeasonWish } from './subscriber.ts';

/** `soon`: it comes. `shift`: a coordinator moved it. `next`: it is over, and something follows. */
export type SeasonNoticeKind = 'soon' | 'shift' | 'next';

/** A season of the whole country is one notice, and not one for each of its regions. */
export const WHOLE_COUNTRY = '*';

export interface SeasonNotice {
  readonly kind: SeasonNoticeKind;
  readonly seasonId: string;
  readonly region: RegionCode | typeof WHOLE_COUNTRY;
  /** In which its window begins. */
  readonly year: number;
  /**
   * Of the shift that is told. Of `next`, by how many days its end was moved: an end that was put off is another one,
   * and a word said after the end changes nothing. 0 of `soon`, which is told once a year.
   */
  readonly revision: number;
}

/** People pack, travel and pay for a permit in this time (harvest calendar, §7). */
const DAYS_BEFORE = 21;
/** What could not be said within a week is no news any more. */
export const NEWS_DAYS = 7;

type Seasons = Pick<Country, 'seasons' | 'regions'>;

const placesOf = (season: SeasonRow, country: Seasons): readonly SeasonNotice['region'][] =>
  season.regions === '*' ? [WHOLE_COUNTRY] : regionsOf(season, country);

/** A window that comes within three weeks, or that ended within the last one. */
function kindOn({ from, to, over }: SeasonWindow, today: Day): 'soon' | 'next' | null {
  if (!over && from > today) return daysAfter(from, -DAYS_BEFORE) <= today ? 'soon' : null;
  const ended = over ? to <= today : to < today;
  return ended && daysAfter(to, NEWS_DAYS) >= today ? 'next' : null;
}

/** By how many days a window ends later than it would without a coordinator's word. */
const endMoved = ({ season, region, year, to }: SeasonWindow): number =>
  daysBetween(windowIn(season, region, year).to, to);

/** Everything there is to say on a day. Said before, it is the same notice: whoever plans it again changes nothing. */
export function dueNotices(
  country: Seasons,
  shifts: readonly SeasonShift[],
  today: Day,
): readonly SeasonNotice[] {
  const year = Number(today.slice(0, 4));
  const seasons = toldSeasons(country);
  const windows = seasons
    .filter(({ phase }) => phase !== 'all-year')
    .flatMap((season) =>
      placesOf(season, country).flatMap((region) =>
        [-1, 0, 1].map((years) => windowIn(season, region, year + years, shifts)),
      ),
    );
  const byDay = windows.flatMap((window) => {
    const kind = kindOn(window, today);
    const { season, region, year: of } = window;
    const revision = kind === 'next' ? endMoved(window) : 0;
    return kind === null ? [] : [{ kind, seasonId: season.id, region, year: of, revision }];
  });
  const known = new Set(seasons.map(({ id }) => id));
  const moved = shifts
    .filter(({ seasonId, on }) => known.has(seasonId) && daysAfter(on, NEWS_DAYS) >= today)
    .map(
      ({ seasonId, region, year: of, revision }): SeasonNotice => ({
        kind: 'shift',
        seasonId,
        region,
        year: of,
        revision,
      }),
    );
  return [...byDay, ...moved];
}

/** The name of a notice, of which its id is made. */
export const noticeName = ({ kind, seasonId, region, year, revision }: SeasonNotice): string =>
  `season ${kind} ${seasonId} ${region} ${year} ${revision}`;

/** Every wish that a notice may concern; of those for `permit`, each person's own verdict decides. */
export function wishesAbout(
  { seasonId, region }: SeasonNotice,
  country: Pick<Country, 'seasons' | 'crops' | 'regions'>,
): readonly SeasonWish[] {
  const season = country.seasons.find(({ id }) => id === seasonId);
  if (season === undefined) return [];
  const places = region === WHOLE_COUNTRY ? country.regions.map(({ code }) => code) : [region];
  return wishesOf(subjectsOf(season, country), [...places, PERMIT_PLACE]) ?? [];
}
