import type { Ledger } from '../domain/delivery.ts';
import type { PushRow } from '../domain/push.ts';
import type { Clock } from '../domain/terms.ts';

/** Which openings broadcasts have shown. */
export interface BroadcastBook {
  /** Those of some openings that a broadcast showed, or perhaps showed, somebody before this push comes to them. */
  shown(push: PushRow, ordinal: number, openingIds: readonly string[]): Promise<readonly string[]>;
}

/** Less than the second that a chat rests after a message: whoever had a broadcast is asked about it afterwards. */
const FRESH_MS = 500;

/** Hardly any opening is broadcast, and every message asks: which were is read twice a second at most. */
export function createBroadcastBook(
  ledger: Pick<Ledger, 'broadcastLately' | 'broadcastTo'>,
  clock: Clock,
): BroadcastBook {
  let readAt = Number.NEGATIVE_INFINITY;
  let lately: ReadonlySet<string> = new Set();
  return {
    async shown({ id, channel }, ordinal, openingIds) {
      const now = clock();
      if (Math.abs(now.getTime() - readAt) >= FRESH_MS) {
        lately = new Set(await ledger.broadcastLately(now));
        readAt = now.getTime();
      }
      const some = openingIds.filter((opening) => lately.has(opening));
      return some.length === 0 ? [] : ledger.broadcastTo(channel, ordinal, some, id);
    },
  };
}
