/** Getting in touch with WhatsApp, and knowing whether we are: the number, its tier, the templates. */
import { backoffMs, pause } from '../../backoff.ts';
import type { ChannelState } from '../../domain/terms.ts';
import { SendError } from '../../domain/terms.ts';
import { describeError, type Log } from '../../log.ts';
import type { Graph } from './client.ts';
import { GraphError, toSendError } from './errors.ts';
import type { Registry } from './registry.ts';

/** Templates are read again so often: a webhook may have been lost. */
const AGAIN_MS = 3_600_000;

export interface Connection {
  state(): ChannelState;
  /** Digits of the number, once known. */
  digits(): string | null;
  cap(): number;
  setCap(people: number): void;
  /** Reads the templates again, after whoever does so already: an older answer may not replace a newer one. */
  refill(): Promise<void>;
  /** Asks once; throws `SendError` when Meta refuses us for good, and goes on trying when the network is down. */
  start(): Promise<void>;
  /** Ends what is being asked; resolves when nothing is any more. */
  stop(): Promise<void>;
}

/** Before Meta has said it: what a new portfolio has. Source: Meta's page on messaging limits. */
const FIRST_CAP = 250;

export function createConnection(options: {
  readonly channel: string;
  readonly graph: Graph;
  readonly registry: Registry;
  readonly log: Log;
}): Connection {
  const { channel, graph, registry, log } = options;
  const stopping = new AbortController();
  let state: ChannelState = 'starting';
  let digits: string | null = null;
  let cap = FIRST_CAP;
  let looking: Promise<void> = Promise.resolve();
  const refill = oneByOne(async () => registry.fill(await graph.templates(stopping.signal)));

  async function look(): Promise<void> {
    const number = await graph.phoneNumber(stopping.signal);
    ({ digits } = number);
    cap = number.cap ?? cap;
    await refill();
    if (state === 'running') return;
    state = 'running';
    log.info('channel.started', { channel, way: 'webhook' });
  }

  /** Looks again and again: soon while it fails, now and then while it works. */
  async function keepLooking(): Promise<void> {
    let failures = state === 'running' ? 0 : 1;
    while (!stopping.signal.aborted) {
      await pause(failures === 0 ? AGAIN_MS : backoffMs(failures), stopping.signal);
      if (stopping.signal.aborted) return;
      failures = await look().then(
        () => 0,
        (thrown: unknown) => complain(thrown, failures + 1),
      );
    }
  }

  function complain(thrown: unknown, failures: number): number {
    // It did not fail: we ended it.
    if (stopping.signal.aborted) return failures;
    const refusal = refusalOf(thrown);
    if (refusal !== null) {
      state = 'refused';
      log.error('channel.misconfigured', { channel, ...describeError(refusal) });
    } else if (failures === 2) log.warn('channel.failed', { channel, ...describeError(toSendError(thrown)) });
    return failures;
  }

  return {
    state: () => state,
    digits: () => digits,
    cap: () => cap,
    setCap(people) {
      cap = people;
    },
    refill,
    async start() {
      try {
        await look();
      } catch (thrown) {
        const refusal = refusalOf(thrown);
        if (refusal !== null) {
          state = 'refused';
          throw refusal;
        }
        log.warn('channel.failed', { channel, ...describeError(toSendError(thrown)) });
      }
      looking = keepLooking();
    },
    async stop() {
      stopping.abort();
      await looking;
      state = 'stopped';
      log.info('channel.stopped', { channel });
    },
  };
}

/** Does it one at a time: who asks while one waits to begin gets that one. */
function oneByOne(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  let waiting: Promise<void> | null = null;
  return () => {
    if (waiting !== null) return waiting;
    const next = last.then(() => {
      waiting = null;
      return work();
    });
    waiting = next;
    last = next.catch(() => undefined);
    return next;
  };
}

/**
 * What to give up with when Meta refuses us; `null` for everything else. Who we are is asked with nothing but our own
 * ids: what Meta finds wrong in that was set up wrongly.
 */
function refusalOf(thrown: unknown): SendError | null {
  const error = toSendError(thrown);
  if (!(error instanceof SendError)) return null;
  const { kind } = error.reason;
  if (kind === 'misconfigured' || kind === 'restricted') return error;
  const isSaid = thrown instanceof GraphError && thrown.code !== null;
  return kind === 'rejected' && isSaid ? new SendError({ kind: 'misconfigured' }, { cause: thrown }) : null;
}
