/** Telegram: grammY's `Api` and types, and nothing else of it; their only user. */
import type { Channel } from '../domain/terms.ts';
import type { Log } from '../log.ts';
import { type ClientOptions, createPollApi, createSendApi } from './telegram/client.ts';
import { createConnection, type Webhook } from './telegram/connection.ts';
import { toSendError } from './telegram/errors.ts';
import { createFetchDocument } from './telegram/fetch-document.ts';
import { createIntake, type Handled, type Intake } from './telegram/intake.ts';
import { introduceUs } from './telegram/introduction.ts';
import { createPoller, type Poller } from './telegram/poller.ts';
import type { Projected } from './telegram/projection.ts';
import { createSend } from './telegram/send.ts';
import { showOnTelegram } from './telegram/showing.ts';
import { createHook } from './telegram/webhook.ts';

const NAME = 'telegram';

/** Below Telegram's bulk limit of about 30 a second. */
const RATE = 25;

export interface TelegramOptions extends ClientOptions {
  /** `null` is long polling. */
  readonly webhook?: Webhook | null;
  /** Pushes a second, default 25. */
  readonly rate?: number;
  /** Where bots are found, such as https://t.me; `null` for one that is nowhere to be found. */
  readonly publicRoot?: string | null;
  readonly log: Log;
}

/**
 * One bot. `start` throws `SendError` (misconfigured) when the token is wrong, and goes on trying when the network is
 * down. Throws at once when a webhook has no secret: anybody could speak as Telegram.
 */
export function createTelegram(options: TelegramOptions): Channel {
  const { webhook = null, rate = RATE, publicRoot = null } = options;
  if (webhook !== null && webhook.secret === '') throw new Error('a webhook needs a secret');
  const channel = NAME;
  const log = options.log.for('channels');
  const api = createSendApi(options);
  const connection = createConnection({ channel, api, webhook, log });
  const send = createSend(api);
  const stopping = new AbortController();
  const inHand = new Set<Promise<Handled>>();
  let intake: Intake | null = null;
  let poller: Poller | null = null;
  let receiving: Promise<void> = Promise.resolve();

  async function receiveAll(isConnected: boolean): Promise<void> {
    try {
      if (!isConnected) await connection.keepTrying(stopping.signal);
      if (!stopping.signal.aborted) await poller?.run();
    } catch (thrown) {
      connection.refused(thrown);
    }
  }

  /** Calls that come before the start or during the stop come again. */
  function takeCall(projected: Projected): Promise<Handled> {
    if (intake === null || stopping.signal.aborted) return Promise.resolve('again');
    const handled = intake.take(projected).finally(() => inHand.delete(handled));
    inHand.add(handled);
    return handled;
  }

  return {
    name: channel,
    limits: {
      textUnits: 4_096,
      labelUnits: 32,
      dataBytes: 64,
      buttons: 100,
      perSecond: rate,
      // About one message a second to a chat; an update waits for 24 hours, twice that is safe.
      perPersonMs: 1_000,
      repeatHours: 48,
    },
    canEdit: true,
    state: connection.state,
    async start(receive) {
      intake = createIntake({ channel, receive, api, log });
      const { take } = intake;
      if (webhook === null) poller = createPoller({ channel, api: createPollApi(options), take, log });
      receiving = receiveAll(await connection.tryOnce());
    },
    async stop() {
      stopping.abort();
      await poller?.stop();
      await receiving;
      await Promise.all(inHand);
      connection.ended();
    },
    async send(to, message, sendOptions = {}) {
      try {
        return await send(Number(to.reveal()), message, sendOptions);
      } catch (thrown) {
        throw toSendError(thrown);
      }
    },
    fetchDocument: createFetchDocument(api, options),
    shows: showOnTelegram,
    invitation(word) {
      const username = connection.username();
      return publicRoot === null || username === null ? null : `${publicRoot}/${username}?start=${word}`;
    },
    introduce: (introductions) => introduceUs({ channel, api, introductions, log }),
    ...(webhook === null ? {} : { hook: createHook({ secret: webhook.secret, take: takeCall }) }),
  };
}
