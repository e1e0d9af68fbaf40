/** The back door: the only user of BullMQ. It wakes the pushes; what is owed stands in PostgreSQL. */
import {
  createPostgresBackend,
  DelayedError,
  type JobsOptions,
  Queue,
  type QueueOptions,
  runMigrations,
  Worker,
  type WorkerOptions,
} from 'bullmq';
import { Redis } from 'ioredis';
import pg from 'pg';
import type { Outbox } from './domain/outbox.ts';
import type { ChannelName, Clock } from './domain/terms.ts';

/** What the outbox says aloud: a code, never a message. */
export interface OutboxLog {
  readonly warn: (
    event: 'queue.failed' | 'job.failed',
    fields?: { readonly job?: string; readonly code?: string },
  ) => void;
}

export interface OutboxOptions {
  /** Where the queue lives: Redis when given, else tables of BullMQ beside ours. */
  readonly redisUrl: string | null;
  readonly databaseUrl: string;
  readonly log: OutboxLog;
  /** Keeps exchanges on one Redis apart; default `mehnat`. */
  readonly prefix?: string;
  /** By which pushes name their wake-up; default the machine's. The simulator's can be moved. */
  readonly clock?: Clock;
}

/** An outbox whose clock may be moved. */
export interface ClockedOutbox extends Outbox {
  /** Called when the clock was moved: wakes every push that sleeps, to look at it again. */
  wakeAll(): Promise<void>;
}

/** How many pushes of a channel run side by side; requests in flight are counted by the sender. */
const CONCURRENCY = 50;
/** Bytes of a job: an id (delivery.md §7). */
const SIZE_LIMIT = 128;
/** At most one line a minute however often a lost connection complains. */
const COMPLAIN_MS = 60_000;

/** How often the traces of finished jobs go. */
const TIDY_MS = 60_000;

interface PushJob {
  readonly pushId: string;
}

/** What we use of a queue, a worker and a job of BullMQ, whichever engine is below. */
interface PushQueue {
  add(name: string, data: PushJob, options: JobsOptions): Promise<unknown>;
  getJob(id: string): Promise<{ promote(): Promise<void> } | undefined>;
  promoteJobs(): Promise<void>;
  on(event: 'error', listener: (cause: Error) => void): unknown;
  close(): Promise<void>;
}
interface PushWorker {
  waitUntilReady(): Promise<unknown>;
  on(event: 'error', listener: (cause: Error) => void): unknown;
  close(): Promise<void>;
}
interface ActiveJob {
  readonly data: PushJob;
  moveToDelayed(time: number, token?: string): Promise<void>;
}

/** What queues and workers of both engines are opened with. */
interface Engine {
  readonly name: 'redis' | 'postgresql';
  queue(name: string): PushQueue;
  worker(name: string, work: (job: ActiveJob, token?: string) => Promise<void>): PushWorker;
  ping(): Promise<void>;
  /** Removes what the engine keeps of finished jobs by itself. */
  tidy(): Promise<void>;
  close(): Promise<void>;
}

const JOB_OPTIONS = {
  removeOnComplete: true,
  removeOnFail: true,
  attempts: 5,
  backoff: { type: 'fixed', delay: 1000 },
  stackTraceLimit: 0,
  keepLogs: 0,
  sizeLimit: SIZE_LIMIT,
} as const;

const QUEUE_OPTIONS = {
  streams: { events: { maxLen: 0 } },
  defaultJobOptions: JOB_OPTIONS,
} satisfies Omit<QueueOptions, 'connection'>;

const WORKER_OPTIONS = {
  concurrency: CONCURRENCY,
  lockDuration: 10_000,
  stalledInterval: 5_000,
  maxStalledCount: 100,
  removeOnComplete: { count: 0 },
  removeOnFail: { count: 0 },
} satisfies Omit<WorkerOptions, 'connection'>;

