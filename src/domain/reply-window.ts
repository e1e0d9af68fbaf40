/** The hours after a person's message in which a service lets us write freely. Rounded down: we never believe it open too long. */
import type { Subscriber } from './subscriber.ts';
import type { InboundEvent, ReplyWindow } from './terms.ts';

const HOUR_MS = 3_600_000;

/** Whether a person did something that opens the window: words and taps do, what a service says of them does not. */
export const opensWindow = ({ kind }: InboundEvent): boolean =>
  kind === 'command' || kind === 'button' || kind === 'text' || kind === 'document' || kind === 'other';

/** The end of a window that was opened at `at`, as a whole hour: nothing finer is kept. */
export const windowEnd = (at: Date, hours: number): Date =>
  new Date(Math.floor((at.getTime() + hours * HOUR_MS) / HOUR_MS) * HOUR_MS);

/** Whether only a knock may go to a person now. */
export const isOutside = (
  { windowUntil }: Pick<Subscriber, 'windowUntil'>,
  window: ReplyWindow | undefined,
  now: Date,
): boolean => window !== undefined && (windowUntil === null || windowUntil <= now);
