/** Moves the stand-in from outside: the page of phones, and whoever tests an exchange that runs. */
import type { Context, Hono } from 'hono';
import { streamSSE } from 'hono/streaming';
import { field, readFaultRule, readNumber, readText } from './control-words.ts';
import { type Phones, SERVICES, type Service } from './phones.ts';
import type { TelegramStandIn } from './telegram/terms.ts';
import { readTelegramFault, readTelegramLimits } from './telegram-words.ts';
import type { Crowd, SimulatorClock } from './terms.ts';
import type { WhatsAppStandIn } from './whatsapp/terms.ts';
import { readWhatsAppFault, readWhatsAppLimits } from './whatsapp-words.ts';

interface Parts {
  readonly telegram: TelegramStandIn;
  readonly whatsapp: WhatsAppStandIn;
  readonly phones: Phones;
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

const stateOf = (parts: Parts) => ({
  clock: clockOf(parts),
  username: parts.telegram.username,
  phones: parts.phones.list().slice(0, MAX_PHONES_SHOWN),
});

/** The service a body or query names; Telegram where it names none, null for one that is not here. */
const serviceOf = (named: string | null): Service | null =>
  SERVICES.find((service) => service === (named ?? 'telegram')) ?? null;

/** Adds the control API below `path`. Only pages of this server may call it: a stranger's page is refused. */
export function addControl(app: Hono, path: string, parts: Parts): void {
  const { phones, clock } = parts;
  app.use(`${path}/*`, async (context, next) => {
    const site = context.req.header('sec-fetch-site') ?? 'none';
    if (site !== 'same-origin' && site !== 'none') return context.text('only from the same page', 403);
    await next();
    return undefined;
  });
  app.get(`${path}/state`, (context) => context.json(stateOf(parts)));
  app.get(`${path}/events`, (context) => tellEvents(context, parts));
  app.get(`${path}/clock`, (context) => context.json(clockOf(parts)));
  app.post(`${path}/clock`, async (context) => {
    const ms = readNumber(await bodyOf(context), 'shiftMs');
    if (ms === null || clock.shift === undefined) return context.json({ error: 'the clock stays' }, 400);
    clock.shift(ms);
    return context.json(clockOf(parts));
  });
  app.post(`${path}/phones`, async (context) => {
    const body = await bodyOf(context);
    const service = serviceOf(readText(body, 'service'));
    if (service === null) return context.json({ error: 'no such service' }, 400);
    const person = {
      language: readText(body, 'language') ?? 'en',
      hidesPhone: field(body, 'hidesPhone') === true,
    };
    return context.json(phones.add(service, person), 201);
  });
  app.delete(`${path}/phones/:id`, (context) => {
    phones.remove(Number(context.req.param('id')));
    return context.body(null, 204);
  });
  app.post(`${path}/phones/:id/acts`, async (context) => {
    const id = Number(context.req.param('id'));
    if (phones.view(id) === null) return context.json({ error: 'no such phone' }, 404);
    try {
      if (!phones.act(id, await bodyOf(context))) return context.json({ error: 'no such act' }, 400);
    } catch (error) {
      return context.json({ error: error instanceof Error ? error.message : 'impossible' }, 409);
    }
    return context.json(phones.view(id));
  });
  addCrowds(app, path, parts);
  addTrouble(app, path, parts);
}

/** Most people in one crowd: more is for the bench, which needs no page. */
const MOST_IN_CROWD = 1_000_000;

const crowdView = ({ firstId, count, arrived }: Crowd) => ({ firstId, count, arrived });

/** People on Telegram without phones, and how many messages arrived at each crowd. */
function addCrowds(app: Hono, path: string, { telegram }: Parts): void {
  const crowds: Crowd[] = [];
  app.get(`${path}/crowds`, (context) => context.json(crowds.map(crowdView)));
  app.post(`${path}/crowds`, async (context) => {
    const count = readNumber(await bodyOf(context), 'count') ?? 0;
    if (!Number.isInteger(count) || count < 1 || count > MOST_IN_CROWD)
      return context.json({ error: 'no such crowd' }, 400);
    const crowd = telegram.crowd({ count });
    crowds.push(crowd);
    return context.json(crowdView(crowd), 201);
  });
}

/** Calls, faults and limits of a service. */
function addTrouble(app: Hono, path: string, { telegram, whatsapp }: Parts): void {
  const standIns = { telegram, whatsapp };
  const named = (context: Context): Service => serviceOf(context.req.query('service') ?? null) ?? 'telegram';
  app.get(`${path}/calls`, (context) => context.json(standIns[named(context)].calls()));
  app.get(`${path}/faults`, (context) => context.json(standIns[named(context)].faults.list()));
  app.post(`${path}/faults`, async (context) => {
    const body = await bodyOf(context);
    const forTelegram = readFaultRule(body, readTelegramFault);
    const forWhatsApp = readFaultRule(body, readWhatsAppFault);
    const service = serviceOf(readText(body, 'service'));
    if (service === 'telegram' && forTelegram !== null) telegram.faults.add(forTelegram);
    else if (service === 'whatsapp' && forWhatsApp !== null) whatsapp.faults.add(forWhatsApp);
    else return context.json({ error: 'no such fault' }, 400);
    return context.json(standIns[service].faults.list(), 201);
  });
  app.delete(`${path}/faults`, (context) => {
    for (const { faults } of [telegram, whatsapp]) faults.clear();
    return context.body(null, 204);
  });
  app.post(`${path}/limits`, async (context) => {
    const body = await bodyOf(context);
    const [onTelegram, onWhatsApp] = [readTelegramLimits(body), readWhatsAppLimits(body)];
    const service = serviceOf(readText(body, 'service'));
    if (service === 'telegram' && onTelegram !== null) telegram.limits(onTelegram);
    else if (service === 'whatsapp' && onWhatsApp !== null) whatsapp.limits(onWhatsApp);
    else return context.json({ error: 'no such limits' }, 400);
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
  const { phones, over } = parts;
  if (over.aborted) return context.text('stopping', 503);
  return streamSSE(context, async (stream) => {
    const changed = new Set<number>([0]);
    let wake = (): void => undefined;
    const unwatch = phones.onChange((id) => {
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
        const view = phones.view(id);
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
