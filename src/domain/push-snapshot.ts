import type { Push, PushSnapshot } from './push.ts';

/** When the journal is folded into the bitmaps: a bitmap rewritten for every message would be megabytes a second. */
const FOLD_ENTRIES = 1000;
const FOLD_MS = 10_000;

/** What is written next. When it brings bitmaps, tell `folded` once it is written. */
export function snapshotOf(push: Push, now: number): PushSnapshot {
  const { recipients, later, ahead, journal } = push;
  const due = journal.length >= FOLD_ENTRIES || now - push.foldedAt >= FOLD_MS;
  const folding = due && journal.length > 0;
  return {
    id: push.row.id,
    cursor: push.cursor,
    wire: [...push.wire].map(([ordinal, { copy, since }]) => [ordinal, copy, since] as const),
    wakeAt: wakeTime(push, now),
    sent: push.sent,
    uncertain: push.uncertain,
    skipped: { ...push.skipped },
    failed: { ...push.failed },
    journal: folding ? [] : [...journal],
    bitmaps: folding ? { recipients: recipients.slice(), later: later.slice(), ahead: ahead.slice() } : null,
    folds: folding ? journal.length : 0,
    heard: push.heard,
  };
}

/** The snapshot was written: what its bitmaps hold need not be noted any more, nor what it said was heard. */
export function folded(push: Push, { folds, heard }: PushSnapshot, now: number): void {
  push.heard -= heard;
  if (folds === 0) return;
  push.journal.splice(0, folds);
  push.foldedAt = now;
}

/** When a successor must look at `later`: at once while a look is unfinished. */
function wakeTime(push: Push, now: number): Date | null {
  if (push.round !== null || push.next.size > 0) return new Date(now);
  return push.wakeAt === null ? null : new Date(push.wakeAt);
}
