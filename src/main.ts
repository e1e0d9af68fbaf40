/** The composition root: builds every room, starts it, and stops it in reverse. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Config } from './config.ts';
import { ru } from './countries/ru/ru.ts';
import type { ClockOf } from './domain/delivery.ts';
import type { Day } from './domain/opening.ts';
import { UNANSWERED } from './domain/subscriber.ts';
import type { Outbox } from './domain/terms.ts';
import { zoneOf } from './domain/zone.ts';
import { type Foundation, openFoundation } from './foundation.ts';
import { introductions } from './introductions.ts';
import { describeError, type Log } from './log.ts';
import { type AllPorts, startBackground } from './main/background.ts';
import { createClock } from './main/clock.ts';
import { type Closers, createClosers } from './main/closers.ts';
import { createFrontDoor } from './main/front-door.ts';
import { stockShelves } from './main/shelves.ts';
import { composeWith, loadSpeech } from './main/speech.ts';
import { createSimulatorFor, createTelegramFor } from './main/telegram.ts';
import { createMatcher } from './matcher.ts';
import { createOutbox } from './outbox.ts';
import { createSender } from './sender.ts';
import { openDatabase } from './store/database.ts';
import { readFigures } from './store/figures.ts';
import { createOpenings, expireOpenings } from './store/openings.ts';
import { createLockToken } from './store/pushes/ledger.ts';
import { createPushes } from './store/pushes.ts';
import { createRetention } from './store/retention.ts';
import { createSubscribers } from './store/subscribers.ts';
import { dayIn, offsetMinutes } from './time-zones.ts';
import { createWeb } from './web/server.ts';

/** The exchange while it runs. */
export interface RunningExchange {
  readonly port: number;
  readonly foundation: Foundation;
  readonly engine: 'redis' | 'postgresql';
  readonly simulated: boolean;
  readonly openings: number;
  /** Takes nothing more, finishes what is on its way, closes everything; may be called again. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly log: Log;
  readonly onStep?: (step: 'making' | 'starting' | 'adopting') => void;
}

/** Connections for chats are their own: a chat that holds one may never wait for another. */
const CHAT_CONNECTIONS = 16;

/** More than any bulletin brings; read only to find its audience. */
const MOST_OPENINGS = 1_000_000;

/** Builds and starts everything. Throws one line with the fix; what was started before is stopped again. */
export async function startExchange(config: Config, { log, onStep }: StartOptions): Promise<RunningExchange> {
  const closers = createClosers(log);
  let stopping: Promise<void> | null = null;
  try {
    const running = await open(config, { log, ...(onStep === undefined ? {} : { onStep }) }, closers);
    return {
      ...running,
      stop: () => {
        log.info('stop.requested');
        stopping ??= closers.run().then(() => log.info('exchange.stopped'));
        return stopping;
      },
    };
  } catch (error) {
    await closers.run();
    throw error;
  }
}

/** The zone a person lives by, as minutes ahead of UTC at a moment. */
const clockOf: ClockOf =
  ({ preferences }) =>
  (at) =>
    offsetMinutes(
      zoneOf(preferences, ru, (zone) => offsetMinutes(zone, at)),
      at,
    );

async function open(
  config: Config,
  { log, onStep }: StartOptions,
  closers: Closers,
): Promise<Omit<RunningExchange, 'stop'>> {
  const time = createClock();
  const { clock } = time;
  const today = (): Day => dayIn(ru.defaultTimeZone, clock());
  const onLost = (): void => log.for('database').warn('database.lost');

  const speech = await loadSpeech(log);
  const foundation = await openFoundation(config, { onLost, ...(onStep === undefined ? {} : { onStep }) });
  closers.add(() => foundation.close());
  const { database, vault, url } = foundation;
  const chatDatabase = openDatabase({ url, connections: CHAT_CONNECTIONS, onLost });
  closers.add(() => chatDatabase.close());

  const openings = createOpenings({
    database: database.pool,
    hash: (_, text) => vault.hash('report', text),
    today,
  });
  const subscribers = createSubscribers({ database: database.pool, vault, clock });
  const pushes = createPushes(database.pool);
  const simulator = createSimulatorFor(config, time);
  const telegram = createTelegramFor(config, simulator, log);
  let queue: Outbox | null = null;
  const web = createWeb({
    host: config.host,
    port: config.port,
    log,
    channels: [telegram],
    checks: {
      database: async () => (await database.pool.query('select 1')).rowCount === 1,
      queue: async () => (await queue?.health())?.ok === true,
      telegram: () => telegram.state() === 'running',
    },
    metrics: () => readFigures(database.pool),
    ...(simulator === null ? {} : { mounts: { '/': simulator.app } }),
  });
  const { port } = await web.open();
  closers.add(() => web.close());
  if (simulator !== null) closers.add(async () => simulator.stop());

  const outbox = await createOutbox({
    redisUrl: config.redisUrl,
    databaseUrl: url,
    log: log.for('outbox'),
    clock,
  });
  queue = outbox;
  closers.add(() => outbox.close());
  const matcher = createMatcher({
    pool: database.pool,
    plans: pushes,
    openingsOf: (bulletinId) =>
      openings.candidates(UNANSWERED, today(), { bulletinId, limit: MOST_OPENINGS }),
    country: ru,
    clock,
    log: log.for('matcher'),
  });
  await matcher.catchUp();

  const sender = createSender({
    channel: telegram,
    lockToken: createLockToken(url),
    subscribers,
    openings,
    compose: composeWith(speech.texts),
    clockOf,
    clock,
    wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => undefined),
    log: log.for('sender'),
  });
  closers.add(() => sender.stop());
  const inbox = createFrontDoor({
    speech,
    foundation,
    chatDatabase,
    openings,
    telegram,
    sender,
    clock,
    today,
    log,
  });
  if (simulator !== null) await stockShelves(foundation, today(), log);

  const ports: AllPorts = {
    retention: createRetention(database, subscribers),
    pushes,
    outbox,
    match: () => matcher.plan(),
    stalled: ({ id, channel }) => log.for('sender').warn('push.stalled', { push: id, channel }),
    expire: (day) => expireOpenings(database.pool, day),
    channels: [telegram.name],
    zones: [...new Set(ru.regions.flatMap(({ timeZone, otherTimeZones }) => [timeZone, ...otherTimeZones]))],
    offsetMinutes,
    clock,
    today,
  };
  await outbox.work(telegram.name, (pushId, signal) => sender.run(pushId, signal));
  await startBackground({
    ports,
    outbox,
    matcher,
    time,
    url,
    log: log.for('jobs'),
    onLost,
    closers,
  });

  await telegram.start(inbox.receive);
  closers.add(() => telegram.stop());
  // In the simulator the stand-in must go on answering while the last pushes are finished.
  if (simulator === null) closers.add(async () => web.refuse());
  void telegram
    .introduce(introductions(speech.texts, speech.conversations))
    .catch((error: unknown) => log.warn('introduction.failed', describeError(error)));

  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::integer as count from opening where status = 'open'`,
  );
  const { engine } = await outbox.health();
  log.info('exchange.started', { port, engine, openings: rows[0]?.count ?? 0 });
  return { port, foundation, engine, simulated: simulator !== null, openings: rows[0]?.count ?? 0 };
}
