import { upcoming } from '../domain/push-line.ts';
import { dayAt } from '../domain/quiet-hours.ts';
import { isOutside } from '../domain/reply-window.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { judge, type Verdict } from './judge.ts';
import type { Run, SenderPorts, Token } from './token.ts';

/** People read together when one after the other is set aside: a night must cost seconds, not an hour. */
const MOST = 2000;
/** Fewer are read one by one. */
const LEAST = 8;
/** What was read longer ago says nothing any more. */
const FRESH_MS = 5000;

/** What is known of people before their turn: enough to set them aside, never to write to them. */
export interface LookAhead {
  /** Next to be read together. Grows while nobody is written to, so that by day nobody is read twice. */
  batch: number;
  readAt: number;
  readonly people: Map<number, Subscriber>;
  /** Being read: turns of one push wait for it together. */
  reading: Promise<void> | null;
}

/** Knows nobody yet. */
export const createLookAhead = (): LookAhead => ({
  batch: 1,
  readAt: 0,
  people: new Map(),
  reading: null,
});

/** Reads the people whose turn comes next, when the last ones were all set aside and used up. */
export async function readAhead(ports: SenderPorts, token: Token, run: Run): Promise<void> {
  const { ahead } = run;
  const isFresh = ahead.people.size > 0 && ports.clock().getTime() - ahead.readAt < FRESH_MS;
  if (isFresh || ahead.batch < LEAST) return;
  ahead.reading ??= read(ports, token, run).finally(() => {
    ahead.reading = null;
  });
  await ahead.reading;
}

async function read(ports: SenderPorts, token: Token, { ahead, push }: Run): Promise<void> {
  ahead.people.clear();
  const soon = upcoming(push, ahead.batch);
  if (soon.length === 0) return;
  for (const one of await token.ledger.people(soon)) ahead.people.set(one.ordinal, one);
  ahead.readAt = ports.clock().getTime();
}

/** Why somebody whose turn it is may be set aside unread; `null`: they must be looked at. */
export async function foreseen(
  ports: SenderPorts,
  token: Token,
  run: Run,
  ordinal: number,
): Promise<Exclude<Verdict, { kind: 'write' }> | null> {
  const subscriber = run.ahead.people.get(ordinal);
  if (subscriber === undefined) return null;
  run.ahead.people.delete(ordinal);
  const verdict = await judgeNow(ports, token, run, subscriber);
  return verdict.kind === 'write' ? null : verdict;
}

/** The judgement of a person at this moment. */
export async function judgeNow(
  ports: SenderPorts,
  token: Token,
  run: Run,
  subscriber: Subscriber | null,
): Promise<Verdict> {
  const now = ports.clock();
  if (subscriber === null) return { kind: 'skip', why: 'forgotten' };
  const offsetAt = ports.clockOf(subscriber);
  const today = dayAt(now, offsetAt);
  const full = await token.days.full(today, subscriber.ordinal);
  const { knocks } = token;
  const outside =
    knocks !== null && isOutside(subscriber, ports.channel.window, now)
      ? {
          begun: await token.days.begun(today, subscriber.ordinal),
          roomAt: knocks.roomAt(now.getTime()),
        }
      : null;
  return judge({ row: run.push.row, subscriber, now, offsetAt, full, outside });
}

/** Somebody was set aside: more are read together the next time. */
export const setAside = ({ ahead }: Run): void => {
  ahead.batch = Math.min(MOST, ahead.batch * 2);
};

/** Somebody is written to: people are read one by one again. */
export const wasWritten = ({ ahead }: Run): void => {
  ahead.batch = 1;
  ahead.people.clear();
};
