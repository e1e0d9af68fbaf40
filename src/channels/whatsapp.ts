/** WhatsApp's Cloud API: one number, over a thin client of our own (docs/dependencies.md says why). */
import type { Channel } from '../domain/terms.ts';
import type { Log } from '../log.ts';
import { type ClientOptions, createGraph } from './whatsapp/client.ts';
import { createConnection } from './whatsapp/connection.ts';
import { toSendError } from './whatsapp/errors.ts';
import { createFetchDocument } from './whatsapp/fetch-document.ts';
import { createIntake, type Intake } from './whatsapp/intake.ts';
import type { News } from './whatsapp/news.ts';
import { createPictures } from './whatsapp/pictures.ts';
import { templatePrice } from './whatsapp/prices.ts';
import { createRegistry } from './whatsapp/registry.ts';
import { LIMITS, type Words } from './whatsapp/rendering.ts';
import { createSend } from './whatsapp/send.ts';
import { showOnWhatsApp } from './whatsapp/showing.ts';
import { isOurs } from './whatsapp/templates.ts';
import { createHook } from './whatsapp/webhook.ts';

const NAME = 'whatsapp';

/** Below Meta's 80 a second. */
const RATE = 60;
/** The customer service window (Meta's pages on messages). */
const WINDOW_HOURS = 24;
/** One message in six seconds to one person, beyond short bursts (Meta's pair rate limit). */
const PER_PERSON_MS = 6_000;
/** A call is repeated for up to seven days. */
const REPEAT_HOURS = 192;

export interface WhatsAppOptions extends ClientOptions {
  readonly appSecret: string;
  readonly verifyToken: string;
  /** Messages a second, default 60. */
  readonly rate?: number;
  /** People a day that are knocked at, if fewer than Meta allows. */
  readonly dailyCap?: number | null;
  /** Where numbers are found, such as https://wa.me; `null` for one that is nowhere to be found. */
  readonly publicRoot?: string | null;
  readonly wordsFor: (locale: string) => Words;
  readonly log: Log;
}

/**
 * One number. `start` throws `SendError` (misconfigured) when the token is wrong, and goes on trying when the network is
 * down. Throws at once without a secret: anybody could speak as Meta.
 */
export function createWhatsApp(options: WhatsAppOptions): Channel {
  const { rate = RATE, dailyCap = null, publicRoot = null, appSecret, verifyToken } = options;
  if (appSecret === '' || verifyToken === '')
    throw new Error('WhatsApp needs an app secret and a verify token');
  const channel = NAME;
  const log = options.log.for('channels');
  const graph = createGraph(options);
  const registry = createRegistry();
  const connection = createConnection({ channel, graph, registry, log });
  const pictures = createPictures(graph);
  const send = createSend(graph, registry, pictures, options.wordsFor);
  let intake: Intake | null = null;
  let stopped = false;

  return {
    name: channel,
    limits: {
      textUnits: LIMITS.text,
      labelUnits: LIMITS.rowTitle,
      dataBytes: 200,
      buttons: LIMITS.rows,
      perSecond: rate,
      perPersonMs: PER_PERSON_MS,
      repeatHours: REPEAT_HOURS,
    },
    window: {
      hours: WINDOW_HOURS,
      cap: () => Math.min(connection.cap(), dailyCap ?? Number.POSITIVE_INFINITY),
      price: (day) => templatePrice(day),
    },
    canEdit: false,
    state: connection.state,
    async start(receive, hear) {
      const learn = async (news: News): Promise<void> => {
        if (news.kind === 'cap') return connection.setCap(news.people);
        if (news.kind === 'quality') {
          if (news.people !== null) connection.setCap(news.people);
          return news.flagged ? hear({ kind: 'restricted', why: 'quality' }) : undefined;
        }
        if (news.kind === 'account')
          return news.restricts ? hear({ kind: 'restricted', why: 'account' }) : undefined;
        const why = registry.judge(news);
        if (why !== null) await hear({ kind: 'restricted', why });
        registry.take(news);
        if (news.kind === 'template' && why === null && isOurs(news.name)) await connection.refill();
        return undefined;
      };
      intake = createIntake({ channel, receive, hear, learn, log });
      await connection.start();
    },
    async stop() {
      stopped = true;
      await intake?.settled();
      await pictures.takeBack();
      await connection.stop();
    },
    async send(to, message, sendOptions = {}) {
      const { replaces = null, onlyInPlace = false } = sendOptions;
      if (replaces !== null && onlyInPlace) return null;
      try {
        await send(to, message, sendOptions);
        // Nothing sent can be replaced, and its id is the person's number.
        return null;
      } catch (thrown) {
        throw toSendError(thrown);
      }
    },
    fetchDocument: createFetchDocument(graph),
    shows: (message) => showOnWhatsApp(message, options.wordsFor(message.locale)),
    // A business profile is written by hand: it holds an address and a picture that we do not have.
    introduce: async () => undefined,
    invitation(word) {
      const digits = connection.digits();
      return publicRoot === null || digits === null
        ? null
        : `${publicRoot}/${digits}?text=${encodeURIComponent(word)}`;
    },
    hook: createHook({
      appSecret,
      verifyToken,
      ours: options,
      channel,
      log,
      // Calls that come before the start or during the stop come again.
      take: async (brought) => (intake === null || stopped ? 'again' : intake.take(brought)),
    }),
  };
}
