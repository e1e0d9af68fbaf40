/** Hands on what a call brought: one person's messages in their order, people side by side, and answers after the commit. */
import { Attempts } from '../../domain/attempts.ts';
import type { Hear, Receive } from '../../domain/terms.ts';
import { describeError, type Log } from '../../log.ts';
import type { News } from './news.ts';
import type { Brought, Inbound } from './projection.ts';
import type { Taken } from './webhook.ts';

/** So many statuses are written down at once: the same database serves other channels, too. */
const LANES = 4;

export interface Intake {
  /** Never rejects. `done` means that every effect is committed; replies may still be on their way. */
  take(brought: Brought): Promise<Taken>;
  /** Resolves when the replies of everything taken are sent. */
  settled(): Promise<void>;
}

export function createIntake(options: {
  readonly channel: string;
  readonly receive: Receive;
  readonly hear: Hear;
  /** What Meta tells of us: may pause the channel. */
  readonly learn: (news: News) => Promise<void>;
  readonly log: Log;
  readonly ticks?: () => number;
}): Intake {
  const { channel, receive, hear, learn, log, ticks = () => performance.now() } = options;
  const attempts = new Attempts(ticks);
  const inHand = new Set<Promise<unknown>>();
  const lanes: Promise<unknown>[] = Array.from({ length: LANES }, () => Promise.resolve());
  let turns = 0;

  const failed = (id: string, thrown: unknown): Taken => {
    const { attempt, givenUp } = attempts.failed(id);
    const said = { channel, attempt, ...describeError(thrown) };
    if (givenUp) log.error('update.dropped', said);
    else log.warn('update.repeated', said);
    return givenUp ? 'done' : 'again';
  };

  /** Resolves at the commit: Meta wants its answer sooner than our replies are sent. */
  function takeOne(inbound: Inbound): Promise<Taken> {
    const { promise, resolve } = Promise.withResolvers<Taken>();
    let isCommitted = false;
    const committed = (): void => {
      isCommitted = true;
      attempts.handled(inbound.updateId);
      resolve('done');
    };
    const whole = receive({ channel, localeHint: null, ...inbound }, committed)
      .then(committed, (thrown: unknown) => {
        if (isCommitted) log.error('message.failed', { channel, ...describeError(thrown) });
        else resolve(failed(inbound.updateId, thrown));
      })
      .finally(() => inHand.delete(whole));
    inHand.add(whole);
    return promise;
  }

  /** After one that must come again, nothing later of this person begins: it would overtake. */
  async function takeInOrder(all: readonly Inbound[]): Promise<Taken> {
    for (const inbound of all) if ((await takeOne(inbound)) === 'again') return 'again';
    return 'done';
  }

  async function guarded(id: string, work: () => Promise<void>): Promise<Taken> {
    try {
      await work();
      attempts.handled(id);
      return 'done';
    } catch (thrown) {
      return failed(id, thrown);
    }
  }

  /** `work` never rejects. */
  function inLane<T>(work: () => Promise<T>): Promise<T> {
    const at = turns++ % LANES;
    const done = (lanes[at] ?? Promise.resolve()).then(work);
    lanes[at] = done;
    return done;
  }

  return {
    async take({ inbound, words, news, ignored }) {
      if (ignored > 0) log.info('update.ignored', { channel, count: ignored });
      const people = Map.groupBy(inbound, ({ address }) => address.reveal());
      const taken = await Promise.all([
        ...[...people.values()].map(takeInOrder),
        ...words.map((word) => inLane(() => guarded(`${word.id} ${word.status}`, () => hear(word)))),
        ...news.map((one) => guarded(JSON.stringify(one), () => learn(one))),
      ]);
      return taken.includes('again') ? 'again' : 'done';
    },
    async settled() {
      while (inHand.size > 0) await Promise.all(inHand);
    },
  };
}
