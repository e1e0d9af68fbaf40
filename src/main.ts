/** The composition root: builds every room, starts it, and stops it in reverse. */
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createTelegram, type Telegram } from './channels/telegram.ts';
import type { Config } from './config.ts';
import { ru } from './countries/ru/ru.ts';
import { createDialogue } from './dialogue.ts';
import { pushMessage } from './domain/card.ts';
import type { Conversation } from './domain/conversation.ts';
import type { ClockOf, Compose } from './domain/delivery.ts';
import type { Job, JobPorts } from './domain/job.ts';
import type { Day } from './domain/opening.ts';
import { createRegionSearch, readNumber, regionNames } from './domain/search.ts';
import { isSilent } from './domain/silence.ts';
import { withStillWanted } from './domain/still-wanted.ts';
import { UNANSWERED } from './domain/subscriber.ts';
import type { Clock, Outbox } from './domain/terms.ts';
import type { Texts } from './domain/texts.ts';
import type { Converse } from './domain/turn.ts';
import { zoneOf } from './domain/zone.ts';
import { createExchange } from './exchange.ts';
import { openFeed } from './feed-opening.ts';
import { importFolder } from './folder.ts';
import { type Foundation, openFoundation } from './foundation.ts';
import { loadTexts } from './i18n.ts';
import { importFeed } from './importer.ts';
import { createInbox } from './inbox.ts';
import { introductions } from './introductions.ts';
import type { digest } from './jobs/digest.ts';
import type { expireOpenings as expireJob } from './jobs/expire-openings.ts';
import type { planBulletins } from './jobs/plan-bulletins.ts';
import type { sweep } from './jobs/sweep.ts';
import { describeError, type Log } from './log.ts';
import { createMatcher, type Matcher } from './matcher.ts';
import { createOutbox } from './outbox.ts';
import { createSayBack } from './replies.ts';
import { createSender, type Sender } from './sender.ts';
import { createSimulator, type Simulator } from './simulator/simulator.ts';
import { DEMO_AT_FIRST, demoSource } from './sources/demo.ts';
import { createChats } from './store/chats.ts';
import { openDatabase } from './store/database.ts';
import { readFigures } from './store/figures.ts';
import { importsInto } from './store/import-run.ts';
import { listenForNotices, type Notice } from './store/notices.ts';
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

/** Closers in the order of opening; called in reverse, each once, whatever the others do. */
function createClosers(log: Log): { add(close: () => Promise<unknown>): void; run(): Promise<void> } {
  const closers: (() => Promise<unknown>)[] = [];
  return {
    add: (close) => closers.push(close),
    async run() {
      for (let close = closers.pop(); close !== undefined; close = closers.pop())
        await close().catch((error: unknown) => log.warn('exchange.failed', describeError(error)));
    },
  };
}

const isConversation = (exported: unknown): exported is Conversation =>
  typeof exported === 'object' && exported !== null && 'resumes' in exported;

const isJob = (exported: unknown): exported is Job<AllPorts> =>
  typeof exported === 'object' && exported !== null && 'everyMs' in exported;

/** A clock that can be moved: the simulator's, from its page. Nobody moves the real one. */
interface MovableClock {
  readonly clock: Clock;
  now(): Date;
  shift(ms: number): void;
  /** Called once, by whoever must look again when time has jumped. */
  onShift(listener: () => void): void;
}

function createClock(): MovableClock {
  let shiftMs = 0;
  let moved = (): void => undefined;
  const clock = (): Date => new Date(Date.now() + shiftMs);
  return {
    clock,
    now: clock,
    shift: (ms) => {
      shiftMs += ms;
      moved();
    },
    onShift: (listener) => {
      moved = listener;
    },
  };
}

const createSimulatorFor = (config: Config, clock: MovableClock): Simulator | null =>
  config.telegram === null
    ? createSimulator({ clock, stateFile: join(config.data, 'simulator.json') })
    : null;

function createTelegramFor(config: Config, simulator: Simulator | null, log: Log): Telegram {
  const { telegram } = config;
  if (telegram !== null) return createTelegram({ ...telegram, log });
  return createTelegram({
    token: simulator?.token ?? '',
    apiRoot: `http://127.0.0.1:${config.port}${simulator?.apiRoot ?? ''}`,
    log,
  });
}

const composeWith =
  (texts: Texts): Compose =>
  (subscriber, openings, more, today) => {
    const message = pushMessage(openings, more, subscriber.preferences, today);
    const asks = isSilent(subscriber.answeredIn, today);
    return texts.render(subscriber.locale, asks ? withStillWanted(message) : message);
  };

/** The zone a person lives by, as minutes ahead of UTC at a moment. */
const clockOf: ClockOf =
  ({ preferences }) =>
  (at) =>
    offsetMinutes(
      zoneOf(preferences, ru, (zone) => offsetMinutes(zone, at)),
      at,
    );

interface Speech {
  readonly texts: Texts;
  readonly conversations: readonly Conversation[];
}

async function loadSpeech(log: Log): Promise<Speech> {
  const texts = await loadTexts(undefined, ({ locale, used }) =>
    log.warn('text.missing', { locale, ...(used === null ? {} : { reason: used }) }),
  );
  const conversations = await importFolder(new URL('./conversations/', import.meta.url), isConversation);
  return { texts, conversations };
}

