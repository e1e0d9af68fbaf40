/** What is known of a season for one person, and what follows it for them. */
import type { SeasonsPort } from './conversation.ts';
import type { SeasonRow } from './country.ts';
import { nextHarvests } from './next-harvest.ts';
import type { Day, Opening, RegionCode } from './opening.ts';
import { isIn, nextWindow, type SeasonShift, type SeasonWindow, windowIn } from './season.ts';
import type { NextNote, NoteKind, SeasonNote } from './season-note.ts';
import { offeredIn, openingsOf } from './season-offers.ts';
import { dueNotices, type SeasonNotice, WHOLE_COUNTRY } from './season-plan.ts';
import { PERMIT_PLACE, placeOf, readWish, subjectsOf, wishFor, wishMeaning } from './season-wish.ts';
import type { Preferences, SeasonWish } from './subscriber.ts';
import type { VerdictKind } from './verdict-terms.ts';

type Law = Pick<SeasonsPort, 'country' | 'judge'>;

/** What is known on a day. */
export interface Known {
  /** Harvests that can be taken up. */
  readonly openings: readonly Opening[];
  readonly shifts: readonly SeasonShift[];
  readonly today: Day;
}

/** Says at a person's turn what a notice means to them: a port of the sender. */
export interface SeasonTeller {
  tell(noticeId: string, preferences: Preferences): Promise<SeasonNote | NextNote | null>;
}

/** A row of the country in a region it speaks of. */
function rowIn(
  { country }: Pick<Law, 'country'>,
  { seasonId, region }: { readonly seasonId: string; readonly region: RegionCode },
): SeasonRow | null {
  const row = country.seasons.find(({ id }) => id === seasonId);
  const there = country.regions.some(({ code }) => code === region);
  return row !== undefined && there && isIn(row, region) ? row : null;
}

/** A season as it is said to somebody. */
function noteOf(
  kind: NoteKind,
  window: SeasonWindow,
  preferences: Preferences,
  { country, judge }: Law,
  { openings }: Pick<Known, 'openings'>,
): SeasonNote {
  const verdict = judge(preferences.permit);
  return {
    kind,
    window,
    open: openingsOf(window, openings).length,
    caution: cautionOf(verdict(placeOf(window, country)).kind),
    wish: wishMeaning(preferences, window, country, verdict),
    alone: wishFor(window, country),
  };
}

function cautionOf(verdict: VerdictKind): SeasonNote['caution'] {
  switch (verdict) {
    case 'OK':
    case 'OK_LINKED':
      return null;
    case 'NEEDS_NEW_PERMIT':
      return 'new-permit';
    // A season is nobody's: no employer refuses anybody there.
    case 'NOT_TAKEN':
    case 'BARRED':
      return 'barred';
    case 'UNKNOWN':
    case 'NEEDS_EMPLOYER_QUOTA':
      return 'check';
  }
}

/** What is known of a season now: its days, or that it is over this year; `null` where there is no such season. */
export function knownOf(
  named: { readonly seasonId: string; readonly region: RegionCode },
  preferences: Preferences,
  law: Law,
  known: Known,
): SeasonNote | null {
  const row = rowIn(law, named);
  if (row === null) return null;
  const thisYear = windowIn(row, named.region, Number(known.today.slice(0, 4)), known.shifts);
  if (thisYear.over) return noteOf('known-over', thisYear, preferences, law, known);
  const window = nextWindow(row, named.region, known.today, known.shifts) ?? thisYear;
  return noteOf('known', window, preferences, law, known);
}

/** What follows a season: from its end on where it still runs, else from today; `null` where there is no such season. */
export function nextOf(
  named: { readonly seasonId: string; readonly region: RegionCode },
  preferences: Preferences,
  law: Law,
  known: Known,
): NextNote | null {
  const row = rowIn(law, named);
  if (row === null) return null;
  const { today, shifts } = known;
  const running = nextWindow(row, named.region, today, shifts);
  const over = windowIn(row, named.region, Number(today.slice(0, 4)), shifts);
  return running !== null && running.from <= today
    ? followingOf(running, running.to, preferences, law, known)
    : followingOf(over, today, preferences, law, known);
}

