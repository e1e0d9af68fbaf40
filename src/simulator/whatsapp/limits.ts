/**
 * How often one may send: to one person about every six seconds once a burst of 45 is used up, and 80 messages a
 * second in all. Meta publishes the first, vendors agree on the second.
 */
import { type Bucket, refill } from '../bucket.ts';
import { GraphRefusal } from './refusal.ts';
import type { WhatsAppLimitMode } from './terms.ts';

const PAIR_BURST = 45;
const PAIR_PER_SECOND = 1 / 6;
const PER_SECOND = 80;

export interface Limits {
  mode(next: WhatsAppLimitMode): void;
  /** Counts a send. Throws the refusal when it may not pass. */
  take(person: number): void;
}

/** The limits over a clock that only runs forward. */
export function createLimits(ticks: () => number, first: WhatsAppLimitMode): Limits {
  let mode = first;
  const pairs = new Map<number, Bucket>();
  const whole: Bucket = { level: PER_SECOND, at: ticks() };

  return {
    mode(next) {
      mode = next;
      pairs.clear();
      Object.assign(whole, { level: PER_SECOND, at: ticks() });
    },
    take(person) {
      if (mode === 'off') return;
      const now = ticks();
      const pair = pairs.get(person) ?? { level: PAIR_BURST, at: now };
      pairs.set(person, pair);
      if (refill(whole, now, PER_SECOND, PER_SECOND) < 1)
        throw new GraphRefusal(130429, `more than ${PER_SECOND} messages a second`);
      if (refill(pair, now, PAIR_PER_SECOND, PAIR_BURST) < 1)
        throw new GraphRefusal(131056, 'too many messages to this person in a short time');
      whole.level -= 1;
      pair.level -= 1;
    },
  };
}