/** Opens the queue's engine; the tables of the PostgreSQL engine are made when they are missing. */
export async function createOutbox(options: OutboxOptions): Promise<ClockedOutbox> {
  const clock = options.clock ?? ((): Date => new Date());
  const complain = rarely((cause) => options.log.warn('queue.failed', { code: codeOf(cause) }));
  const failed = rarely((cause) => options.log.warn('job.failed', { job: 'push', code: codeOf(cause) }));
  const prefix = options.prefix ?? 'mehnat';
  const engine =
    options.redisUrl === null
      ? await openPostgres(options.databaseUrl, prefix, complain)
      : await openRedis(options.redisUrl, prefix, complain);
  const queues = new Map<string, PushQueue>();
  const workers: PushWorker[] = [];
  const closing = new AbortController();
  const timers = new Set([repeat('tidy', TIDY_MS, engine.tidy, closing.signal, options.log)]);
  let closed: Promise<void> | null = null;

  const queueOf = (channel: ChannelName): PushQueue => {
    const known = queues.get(channel);
    if (known !== undefined) return known;
    const queue = engine.queue(`push-${channel}`);
    queue.on('error', complain);
    queues.set(channel, queue);
    return queue;
  };

  const close = async (): Promise<void> => {
    closing.abort();
    await Promise.all(workers.map((worker) => worker.close()));
    await Promise.all(timers);
    await Promise.all([...queues.values()].map((queue) => queue.close()));
    await engine.close();
  };

  return {
    async add({ id, channel, urgent }) {
      await queueOf(channel).add('push', { pushId: id }, { jobId: jobId(id), priority: urgent ? 0 : 10 });
    },
    async has({ id, channel }) {
      return (await queueOf(channel).getJob(jobId(id))) !== undefined;
    },
    async wake({ id, channel }) {
      const job = await queueOf(channel).getJob(jobId(id));
      // One that does not sleep needs no waking, and says so by refusing.
      await job?.promote().catch(() => undefined);
    },
    async work(channel, run) {
      const worker = engine.worker(`push-${channel}`, async (job, token) => {
        const wake = await run(job.data.pushId, closing.signal).catch((cause: unknown) => {
          failed(cause instanceof Error ? cause : new Error('not an error', { cause }));
          throw new Error('PUSH_FAILED');
        });
        if (wake === null) return;
        const sleepMs = Math.max(1, wake.getTime() - clock().getTime());
        await job.moveToDelayed(Date.now() + sleepMs, token);
        throw new DelayedError();
      });
      worker.on('error', complain);
      workers.push(worker);
      await worker.waitUntilReady();
    },
    async wakeAll() {
      for (const queue of queues.values()) await queue.promoteJobs();
    },
    async schedule(name, everyMs, run) {
      timers.add(repeat(name, everyMs, run, closing.signal, options.log));
    },
    async health() {
      const ok = await engine.ping().then(
        () => true,
        () => false,
      );
      return { engine: engine.name, ok };
    },
    close: () => (closed ??= close()),
  };
}

const jobId = (pushId: string): string => `p-${pushId}`;

/**
 * Runs a job now and every so often, one run at a time in this process; a job must bear running in two at once.
 * Timers of ours and not of the queue: the sweeper is what repairs a queue that has forgotten everything.
 */
async function repeat(
  name: string,
  everyMs: number,
  run: () => Promise<void>,
  signal: AbortSignal,
  log: OutboxLog,
): Promise<void> {
  while (!signal.aborted) {
    const began = Date.now();
    await run().catch((cause: unknown) => log.warn('job.failed', { job: name, code: codeOf(cause) }));
    await pause(Math.max(0, began + everyMs - Date.now()), signal);
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}

/** Fails at once while the connection is away: the sweeper comes again in ten seconds. */
const PRODUCER = { maxRetriesPerRequest: 1, enableOfflineQueue: false } as const;

/** One Redis, or one name in front of several, `rediss:` for TLS; no list of cluster nodes. Waits until it answers. */
async function openRedis(url: string, prefix: string, complain: (cause: Error) => void): Promise<Engine> {
  const connect = (worker: boolean): Redis => {
    const redis = new Redis(url, worker ? { maxRetriesPerRequest: null } : PRODUCER);
    redis.on('error', complain);
    return redis;
  };
  const producer = connect(false);
  const consumer = connect(true);
  if (producer.status !== 'ready') await new Promise((resolve) => producer.once('ready', resolve));
  // In braces: all keys of a queue lie in one slot of a cluster.
  const common = { prefix: `{${prefix}}` };
  return {
    name: 'redis',
    queue: (name) => new Queue(name, { ...common, ...QUEUE_OPTIONS, connection: producer }),
    worker: (name, work) => new Worker(name, work, { ...common, ...WORKER_OPTIONS, connection: consumer }),
    ping: async () => {
      await producer.ping();
    },
    tidy: async () => undefined,
    close: async () => {
      await Promise.all([producer.quit(), consumer.quit()].map((end) => end.catch(() => undefined)));
    },
  };
}

async function openPostgres(url: string, prefix: string, complain: (cause: Error) => void): Promise<Engine> {
  const schema = prefix === 'mehnat' ? 'bullmq' : `bullmq_${prefix}`;
  const client = new pg.Client({ connectionString: url });
  client.on('error', complain);
  await client.connect();
  await runMigrations(client, schema).finally(() => client.end());
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on('error', complain);
  const connection = { connectionString: url, schema, max: 4 };
  const options = { connection };
  return {
    name: 'postgresql',
    queue: (name) => new Queue(name, { ...QUEUE_OPTIONS, ...options }, createPostgresBackend),
    worker: (name, work) => new Worker(name, work, { ...WORKER_OPTIONS, ...options }, createPostgresBackend),
    ping: async () => {
      await pool.query('select 1');
    },
    tidy: async () => {
      await pool.query(`delete from ${schema}.event`);
    },
    close: () => pool.end(),
  };
}

/** Says at most one line a minute, however often it is called. */
function rarely(say: (cause: Error) => void): (cause: Error) => void {
  let last = Number.NEGATIVE_INFINITY;
  return (cause) => {
    if (Date.now() - last < COMPLAIN_MS) return;
    last = Date.now();
    say(cause);
  };
}

function codeOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  return typeof code === 'string' ? code : 'UNKNOWN';
}
