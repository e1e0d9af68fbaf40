/** Getting in touch with Telegram, and knowing whether we are. */
import type { Api } from 'grammy';
import { backoffMs, pause } from '../../backoff.ts';
import type { ChannelState } from '../../domain/terms.ts';
import { describeError, type Log } from '../../log.ts';
import { meaningOf, toSendError } from './errors.ts';
import { ALLOWED_UPDATES } from './poller.ts';

/** Where Telegram calls us, instead of being polled. */
export interface Webhook {
  /** Public root of this server. */
  readonly url: string;
  readonly secret: string;
}

export interface Connection {
  /** `refused` when Telegram refused us for good: the token, or a second poller. */
  state(): ChannelState;
  /** The bot's public name, once known. */
  username(): string | null;
  /** Whether it worked; throws `SendError` for a wrong token, so that whoever starts us can say so. */
  tryOnce(): Promise<boolean>;
  /** Goes on trying until it works or `signal` is aborted; rejects when Telegram refuses for good. */
  keepTrying(signal: AbortSignal): Promise<void>;
  /** Telegram refused us for good: raises the alarm. */
  refused(thrown: unknown): void;
  ended(): void;
}

export function createConnection(options: {
  readonly channel: string;
  readonly api: Api;
  readonly webhook: Webhook | null;
  readonly log: Log;
}): Connection {
  const { channel, api, webhook, log } = options;
  let state: ChannelState = 'starting';
  let username: string | null = null;

  async function connect(): Promise<void> {
    ({ username } = await api.getMe());
    await agreeOnUpdates(api, channel, webhook);
    state = 'running';
    log.info('channel.started', { channel, way: webhook === null ? 'polling' : 'webhook' });
  }

  return {
    state: () => state,
    username: () => username,
    async tryOnce() {
      try {
        await connect();
        return true;
      } catch (thrown) {
        if (meaningOf(thrown) === 'misconfigured') {
          state = 'refused';
          throw toSendError(thrown);
        }
        log.warn('channel.failed', { channel, ...describeError(toSendError(thrown)) });
        return false;
      }
    },
    async keepTrying(signal) {
      for (let failures = 1; ; failures += 1) {
        await pause(backoffMs(failures), signal);
        if (signal.aborted) return;
        try {
          return await connect();
        } catch (thrown) {
          if (meaningOf(thrown) === 'misconfigured') throw thrown;
        }
      }
    },
    refused(thrown) {
      state = 'refused';
      log.error('channel.misconfigured', { channel, ...describeError(toSendError(thrown)) });
    },
    ended() {
      state = 'stopped';
      log.info('channel.stopped', { channel });
    },
  };
}

// A webhook left from before would make Telegram refuse every poll.
const agreeOnUpdates = (api: Api, channel: string, webhook: Webhook | null): Promise<unknown> =>
  webhook === null
    ? api.deleteWebhook({ drop_pending_updates: false })
    : api.setWebhook(`${webhook.url}/hook/${channel}`, {
        secret_token: webhook.secret,
        allowed_updates: ALLOWED_UPDATES,
      });
