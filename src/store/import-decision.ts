/** What to do with each opening of a batch, from what is known of it. Pure. */
import { expiresOn } from '../domain/admission.ts';
import type { Outcome } from '../domain/import-run.ts';
import type { Opening } from '../domain/opening.ts';
import { REPORTS_THAT_PAUSE } from '../domain/opening-change.ts';
import type { MappedOpening } from '../domain/source.ts';

/** An opening as the database has it, locked. */
export interface KnownOpening {
  readonly opening: Opening;
  readonly seenIn: string | null;
  /** Reports of so many people wait for a decision. */
  readonly undecided: number;
}

export interface Known {
  readonly byId: ReadonlyMap<string, KnownOpening>;
  /** Openings by fingerprint: their ids. */
  readonly byPrint: ReadonlyMap<string, string>;
}

export interface Decided {
  readonly mapped: MappedOpening;
  readonly print: string;
  readonly outcome: Outcome;
  /** The row it was found as, where it was. */
  readonly id: string | null;
  /** What the row shall become, where it changes. */
  readonly next: Opening | null;
  /** What those who were told of it must hear then. */
  readonly correction: 'changed' | 'reopened' | 'filled' | null;
}

/** One decision for each opening, in order. Of two in the batch that are one, the first counts. */
export function decide(
  openings: readonly MappedOpening[],
  prints: readonly string[],
  known: Known,
  runId: string,
): readonly Decided[] {
  const seenIds = new Set<string>();
  const seenPrints = new Set<string>();
  return openings.map((mapped, at) => {
    const print = prints[at] ?? '';
    const before = known.byId.get(mapped.externalId) ?? null;
    const repeated = seenIds.has(mapped.externalId) || before?.seenIn === runId;
    seenIds.add(mapped.externalId);
    if (repeated) return { mapped, print, outcome: 'repeated', id: null, ...NOTHING };
    if (before !== null) {
      seenPrints.add(print);
      return decideKnown(mapped, print, before);
    }
    const twin = known.byPrint.get(print) ?? null;
    const duplicate = twin !== null || seenPrints.has(print);
    seenPrints.add(print);
    return { mapped, print, outcome: duplicate ? 'duplicate' : 'imported', id: twin, ...NOTHING };
  });
}

const NOTHING = { next: null, correction: null } as const;

function decideKnown(mapped: MappedOpening, print: string, known: KnownOpening): Decided {
  const before = known.opening;
  const next = renewed(known, mapped);
  const changed = substance(next) !== substance(before);
  const touched = changed || next.status !== before.status || details(next) !== details(before);
  if (!touched) return { mapped, print, outcome: 'unchanged', id: before.id, ...NOTHING };
  const correction = dueOf(before, next, changed);
  const revision = correction === null ? before.revision : before.revision + 1;
  return { mapped, print, outcome: 'updated', id: before.id, next: { ...next, revision }, correction };
}

/** Of what is open now. While it is not, what it says is of no interest to those who were told that it ended. */
function dueOf(before: Opening, next: Opening, changed: boolean): Decided['correction'] {
  if (before.status === 'open' && next.status === 'filled') return 'filled';
  if (next.status !== 'open') return null;
  if (before.status !== 'open') return 'reopened';
  return changed ? 'changed' : null;
}

/** What a feed closes, it may open again, once its reports are decided; what people closed stays closed. */
const CLOSED_BY_FEED: readonly Opening['closeReason'][] = ['expired', 'too-old', 'source-gone'];

/** The opening with what the feed now says. */
function renewed({ opening: before, undecided }: KnownOpening, { content }: MappedOpening): Opening {
  const closedByFeed = before.status === 'closed' && CLOSED_BY_FEED.includes(before.closeReason);
  const opens = closedByFeed && undecided < REPORTS_THAT_PAUSE;
  const next: Opening = {
    ...before,
    ...content,
    placesLeft: leftOf(before, content.places),
    expiresOn: expiresOn(content),
    status: opens ? 'open' : before.status,
    closeReason: opens ? null : before.closeReason,
  };
  const isFull = next.status === 'open' && next.placesAt !== null && next.placesLeft === 0;
  return isFull ? { ...next, status: 'filled', closeReason: 'filled' } : next;
}

/** Whoever came still has their place when a feed names another total; places that are filled are not empty then. */
function leftOf({ places, placesLeft, placesAt, status }: Opening, total: number | null): number | null {
  if (total === places || status === 'filled') return placesLeft;
  if (placesAt === null) return total;
  if (total === null || placesLeft === null) return placesLeft;
  return places === null ? Math.min(placesLeft, total) : Math.max(0, total - (places - placesLeft));
}

/** What a person who was told would want to hear again: a change of it raises the revision of what is open. */
const substance = (opening: Opening): string => {
  const { kind, work, region, place, startsOn, endsOn, pay, housing, food, transport, employer } = opening;
  return JSON.stringify([
    kind,
    work,
    region,
    place,
    startsOn,
    endsOn,
    pay === null ? null : [pay.min, pay.max, pay.unit, pay.currency],
    opening.hoursPerDay,
    housing,
    food,
    transport,
    employer,
    opening.permitPayer,
    opening.accepts,
    opening.contract,
    termsIn(opening),
  ]);
};

/** In one order: a row that comes back has its fields in another. */
const termsIn = ({ harvest }: Opening): readonly unknown[] => Object.entries(harvest ?? {}).sort(byName);

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

const details = (opening: Opening): string => {
  const { title, note, crop, aid, locale, places, medicalBook, employerId, contact } = opening;
  const { postedOn, validUntil } = opening;
  return JSON.stringify([
    ...[title, note, crop, aid, locale, places, medicalBook, employerId, contact.url, contact.phone],
    ...[postedOn, validUntil],
    ...[
      opening.activity,
      opening.quota,
      opening.vouchedBy,
      opening.pledge,
      Object.entries(opening.notes).sort(byName),
    ],
  ]);
};
