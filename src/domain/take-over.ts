import { hear } from './afterword.ts';
import { apply, nextBit, type Push, type PushRow } from './push.ts';
import { conclude } from './push-turn.ts';

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
    heard: 0,
  };
  for (const entry of row.journal) apply(push, entry);
  if (nextBit(push.later, 0) >= 0) push.wakeAt = row.wakeAt?.getTime() ?? now;
  for (const [ordinal, copy, since] of row.wire) push.wire.set(ordinal, { copy, since, waiting: false });
  // First what is known, so that only what is not counts as in doubt.
  hear(push, row.afterwords, now);
  for (const ordinal of [...push.wire.keys()]) conclude(push, ordinal, { kind: 'unknown' });
  return push;
}

function sized(bits: Uint8Array, length: number): Uint8Array {
  const same = new Uint8Array(length);
  same.set(bits.subarray(0, length));
  return same;
}
