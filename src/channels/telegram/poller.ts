/**
 * Long polling, at least once: an update is confirmed only when it and all before it are handled. Chats go side by
 * side, one chat in order. (grammY's own loop handles one update at a time, and its `stop` confirms what is not done.)
 */
import type { Api } from 'grammy';
import { describeError, type Log } from '../../log.ts';
import { backoffMs, pause } from './backoff.ts';
import { POLL_SECONDS } from './client.ts';
import { meaningOf, retryAfterOf } from './errors.ts';
import type { Handled } from './intake.ts';
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

export function createPoller(options: {
  readonly channel: string;
  readonly api: Api;
  readonly take: (projected: Projected) => Promise<Handled>;
  readonly log: Log;
}): Poller {
  const { channel, api, take, log } = options;
  const stopping = new AbortController();
  /** Taken and not yet confirmed, in the order of arrival: id → handled? */
  const taken = new Map<number, boolean>();
  const chats = new Map<string, Promise<void>>();
  let offset = 0;
  let failures = 0;
  let running: Promise<void> = Promise.resolve();

  async function handle(id: number, projected: Projected): Promise<void> {
    // After a stop nothing new begins: what comes later in a chat may not overtake what failed.
    for (let attempt = 1; !stopping.signal.aborted; attempt += 1) {
      if ((await take(projected)) !== 'again') {
        taken.set(id, true);
        return;
      }
      await pause(backoffMs(attempt), stopping.signal);
    }
  }

  function dispatch(update: { readonly update_id: number }): void {
    const id = update.update_id;
    if (taken.has(id)) return;
    const projected = project(update);
    taken.set(id, projected === null);
    if (projected === null) return;
    const chat = projected.kind === 'inbound' ? projected.chat : '';
    const before = chats.get(chat) ?? Promise.resolve();
    const done = before
      .then(() => handle(id, projected))
      .finally(() => {
        if (chats.get(chat) === done) chats.delete(chat);
      });
    chats.set(chat, done);
  }

  /** Forgets what is handled from the front; what is left begins at the new offset. */
  function advance(): void {
    for (const [id, isHandled] of taken) {
      if (!isHandled) {
        offset = id;
        return;
      }
      offset = id + 1;
      taken.delete(id);
    }
  }

  const settled = (): Promise<unknown> => Promise.all(chats.values());

  async function fetchUpdates(): Promise<readonly { readonly update_id: number }[]> {
    const timeout = taken.size > 0 ? 0 : POLL_SECONDS;
    const updates = await api.getUpdates(
      { offset, timeout, limit: 100, allowed_updates: ALLOWED_UPDATES },
      listened(stopping.signal),
    );
    if (failures > 0) log.info('poll.recovered', { channel, count: failures });
    failures = 0;
    return updates;
  }

  async function pollFailed(thrown: unknown): Promise<void> {
    if (stopping.signal.aborted) return;
    const meaning = meaningOf(thrown);
    if (meaning === 'misconfigured' || meaning === null) throw thrown;
    failures += 1;
    if (failures === 1) log.warn('poll.failed', { channel, ...describeError(thrown) });
    await pause(
      meaning === 'throttled' ? retryAfterOf(thrown) * 1_000 : backoffMs(failures),
      stopping.signal,
    );
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        for (const update of await fetchUpdates()) dispatch(update);
      } catch (thrown) {
        await pollFailed(thrown);
      }
      if (chats.size > 0) await Promise.race([settled(), pause(STRAGGLER_MS, stopping.signal)]);
      advance();
    }
  }

  // grammY types it by the signal of its own AbortController, and only listens to it.
  const listened = (signal: AbortSignal): Parameters<Api['getUpdates']>[1] =>
    signal as Parameters<Api['getUpdates']>[1];

  const confirm = (): Promise<unknown> =>
    api.getUpdates({ offset, limit: 1, timeout: 0 }, listened(AbortSignal.timeout(CONFIRM_MS)));

  return {
    run() {
      running = loop();
      return running;
    },
    async stop() {
      stopping.abort();
      await running.catch(() => undefined);
      await settled();
      advance();
      // Confirms by asking for what comes after; what it brings comes again to the next process.
      if (offset > 0) await confirm().catch(() => undefined);
    },
  };
}