/** The rooms between the channel and the people: what is said to us, and what we say back. */
function createFrontDoor(room: {
  readonly speech: Speech;
  readonly foundation: Foundation;
  readonly chatDatabase: ReturnType<typeof openDatabase>;
  readonly openings: ReturnType<typeof createOpenings>;
  readonly telegram: Telegram;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly today: () => Day;
  readonly log: Log;
}): ReturnType<typeof createInbox> {
  const { speech, foundation, clock, today } = room;
  const { database, vault } = foundation;
  const { texts, conversations } = speech;
  const search = createRegionSearch(regionNames(ru, texts));
  const exchange = createExchange({ openings: room.openings, country: ru, texts, search, today });
  const subscribers = createSubscribers({ database: database.pool, vault, clock });
  const converse: Converse = createDialogue({
    conversations: new Map(conversations.map((each) => [each.name, each])),
    exchange,
    first: 'start',
    home: 'menu',
    byCode: 'openings',
    readNumber,
  });
  return createInbox({
    chats: createChats({ database: room.chatDatabase, vault, clock }),
    converse,
    texts,
    sayBack: createSayBack({
      channels: new Map([[room.telegram.name, room.telegram]]),
      tokens: new Map([[room.telegram.name, room.sender]]),
      clock,
      wait: sleep,
    }),
    left: async (channel, address) => {
      const who = await subscribers.find(channel, address);
      if (who !== null) await subscribers.forget(who.id);
    },
    keyOf: ({ channel, address }) => vault.hash(`chat-lock/${channel}`, address.reveal()).toString('base64'),
    today,
    now: clock,
    log: room.log.for('inbox'),
  });
}

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

async function open(
  config: Config,
  { log, onStep }: StartOptions,
  closers: ReturnType<typeof createClosers>,
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
  const matcher: Matcher = createMatcher({
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
    expire: (day) => expireOpenings(database.pool, day),
    channels: [telegram.name],
    zones: [...new Set(ru.regions.flatMap(({ timeZone, otherTimeZones }) => [timeZone, ...otherTimeZones]))],
    offsetMinutes,
    clock,
    today,
  };
  const jobs = await importFolder(new URL('./jobs/', import.meta.url), isJob);
  await outbox.work(telegram.name, (pushId, signal) => sender.run(pushId, signal));
  for (const job of jobs)
    await outbox.schedule(job.name, job.everyMs, () => runJob(job, ports, log.for('jobs')));
  time.onShift(() => {
    const look = async (): Promise<void> => {
      await outbox.wakeAll();
      for (const job of jobs) await runJob(job, ports, log.for('jobs'));
    };
    void look().catch((error: unknown) => log.for('jobs').warn('job.failed', describeError(error)));
  });
  const listening = listenForNotices(url, noticed(jobs, ports, matcher, log.for('jobs')), onLost);
  closers.add(() => listening.stop());

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

/** Everything the jobs of `jobs/` are given. */
type AllPorts = JobPorts &
  Parameters<typeof sweep.run>[0] &
  Parameters<typeof digest.run>[0] &
  Parameters<typeof planBulletins.run>[0] &
  Parameters<typeof expireJob.run>[0];

async function runJob(job: Job<AllPorts>, ports: AllPorts, log: Log): Promise<void> {
  const account = await job.run(ports);
  const count = Object.values(account).reduce((all, one) => all + one, 0);
  if (count > 0) log.info('job.finished', { job: job.name, count });
}

/** What to do at once when rows changed; the schedules would do it ten seconds later. */
function noticed(
  jobs: readonly Job<AllPorts>[],
  ports: AllPorts,
  matcher: Matcher,
  log: Log,
): (notice: Notice) => void {
  const at = (names: readonly string[]): (() => Promise<void>) =>
    once(async () => {
      for (const name of names)
        for (const job of jobs.filter((each) => each.name === name)) await runJob(job, ports, log);
    });
  const reactions: Readonly<Record<Notice, () => Promise<void>>> = {
    subscriber: once(() => matcher.catchUp()),
    bulletin: at(['plan-bulletins', 'sweep']),
    push: at(['sweep']),
  };
  return (notice) => {
    void reactions[notice]().catch((error: unknown) => log.warn('job.failed', describeError(error)));
  };
}

/** Many calls in a row become one that runs now and one that runs after it. */
function once(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let again: Promise<void> | null = null;
  const start = (): Promise<void> => {
    running = work().finally(() => {
      running = null;
    });
    return running;
  };
  return () => {
    if (running === null) return start();
    again ??= running
      .catch(() => undefined)
      .then(() => {
        again = null;
        return start();
      });
    return again;
  };
}

/** A new simulator begins with some openings, so that the first phone finds something; the rest come by import. */
async function stockShelves(foundation: Foundation, today: Day, log: Log): Promise<void> {
  const { rows } = await foundation.database.pool.query('select from bulletin limit 1');
  if (rows.length > 0) return;
  const source = demoSource(DEMO_AT_FIRST);
  const account = await importFeed({
    source,
    location: null,
    imports: importsInto(foundation.database),
    open: openFeed,
    country: ru,
    asOf: today,
    partial: true,
  });
  log.for('importer').info('import.finished', { source: source.name, imported: account.imported });
}
