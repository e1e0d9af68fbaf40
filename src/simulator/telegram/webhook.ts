/** Carries updates to a webhook: chats side by side, one chat in sequence, again until the answer is 2xx. */
import { pause } from '../pause.ts';
import { type Update, wire } from './update.ts';

export interface Webhook {
  /** Called when something may wait. */
  wake(): void;
  info(): Readonly<Record<string, unknown>>;
  stop(): void;
}

/** Telegram waits about a minute for an answer. */
const ANSWER_MS = 60_000;
const FIRST_PAUSE_MS = 100;
const LONGEST_PAUSE_MS = 60_000;

/** Starts with `wake`. */
export function createWebhook(options: {
  readonly url: string;
  readonly secret: string | null;
  readonly maxConnections: number;
  readonly pending: () => readonly Update[];
  readonly done: (updateId: number) => void;
}): Webhook {
  const busy = new Set<number>();
  const over = new AbortController();
  let lastError: { readonly last_error_date: number; readonly last_error_message: string } | null = null;

  async function post(update: Update): Promise<boolean> {
    const headers = {
      'content-type': 'application/json',
      ...(options.secret === null ? {} : { 'x-telegram-bot-api-secret-token': options.secret }),
    };
    const signal = AbortSignal.any([over.signal, AbortSignal.timeout(ANSWER_MS)]);
    try {
      const body = JSON.stringify(wire(update));
      const answer = await fetch(options.url, { method: 'POST', headers, body, signal });
      await answer.arrayBuffer();
      if (answer.ok) return true;
      fail(`Wrong response from the webhook: ${answer.status} ${answer.statusText}`);
    } catch {
      fail('Connection failed or timed out');
    }
    return false;
  }

  function fail(message: string): void {
    lastError = { last_error_date: Math.floor(Date.now() / 1000), last_error_message: message };
  }

  async function deliver(update: Update): Promise<void> {
    let pauseMs = FIRST_PAUSE_MS;
    while (!over.signal.aborted) {
      if (await post(update)) {
        options.done(update.update_id);
        break;
      }
      await pause(pauseMs, over.signal);
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2);
    }
    busy.delete(update.chat);
    if (!over.signal.aborted) wake();
  }

  function wake(): void {
    for (const update of options.pending()) {
      if (busy.size >= options.maxConnections) return;
      if (busy.has(update.chat)) continue;
      busy.add(update.chat);
      void deliver(update);
    }
  }

  return {
    wake,
    info: () => ({ url: options.url, max_connections: options.maxConnections, ...lastError }),
    stop: () => over.abort(),
  };
}
