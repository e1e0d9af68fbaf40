/** Moves the stand-in from outside: the page of phones, and whoever tests an exchange that runs. */
import type { Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { readAct, readFaultRule, readLimitMode, readNumber, readText } from './control-words.ts';
import type { PhoneView, TelegramStandIn } from './telegram/terms.ts';
import type { SimulatorClock } from './terms.ts';

interface Parts {
  readonly telegram: TelegramStandIn;
  readonly clock: SimulatorClock;
  /** Ends the streams of events. */
  readonly over: AbortSignal;
}

/** Changes that come together are told together. */
const GATHER_MS = 25;
/** Says "still here", so that a page notices when nobody is. */
const BEAT_MS = 15_000;
const MAX_PHONES_SHOWN = 50;

const clockOf = ({ clock }: Pick<Parts, 'clock'>): { readonly now: string; readonly canMove: boolean } => ({
  now: clock.now().toISOString(),
  canMove: clock.shift !== undefined,
});

const phonesOf = ({ telegram }: Parts): readonly PhoneView[] =>
  telegram
    .people()
    .slice(0, MAX_PHONES_SHOWN)
    .flatMap(({ id }) => telegram.view(id) ?? []);

const stateOf = (parts: Parts) => ({
  clock: clockOf(parts),
  username: parts.telegram.username,
  phones: phonesOf(parts),
});

/** Adds the control API below `path`. Only pages of this server may call it: a stranger's page is refused. */
export function addControl(app: Hono, path: string, parts: Parts): void {
  const { telegram, clock } = parts;
  app.use(`${path}/*`, async (context, next) => {
    const site = context.req.header('sec-fetch-site') ?? 'none';
    if (site !== 'same-origin' && site !== 'none') return context.text('only from the same page', 403);
    await next();
    return undefined;
  });
  app.get(`${path}/state`, (context) => context.json(stateOf(parts)));
  app.get(`${path}/events`, (context) => tellEvents(context, parts));
  app.get(`${path}/calls`, (context) => context.json(telegram.calls()));
  app.get(`${path}/clock`, (context) => context.json(clockOf(parts)));
  app.post(`${path}/clock`, async (context) => {
    const ms = readNumber(await bodyOf(context), 'shiftMs');
    if (ms === null || clock.shift === undefined) return context.json({ error: 'the clock stays' }, 400);
    clock.shift(ms);
    return context.json(clockOf(parts));
  });
  app.post(`${path}/phones`, async (context) => {
    const body = await bodyOf(context);
    const { id } = telegram.person({ language: readText(body, 'language') ?? 'en' });
    return context.json(telegram.view(id), 201);
  });
  app.delete(`${path}/phones/:id`, (context) => {
    telegram.remove(Number(context.req.param('id')));
    return context.body(null, 204);
  });
  app.post(`${path}/phones/:id/acts`, async (context) => {
    const phone = telegram.find(Number(context.req.param('id')));
    if (phone === null) return context.json({ error: 'no such phone' }, 404);
    const act = readAct(await bodyOf(context));
    if (act === null) return context.json({ error: 'no such act' }, 400);
    try {
      act(phone, telegram);
    } catch (error) {
      return context.json({ error: error instanceof Error ? error.message : 'impossible' }, 409);
    }
    return context.json(telegram.view(phone.id));
  });
  addTrouble(app, path, telegram);
}

/** Faults and limits. */
function addTrouble(app: Hono, path: string, telegram: TelegramStandIn): void {
  app.get(`${path}/faults`, (context) => context.json(telegram.faults.list()));
  app.post(`${path}/faults`, async (context) => {
    const rule = readFaultRule(await bodyOf(context));
    if (rule === null) return context.json({ error: 'no such fault' }, 400);
    telegram.faults.add(rule);
    return context.json(telegram.faults.list(), 201);
  });
  app.delete(`${path}/faults`, (context) => {
    telegram.faults.clear();
    return context.body(null, 204);
  });
  app.post(`${path}/limits`, async (context) => {
    const mode = readLimitMode(await bodyOf(context));
    if (mode === null) return context.json({ error: 'no such limits' }, 400);
    telegram.limits(mode);
    return context.body(null, 204);
  });
}

/** The JSON of a call; a page elsewhere cannot send this type without being asked first. */
async function bodyOf(context: Context): Promise<unknown> {
  if (context.req.header('content-type')?.startsWith('application/json') !== true) return null;
  try {
    return await context.req.json();
  } catch {
    return null;
  }
}

/** A stream of `state` (all phones, at the beginning and when the bot's own texts change), `phone` and `gone`. */
function tellEvents(context: Context, parts: Parts): Response {
  const { telegram, over } = parts;
  if (over.aborted) return context.text('stopping', 503);
  return streamSSE(context, async (stream) => {
    const changed = new Set<number>([0]);
    let wake = (): void => undefined;
    const unwatch = telegram.onChange((id) => {
      changed.add(id);
      wake();
    });
    const end = (): void => wake();
    over.addEventListener('abort', end);
    stream.onAbort(end);
    const say = (event: string, data: unknown) => stream.writeSSE({ event, data: JSON.stringify(data) });
    const isOver = (): boolean => stream.aborted || over.aborted;
    while (!isOver()) {
      const ids = changed.has(0) ? [] : [...changed];
      const all = changed.has(0);
      changed.clear();
      if (all) await say('state', stateOf(parts));
      for (const id of ids) {
        const view = telegram.view(id);
        await (view === null ? say('gone', { id }) : say('phone', view));
      }
      const more = new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, BEAT_MS).unref();
      });
      if (changed.size === 0 && !isOver()) await more;
      if (isOver()) break;
      if (changed.size === 0) await say('beat', clockOf(parts));
      else await stream.sleep(GATHER_MS);
    }
    unwatch();
    over.removeEventListener('abort', end);
  });
}
