/**
 * When a season runs in a region. A window is a hint for reminders and never a promise of dates: two weeks between
 * years are normal (harvest calendar, head). An opening states its own days, and they always win.
 */
import { type Country, isSettled, type SeasonRow } from './country.ts';
import { daysAfter } from './feed-values.ts';
import type { Day, RegionCode } from './opening.ts';

/** A row without an end counts as open for so long, until somebody enters one (harvest calendar, §2). */
const DAYS_WITHOUT_END = 30;

/** What a coordinator knows of one season of one year in one region; the row itself stays as it is. */
export interface SeasonShift {
  readonly seasonId: string;
  readonly region: RegionCode;
  /** In which its window begins. */
  readonly year: number;
  /** Later than usual; below 0 earlier. */
  readonly days: number;
  /** Nothing more is to be had there. */
  readonly over: boolean;
  /** Raised by every change. */
  readonly revision: number;
  /** The day it was said, in the country's zone. */
  readonly on: Day;
}

/** A season of one year in one region. */
export interface SeasonWindow {
  readonly season: SeasonRow;
  readonly region: RegionCode;
  /** In which it begins. */
  readonly year: number;
  readonly from: Day;
  /** Its last day; where it was said to be over, that day at the latest. */
  readonly to: Day;
  readonly over: boolean;
}

/** Several regions with the same days, as people read it. */
export interface CalendarLine {
  readonly season: SeasonRow;
  readonly from: Day;
  readonly to: Day;
  readonly regions: readonly RegionCode[];
}

/** A year from a day on. */
export interface Calendar {
  /** What runs and what comes, in the order of beginning. */
  readonly lines: readonly CalendarLine[];
  readonly allYear: readonly Omit<CalendarLine, 'from' | 'to'>[];
}

/** The days of a season in the year in which it begins: as usual, as the package knows the year, as coordinators said. */
export function windowIn(
  season: SeasonRow,
  region: RegionCode,
  year: number,
  shifts: readonly SeasonShift[] = [],
): SeasonWindow {
  const said = shifts.find(
    (shift) => shift.seasonId === season.id && shift.region === region && shift.year === year,
  );
  const moved = (season.yearShift[year] ?? 0) + (said?.days ?? 0);
  const from = daysAfter(`${year}-${season.windowFrom}`, moved);
  const to = lastDayOf(season, year, from, moved);
  const over = said?.over === true;
  return { season, region, year, from, to: over && said.on < to ? said.on : to, over };
}

function lastDayOf({ windowFrom, windowTo }: SeasonRow, year: number, from: Day, moved: number): Day {
  if (windowTo === null) return daysAfter(from, DAYS_WITHOUT_END - 1);
  return daysAfter(`${windowTo < windowFrom ? year + 1 : year}-${windowTo}`, moved);
}

/** Whether a row speaks of a region. */
export const isIn = ({ regions }: SeasonRow, region: RegionCode): boolean =>
  regions === '*' || regions.includes(region);

/** Windows that may touch a day or follow it, in order: shifts and the new year bring those of other years near. */
const windowsAround = (
  season: SeasonRow,
  region: RegionCode,
  day: Day,
  shifts: readonly SeasonShift[],
): readonly SeasonWindow[] =>
  [-1, 0, 1, 2].map((years) => windowIn(season, region, Number(day.slice(0, 4)) + years, shifts));

/** Whether it usually runs on a day of the region's calendar. */
export function isOn(
  season: SeasonRow,
  region: RegionCode,
  day: Day,
  shifts: readonly SeasonShift[] = [],
): boolean {
  if (!isIn(season, region)) return false;
  if (season.phase === 'all-year') return true;
  return windowsAround(season, region, day, shifts).some(
    ({ from, to, over }) => !over && from <= day && day <= to,
  );
}

