/** What those who keep an opening true say of it at their desk. Pure. */
import { boundsOf } from './audience-figures.ts';
import type { Action, Coordinator, Subject } from './coordinator.ts';
import type { CloseReason, Day, Opening, Status } from './opening.ts';
import {
  type ChangeOf,
  type ChangeRefusal,
  type Counted,
  close,
  extend,
  isShownToItsEnd,
  places,
  reopen,
  type SaidReason,
} from './opening-change.ts';

/** One thing that is said of an opening. */
export type Keeping =
  | { readonly kind: 'places'; readonly said: Counted }
  | { readonly kind: 'close'; readonly reason: SaidReason }
  /** `null`: with as many places as were left. */
  | { readonly kind: 'reopen'; readonly left: number | null }
  | { readonly kind: 'extend'; readonly until: Day };

/** An opening as those who keep it see it: counts in coarse steps, and nothing of anybody. */
export interface KeptOpening {
  readonly opening: Opening;
  readonly organisationId: string | null;
  /** The coordinator who posted it; `null`: nobody here, or somebody who left. */
  readonly by: string | null;
  /** At least so many were told of it; 0: fewer than twenty. */
  readonly told: number;
}

/** What became of it. */
export type Kept = 'changed' | 'told' | 'gone' | `why-${ChangeRefusal}`;

/** How it is said to the rules of openings. */
export function changeBy(keeping: Keeping, at: Date, today: Day): ChangeOf {
  switch (keeping.kind) {
    case 'places':
      return places(keeping.said, at);
    case 'close':
      return close(keeping.reason, at);
    case 'reopen':
      return reopen(keeping.left, at, today);
    case 'extend':
      return extend(keeping.until, today);
  }
}

/** Ends by themselves, from which an opening comes back when it is extended. */
const RAN_OUT: readonly (CloseReason | null)[] = ['expired', 'too-old'];
/** Ends from which whoever keeps it may bring it back: it stood there openly before. */
const COMES_BACK: readonly (CloseReason | null)[] = [
  ...RAN_OUT,
  'filled',
  'withdrawn',
  'moved',
  'pay-changed',
];

const hasRunOut = ({ status, closeReason }: Opening): boolean =>
  status === 'closed' && RAN_OUT.includes(closeReason);

/**
 * What somebody must be allowed to do for it. To extend what has ended by itself is to open it again: it is told to
 * people anew.
 */
export const actionFor = ({ kind }: Pick<Keeping, 'kind'>, opening: Opening): Action =>
  kind === 'extend' && hasRunOut(opening) ? 'opening.reopen' : `opening.${kind}`;

/** More than may be reached without a code: how many hear that something is open again, nobody has counted yet. */
const MANY = Number.POSITIVE_INFINITY;

/** Whether it ends the opening: everybody who was told of it hears that they should not travel. */
export const endsIt = (keeping: Keeping, { placesLeft }: Opening): boolean =>
  keeping.kind === 'close' ||
  (keeping.kind === 'places' &&
    ('left' in keeping.said ? keeping.said.left === 0 : keeping.said.came === placesLeft));

/**
 * What it is done to. Of an end also how many hear of it: as many as the figure that is told may stand for, so that
 * whether a code is asked for tells no more than the figure does.
 */
export function subjectFor(
  action: Action,
  { opening, organisationId, by, told }: KeptOpening,
  keeping?: Keeping,
): Subject {
  const subject = { organisationId, region: opening.region, by };
  if (action === 'opening.reopen') return { ...subject, people: MANY };
  const ends = action === 'opening.close' || (keeping !== undefined && endsIt(keeping, opening));
  return ends ? { ...subject, people: boundsOf(told === 0 ? 'few' : told).most } : subject;
}

/** What can be said of an opening as it stands. */
export const WAYS = ['places', 'came', 'filled', 'extend', 'close', 'reopen'] as const;
export type Way = (typeof WAYS)[number];

/** The states in which anything can be said of one; whatever waits for an approval is none of them. */
const SAID_OF: readonly Status[] = ['open', 'paused', 'filled', 'closed'];

/** Whether it makes sense now; the rules of openings decide again. */
export function fits(way: Way, opening: Opening): boolean {
  const { status, closeReason, placesLeft } = opening;
  if (!SAID_OF.includes(status)) return false;
  if (way === 'places' || way === 'filled') return status === 'open';
  if (way === 'came') return status === 'open' && placesLeft !== null;
  if (way === 'close') return status === 'open' || status === 'paused';
  if (way === 'reopen')
    return status === 'filled' || (status === 'closed' && COMES_BACK.includes(closeReason));
  return status === 'open' || hasRunOut(opening);
}

/** The action behind a way. */
export const actionOf = (way: Way, opening: Opening): Action =>
  actionFor({ kind: way === 'came' ? 'places' : way === 'filled' ? 'close' : way }, opening);

/** Whether somebody sees the openings of their organisation here; also while they are new, who only read. */
export const seesOpenings = ({ roles, organisation }: Coordinator): boolean =>
  organisation !== null && roles.some((role) => role === 'poster' || role === 'moderator');

const MOST_DAYS = [3, 7, 14, 30];

/**
 * Days until which an opening may be extended by one tap: some days on, and the last day of the work itself. Where it is
 * shown until that day, the work itself goes on for some days.
 */
export function untilWhen(
  opening: Opening,
  today: Day,
  after: (day: Day, days: number) => Day,
): readonly Day[] {
  const { expiresOn } = opening;
  const endsOn = isShownToItsEnd(opening) ? null : opening.endsOn;
  const from = expiresOn < today ? today : expiresOn;
  const on = MOST_DAYS.map((days) => after(from, days));
  const within = endsOn === null ? on : on.filter((day) => day < endsOn);
  return endsOn === null || endsOn < today ? within : [...within, endsOn];
}
