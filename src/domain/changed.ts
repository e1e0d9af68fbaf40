import type { SubscriberChange } from './people-and-openings.ts';
import type { Subscriber } from './subscriber.ts';

/** Openings a person can put aside before the oldest comes back. */
export const MOST_HIDDEN = 100;

function hiddenAfter(hidden: readonly string[], { hide, unhide }: SubscriberChange): readonly string[] {
  const others = hidden.filter((id) => id !== hide && id !== unhide);
  return hide === undefined ? others : [...others, hide].slice(-MOST_HIDDEN);
}

/** A subscriber after a change, as the store holds them then; saves asking it again. */
export const changed = (subscriber: Subscriber, change: SubscriberChange): Subscriber => ({
  ...subscriber,
  locale: change.locale ?? subscriber.locale,
  standing: change.standing ?? subscriber.standing,
  pausedUntil: change.pausedUntil === undefined ? subscriber.pausedUntil : change.pausedUntil,
  windowUntil: change.windowUntil === undefined ? subscriber.windowUntil : change.windowUntil,
  hidden: hiddenAfter(subscriber.hidden, change),
  preferences: { ...subscriber.preferences, ...change.preferences },
});
