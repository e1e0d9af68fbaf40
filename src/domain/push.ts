/**
 * The state of a push, as its row in PostgreSQL holds it and as it is at work in memory. The machine beside it has no
 * clock, no input and no output: `take-over` begins, `push-line` says who is next, `push-turn` what becomes of a turn, `push-snapshot`
 * what is written.
 */
import type { Afterword } from './afterword.ts';
import { clear as clearBit, nextFrom, set as setBit } from './bitmap.ts';
import type { ChannelName, Lane } from './terms.ts';

/** What those who were shown an opening hear of it later: once for each of its revisions. */
export const CORRECTION_KINDS = ['filled', 'cancelled', 'changed', 'paused', 'reopened'] as const;
export type CorrectionKind = (typeof CORRECTION_KINDS)[number];
export const isCorrection = (kind: string): kind is CorrectionKind =>
  (CORRECTION_KINDS as readonly string[]).includes(kind);
/** `outcome`: what became of their report, for those who reported. */
export const PUSH_KINDS = ['announce', 'digest', 'season', ...CORRECTION_KINDS, 'outcome'] as const;
export type PushKind = (typeof PUSH_KINDS)[number];
export const PUSH_STATES = ['planned', 'running', 'paused', 'stopped', 'done', 'expired'] as const;
export type PushState = (typeof PUSH_STATES)[number];
export type PushPolicy = 'at-least-once' | 'at-most-once';
export type Counts = Readonly<Record<string, number>>;

/** A reservation as it is kept: ordinal, copy, since when (ms). */
export type WireEntry = readonly [ordinal: number, copy: number, since: number];

/** A change of a bitmap that is not folded in yet: `+` into later, `-` out of it, `a` into ahead, `c` out of recipients. */
export type JournalEntry = readonly ['+' | '-' | 'a' | 'c', number];

/** A push as its row holds it. Bitmaps in the order of `bitmap.ts`, all as long as `recipients`. */
export interface PushRow {
  readonly id: string;
  readonly announcementId: string;
  readonly channel: ChannelName;
  readonly kind: PushKind;
  /** Of what is announced, when the push was planned. */
  readonly revision: number;
  readonly lane: Lane;
  readonly policy: PushPolicy;
  readonly recipients: Uint8Array;
  readonly later: Uint8Array;
  readonly ahead: Uint8Array;
  readonly journal: readonly JournalEntry[];
  readonly total: number;
  /** Ordinal the walk begins at; `cursor` is how many ordinals it has passed since, so `size` is the end. */
  readonly origin: number;
  readonly cursor: number;
  readonly wire: readonly WireEntry[];
  readonly wakeAt: Date | null;
  readonly sent: number;
  readonly uncertain: number;
  readonly skipped: Counts;
  readonly failed: Counts;
  /** Digests: openings published after this. */
  readonly since: Date | null;
  readonly expiresAt: Date;
  /** What was heard later and is not worked in yet. */
  readonly afterwords: readonly Afterword[];
}

/** What every write of a running push brings; bitmaps only when the journal is folded. */
export interface PushSnapshot {
  readonly id: string;
  readonly cursor: number;
  readonly wire: readonly WireEntry[];
  readonly wakeAt: Date | null;
  readonly sent: number;
  readonly uncertain: number;
  readonly skipped: Counts;
  readonly failed: Counts;
  readonly journal: readonly JournalEntry[];
  readonly bitmaps: {
    readonly recipients: Uint8Array;
    readonly later: Uint8Array;
    readonly ahead: Uint8Array;
  } | null;
  /** Entries of the journal that the bitmaps hold already: they go when the write has succeeded. */
  readonly folds: number;
  /** Afterwords of the row that are worked in: they go, from the first. */
  readonly heard: number;
}

/** How a turn ends. `unknown`: it may have arrived. `back`: it did not, next in line; the copy is not counted. */
export type TurnEnd =
  | { readonly kind: 'sent' }
  | { readonly kind: 'skipped'; readonly why: string }
  | { readonly kind: 'failed'; readonly why: string }
  | { readonly kind: 'later'; readonly at: number }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'back'; readonly at: number };

/** No second copy before this much time: more than the HTTP timeout plus the worst pause (delivery.md §4). */
export const SECOND_COPY_MS = 30_000;

/** Somebody whose message is on its way, or may have arrived. */
export interface Reservation {
  readonly copy: number;
  readonly since: number;
  /** Not being sent: waits for its second copy. */
  readonly waiting: boolean;
  /** While it is being sent: how it ends by what the service has said already, unless its answer is a refusal. */
  readonly heard?: TurnEnd;
}

/** A push at work in memory. */
export interface Push {
  readonly row: PushRow;
  /** Ordinals its bitmaps can hold: the end of the walk. */
  readonly size: number;
  readonly recipients: Uint8Array;
  readonly later: Uint8Array;
  readonly ahead: Uint8Array;
  readonly wire: Map<number, Reservation>;
  /** Next in line again, and from when; they stand in `later` too, so a crash forgets none. */
  readonly next: Map<number, number>;
  cursor: number;
  /** Where the look through `later` has come; `null` outside one. */
  round: number | null;
  wakeAt: number | null;
  sent: number;
  uncertain: number;
  skipped: Record<string, number>;
  failed: Record<string, number>;
  journal: JournalEntry[];
  foldedAt: number;
  /** Afterwords worked in that the row still holds. */
  heard: number;
}

/** Everybody's turn has ended. */
export const isOver = (push: Push): boolean =>
  push.wire.size === 0 && push.cursor >= push.size && nextBit(push.later, 0) < 0;

/** Turns that have ended: sent, skipped, failed or uncertain. */
export const counted = (push: Push): number =>
  push.sent + push.uncertain + sum(push.skipped) + sum(push.failed);

/** When `reserve` may find somebody: `now`, a time in the future, or `null` when only answers are awaited. */
export function dueAt(push: Push, now: number): number | null {
  if (push.cursor < push.size || push.round !== null) return now;
  const waiting = [...push.wire.values()]
    .filter((one) => one.waiting)
    .map((one) => one.since + SECOND_COPY_MS);
  const times = [...waiting, ...push.next.values(), ...(push.wakeAt === null ? [] : [push.wakeAt])];
  return times.length === 0 ? null : Math.max(now, Math.min(...times));
}

/** Whether the walk has come by an ordinal. */
export const passed = (push: Push, ordinal: number): boolean =>
  (ordinal - push.row.origin + push.size) % push.size < push.cursor;

/** Notes a change of the bitmaps for the next write, and makes it. */
export function note(push: Push, entry: JournalEntry): void {
  push.journal.push(entry);
  apply(push, entry);
}

/** Makes a noted change. */
export function apply(push: Push, [what, ordinal]: JournalEntry): void {
  if (what === '+') setBit(push.later, ordinal);
  else if (what === '-') clearBit(push.later, ordinal);
  else if (what === 'a') setBit(push.ahead, ordinal);
  else clearBit(push.recipients, ordinal);
}

const sum = (counts: Counts): number => Object.values(counts).reduce((all, one) => all + one, 0);

/** The first ordinal at or after `from`, or -1. */
export const nextBit = (bits: Uint8Array, from: number): number => nextFrom(bits, from) ?? -1;
