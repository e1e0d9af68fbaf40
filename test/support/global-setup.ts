import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../src/embedded-postgres.ts';
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
  await migrate(sibling(server.url, template));
  return {
    adminUrl: server.url,
    template,
    stop: async () => {
      await dropAll(server.url, template);
      await server.stop();
    },
  };
}

async function startServer(): Promise<{ readonly url: string; stop(): Promise<void> }> {
  const given = process.env['TEST_DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: async () => undefined };
  const dataDir = await mkdtemp(join(tmpdir(), 'mehnat-test-'));
  // Root's PostgreSQL runs as somebody else, who must get through.
  await chmod(dataDir, 0o711);
  const server = await startEmbeddedPostgres({ dataDir, durable: false, shelter: join(dataDir, 'shelter') });
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
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
