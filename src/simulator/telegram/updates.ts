/** Updates on their way to the bot: kept until they are taken, by long polling or by a webhook. */
import { flagOf, integerOf, listOf, type Parameters, textOf } from './parameters.ts';
import { badRequest, conflict } from './refusal.ts';
import { type Update, type UpdateKind, wire } from './update.ts';
import { createWebhook, type Webhook } from './webhook.ts';

export interface Updates {
  push(kind: UpdateKind, chat: number, body: unknown): void;
  get(parameters: Parameters, signal: AbortSignal): Promise<readonly unknown[]>;
  setWebhook(parameters: Parameters): true;
  deleteWebhook(parameters: Parameters): true;
  webhookInfo(): unknown;
  save(): unknown;
  stop(): void;
}

const DAY_MS = 86_400_000;
const MAX_BATCH = 100;
const MAX_POLL_SECONDS = 50;
const SECRET = /^[A-Za-z0-9_-]{1,256}$/;

interface Poll {
  readonly limit: number;
  resolve(updates: readonly unknown[]): void;
  reject(why: Error): void;
}

interface SavedUpdates {
  readonly nextId: number;
  readonly pending: Update[];
}
const isSaved = (value: unknown): value is SavedUpdates =>
  typeof value === 'object' && value !== null && 'nextId' in value && 'pending' in value;

/** The queue of one bot. */
export function createUpdates(ticks: () => number, saved?: unknown): Updates {
  let nextId = isSaved(saved) ? saved.nextId : 500_000_001;
  // The clock of an earlier process means nothing here: what was saved counts as new.
  let pending: Update[] = isSaved(saved) ? saved.pending.map((update) => ({ ...update, at: ticks() })) : [];
  let allowed: readonly unknown[] | null = null;
  let poll: Poll | null = null;
  let webhook: Webhook | null = null;

  function fresh(): readonly Update[] {
    const oldest = ticks() - DAY_MS;
    if (pending[0] !== undefined && pending[0].at < oldest)
      pending = pending.filter((update) => update.at >= oldest);
    return pending;
  }

  function endPoll(why: Error): void {
    poll?.reject(why);
    poll = null;
  }

  function feed(): void {
    if (webhook !== null) webhook.wake();
    const batch = fresh();
    if (poll === null || batch.length === 0) return;
    const { resolve, limit } = poll;
    poll = null;
    resolve(batch.slice(0, limit).map(wire));
  }

  function confirm(offset: number): void {
    if (offset > 0) pending = pending.filter((update) => update.update_id >= offset);
    if (offset < 0) pending = pending.slice(offset);
  }

  function wait(limit: number, seconds: number, signal: AbortSignal): Promise<readonly unknown[]> {
    return new Promise((resolve, reject) => {
      const mine: Poll = { limit, resolve: finish(resolve), reject: finish(reject) };
      const giveUp = (): void => {
        if (poll === mine) poll = null;
        mine.resolve([]);
      };
      const timer = setTimeout(giveUp, seconds * 1000);
      signal.addEventListener('abort', giveUp, { once: true });
      poll = mine;

      function finish<T>(settle: (value: T) => void): (value: T) => void {
        return (value) => {
          clearTimeout(timer);
          signal.removeEventListener('abort', giveUp);
          settle(value);
        };
      }
    });
  }

  function closeWebhook(): void {
    webhook?.stop();
    webhook = null;
  }

  return {
    push(kind, chat, body) {
      if (allowed !== null && !allowed.includes(kind)) return;
      pending.push({ update_id: nextId, kind, chat, at: ticks(), body });
      nextId += 1;
      feed();
    },
    async get(parameters, signal) {
      if (webhook !== null)
        throw conflict(
          "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
        );
      endPoll(
        conflict('terminated by other getUpdates request; make sure that only one bot instance is running'),
      );
      const limit = Math.min(MAX_BATCH, Math.max(1, integerOf(parameters, 'limit') ?? MAX_BATCH));
      const seconds = Math.min(MAX_POLL_SECONDS, Math.max(0, integerOf(parameters, 'timeout') ?? 0));
      allowed = allowedOf(parameters) ?? allowed;
      confirm(integerOf(parameters, 'offset') ?? 0);
      const batch = fresh();
      if (batch.length > 0 || seconds === 0) return batch.slice(0, limit).map(wire);
      return await wait(limit, seconds, signal);
    },
    setWebhook(parameters) {
      const url = textOf(parameters, 'url') ?? '';
      closeWebhook();
      if (flagOf(parameters, 'drop_pending_updates')) pending = [];
      if (url === '') return true;
      checkWebhookUrl(url);
      const secret = textOf(parameters, 'secret_token') ?? null;
      if (secret !== null && !SECRET.test(secret))
        throw badRequest('secret token contains unallowed characters');
      const maxConnections = integerOf(parameters, 'max_connections') ?? 40;
      if (maxConnections < 1 || maxConnections > 100) throw badRequest('max_connections must be 1-100');
      endPoll(conflict('terminated by setWebhook request'));
      allowed = allowedOf(parameters) ?? allowed;
      webhook = createWebhook({
        url,
        secret,
        maxConnections,
        pending: fresh,
        done: (id) => {
          pending = pending.filter((update) => update.update_id !== id);
        },
      });
      webhook.wake();
      return true;
    },
    deleteWebhook(parameters) {
      closeWebhook();
      if (flagOf(parameters, 'drop_pending_updates')) pending = [];
      return true;
    },
    webhookInfo: () => ({
      url: '',
      has_custom_certificate: false,
      pending_update_count: fresh().length,
      ...(webhook === null ? {} : webhook.info()),
      ...(allowed === null ? {} : { allowed_updates: allowed }),
    }),
    save: () => ({ nextId, pending }),
    stop() {
      closeWebhook();
      poll?.resolve([]);
      poll = null;
    },
  };
}

/** The wanted kinds; an empty list is Telegram's default, which holds all we make. */
function allowedOf(parameters: Parameters): readonly unknown[] | undefined {
  const list = listOf(parameters, 'allowed_updates');
  return list?.length === 0 ? ['message', 'callback_query', 'my_chat_member'] : list;
}

/** Telegram wants HTTPS; plain HTTP is taken for this machine alone. */
function checkWebhookUrl(url: string): void {
  if (!URL.canParse(url)) throw badRequest('bad webhook: invalid webhook URL specified');
  const { protocol, hostname } = new URL(url);
  const here = hostname === '127.0.0.1' || hostname === 'localhost';
  if (protocol !== 'https:' && !(protocol === 'http:' && here))
    throw badRequest('bad webhook: An HTTPS URL must be provided for webhook');
}
