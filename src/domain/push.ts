/**
 * The state machine of a push: who is next, and what becomes of a turn. No clock, no input or output: functions that
 * change the state they are given. The row in PostgreSQL is this state; `snapshotOf` says what is written.
 */
import { clear as clearBit, has as hasBit, nextFrom, set as setBit } from './bitmap.ts';
import type { ChannelName, Lane } from './terms.ts';

export const PUSH_KINDS = ['announce', 'changed', 'filled', 'cancelled', 'digest'] as const;
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
/** At most this many copies of anything. */
const COPIES = 2;
/** When the journal is folded into the bitmaps. */
const FOLD_ENTRIES = 1000;
const FOLD_MS = 10_000;

interface Reservation {
  readonly copy: number;
  readonly since: number;
  /** Not being sent: waits for its second copy. */
  readonly waiting: boolean;
}

/** A push at work in memory. */
export interface Push {
  readonly row: PushRow;
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
}

/** Takes a push over from its row. What stands in `wire` may have arrived: it waits, or is uncertain. */
export function takeOver(row: PushRow, now: number): Push {
  const push: Push = {
    row,
    size: row.recipients.length * 8,
    recipients: Uint8Array.from(row.recipients),
    later: sized(row.later, row.recipients.length),
    ahead: sized(row.ahead, row.recipients.length),
    wire: new Map(),
    next: new Map(),
    cursor: row.cursor,
    round: null,
    wakeAt: null,
    sent: row.sent,
    uncertain: row.uncertain,
    skipped: { ...row.skipped },
    failed: { ...row.failed },
    journal: [...row.journal],
    foldedAt: now,
  };
  for (const entry of row.journal) apply(push, entry);
  for (const [ordinal, copy, since] of row.wire) {
    push.wire.set(ordinal, { copy, since, waiting: false });
    conclude(push, ordinal, { kind: 'unknown' });
  }
  if (nextBit(push.later, 0) >= 0) push.wakeAt = row.wakeAt?.getTime() ?? now;
  return push;
}

/** Reserves the next person whose turn it is, if there is one now: their ordinal, or `null`. */
export function reserve(push: Push, now: number): number | null {
  const ordinal = dueCopy(push, now) ?? dueNext(push, now) ?? dueLater(push, now) ?? walk(push);
  if (ordinal !== null) hold(push, ordinal, now);
  return ordinal;
}

/** Whether a message to `ordinal` may carry this push too: their turn is still to come. */
export function canJoin(push: Push, ordinal: number, now: number): boolean {
  if (!hasBit(push.recipients, ordinal) || hasBit(push.ahead, ordinal)) return false;
  const held = push.wire.get(ordinal);
  if (held !== undefined) return held.waiting && held.since + SECOND_COPY_MS <= now;
  return hasBit(push.later, ordinal) || !passed(push, ordinal);
}

/** Reserves `ordinal` out of turn, for a message that carries several pushes. */
export function hold(push: Push, ordinal: number, now: number): void {
  const held = push.wire.get(ordinal);
  push.next.delete(ordinal);
  push.wire.set(ordinal, { copy: (held?.copy ?? 0) + 1, since: now, waiting: false });
}

/** Ends a turn: out of the wire and into the counts, or back into the line. */
export function conclude(push: Push, ordinal: number, end: TurnEnd): void {
  switch (end.kind) {
    case 'sent':
      push.sent++;
      told(push, ordinal);
      break;
    case 'skipped':
      refuse(push, ordinal, push.skipped, end.why);
      break;
    case 'failed':
      refuse(push, ordinal, push.failed, end.why);
      break;
    case 'unknown':
      doubt(push, ordinal);
      break;
    case 'back':
    case 'later':
      if (awaitsCopy(push, ordinal)) wait(push, ordinal, end.at);
      else if (end.kind === 'back') putBack(push, ordinal, end.at);
      else postpone(push, ordinal, end.at);
      break;
  }
}

/** Gives every reservation back that is not being sent, and not waiting for a copy: for a stop or a refused write. */
export const release = (push: Push, ordinal: number, now: number): void =>
  conclude(push, ordinal, { kind: 'back', at: now });

