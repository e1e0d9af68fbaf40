/** Pushes for tests of the machine beside `domain/push.ts`. */
import { bitmapOf } from '../../src/domain/bitmap.ts';
import type { Push, PushRow } from '../../src/domain/push.ts';
import { folded, snapshotOf } from '../../src/domain/push-snapshot.ts';

/** A row of a push to these ordinals that nothing was done for. */
export const rowOf = (ordinals: readonly number[], change: Partial<PushRow> = {}): PushRow => ({
  id: 'push',
  announcementId: 'bulletin',
  channel: 'telegram',
  kind: 'announce',
  revision: 0,
  lane: 'instant',
  policy: 'at-least-once',
  recipients: bitmapOf(ordinals),
  later: new Uint8Array(),
  ahead: new Uint8Array(),
  journal: [],
  total: ordinals.length,
  origin: 0,
  cursor: 0,
  wire: [],
  wakeAt: null,
  afterwords: [],
  sent: 0,
  uncertain: 0,
  skipped: {},
  failed: {},
  since: null,
  expiresAt: new Date(1e12),
  ...change,
});

/** What a successor finds: the row as the last write left it. */
export function reread(push: Push, now: number): PushRow {
  const written = snapshotOf(push, now);
  folded(push, written, now);
  const { bitmaps, folds: _, heard: __, ...snapshot } = written;
  const { row } = push;
  const before = { recipients: row.recipients, later: row.later, ahead: row.ahead };
  return { ...row, ...(bitmaps ?? before), ...snapshot };
}
