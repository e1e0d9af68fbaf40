import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/embedded-postgres.ts';
import { createLog } from '../../src/log.ts';
import { createOutbox } from '../../src/outbox.ts';
import { migrate } from '../../src/store/migrate.ts';

/** A connection that may create databases, and the migrated database that others are copied from. */
export interface TestServer {
  readonly adminUrl: string;
  readonly template: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** A server for each worker of the run. */
    readonly databases: readonly TestServer[];
  }
}

/**
 * A server for each worker, in temporary folders: what a transaction of one test holds back, a test beside it would wait
 * for in vain. Where TEST_DATABASE_URL names one, all share that. Each has a migrated database, the template of others.
 */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const shared = process.env['TEST_DATABASE_URL'] !== undefined;
  const workers = shared ? 1 : Math.max(1, project.vitest.config.maxWorkers);
  const servers = await Promise.all(Array.from({ length: workers }, prepareServer));
  project.provide(
    'databases',
    servers.map(({ adminUrl, template }) => ({ adminUrl, template })),
  );
  return async () => {
    await Promise.all(servers.map((server) => server.stop()));
  };
}

async function prepareServer(): Promise<TestServer & { stop(): Promise<void> }> {
  const server = await startServer();
  const template = `mehnat_test_${randomBytes(4).toString('hex')}`;
  await administer(server.url, `create database ${template}`);
  const url = sibling(server.url, template);
  await migrate(url);
  await makeQueues(url);
  return {
    adminUrl: server.url,
    template,
    stop: async () => {
      await dropAll(server.url, template);
      await server.stop();
    },
  };
}

/** The tables of the queue's PostgreSQL engine: each copy has them, and no test waits for their making. */
async function makeQueues(url: string): Promise<void> {
  const log = createLog({ level: 'error', write: (line) => void process.stderr.write(line) });
  const outbox = await createOutbox({ redisUrl: null, databaseUrl: url, log: log.for('outbox') });
  await outbox.close();
}

async function startServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const dataDir = await mkdtemp(join(await quickFolder(), 'mehnat-test-'));
  const shelter = await mkdtemp(join(tmpdir(), 'mehnat-test-'));
  // Root's PostgreSQL runs as somebody else, who must get through.
  await Promise.all([dataDir, shelter].map((folder) => chmod(folder, 0o711)));
  const server = await startEmbeddedPostgres({ dataDir, durable: false, shelter });
  await easeRole(server.url);
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await Promise.all([dataDir, shelter].map((folder) => rm(folder, { recursive: true, force: true })));
    },
  };
}

/** Room for both servers: their journal, and the copies that live at once. */
const ROOMY_BYTES = 4 * 1024 ** 3;

/** A folder in memory where there is one: a database is three hundred files, copied a thousand times in a run. */
async function quickFolder(): Promise<string> {
  const memory = await statfs('/dev/shm').catch(() => null);
  return memory !== null && memory.bavail * memory.bsize > ROOMY_BYTES ? '/dev/shm' : tmpdir();
}

/**
 * The same password, proven in one step instead of thousands, because a run connects ten thousand times; and nobody
 * waits for a commit to reach a disk that it never reaches.
 */
async function easeRole(url: string): Promise<void> {
  const { username, password } = new URL(url);
  await administer(
    url,
    `set scram_iterations = 1;
     alter role ${username} password '${password}';
     alter role ${username} set synchronous_commit = off`,
  );
}

function sibling(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

async function dropAll(url: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    'select datname as name from pg_database where starts_with(datname, $1)',
    [template],
  );
  for (const { name } of rows) await client.query(`drop database if exists ${name} with (force)`);
  await client.end();
}