function followingOf(
  window: SeasonWindow,
  on: Day,
  preferences: Preferences,
  { country, judge }: Law,
  { openings, shifts }: Known,
): NextNote {
  const verdict = judge(preferences.permit);
  const suggestions = nextHarvests(
    { seasonId: window.season.id, region: window.region, on },
    {
      country,
      shifts,
      judge: verdict,
      wouldGetPermit: preferences.newPermit === true,
      offered: offeredIn(openings),
    },
  );
  return {
    kind: 'next',
    window,
    suggestions: suggestions.map((suggestion) => {
      const waits = wishMeaning(preferences, suggestion.window, country, verdict) !== null;
      return { ...suggestion, tell: waits ? null : wishFor(suggestion.window, country) };
    }),
  };
}

/** Where a notice of the whole country speaks to a person: a region they named, or their permit's. */
function regionFor(
  { region }: SeasonNotice,
  row: SeasonRow,
  { seasons, permit }: Preferences,
  { country }: Law,
): SeasonNotice['region'] {
  if (region !== WHOLE_COUNTRY) return region;
  const subjects = subjectsOf(row, country);
  const places = (seasons ?? [])
    .map(readWish)
    .filter(({ subject }) => subjects.includes(subject))
    .map(({ place }) => place);
  return places.find((place) => place !== PERMIT_PLACE) ?? permit?.region ?? WHOLE_COUNTRY;
}

/**
 * What a notice says to a person at their turn; `null` where there is nothing to say any more: they do not wait for it,
 * may not work there, or it has been said in another way since.
 */
export function toldOf(
  notice: SeasonNotice,
  preferences: Preferences,
  law: Law,
  known: Known,
): SeasonNote | NextNote | null {
  const row = law.country.seasons.find(({ id }) => id === notice.seasonId);
  if (row === undefined) return null;
  const region = regionFor(notice, row, preferences, law);
  const window = windowIn(row, region, notice.year, known.shifts);
  if (notice.kind === 'next') {
    // It was put off after this was planned: its end has a notice of its own.
    if (!window.over && window.to >= known.today) return null;
    const wish = wishMeaning(preferences, window, law.country, law.judge(preferences.permit));
    const next = wish === null ? null : followingOf(window, window.to, preferences, law, known);
    return next === null || next.suggestions.length === 0 ? null : next;
  }
  const kind = notice.kind === 'soon' ? comesOn(window, known.today) : movedBy(notice, known.shifts);
  const note = kind === null ? null : noteOf(kind, window, preferences, law, known);
  return note === null || note.wish === null || note.caution === 'barred' ? null : note;
}

/** Of what somebody begins to wait for: seasons that come so soon that their notice has gone out to the others. */
export const comingSoon = (
  wishes: readonly SeasonWish[],
  preferences: Preferences,
  law: Law,
  known: Known,
): readonly SeasonNote[] =>
  dueNotices(law.country, known.shifts, known.today)
    .filter(({ kind }) => kind === 'soon')
    .map((notice) => toldOf(notice, { ...preferences, seasons: wishes }, law, known))
    .filter((note) => note !== null && note.kind !== 'next');

/** What has begun needs no notice: its openings come by themselves. */
const comesOn = ({ from, over }: SeasonWindow, today: Day): NoteKind | null =>
  !over && from > today ? 'soon' : null;

/** How the season was moved; `null` where another word about it has come since. */
function movedBy(
  { seasonId, region, year, revision }: SeasonNotice,
  shifts: readonly SeasonShift[],
): NoteKind | null {
  const said = shifts.find(
    (shift) => shift.seasonId === seasonId && shift.region === region && shift.year === year,
  );
  if (said?.revision !== revision) return null;
  if (said.over) return 'shift-over';
  if (said.days === 0) return 'shift-back';
  return said.days > 0 ? 'shift-later' : 'shift-earlier';
}
