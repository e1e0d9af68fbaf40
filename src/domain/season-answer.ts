/** What is known of a season for one person, and what follows it for them. */
import type { SeasonsPort } from './conversation.ts';
import type { SeasonRow } from './country.ts';
import { nextHarvests } from './next-harvest.ts';
import type { Day, Opening, RegionCode } from './opening.ts';
import { isIn, nextWindow, type SeasonShift, type SeasonWindow, windowIn } from './season.ts';
import type { NextNote, NoteKind, SeasonNote } from './season-note.ts';
import { offeredIn, openingsOf } from './season-offers.ts';
import { placeOf, wishMeaning } from './season-wish.ts';
import type { Preferences } from './subscriber.ts';

type Law = Pick<SeasonsPort, 'country' | 'judge'>;

/** What is known on a day. */
export interface Known {
  /** Harvests that can be taken up. */
  readonly openings: readonly Opening[];
  readonly shifts: readonly SeasonShift[];
  readonly today: Day;
}

/** A row of the country in a region it speaks of. */
export function rowIn(
  { country }: Pick<Law, 'country'>,
  { seasonId, region }: { readonly seasonId: string; readonly region: RegionCode },
): SeasonRow | null {
  const row = country.seasons.find(({ id }) => id === seasonId);
  const there = country.regions.some(({ code }) => code === region);
  return row !== undefined && there && isIn(row, region) ? row : null;
}

/** A season as it is said to somebody. */
export function noteOf(
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
    check: verdict(placeOf(window, country)).kind === 'UNKNOWN',
    wish: wishMeaning(preferences, window, country, verdict),
  };
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
  { country, judge }: Law,
  { openings, shifts, today }: Known,
): NextNote | null {
  const row = rowIn({ country }, named);
  if (row === null) return null;
  const running = nextWindow(row, named.region, today, shifts);
  const on = running !== null && running.from <= today ? running.to : today;
  const verdict = judge(preferences.permit);
  const suggestions = nextHarvests(
    { ...named, on },
    {
      country,
      shifts,
      judge: verdict,
      wouldGetPermit: preferences.newPermit === true,
      offered: offeredIn(openings),
    },
  );
  const known = suggestions.filter(
    ({ window }) => wishMeaning(preferences, window, country, verdict) !== null,
  );
  return {
    kind: 'next',
    window: windowIn(row, named.region, Number(on.slice(0, 4)), shifts),
    suggestions,
    known,
  };
}