/** The window that runs on a day, else the next to begin; `null` where the work never begins or ends. */
export function nextWindow(
  season: SeasonRow,
  region: RegionCode,
  day: Day,
  shifts: readonly SeasonShift[] = [],
): SeasonWindow | null {
  if (season.phase === 'all-year' || !isIn(season, region)) return null;
  return windowsAround(season, region, day, shifts).find(({ to, over }) => !over && to >= day) ?? null;
}

/** Days from one day to another; below 0 where the other is earlier. */
export const daysBetween = (day: Day, later: Day): number =>
  (Date.parse(later) - Date.parse(day)) / 86_400_000;

const distanceOf = ({ from, to }: SeasonWindow, day: Day): number =>
  Math.max(0, daysBetween(day, from), daysBetween(to, day));

/**
 * The window that somebody means who speaks of a season on a day: the nearest, also one that ended up to some days ago;
 * `null` where the work never begins or ends.
 */
export function nearestWindow(
  season: SeasonRow,
  region: RegionCode,
  day: Day,
  daysBack: number,
  shifts: readonly SeasonShift[] = [],
): SeasonWindow | null {
  if (season.phase === 'all-year' || !isIn(season, region)) return null;
  const [nearest = null] = windowsAround(season, region, day, shifts)
    .filter(({ to }) => daysBetween(to, day) <= daysBack)
    .sort((a, b) => distanceOf(a, day) - distanceOf(b, day));
  return nearest;
}

/** A season that moves by more is another season. */
export const MOST_SHIFT_DAYS = 60;

/** The year of the nearest window, also of one that was said to be over: that may be taken back. */
export function yearToShift(
  season: SeasonRow,
  region: RegionCode,
  day: Day,
  shifts: readonly SeasonShift[],
): number {
  const going = shifts.map((shift) => ({ ...shift, over: false }));
  return nearestWindow(season, region, day, MOST_SHIFT_DAYS, going)?.year ?? Number(day.slice(0, 4));
}

/** What a coordinator says of a season. */
export interface SeasonSaid {
  readonly seasonId: string;
  readonly region: RegionCode;
  readonly year: number;
  readonly days: number;
  readonly over: boolean;
}

/** What people are told of: settled rows of work under this country's law. */
export const toldSeasons = ({ seasons }: Pick<Country, 'seasons'>): readonly SeasonRow[] =>
  seasons.filter((season) => isSettled(season) && !season.abroad);

/** The regions of the country that a row speaks of. */
export const regionsOf = (
  season: SeasonRow,
  { regions }: { readonly regions: readonly { readonly code: RegionCode }[] },
): readonly RegionCode[] => regions.map(({ code }) => code).filter((code) => isIn(season, code));

/** What runs on a day and what follows within the year, in these regions, as far as `keep` lets it through. */
export function calendarFrom(
  seasons: readonly SeasonRow[],
  regions: readonly RegionCode[],
  day: Day,
  shifts: readonly SeasonShift[] = [],
  keep: (window: SeasonWindow) => boolean = () => true,
): Calendar {
  const windows = seasons.flatMap((season) =>
    regions.flatMap((region) => nextWindow(season, region, day, shifts) ?? []),
  );
  const year = Number(day.slice(0, 4));
  const allYear = seasons
    .filter(({ phase }) => phase === 'all-year')
    .map((season) => ({
      season,
      regions: regions.filter((region) => isIn(season, region) && keep(windowIn(season, region, year))),
    }));
  return {
    lines: inLines(windows.filter(keep)),
    allYear: allYear.filter((line) => line.regions.length > 0),
  };
}

function inLines(windows: readonly SeasonWindow[]): readonly CalendarLine[] {
  const together = Map.groupBy(windows, ({ season, from, to }) => `${from} ${to} ${season.id}`);
  return [...together.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, all]) => {
      const [first] = all;
      return first === undefined ? [] : [{ ...first, regions: all.map(({ region }) => region) }];
    })
    .map(({ season, from, to, regions }) => ({ season, from, to, regions }));
}
