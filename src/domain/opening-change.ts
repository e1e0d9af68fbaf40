/** What people who keep an opening true say of it, and what those who were told must hear then. Pure. */
import type { CloseReason, Day, Opening } from './opening.ts';
import type { CorrectionKind } from './push.ts';

/** Why something cannot be said of an opening. */
export type ChangeRefusal =
  /** It is filled or closed already. */
  | 'closed'
  /** Reports paused it: a decision on them comes first. */
  | 'reported'
  /** Reports ended it, and they were right. */
  | 'upheld'
  | 'open'
  | 'below-zero'
  /** More are left than there are places at all. */
  | 'too-many'
  /** Nobody has said yet how many are left. */
  | 'unknown-left'
  /** The day is over, or its last day is. */
  | 'past'
  /** The work itself ends before. */
  | 'after-its-end';

export type Change =
  | {
      readonly kind: 'changed';
      readonly opening: Opening;
      /** What those who were told must hear; `null`: nothing. */
      readonly correction: CorrectionKind | null;
    }
  | { readonly kind: 'refused'; readonly why: ChangeRefusal };

/** A way in which an opening may change. */
export type ChangeOf = (opening: Opening) => Change;

/** How many places are left, or how many people came. */
export type Counted = { readonly left: number } | { readonly came: number };

/** Reasons a person may give for closing. */
export const SAID_REASONS = ['withdrawn', 'filled', 'moved', 'pay-changed'] as const;
export type SaidReason = (typeof SAID_REASONS)[number];

const refused = (why: ChangeRefusal): Change => ({ kind: 'refused', why });

/** A change that people must hear of: a new revision. */
const heard = (opening: Opening, correction: CorrectionKind): Change => ({
  kind: 'changed',
  opening: { ...opening, revision: opening.revision + 1 },
  correction,
});

const unheard = (opening: Opening): Change => ({ kind: 'changed', opening, correction: null });

/** Counts down, or says how many are left. At zero it is filled. */
export const places =
  (said: Counted, at: Date): ChangeOf =>
  (opening) => {
    if (opening.status === 'paused') return refused('reported');
    if (opening.status !== 'open') return refused('closed');
    if ('came' in said && opening.placesLeft === null) return refused('unknown-left');
    const left = 'left' in said ? said.left : (opening.placesLeft ?? 0) - said.came;
    const wrong = wrongLeft(opening, left);
    if (wrong !== null) return refused(wrong);
    const counted: Opening = { ...opening, placesLeft: left, placesAt: at };
    return left === 0 ? heard({ ...counted, ...FILLED }, 'filled') : unheard(counted);
  };

const FILLED = { status: 'filled', closeReason: 'filled' } as const;
const OPEN = { status: 'open', closeReason: null } as const;

function wrongLeft({ places: all }: Opening, left: number): 'below-zero' | 'too-many' | null {
  if (left < 0) return 'below-zero';
  return all !== null && left > all ? 'too-many' : null;
}

/** Ends it, for a reason. */
export const close =
  (reason: SaidReason, at: Date): ChangeOf =>
  (opening) => {
    if (opening.status === 'filled' || opening.status === 'closed') return refused('closed');
    if (reason === 'filled') return heard({ ...opening, ...FILLED, placesLeft: 0, placesAt: at }, 'filled');
    return heard({ ...opening, status: 'closed', closeReason: reason }, 'cancelled');
  };

/** Opens it again with `left` places, or as many as were left; `null` where that was none: nobody knows. */
export const reopen =
  (left: number | null, at: Date, today: Day): ChangeOf =>
  (opening) => {
    if (opening.status === 'open') return refused('open');
    if (opening.closeReason === 'reports')
      return refused(opening.status === 'paused' ? 'reported' : 'upheld');
    if (opening.expiresOn < today) return refused('past');
    if (left === null)
      return heard({ ...opening, ...OPEN, placesLeft: opening.placesLeft || null }, 'reopened');
    const wrong = left === 0 ? 'below-zero' : wrongLeft(opening, left);
    if (wrong !== null) return refused(wrong);
    return heard({ ...opening, ...OPEN, placesLeft: left, placesAt: at }, 'reopened');
  };

/** Reasons for which an opening ends by itself, when its last day is over. */
const RAN_OUT: readonly (CloseReason | null)[] = ['expired', 'too-old'];

/**
 * Shows it until a later day, or an earlier one. What had ended by itself is open again. Where it is shown until the last
 * day of the work, the work itself goes on: whoever was told hears of that.
 */
export const extend =
  (until: Day, today: Day): ChangeOf =>
  (opening) => {
    if (opening.status === 'filled') return refused('closed');
    const ranOut = opening.status === 'closed' && RAN_OUT.includes(opening.closeReason);
    if (opening.status === 'closed' && !ranOut) return refused('closed');
    if (until < today) return refused('past');
    const goesOn = opening.endsOn !== null && until > opening.endsOn;
    if (goesOn && !isShownToItsEnd(opening)) return refused('after-its-end');
    const endsOn = goesOn ? until : opening.endsOn;
    const longer: Opening = { ...opening, endsOn, validUntil: until, expiresOn: until };
    if (ranOut) return heard({ ...longer, ...OPEN }, 'reopened');
    return goesOn && opening.status === 'open' ? heard(longer, 'changed') : unheard(longer);
  };

/** Whether it cannot be shown longer but by going on longer. */
export const isShownToItsEnd = ({ endsOn, expiresOn }: Opening): boolean =>
  endsOn !== null && endsOn <= expiresOn;

/** Undecided reports of so many different people pause an opening. */
export const REPORTS_THAT_PAUSE = 3;

/** Nobody else is told of it until somebody has decided. */
export const pausedByReports: ChangeOf = (opening) =>
  opening.status === 'open'
    ? heard({ ...opening, status: 'paused', closeReason: 'reports' }, 'paused')
    : refused('closed');

/** The reports were right. Who heard of its end has heard enough; who heard that it is paused was told to wait for this. */
export const endedByReports: ChangeOf = (opening) => {
  const status = opening.status === 'filled' ? 'filled' : 'closed';
  const ended: Opening = { ...opening, status, closeReason: 'reports' };
  return opening.status === 'open' || opening.status === 'paused'
    ? heard(ended, 'cancelled')
    : unheard(ended);
};

/** The reports were wrong. What ended meanwhile stays as it is. */
export const clearedOfReports =
  (today: Day): ChangeOf =>
  (opening) => {
    if (opening.status !== 'paused') return unheard(opening);
    if (opening.expiresOn < today) return unheard({ ...opening, status: 'closed', closeReason: 'expired' });
    return heard({ ...opening, ...OPEN }, 'reopened');
  };

/**
 * Whether a correction is still what there is to say of an opening. A newer revision has a correction of its own, to
 * everybody who was told.
 */
export function stands(kind: CorrectionKind, revision: number, opening: Opening): boolean {
  if (revision !== opening.revision) return false;
  if (kind === 'filled') return opening.status === 'filled';
  if (kind === 'cancelled') return opening.status === 'closed';
  if (kind === 'paused') return opening.status === 'paused';
  return opening.status === 'open';
}