/** Ends what is left: the wire is uncertain, everybody else is skipped for one reason (closed, expired, stopped). */
export function endRest(push: Push, why: string): void {
  push.uncertain += push.wire.size;
  push.wire.clear();
  const rest = push.row.total - counted(push);
  if (rest > 0) push.skipped[why] = (push.skipped[why] ?? 0) + rest;
  push.cursor = push.size;
  push.later.fill(0);
  push.next.clear();
  push.round = null;
  push.wakeAt = null;
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

/** What is written next. Folding empties the journal, so only a write that cannot be refused may fold. */
export function snapshotOf(push: Push, now: number, mayFold: boolean): PushSnapshot {
  const due = push.journal.length >= FOLD_ENTRIES || now - push.foldedAt >= FOLD_MS;
  const folding = mayFold && due && push.journal.length > 0;
  const { recipients, later, ahead } = push;
  if (folding) {
    push.journal = [];
    push.foldedAt = now;
  }
  return {
    id: push.row.id,
    cursor: push.cursor,
    wire: [...push.wire].map(([ordinal, { copy, since }]) => [ordinal, copy, since] as const),
    wakeAt: wakeTime(push, now),
    sent: push.sent,
    uncertain: push.uncertain,
    skipped: { ...push.skipped },
    failed: { ...push.failed },
    journal: [...push.journal],
    bitmaps: folding ? { recipients: recipients.slice(), later: later.slice(), ahead: ahead.slice() } : null,
  };
}

function dueCopy(push: Push, now: number): number | null {
  for (const [ordinal, one] of push.wire)
    if (one.waiting && one.since + SECOND_COPY_MS <= now) return ordinal;
  return null;
}

function dueNext(push: Push, now: number): number | null {
  for (const [ordinal, at] of push.next) if (at <= now) return ordinal;
  return null;
}

function dueLater(push: Push, now: number): number | null {
  if (push.round === null && push.wakeAt !== null && push.wakeAt <= now) {
    push.round = 0;
    push.wakeAt = null;
  }
  while (push.round !== null) {
    const ordinal = nextBit(push.later, push.round);
    push.round = ordinal < 0 ? null : ordinal + 1;
    if (ordinal >= 0 && !push.wire.has(ordinal) && !push.next.has(ordinal)) return ordinal;
  }
  return null;
}

/** One step round the circle, over everybody who was told ahead, is on the wire or waits in `later`. */
function walk(push: Push): number | null {
  while (push.cursor < push.size) {
    const from = (push.row.origin + push.cursor) % push.size;
    const found = nextBit(push.recipients, from);
    const ordinal = found < 0 ? nextBit(push.recipients, 0) : found;
    const steps = (ordinal - from + push.size) % push.size;
    if (ordinal < 0 || push.cursor + steps >= push.size) {
      push.cursor = push.size;
      return null;
    }
    push.cursor += steps + 1;
    if (!hasBit(push.ahead, ordinal) && !hasBit(push.later, ordinal) && !push.wire.has(ordinal))
      return ordinal;
  }
  return null;
}

const passed = (push: Push, ordinal: number): boolean =>
  (ordinal - push.row.origin + push.size) % push.size < push.cursor;

/** Told, or perhaps told: the walk must not come back to them. */
function told(push: Push, ordinal: number): void {
  push.wire.delete(ordinal);
  push.next.delete(ordinal);
  if (!passed(push, ordinal)) note(push, ['a', ordinal]);
  if (hasBit(push.later, ordinal)) note(push, ['-', ordinal]);
}

function refuse(push: Push, ordinal: number, counts: Record<string, number>, why: string): void {
  push.wire.delete(ordinal);
  push.next.delete(ordinal);
  note(push, ['c', ordinal]);
  if (hasBit(push.later, ordinal)) note(push, ['-', ordinal]);
  counts[why] = (counts[why] ?? 0) + 1;
}

function doubt(push: Push, ordinal: number): void {
  const held = push.wire.get(ordinal);
  if (held !== undefined && held.copy < COPIES && push.row.policy === 'at-least-once') {
    push.wire.set(ordinal, { ...held, waiting: true });
    return;
  }
  push.uncertain++;
  told(push, ordinal);
}

/** A second copy that did not go out stays on the wire: the first one may still have arrived. */
const awaitsCopy = (push: Push, ordinal: number): boolean => (push.wire.get(ordinal)?.copy ?? 0) > 1;

function wait(push: Push, ordinal: number, at: number): void {
  const copy = (push.wire.get(ordinal)?.copy ?? COPIES) - 1;
  push.wire.set(ordinal, { copy, since: at - SECOND_COPY_MS, waiting: true });
}

function putBack(push: Push, ordinal: number, at: number): void {
  push.wire.delete(ordinal);
  if (!passed(push, ordinal)) return;
  if (!hasBit(push.later, ordinal)) note(push, ['+', ordinal]);
  push.next.set(ordinal, at);
}

/** `later` as a whole is looked at again at the earliest of its times; whoever must still wait says so again. */
function postpone(push: Push, ordinal: number, at: number): void {
  push.wire.delete(ordinal);
  if (!hasBit(push.later, ordinal)) note(push, ['+', ordinal]);
  push.wakeAt = Math.min(push.wakeAt ?? at, at);
}

function note(push: Push, entry: JournalEntry): void {
  push.journal.push(entry);
  apply(push, entry);
}

function apply(push: Push, [what, ordinal]: JournalEntry): void {
  if (what === '+') setBit(push.later, ordinal);
  else if (what === '-') clearBit(push.later, ordinal);
  else if (what === 'a') setBit(push.ahead, ordinal);
  else clearBit(push.recipients, ordinal);
}

/** When a successor must look at `later`: at once while a look is unfinished. */
function wakeTime(push: Push, now: number): Date | null {
  if (push.round !== null || push.next.size > 0) return new Date(now);
  return push.wakeAt === null ? null : new Date(push.wakeAt);
}

function sized(bits: Uint8Array, length: number): Uint8Array {
  const same = new Uint8Array(length);
  same.set(bits.subarray(0, length));
  return same;
}

const sum = (counts: Counts): number => Object.values(counts).reduce((all, one) => all + one, 0);

const nextBit = (bits: Uint8Array, from: number): number => nextFrom(bits, from) ?? -1;
