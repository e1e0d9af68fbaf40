/** What can be reached after a season, on the permit somebody has (harvest calendar, §8). */
import type { Country } from './country.ts';
import { dayNumber } from './matching.ts';
import type { Day, RegionCode } from './opening.ts';
import { nextWindow, regionsOf, type SeasonShift, type SeasonWindow, toldSeasons } from './season.ts';
import { type Judge, placeOf } from './season-wish.ts';
import type { VerdictKind } from './verdict-terms.ts';

/** From strawberries to apples in one region are 36 days; longer than this is no next step. */
const REACH_DAYS = 45;
const MOST_SUGGESTED = 3;

/** What is known of a season that has begun to be offered. */
export interface Offered {
  /** Openings of it that can be taken up. */
  readonly open: number;
  readonly housed: boolean;
  /** The best lower end of a day's true pay, in the country's currency; `null` where nobody stated enough. */
  readonly dayPay: number | null;
}

/** A harvest to go on with. */
export interface Suggestion {
  readonly window: SeasonWindow;
  /** Days without work in between; 0: it runs already. */
  readonly gap: number;
  /** It is not sure that they may: to be asked before anybody travels. */
  readonly check: boolean;
  /** It needs a new permit first: only for who would get one. */
  readonly newPermit: boolean;
}

export interface NextHarvestScope {
  readonly country: Pick<Country, 'seasons' | 'crops' | 'regions'>;
  readonly shifts: readonly SeasonShift[];
  readonly judge: Judge;
  /** Whether they would get a new permit for good work. */
  readonly wouldGetPermit: boolean;
  readonly offered: (window: SeasonWindow) => Offered;
}

interface Candidate extends Suggestion {
  readonly offered: Offered;
}

/**
 * What follows a season that ended on a day: what is on, or begins within 45 days, where the right to work counts; never
 * what is barred. Best first, one region of each season, three at most. Work of the whole year is no next harvest, and
 * neither is one that ends on the same day.
 */
export function nextHarvests(
  ended: { readonly seasonId: string; readonly region: RegionCode; readonly on: Day },
  scope: NextHarvestScope,
): readonly Suggestion[] {
  const { country, shifts } = scope;
  const candidates = toldSeasons(country)
    .flatMap((season) => regionsOf(season, country).map((region) => ({ season, region })))
    .filter(({ season, region }) => season.id !== ended.seasonId || region !== ended.region)
    .flatMap(({ season, region }) => nextWindow(season, region, ended.on, shifts) ?? [])
    .filter(({ to }) => to > ended.on)
    .flatMap((window) => candidate(window, ended.on, scope) ?? [])
    .sort((a, b) => compare(a, b, ended.region));
  return oneASeason(candidates)
    .slice(0, MOST_SUGGESTED)
    .map(({ offered, ...suggestion }) => suggestion);
}

function candidate(window: SeasonWindow, on: Day, scope: NextHarvestScope): Candidate | null {
  const gap = Math.max(0, dayNumber(window.from) - dayNumber(on));
  if (gap > REACH_DAYS) return null;
  const { kind } = scope.judge(placeOf(window, scope.country));
  if (!isSuggested(kind, scope.wouldGetPermit)) return null;
  return {
    window,
    gap,
    check: kind === 'UNKNOWN',
    newPermit: kind === 'NEEDS_NEW_PERMIT',
    offered: scope.offered(window),
  };
}

/** A season states no quota, so that work which needs one is not suggested. */
function isSuggested(kind: VerdictKind, wouldGetPermit: boolean): boolean {
  switch (kind) {
    case 'OK':
    case 'OK_LINKED':
    case 'UNKNOWN':
      return true;
    case 'NEEDS_NEW_PERMIT':
      return wouldGetPermit;
    case 'NEEDS_EMPLOYER_QUOTA':
    case 'NOT_TAKEN':
    case 'BARRED':
      return false;
  }
}

/** Higher is better: sure, then the order of the page. */
const rank = (
  { window, gap, check, newPermit, offered }: Candidate,
  region: RegionCode,
): readonly number[] => [
  newPermit ? 0 : check ? 1 : 2,
  offered.open > 0 ? 1 : 0,
  window.region === region ? 1 : 0,
  offered.housed ? 1 : 0,
  -gap,
  offered.dayPay ?? -1,
  -dayNumber(window.from),
];

/** Negative when `a` is better; equal ones by name, so that the order never wavers. */
function compare(a: Candidate, b: Candidate, region: RegionCode): number {
  const others = rank(b, region);
  for (const [at, mine] of rank(a, region).entries()) {
    const difference = (others[at] ?? 0) - mine;
    if (difference !== 0) return difference;
  }
  return nameOf(a) < nameOf(b) ? -1 : 1;
}

const nameOf = ({ window }: Candidate): string => `${window.season.id} ${window.region}`;

/** The best region of each season, in the order given. */
const oneASeason = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.filter(
    ({ window }, at) => candidates.findIndex((other) => other.window.season.id === window.season.id) === at,
  );
