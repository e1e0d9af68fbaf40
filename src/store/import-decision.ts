/** What to do with each opening of a batch, from what is known of it. Pure. */
import { expiresOn } from '../domain/admission.ts';
import type { Outcome } from '../domain/import-run.ts';
import type { Opening } from '../domain/opening.ts';
import type { MappedOpening } from '../domain/source.ts';

export interface Known {
  readonly byId: ReadonlyMap<string, { readonly opening: Opening; readonly seenIn: string | null }>;
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
    if (repeated) return { mapped, print, outcome: 'repeated', id: null, next: null };
    if (before !== null) {
      seenPrints.add(print);
      return decideKnown(mapped, print, before.opening);
    }
    const twin = known.byPrint.get(print) ?? null;
    const duplicate = twin !== null || seenPrints.has(print);
    seenPrints.add(print);
    return { mapped, print, outcome: duplicate ? 'duplicate' : 'imported', id: twin, next: null };
  });
}

function decideKnown(mapped: MappedOpening, print: string, before: Opening): Decided {
  const next = renewed(before, mapped);
  const changed = substance(next) !== substance(before);
  const touched = changed || next.status !== before.status || details(next) !== details(before);
  return touched
    ? {
        mapped,
        print,
        outcome: 'updated',
        id: before.id,
        next: changed ? { ...next, revision: before.revision + 1 } : next,
      }
    : { mapped, print, outcome: 'unchanged', id: before.id, next: null };
}

/** The opening with what the feed now says. What the feed closed may open again; what people closed stays closed. */
function renewed(before: Opening, { content }: MappedOpening): Opening {
  const closedByFeed =
    before.status === 'closed' && before.closeReason !== 'filled' && before.closeReason !== 'withdrawn';
  const placesLeft = content.places === before.places ? before.placesLeft : content.places;
  return {
    ...before,
    ...content,
    placesLeft,
    expiresOn: expiresOn(content),
    status: closedByFeed ? 'open' : before.status,
    closeReason: closedByFeed ? null : before.closeReason,
  };
}

/** What a person who was told would want to hear again: a change of it raises the revision. */
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
  ]);
};

const details = (opening: Opening): string => {
  const { title, note, crop, aid, locale, places, medicalBook, employerId, contact } = opening;
  const { postedOn, validUntil } = opening;
  return JSON.stringify([
    ...[title, note, crop, aid, locale, places, medicalBook, employerId, contact.url, contact.phone],
    ...[postedOn, validUntil],
  ]);
};
