/** The simulator of the exchange: stand-ins of its services, a control API, and phones in a web page, as one part to mount. */
import { Hono } from 'hono';
import { addControl } from './control.ts';
import { addPage } from './page.ts';
import { createPhones } from './phones.ts';
import { serveCall } from './serve.ts';
import { createStateFile } from './state-file.ts';
import type { TelegramStandIn } from './telegram/terms.ts';
import { createTelegramStandIn } from './telegram.ts';
import type { SimulatorClock } from './terms.ts';
import type { WhatsAppOptions, WhatsAppStandIn } from './whatsapp/terms.ts';
import { createWhatsAppStandIn } from './whatsapp.ts';

export interface SimulatorOptions {
  readonly clock: SimulatorClock;
  /** Default: the stand-in's own, which no real bot can have. */
  readonly token?: string;
  /** What is particular about WhatsApp; its limits hold unless it says otherwise. */
  readonly whatsapp?: Omit<WhatsAppOptions, 'now' | 'saved'>;
  /** Keeps people and chats across restarts, so that their addresses stay the same; absent keeps nothing. */
  readonly stateFile?: string;
}

export interface Simulator {
  /** To mount at `/`. The page is at `/simulator/`. */
  readonly app: Hono;
  /** Path of the Bot API: with the server's origin before it, the `apiRoot` of a Telegram client. */
  readonly apiRoot: string;
  readonly token: string;
  readonly telegram: TelegramStandIn;
  /** Path of the Graph API: with the server's origin before it and a version behind, the root of its calls. */
  readonly whatsappRoot: string;
  /** Idle until it gets a hook. */
  readonly whatsapp: WhatsAppStandIn;
  /** Ends open calls and streams, so that a server can close at once, and writes the state. */
  stop(): void;
}

const API_ROOT = '/simulator/telegram';
const WHATSAPP_ROOT = '/simulator/whatsapp';

const partOf = (kept: unknown, name: string): unknown =>
  typeof kept === 'object' && kept !== null ? Reflect.get(kept, name) : undefined;

/** A moved clock stays moved over a restart: new messages must not be older than those on the phones. */
const keepingShifts = (clock: SimulatorClock, keep: (ms: number) => void): SimulatorClock => ({
  now: () => clock.now(),
  ...(clock.shift === undefined
    ? {}
    : {
        shift: (ms: number): void => {
          keep(ms);
          clock.shift?.(ms);
        },
      }),
});

/** Builds it; nothing runs until calls come. */
export function createSimulator({ clock, token, whatsapp: given, stateFile }: SimulatorOptions): Simulator {
  const file = createStateFile(stateFile ?? null, () => ({
    telegram: telegram.save(),
    whatsapp: whatsapp.save(),
    shiftedMs,
  }));
  const kept = file.read();
  let shiftedMs = 0;
  const movable = keepingShifts(clock, (ms) => {
    shiftedMs += ms;
    file.soon();
  });
  const before = partOf(kept, 'shiftedMs');
  if (typeof before === 'number' && before > 0) movable.shift?.(before);
  const telegram: TelegramStandIn = createTelegramStandIn({
    now: () => clock.now(),
    limits: 'telegram',
    saved: partOf(kept, 'telegram'),
    ...(token === undefined ? {} : { token }),
  });
  const whatsapp: WhatsAppStandIn = createWhatsAppStandIn({
    limits: 'whatsapp',
    ...given,
    now: () => clock.now(),
    saved: partOf(kept, 'whatsapp'),
  });
  const phones = createPhones(telegram, whatsapp);
  const unwatch = phones.onChange(() => file.soon());
  const over = new AbortController();
  const app = new Hono();
  app.all(`${API_ROOT}/*`, (context) => serveCall({ handle: telegram.fetch }, context.req.raw, context.env));
  app.all(`${WHATSAPP_ROOT}/*`, (context) =>
    serveCall({ handle: whatsapp.fetch }, context.req.raw, context.env),
  );
  addControl(app, '/simulator/control', { telegram, whatsapp, phones, clock: movable, over: over.signal });
  addPage(app, '/simulator');
  app.get('/', (context) => context.redirect('/simulator/'));
  return {
    app,
    apiRoot: API_ROOT,
    token: telegram.token,
    telegram,
    whatsappRoot: WHATSAPP_ROOT,
    whatsapp,
    stop() {
      unwatch();
      over.abort();
      telegram.stop();
      whatsapp.stop();
      file.flush();
    },
  };
}
