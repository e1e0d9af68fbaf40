/** The composition root: builds every room, starts it, and stops it in reverse. */
import { setTimeout as sleep } from 'node:timers/promises';
import { createConsole, type Terminal } from './channels/console.ts';
import type { Config } from './config.ts';
import { loadCountry } from './country.ts';
import type { Day } from './domain/opening.ts';
import type { Outbox } from './domain/outbox.ts';
import type { SeasonShift } from './domain/season.ts';
import { type Foundation, openFoundation } from './foundation.ts';
import { createHearing } from './hearing.ts';
import { introductions } from './introductions.ts';
import { createLawBook } from './law-book.ts';
import { describeError, type Log } from './log.ts';
import { startBackground } from './main/background.ts';
import { createChannels, createSimulatorFor, openSimulatedWhatsApp, startChannels } from './main/channels.ts';
import { clockIn, createClock } from './main/clock.ts';
import { type Closers, createClosers } from './main/closers.ts';
import { createFrontDoor } from './main/front-door.ts';
import { createPages } from './main/pages.ts';
import { createPorts } from './main/ports.ts';
import { createSenders } from './main/senders.ts';
import { stockShelves } from './main/shelves.ts';
import { loadSpeech } from './main/speech.ts';
import { wakeFor } from './main/wake-for.ts';
import { createMatcher } from './matcher.ts';
import { createOutbox } from './outbox.ts';
import { createSayBack } from './replies.ts';
import { createSeasonBook } from './season-book.ts';
import { announced } from './store/announced.ts';
import { callOffBroadcast } from './store/broadcast-steering.ts';
import { broadcastPlan } from './store/broadcasts.ts';
import { openDatabase } from './store/database.ts';
import { readFigures } from './store/figures.ts';
import { createOpenings } from './store/openings.ts';
import { pauseChannel } from './store/pauses.ts';
import { restoreGone } from './store/pushes/gone.ts';
import { createPushes } from './store/pushes.ts';
import { ruleChanges } from './store/rule-changes.ts';
import { seasonNotice, seasonShifts, shiftsSince } from './store/seasons.ts';
import { createTakeStatus } from './store/statuses.ts';
import { createSubscribers } from './store/subscribers.ts';
import { dayIn } from './time-zones.ts';
import { createWeb } from './web/server.ts';

/** The exchange while it runs. */
export interface RunningExchange {
  readonly port: number;
  readonly foundation: Foundation;
  readonly engine: 'redis' | 'postgresql';
  readonly simulated: boolean;
  /** Names of the channels that talk. */
  readonly channels: readonly string[];
  readonly openings: number;
  /** Takes nothing more, finishes what is on its way, closes everything; may be called again. */
  stop(): Promise<void>;
}

export interface StartOptions {
  readonly log: Log;
  readonly onStep?: (step: 'making' | 'starting' | 'adopting') => void;
  /** Talks in this terminal, and on no other channel; nothing listens on a port. */
  readonly terminal?: Terminal;
}

/** Connections for chats are their own: a chat that holds one may never wait for another. */
const CHAT_CONNECTIONS = 16;

