import type { KnockCount, Ledger } from '../domain/delivery.ts';
import type { ReplyWindow } from '../domain/terms.ts';

/**
 * How many people were knocked at of late, against what the service allows in any 24 hours. Counted by the hour and by
 * the knock, so that nobody is remembered: a little more than the people there were, never less.
 */
export interface KnockBook {
  /** When there is room for one more, in ms: `now`, or when the oldest hour counts no more. */
  roomAt(now: number): number;
  /** How many more may be knocked at now. */
  room(now: number): number;
  /** Takes the room for one, before anything is awaited: others look for it at the same time. `null` when there is none. */
  take(now: Date): Knocking | null;
}

/** A knock under way. */
export interface Knocking {
  readonly at: Date;
  /** It went out, or may have. */
  wentOut(): void;
  /** Its turn is over: what did not go out leaves its room to others. */
  end(): void;
}

const HOUR_MS = 3_600_000;
/** When to look again for the room of knocks that are under way: longer than any answer takes. */
const UNDER_WAY_MS = 30_000;
/** An hour's last knock counts for 24 hours, so the whole hour counts for 25. */
const COUNTS_MS = 25 * HOUR_MS;

/** The book of a token, as the store has kept it; `null` for a channel without reply windows. */
export async function openKnockBook(
  channel: { readonly name: string; readonly window?: ReplyWindow },
  ledger: Pick<Ledger, 'knocks'>,
  now: Date,
): Promise<KnockBook | null> {
  const { window } = channel;
  return window === undefined
    ? null
    : createKnockBook(() => window.cap(), await ledger.knocks(channel.name, now));
}

/** A book that begins with these counts. */
export function createKnockBook(cap: () => number, before: readonly KnockCount[]): KnockBook {
  const hours = new Map(before.map(({ hour, knocks }) => [hour.getTime(), knocks]));
  let underWay = 0;

  const add = (at: Date, knocks: number): void => {
    const hour = Math.floor(at.getTime() / HOUR_MS) * HOUR_MS;
    hours.set(hour, Math.max(0, (hours.get(hour) ?? 0) + knocks));
  };
  const counting = (now: number): readonly (readonly [number, number])[] => {
    for (const hour of hours.keys()) if (hour + COUNTS_MS <= now) hours.delete(hour);
    return [...hours].toSorted(([a], [b]) => a - b);
  };
  /** Below 0 where the service allows fewer than it did. */
  const left = (now: number): number => cap() - counting(now).reduce((all, [, knocks]) => all + knocks, 0);

  return {
    room: (now) => Math.max(0, left(now)),
    roomAt(now) {
      let free = left(now);
      if (free >= 1) return now;
      if (free + underWay >= 1) return now + UNDER_WAY_MS;
      for (const [hour, knocks] of counting(now)) {
        free += knocks;
        if (free >= 1) return hour + COUNTS_MS;
      }
      // Nobody may be knocked at; the service may think better of it.
      return now + 24 * HOUR_MS;
    },
    take(at) {
      if (left(at.getTime()) < 1) return null;
      let out = false;
      add(at, 1);
      underWay++;
      return {
        at,
        wentOut: () => {
          out = true;
        },
        end: () => {
          underWay--;
          if (!out) add(at, -1);
        },
      };
    },
  };
}
