/** Telegram: grammY's `Api` and types, and nothing else of it; their only user. */
import type { Channel, ChannelLimits, Receive } from '../domain/terms.ts';
import { describeError, type Log } from '../log.ts';
import { backoffMs, pause } from './telegram/backoff.ts';
import { type ClientOptions, createPollApi, createSendApi } from './telegram/client.ts';
import { meaningOf, toSendError } from './telegram/errors.ts';
import { createIntake, type Intake } from './telegram/intake.ts';
import { introduceUs } from './telegram/introduction.ts';
import { ALLOWED_UPDATES, createPoller, type Poller } from './telegram/poller.ts';
import { createSend } from './telegram/send.ts';
import { createHook } from './telegram/webhook.ts';

const NAME = 'telegram';

export interface TelegramOptions extends ClientOptions {
  /** `null` is long polling. `url` is the public root of this server. */
  readonly webhook?: { readonly url: string; readonly secret: string } | null;
  /** Pushes a second, default 25: Telegram's bulk limit is about 30. */
  readonly rate?: number;
  readonly log: Log;
}

/** The channel, and how it fares. */
export interface Telegram extends Channel {
  /** `starting` until the first answer; `refused` when Telegram refused us for good: the token, or a second poller. */
  readonly state: () => TelegramState;
}
export type TelegramState = 'starting' | 'running' | 'refused' | 'stopped';

/**
 * One bot. `start` throws `SendError` (misconfigured) when the token is wrong, and goes on trying when the network is
 * down. Throws at once when a webhook has no secret: anybody could speak as Telegram.
 */
export function createTelegram(options: TelegramOptions): Telegram {
  const { webhook = null, rate = 25 } = options;
  if (webhook !== null && webhook.secret === '') throw new Error('a webhook needs a secret');
  const log = options.log.for('channels');
  const api = createSendApi(options);
  const limits: ChannelLimits = {
    textUnits: 4_096,
    labelUnits: 32,
    dataBytes: 64,
    buttons: 100,
    perSecond: rate,
  };
  const stopping = new AbortController();
  const send = createSend(api);
  let state: TelegramState = 'starting';
  let intake: Intake | null = null;
  let poller: Poller | null = null;
  let background: Promise<void> = Promise.resolve();
  const taking = new Set<Promise<unknown>>();

  function refused(thrown: unknown): void {
    state = 'refused';
    log.error('channel.misconfigured', { channel: NAME, ...describeError(toSendError(thrown)) });
  }

  async function connect(): Promise<void> {
    await api.getMe();
    if (webhook === null) await api.deleteWebhook({ drop_pending_updates: false });
    else
      await api.setWebhook(`${webhook.url}/hook/${NAME}`, {
        secret_token: webhook.secret,
        allowed_updates: ALLOWED_UPDATES,
      });
    state = 'running';
    log.info('channel.started', { channel: NAME, way: webhook === null ? 'polling' : 'webhook' });
  }

  async function connectLater(): Promise<void> {
    for (let failures = 1; !stopping.signal.aborted; failures += 1) {
      await pause(backoffMs(failures), stopping.signal);
      try {
        if (!stopping.signal.aborted) await connect();
        return;
      } catch (thrown) {
        if (meaningOf(thrown) === 'misconfigured') throw thrown;
      }
    }
  }

  async function receiveAll(connected: boolean): Promise<void> {
    try {
      if (!connected) await connectLater();
      if (poller !== null && !stopping.signal.aborted) await poller.run();
    } catch (thrown) {
      refused(thrown);
    }
  }

  const hook = webhook === null ? null : createHook({ secret: webhook.secret, take: (one) => taken(one) });

  function taken(...[projected]: Parameters<Intake['take']>): ReturnType<Intake['take']> {
    if (intake === null || stopping.signal.aborted) return Promise.resolve('again');
    const done = intake.take(projected).finally(() => taking.delete(done));
    taking.add(done);
    return done;
  }

  return {
    name: NAME,
    limits,
    state: () => state,
    async start(receive: Receive) {
      intake = createIntake({ channel: NAME, receive, api, log });
      if (webhook === null)
        poller = createPoller({ channel: NAME, api: createPollApi(options), take: intake.take, log });
      const connected = await firstConnect(connect, log);
      background = receiveAll(connected);
    },
    async stop() {
      stopping.abort();
      await poller?.stop();
      await background;
      await Promise.all(taking);
      state = 'stopped';
      log.info('channel.stopped', { channel: NAME });
    },
    async send(to, message, sendOptions = {}) {
      try {
        return await send(Number(to.reveal()), message, sendOptions);
      } catch (thrown) {
        throw toSendError(thrown);
      }
    },
    introduce: (introductions) => introduceUs({ channel: NAME, api, introductions, log }),
    ...(hook === null ? {} : { hook }),
  };
}

/** Whether it worked; a wrong token is thrown, so that whoever starts us can say so. */
async function firstConnect(connect: () => Promise<void>, log: Log): Promise<boolean> {
  try {
    await connect();
    return true;
  } catch (thrown) {
    if (meaningOf(thrown) === 'misconfigured') throw toSendError(thrown);
    log.warn('channel.failed', { channel: NAME, ...describeError(thrown) });
    return false;
  }
}