/** Builds and starts everything. Throws one line with the fix; what was started before is stopped again. */
export async function startExchange(config: Config, options: StartOptions): Promise<RunningExchange> {
  const { log } = options;
  const closers = createClosers(log);
  let stopping: Promise<void> | null = null;
  try {
    const running = await open(config, options, closers);
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

async function open(
  config: Config,
  { log, onStep, terminal }: StartOptions,
  closers: Closers,
): Promise<Omit<RunningExchange, 'stop'>> {
  const country = await loadCountry(config.country);
  const clockOf = clockIn(country);
  const time = createClock();
  const { clock } = time;
  const today = (): Day => dayIn(country.defaultTimeZone, clock());
  const onLost = (): void => log.for('database').warn('database.lost');

  const speech = await loadSpeech(log);
  const foundation = await openFoundation(config, { onLost, ...(onStep === undefined ? {} : { onStep }) });
  closers.add(() => foundation.close());
  const { database, vault, url } = foundation;
  const chatDatabase = openDatabase({ url, connections: CHAT_CONNECTIONS, onLost });
  closers.add(() => chatDatabase.close());

  const openings = createOpenings({
    database,
    hash: (_, text) => vault.hash('report', text),
    today,
    clock,
  });
  const subscribers = createSubscribers({ database: database.pool, vault, clock });
  const pushes = createPushes(database.pool);
  const simulator = terminal === undefined ? createSimulatorFor(config, time) : null;
  const channels =
    terminal === undefined
      ? createChannels(config, simulator, speech.texts, log)
      : [createConsole({ terminal, localeHint: Intl.DateTimeFormat().resolvedOptions().locale, log })];
  let queue: Outbox | null = null;
  const web = createWeb({
    host: config.host,
    port: config.port,
    log,
    channels,
    checks: {
      database: async () => (await database.pool.query('select 1')).rowCount === 1,
      queue: async () => (await queue?.health())?.ok === true,
      ...Object.fromEntries(channels.map((each) => [each.name, () => each.state() === 'running'])),
    },
    metrics: () => readFigures(database.pool),
    pages: createPages({
      database: database.pool,
      vault,
      openings,
      channels,
      texts: speech.texts,
      clock,
      today,
    }),
    ...(simulator === null ? {} : { mounts: { '/': simulator.app } }),
  });
  const { port } = terminal === undefined ? await web.open() : { port: 0 };
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
  const lawBook = createLawBook(country, () => ruleChanges(database.pool));
  await lawBook.read();
  const shifts = (): Promise<readonly SeasonShift[]> =>
    seasonShifts(database.pool, country.defaultTimeZone, shiftsSince(today()));
  const seasons = createSeasonBook({
    country,
    shifts,
    notice: (id) => seasonNotice(database.pool, id),
    openings,
    law: () => lawBook.current(),
    clock,
    today,
  });
  const matcher = createMatcher({
    pool: database.pool,
    plans: pushes,
    openingsOf: (id) => announced(openings, id, today()),
    seasonWishes: (id) => seasons.wishesOf(id),
    broadcastOf: (id) => broadcastPlan(database.pool, openings, id),
    calledOff: (id) => callOffBroadcast(database, openings, id, { today: today(), now: clock() }),
    channels: channels.map(({ name }) => name),
    law: () => lawBook.read(),
    country,
    clock,
    log: log.for('matcher'),
  });
  await matcher.catchUp();

  const senders = createSenders({
    channels,
    foundation,
    subscribers,
    openings,
    speech,
    law: () => lawBook.current(),
    helpLines: country.helpLines,
    dayOf: (at) => dayIn(country.defaultTimeZone, at),
    seasons,
    clockOf,
    clock,
    log,
  });
  closers.add(() => Promise.all([...senders.values()].map((sender) => sender.stop())));
  const inbox = createFrontDoor({
    country,
    speech,
    foundation,
    chatDatabase,
    openings,
    law: () => lawBook.current(),
    seasons,
    channels: new Map(channels.map((channel) => [channel.name, channel])),
    audience: matcher,
    senders,
    opened: ({ channel, ordinal }) => {
      senders.get(channel)?.opened(ordinal);
      void wakeFor({ pushes, outbox, clock }, channel, ordinal).catch((error: unknown) =>
        log.warn('push.failed', { channel, ...describeError(error) }),
      );
    },
    clock,
    today,
    log,
  });
  const hearing = createHearing({
    takeStatus: createTakeStatus({
      database,
      vault,
      clock,
      clockOf,
      repeatHours: (name) => channels.find((each) => each.name === name)?.limits.repeatHours ?? 0,
    }),
    pause: (channel, ms, reason) =>
      pauseChannel(database.pool, channel, new Date(clock().getTime() + ms), reason),
    restore: (channel, since) => restoreGone(database.pool, channel, since),
    clock,
    log: log.for('sender'),
  });
  const sayBack = createSayBack({
    channels: new Map(channels.map((channel) => [channel.name, channel])),
    tokens: senders,
    clock,
    wait: sleep,
  });
  if (simulator !== null || terminal !== undefined) await stockShelves(foundation, country, today(), log);

  const ports = createPorts({
    country,
    foundation,
    texts: speech.texts,
    channels,
    senders,
    subscribers,
    pushes,
    outbox,
    matcher,
    lawBook,
    shifts,
    sayBack,
    clock,
    today,
    log,
  });
  for (const [name, sender] of senders)
    await outbox.work(name, (pushId, signal) => sender.run(pushId, signal));
  await startBackground({
    ports,
    outbox,
    matcher,
    lawBook,
    lookAgain: async () => {
      await Promise.all([...senders.values()].map((sender) => sender.lookAgain()));
    },
    time,
    url,
    log: log.for('jobs'),
    onLost,
    closers,
  });

  closers.add(() => Promise.all(channels.map((channel) => channel.stop())));
  if (simulator !== null) await openSimulatedWhatsApp(simulator, config, speech.texts);
  await startChannels(channels, inbox.receive, hearing, log);
  // In the simulator the stand-in must go on answering while the last pushes are finished.
  if (simulator === null) closers.add(async () => web.refuse());
  for (const channel of channels)
    void channel
      .introduce(introductions(speech.texts, speech.conversations))
      .catch((error: unknown) => log.warn('introduction.failed', describeError(error)));

  const { rows } = await database.pool.query<{ count: number }>(
    `select count(*)::integer as count from opening where status = 'open'`,
  );
  const { engine } = await outbox.health();
  log.info('exchange.started', { port, engine, openings: rows[0]?.count ?? 0 });
  return {
    port,
    foundation,
    engine,
    simulated: simulator !== null,
    channels: channels.map(({ name }) => name),
    openings: rows[0]?.count ?? 0,
  };
}
