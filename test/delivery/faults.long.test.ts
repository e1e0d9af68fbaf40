import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Address } from '../../src/domain/terms.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/embedded-postgres.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { migrate } from '../../src/store/migrate.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { Vault } from '../../src/store/vault.ts';
import { findRedis } from '../support/redis.ts';

const PEOPLE = 300;
const redis = await findRedis();
afterAll(async () => redis?.stop());
const engines = [
  { engine: 'postgresql', redisUrl: null },
  ...(redis === null ? [] : [{ engine: 'redis', redisUrl: redis.url }]),
];

/** A server of its own: it is going to be stopped the hard way. */
let dataDir: string;
let server: EmbeddedPostgres;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'mehnat-faults-'));
  await chmod(dataDir, 0o711);
  server = await startEmbeddedPostgres({ dataDir, shelter: join(dataDir, 'shelter') });
  await migrate(server.url);
});
afterAll(async () => {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
});

describe.each(engines)('in the middle of a push, on $engine', ({ redisUrl }) => {
  const master = randomBytes(32);
  const arrived = new Map<string, number>();
  let database: Database;
  let child: ChildProcess;

  const start = async (): Promise<void> => {
    child = spawn(
      process.execPath,
      [new URL('../support/delivery-runner.ts', import.meta.url).pathname, server.url, redisUrl ?? '-'],
      { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, MASTER: master.toString('hex') } },
    );
    child.stdout?.on('data', (lines: Buffer) => {
      for (const name of `${lines}`.trim().split('\n')) arrived.set(name, (arrived.get(name) ?? 0) + 1);
    });
    const ready = Promise.withResolvers<void>();
    child.stderr?.on('data', (lines: Buffer) => {
      if (`${lines}`.includes('ready')) ready.resolve();
    });
    child.once('close', () => ready.reject(new Error('it ended')));
    await ready.promise;
  };
  const kill = async (signal: NodeJS.Signals): Promise<void> => {
    child.kill(signal);
    await once(child, 'close');
  };

  beforeAll(async () => {
    database = openDatabase({ url: server.url });
    const vault = new Vault({ id: 7, master });
    await database.pool.query(
      'truncate subscriber, opening, bulletin, push, channel_day, channel_pause cascade',
    );
    const subscribers = createSubscribers({ database: database.pool, vault, clock: () => new Date() });
    for (let at = 0; at < PEOPLE; at++) {
      const who = { channel: 'telegram', address: new Address(`${at}`), locale: 'ru', consentVersion: 1 };
      const { id } = await subscribers.optIn(who);
      await subscribers.change(id, {
        preferences: { kinds: 'any', works: 'any', regions: 'any', quietHours: 'off' },
      });
    }
    await start();
  }, 60_000);
  afterAll(async () => {
    await kill('SIGKILL');
    await database.close();
  });

  /** A new bulletin; resolves when so many have it. */
  const begin = async (most: number): Promise<string> => {
    arrived.clear();
    const bulletin = randomUUID();
    await database.pool.query(
      'insert into bulletin (id, source, finished_at) values ($1, $2, clock_timestamp())',
      [bulletin, 'demo'],
    );
    await database.pool.query(
      `insert into opening (id, code, source, external_id, fingerprint, kind, title, locale, region, posted_on, expires_on, bulletin_id)
       values ($1, $2, 'demo', $2, '', 'vacancy', 't', 'ru', 'RU-LIP', current_date, current_date + 30, $3)`,
      [randomUUID(), bulletin.slice(0, 8), bulletin],
    );
    await expect.poll(() => arrived.size, { timeout: 30_000, interval: 5 }).toBeGreaterThan(most);
    return bulletin;
  };
  /** Waits for the end: nobody is missed, few hear it twice, nobody three times, and the account adds up. */
  const allArrive = async (bulletin: string, mostTwice: number): Promise<void> => {
    const account = async (): Promise<unknown> =>
      (
        await database.pool.query(
          'select state, sent + uncertain as sent, total, wire from push where announcement_id = $1',
          [bulletin],
        )
      ).rows[0];
    await expect
      .poll(() => account().catch(() => null), { timeout: 75_000, interval: 200 })
      .toEqual({ state: 'done', sent: PEOPLE, total: PEOPLE, wire: [] });
    expect(arrived.size).toBe(PEOPLE);
    const times = [...arrived.values()];
    expect(Math.max(...times)).toBeLessThanOrEqual(2);
    expect(times.filter((one) => one === 2).length).toBeLessThanOrEqual(mostTwice);
  };

  // Half a minute a test: nobody knows what arrived, and second copies wait that long.
  it.runIf(redisUrl === null)(
    'goes on after kill -9',
    async () => {
      const bulletin = await begin(50);
      await kill('SIGKILL');
      await start();
      await allArrive(bulletin, 8);
    },
    120_000,
  );

  it('goes on after PostgreSQL was stopped the hard way, in the same process', async () => {
    const bulletin = await begin(50);
    // A session that dies makes the server end all others at once, and recover as after an immediate stop.
    const { rows } = await database.pool.query<{ pid: number }>('select pg_backend_pid() as pid');
    process.kill(rows[0]?.pid ?? 0, 'SIGKILL');
    await allArrive(bulletin, 8);
    expect(child.exitCode).toBeNull();
  }, 200_000);

  it.runIf(redisUrl !== null)(
    'goes on after Redis forgot everything',
    async () => {
      const bulletin = await begin(50);
      const client = new Redis(redisUrl ?? '');
      await client.flushall();
      await client.quit();
      await allArrive(bulletin, 0);
      expect(child.exitCode).toBeNull();
    },
    120_000,
  );
});
