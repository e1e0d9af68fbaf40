/** What coordinators see of broadcasts, and do with them. */
import type { AudienceFilter, BroadcastAccount, Reach } from './broadcast.ts';
import type { Done } from './desk.ts';
import type { Opening } from './opening.ts';

/** What somebody would send. */
export interface BroadcastWish {
  readonly openingCode: string;
  readonly filter: AudienceFilter;
  readonly urgent: boolean;
  /** When it shall leave; `null`: as soon as may be. */
  readonly at: Date | null;
}

/** Of one's own organisation, like all that is seen at a desk. */
export interface BroadcastView {
  /** Its openings that are open, newest first. */
  broadcastable(): Promise<readonly Opening[]>;
  /** Answers in figures, or not: see `domain/audience-figures.ts`. The question itself is kept for a day. */
  reach(wish: Omit<BroadcastWish, 'at'>): Promise<Reach>;
  /** Whether the week's budget leaves room for an urgent one. */
  urgentLeft(): Promise<boolean>;
  /** Newest first. */
  broadcasts(): Promise<readonly BroadcastAccount[]>;
  broadcast(code: string): Promise<BroadcastAccount | null>;
}

/**
 * `budget`: more urgent messages than the organisation has for a week. `gone`: there is no such opening any more.
 * `untimely`: the time is over by now, or too far. `narrow`, `enough`: its figures would be refused, see `Reach`.
 */
export type Sending =
  | { readonly kind: 'sent' | 'asked'; readonly code: string }
  | { readonly kind: 'budget' | 'gone' | 'untimely' | 'narrow' | 'enough' };

/** `late`: it is over already, or has begun. */
export type Steered = 'done' | 'late';

export interface BroadcastDesk extends BroadcastView {
  /** A normal one leaves after a minute, or at its time; an urgent one waits for somebody else, until then at most. */
  sendBroadcast(wish: BroadcastWish): Promise<Done<Sending>>;
  /** The second person: agrees, lets it go at once, or does not agree. */
  decideBroadcast(code: string, how: 'agree' | 'at-once' | 'refuse'): Promise<Done<Steered>>;
  /** Takes it back before it begins; afterwards pauses it, lets it go on, or stops it for good. */
  steerBroadcast(code: string, how: 'undo' | 'pause' | 'resume' | 'stop'): Promise<Done<Steered>>;
}
