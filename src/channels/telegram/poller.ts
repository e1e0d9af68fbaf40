/**
 * Long polling, at least once: an update is confirmed only when it and all before it are handled. Chats go side by
 * side, one chat in order. (grammY's own loop handles one update at a time, and its `stop` confirms what is not done.)
 */
import type { Api } from 'grammy';
import { backoffMs, pause } from '../../backoff.ts';
import { describeError, type Log } from '../../log.ts';
import { POLL_SECONDS } from './client.ts';
import { meaningOf, retryAfterOf } from './errors.ts';
import type { Handled } from './intake.ts';
import { createLedger } from './ledger.ts';
import { type Projected, project } from './projection.ts';

/** What we ask for: what is not asked for cannot leak. */
export const ALLOWED_UPDATES = ['message', 'callback_query', 'my_chat_member'] as const;

/** While a chat is slow, the others' updates are fetched this often. */
const STRAGGLER_MS = 250;
/** The last call of a stop may take this long; without it some updates come twice. */
const CONFIRM_MS = 3_000;

export interface Poller {
  /** Resolves when it was stopped; rejects with the error when Telegram refuses us for good. */
  run(): Promise<void>;
  /** Takes nothing more; resolves when what was taken is handled and confirmed. */
  stop(): Promise<void>;
}

type Take = (projected: Projected) => Promise<Handled>;

/** Fetches updates with an `Api` that waits longer than `POLL_SECONDS`, and hands each to `take`. */
export function createPoller(options: {
  readonly channel: string;
  readonly api: Api;
  readonly take: Take;
  readonly log: Log;
}): Poller {
  const { api } = options;
  const stopping = new AbortController();
  const ledger = createLedger();
  const failed = createFailures({ ...options, signal: stopping.signal });
  const chats = createChats(options.take, stopping.signal);
  let running: Promise<void> = Promise.resolve();

  async function fetchUpdates(): Promise<readonly { readonly update_id: number }[]> {
    const timeout = ledger.isOpen() ? 0 : POLL_SECONDS;
    const wanted = { offset: ledger.offset(), timeout, limit: 100, allowed_updates: ALLOWED_UPDATES };
    const updates = await api.getUpdates(wanted, listened(stopping.signal));
    failed.over();
    return updates;
  }

  function dispatch(update: { readonly update_id: number }): void {
    const id = update.update_id;
    if (!ledger.take(id)) return;
    const projected = project(update);
    if (projected === null) ledger.done(id);
    else chats.add(projected, () => ledger.done(id));
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        for (const update of await fetchUpdates()) dispatch(update);
      } catch (thrown) {
        await failed.again(thrown);
      }
      if (chats.areBusy()) await Promise.race([chats.settled(), pause(STRAGGLER_MS, stopping.signal)]);
      ledger.offset();
      // Never in a hurry with something open: an unhandled update would otherwise be asked for without end.
      if (ledger.isOpen() && !chats.areBusy()) await pause(STRAGGLER_MS, stopping.signal);
    }
  }

  return {
    run() {
      running = loop();
      return running;
    },
    async stop() {
      stopping.abort();
      await running.catch(() => undefined);
      await chats.settled();
      const offset = ledger.offset();
      if (offset === 0) return;
      // Confirms by asking for what comes after; what this brings comes again to the next process.
      const signal = listened(AbortSignal.timeout(CONFIRM_MS));
      await api.getUpdates({ offset, limit: 1, timeout: 0 }, signal).catch(() => undefined);
    },
  };
}

// grammY types it by the signal of its own AbortController, and only listens to it.
const listened = (signal: AbortSignal): Parameters<Api['getUpdates']>[1] =>
  signal as Parameters<Api['getUpdates']>[1];

/** One line of work for each chat. */
function createChats(take: Take, signal: AbortSignal) {
  const lines = new Map<string, Promise<void>>();

  async function handle(projected: Projected, done: () => void): Promise<void> {
    // After a stop nothing new begins: what comes later in a chat may not overtake what failed.
    for (let attempt = 1; !signal.aborted; attempt += 1) {
      if ((await take(projected)) !== 'again') return done();
      await pause(backoffMs(attempt), signal);
    }
  }

  return {
    add(projected: Projected, done: () => void): void {
      const chat = projected.kind === 'inbound' ? projected.chat : '';
      const line = (lines.get(chat) ?? Promise.resolve()).then(() => handle(projected, done));
      lines.set(chat, line);
      void line.then(() => lines.get(chat) === line && lines.delete(chat));
    },
    areBusy: () => lines.size > 0,
    settled: (): Promise<unknown> => Promise.all(lines.values()),
  };
}

/** Polls that failed in a row: one line in the log when it begins and one when it is over. */
function createFailures(options: {
  readonly channel: string;
  readonly log: Log;
  readonly signal: AbortSignal;
}) {
  const { channel, log, signal } = options;
  let count = 0;
  return {
    over(): void {
      if (count > 0) log.info('poll.recovered', { channel, count });
      count = 0;
    },
    /** Waits as long as is right, or throws what no waiting mends. */
    async again(thrown: unknown): Promise<void> {
      if (signal.aborted) return;
      const meaning = meaningOf(thrown);
      if (meaning === 'misconfigured' || meaning === null) throw thrown;
      count += 1;
      if (count === 1) log.warn('poll.failed', { channel, ...describeError(thrown) });
      await pause(meaning === 'throttled' ? retryAfterOf(thrown) * 1_000 : backoffMs(count), signal);
    },
  };
}
