/** What may be said of somebody's right to take work, and what it is said of. */
import type { Day, Payer, RegionCode } from './opening.ts';
import type { Rule } from './rules.ts';

/** From the best to the worst, so that of two days the worse is told. */
export const VERDICTS = [
  'OK',
  'OK_LINKED',
  'UNKNOWN',
  'NEEDS_NEW_PERMIT',
  'NEEDS_EMPLOYER_QUOTA',
  /** The law may let them; the employer does not take this right to work. */
  'NOT_TAKEN',
  'BARRED',
] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** What must be said beside a verdict. */
export const FLAGS = [
  /** Nothing was said about the right to work. */
  'not-said',
  /** A rule that matters was not looked at for too long, or is past its end. */
  'rule-stale',
  /** The region's list of bans of last time is over, and no new one is on file. */
  'ban-list-lapsed',
  /** No list of bans is on file for the region. */
  'ban-list-unverified',
  /** The list on file does not name everything that is barred. */
  'ban-list-incomplete',
  /** Some of this work is barred, and the opening does not say which it is. */
  'may-be-barred',
  /** The law allows one permit for both regions; nobody found that they agreed. */
  'may-be-linked',
  'fee-unknown',
  /** The law limits the share of foreign staff in this activity. */
  'share-limited',
  /** The employer says they hold a quota. */
  'quota-stated',
  /** Lawyers must still say how this is. */
  'counsel',
] as const;
export type Flag = (typeof FLAGS)[number];

/** What a new permit costs for the work. */
export interface PermitFee {
  /** A month, in whole units; `null`: not known, never 0. */
  readonly monthly: number | null;
  readonly currency: string;
  /** Whole permit months that the work touches; `null`: no end is stated. */
  readonly payments: number | null;
  readonly total: number | null;
}

export interface Verdict {
  readonly kind: VerdictKind;
  /** The day of the work that gave it: the worst. */
  readonly on: Day;
  /** The row that decided; `null` where none did. */
  readonly rule: Rule | null;
  /** Every row that was looked at, with its source and day. */
  readonly rules: readonly Rule[];
  /** Of a new permit. */
  readonly fee: PermitFee | null;
  readonly whoPays: Payer | null;
  readonly flags: readonly Flag[];
}

/** What of an opening is judged. */
export interface WorkPlace {
  readonly region: RegionCode;
  /** A work of ours or an activity of the package; `null`: not known. */
  readonly activity: string | null;
  readonly from: Day;
  /** `null`: no end is stated, and only the beginning is judged. */
  readonly to: Day | null;
  readonly permitPayer: Payer | null;
  readonly quota: boolean | null;
  /** Rights to work that the employer takes; `null`: not stated. */
  readonly accepts: 'any' | readonly string[] | null;
}
