import { CONTENT_OF, type Content } from '../domain/content.ts';
import type { Day, Opening } from '../domain/opening.ts';
import { canJoin } from '../domain/push-line.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import type { Run, SenderPorts, Token } from './token.ts';

/** What goes into one message. */
export interface Found {
  /** `null`: nothing is to be said to the person any more. */
  readonly content: Content | null;
  /** Other pushes that the message carries. */
  readonly joined: readonly Run[];
  /** Openings that the person sees in it. */
  readonly shows: readonly Opening[];
}

/** Nothing is to be said. */
export const NOTHING: Found = { content: null, joined: [], shows: [] };

/** Finds what is to be said to the person whose turn it is: of this push, and of others that wait for them. */
export type Gather = (
  ports: SenderPorts,
  token: Token,
  run: Run,
  subscriber: Subscriber,
  today: Day,
) => Promise<Found>;

/** Whether another push of the same lane speaks of the same, and waits for the person too. */
export const joinable =
  ({ clock }: SenderPorts, run: Run, { ordinal }: Subscriber): ((other: Run) => boolean) =>
  (other) =>
    other !== run &&
    other.push.row.lane === run.push.row.lane &&
    CONTENT_OF[other.push.row.kind] === CONTENT_OF[run.push.row.kind] &&
    canJoin(other.push, ordinal, clock().getTime());
