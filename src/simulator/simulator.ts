/** The simulator of the exchange: Telegram's stand-in, a control API, and phones in a web page, as one part to mount. */
import { Hono } from 'hono';
import { addControl } from './control.ts';
import { addPage } from './page.ts';
import { serveCall } from './serve.ts';
import { createStateFile } from './state-file.ts';
import type { TelegramStandIn } from './telegram/terms.ts';
import { createTelegramStandIn } from './telegram.ts';
import type { SimulatorClock } from './terms.ts';

export interface SimulatorOptions {
  readonly clock: SimulatorClock;
  /** Default: the stand-in's own, which no real bot can have. */
  readonly token?: string;
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
  /** Ends open calls and streams, so that a server can close at once, and writes the state. */
  stop(): void;
}

const API_ROOT = '/simulator/telegram';

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
export function createSimulator({ clock, token, stateFile }: SimulatorOptions): Simulator {
  const file = createStateFile(stateFile ?? null, () => ({ telegram: telegram.save(), shiftedMs }));
  const kept = file.read();
  const saved = partOf(kept, 'telegram');
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
    saved,
    ...(token === undefined ? {} : { token }),
  });
  const unwatch = telegram.onChange(() => file.soon());
  const over = new AbortController();
  const app = new Hono();
  app.all(`${API_ROOT}/*`, (context) => serveCall({ handle: telegram.fetch }, context.req.raw, context.env));
  addControl(app, '/simulator/control', { telegram, clock: movable, over: over.signal });
  addPage(app, '/simulator');
  app.get('/', (context) => context.redirect('/simulator/'));
  return {
    app,
    apiRoot: API_ROOT,
    token: telegram.token,
    telegram,
    stop() {
      unwatch();
      over.abort();
      telegram.stop();
      file.flush();
    },
  };
}
