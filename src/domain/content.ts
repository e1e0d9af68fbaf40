/** What one pushed message says, before any language. */
import type { Opening } from './opening.ts';
import type { CorrectionKind, PushKind } from './push.ts';
import type { NextNote, SeasonNote } from './season-note.ts';

/** One member for each thing that pushes speak of; what is said of the same thing goes out as one message. */
export type Content = OpeningsContent | CorrectionsContent | OutcomesContent | SeasonsContent;

/** Openings that fit. */
export interface OpeningsContent {
  readonly kind: 'openings';
  /** Those that are shown, best first. */
  readonly openings: readonly Opening[];
  /** How many fit beside them. */
  readonly more: number;
  /** It is urgent; `again`: they were shown it before. */
  readonly urgent?: Urgency;
}

/** An urgent message, to whom it is new or not. */
export type Urgency = 'new' | 'again';

/** What has become of openings that the person was shown. */
export interface CorrectionsContent {
  readonly kind: 'corrections';
  readonly corrections: readonly Correction[];
  /** What else fits them, best first; empty where nothing was lost. */
  readonly others: readonly Opening[];
}

/** One opening, as it is now, and what is to be said of it. */
export interface Correction {
  readonly said: CorrectionKind;
  readonly opening: Opening;
}

/** What has become of the person's reports. */
export interface OutcomesContent {
  readonly kind: 'outcomes';
  readonly outcomes: readonly Outcome[];
}

/** The opening was ended because of reports, or was not. */
export interface Outcome {
  readonly upheld: boolean;
  readonly opening: Opening;
}

/** Harvests that the person waits for. */
export interface SeasonsContent {
  readonly kind: 'seasons';
  /** What comes, or was moved. */
  readonly notes: readonly SeasonNote[];
  /** What follows one that is over. */
  readonly next: NextNote | null;
}

/** What pushes of each kind speak of. */
export const CONTENT_OF: Readonly<Record<PushKind, Content['kind']>> = {
  announce: 'openings',
  digest: 'openings',
  filled: 'corrections',
  cancelled: 'corrections',
  changed: 'corrections',
  paused: 'corrections',
  reopened: 'corrections',
  outcome: 'outcomes',
  season: 'seasons',
};

/** Whether a pause of the person holds it back. A correction may stop somebody who is on the way. */
export const isNews = (kind: PushKind): boolean =>
  CONTENT_OF[kind] === 'openings' || CONTENT_OF[kind] === 'seasons';
