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

/** The person whose turn it is. `outside`: their reply window is closed, so that one knock goes out. */
export interface Reached {
  readonly subscriber: Subscriber;
  readonly today: Day;
  readonly outside: boolean;
}

/** Finds what is to be said to the person whose turn it is: of this push, and of others that wait for them. */
export type Gather = (ports: SenderPorts, token: Token, run: Run, to: Reached) => Promise<Found>;

/** What the other pushes of the same lane have to say of the same to the same person, as `find` finds it. */
export async function gatherOthers<Part>(
  { ports, token, run }: { readonly ports: SenderPorts; readonly token: Token; readonly run: Run },
  { ordinal }: Subscriber,
  find: (other: Run) => Promise<readonly Part[]>,
): Promise<{ readonly joined: readonly Run[]; readonly parts: readonly Part[] }> {
  const { lane, kind } = run.push.row;
  const waits = (other: Run): boolean =>
    other !== run &&
    other.restsUntil <= ports.clock().getTime() &&
    other.push.row.lane === lane &&
    CONTENT_OF[other.push.row.kind] === CONTENT_OF[kind] &&
    canJoin(other.push, ordinal, ports.clock().getTime());
  const others = [...token.runs.values()].filter(waits);
  const theirs = await Promise.all(others.map(async (other) => [other, await find(other)] as const));
  // While we read, some had their turn.
  const joined = theirs.filter(([other, parts]) => parts.length > 0 && waits(other));
  return { joined: joined.map(([other]) => other), parts: joined.flatMap(([, parts]) => parts) };
}
