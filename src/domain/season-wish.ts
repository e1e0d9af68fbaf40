/** What people asked to hear of in advance, and which seasons that means. */
import type { Country, SeasonRow } from './country.ts';
import type { RegionCode } from './opening.ts';
import { permitCounts } from './permit.ts';
import { isIn, type SeasonWindow } from './season.ts';
import type { Permit, Preferences, SeasonWish } from './subscriber.ts';
import type { Verdict, WorkPlace } from './verdict-terms.ts';

/** Every harvest, whatever is picked: an answer of its own, and never what an empty one means. */
export const ANY_CROP = 'any';
/** Wherever their right to work counts. */
export const PERMIT_PLACE = 'permit';
/** More would be a wish for everything, which is one word. */
export const MOST_WISHES = 40;

/** Whether somebody may take work at a place: the verdict with their permit, the rules and the day filled in. */
export type Judge = (place: WorkPlace) => Pick<Verdict, 'kind' | 'flags'>;

type CropsOf = Pick<Country, 'crops'>;

/** Two halves of a wish. */
export function readWish(wish: SeasonWish): { readonly subject: string; readonly place: string } {
  const at = wish.lastIndexOf('@');
  return { subject: wish.slice(0, at), place: wish.slice(at + 1) };
}

/** Every pair of a subject and a place; `null` where either is empty: nothing chosen is never read as everything. */
export function wishesOf(
  subjects: readonly string[],
  places: readonly string[],
): readonly SeasonWish[] | null {
  if (subjects.length === 0 || places.length === 0) return null;
  return subjects.flatMap((subject) => places.map((place): SeasonWish => `${subject}@${place}`));
}

/** Wishes with others added, each once; `null` where that makes too many: nothing is dropped in silence. */
export function withWishes(
  known: readonly SeasonWish[] | null,
  more: readonly SeasonWish[],
): readonly SeasonWish[] | null {
  const all = [...new Set([...(known ?? []), ...more])];
  return all.length > MOST_WISHES ? null : all;
}

/** Words by which a season can be wished for: every harvest, its crops, their groups, and its work where that says more. */
export function subjectsOf({ crops, work }: SeasonRow, country: CropsOf): readonly string[] {
  const groups = country.crops.filter(({ crop }) => crops.includes(crop)).flatMap(({ group }) => group ?? []);
  return [...new Set([ANY_CROP, ...crops, ...groups, ...(work === null ? [] : [work])])];
}

/** Every wish that may mean a season in a region; of those for `permit`, each person's own verdict decides. */
export const wishesFor = (season: SeasonRow, region: RegionCode, country: CropsOf): readonly SeasonWish[] =>
  wishesOf(subjectsOf(season, country), [region, PERMIT_PLACE]) ?? [];

/** The work of a season as rules judge it: the first crop stands for the row. */
export function placeOf({ season, region, from, to }: SeasonWindow, country: CropsOf): WorkPlace {
  const entry = country.crops.find(({ crop }) => crop === season.crops[0]);
  return {
    region,
    activity: entry?.activity ?? season.work ?? entry?.work ?? null,
    from,
    to,
    permitPayer: null,
    quota: null,
    accepts: null,
  };
}

/** Whether the right to work counts there, as it does for the openings of a harvest. */
export const counts = (place: WorkPlace, permit: Permit | null, judge: Judge): boolean =>
  permitCounts(judge(place), permit, place.region);

/** The first of a person's wishes that means a season of a region; `null`: none. */
export function wishMeaning(
  { seasons, permit }: Pick<Preferences, 'seasons' | 'permit'>,
  window: SeasonWindow,
  country: CropsOf,
  judge: Judge,
): SeasonWish | null {
  if (!isIn(window.season, window.region)) return null;
  const subjects = subjectsOf(window.season, country);
  const means = (wish: SeasonWish): boolean => {
    const { subject, place } = readWish(wish);
    if (!subjects.includes(subject)) return false;
    return place === PERMIT_PLACE ? counts(placeOf(window, country), permit, judge) : place === window.region;
  };
  return (seasons ?? []).find(means) ?? null;
}

/** The wish for a season in its region alone. */
export function wishFor({ season, region }: SeasonWindow, country: CropsOf): SeasonWish {
  // The first word is every harvest, which would be more than was asked for.
  const [, subject = ANY_CROP] = subjectsOf(season, country);
  return `${subject}@${region}`;
}

/** Words of the country that somebody may wait for: of seasons that begin, groups and works first. */
export function wishableSubjects(seasons: readonly SeasonRow[], country: CropsOf): readonly string[] {
  const all = seasons
    .filter(({ phase }) => phase !== 'all-year')
    .flatMap((season) => subjectsOf(season, country).slice(1));
  const crops = new Set(seasons.flatMap((season): readonly string[] => season.crops));
  const once = [...new Set(all)];
  return [...once.filter((subject) => !crops.has(subject)), ...once.filter((subject) => crops.has(subject))];
}
