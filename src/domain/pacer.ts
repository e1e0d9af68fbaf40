import type { Lane } from './terms.ts';

/** Gives out the right to send, one token at a time. Pure: the caller brings the clock, in milliseconds. */
export interface Pacer {
  /** Claims the next token: the time at which its owner may send. Sleep until then, then ask `frozenUntil`. */
  claim(now: number): number;
  /** Hands an unused token to the next claim. */
  giveBack(): void;
  /** A reply went out beside the pushes: it takes one of their tokens. */
  replied(now: number): void;
  /** Told to wait: nothing before `until`, and a little slower from then on. */
  throttled(until: number): void;
  /** Nothing before `until`, without anybody having complained (a pause found at start, a lost connection). */
  freeze(until: number): void;
  frozenUntil(): number;
  /** Chooses whose turn it is among lanes with something to send. `null` when there is none. */
  lane(waiting: ReadonlySet<Lane>): Lane | null;
}

export interface Pace {
  /** Tokens a second that the service allows. */
  readonly perSecond: number;
  /** Margin on the interval; 1.03 passes a strict sliding window with ±20 ms of jitter (performance.md §9). */
  readonly margin?: number;
}

/** Steps of the margin: on a refusal, and for each clean minute (performance.md §9, AIMD). */
const SLOWER = 1.02;
const FASTER = 0.001;
/** One token in ten goes to digests when they wait, so that they do not starve. */
const DIGEST_SHARE = 10;

/** A pacer by GCRA: even spacing, no burst after idleness. `perSecond` may be `Infinity`: then nobody waits. */
export function createPacer({ perSecond, margin = 1.03 }: Pace): Pacer {
  const interval = 1000 / perSecond;
  let factor = margin;
  let next = Number.NEGATIVE_INFINITY;
  let frozen = Number.NEGATIVE_INFINITY;
  let cleanSince: number | null = null;
  let sinceDigest = 0;

  const relax = (now: number): void => {
    cleanSince ??= now;
    for (; now - cleanSince >= 60_000 && factor > margin; cleanSince += 60_000) {
      factor = Math.max(margin, factor - FASTER);
    }
    if (factor <= margin) cleanSince = now;
  };

  return {
    claim(now) {
      relax(now);
      const time = Math.max(next, now, frozen);
      next = time + interval * factor;
      return time;
    },
    giveBack() {
      next -= interval * factor;
    },
    replied(now) {
      next = Math.max(next, now) + interval * factor;
    },
    throttled(until) {
      factor *= SLOWER;
      frozen = Math.max(frozen, until);
      cleanSince = frozen;
    },
    freeze(until) {
      frozen = Math.max(frozen, until);
    },
    frozenUntil: () => frozen,
    lane(waiting) {
      const first = (['urgent', 'instant', 'digest'] as const).find((lane) => waiting.has(lane)) ?? null;
      const starving = waiting.has('digest') && sinceDigest + 1 >= DIGEST_SHARE;
      const lane = first !== null && starving ? 'digest' : first;
      sinceDigest = lane === 'digest' || !waiting.has('digest') ? 0 : sinceDigest + 1;
      return lane;
    },
  };
}
