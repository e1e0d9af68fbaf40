import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import type { TestServer } from './global-setup.ts';

/** An empty, migrated database of its own. */
export interface FreshDatabase {
  readonly url: string;
  /** Removes it, whoever is still connected. What is forgotten goes at the end of the run. */
  drop(): Promise<void>;
}

/** Copies the run's template: about 50 ms. Only inside vitest. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { adminUrl, template } = ownServer();
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await administer(adminUrl, `create database ${name} template ${template} strategy file_copy`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => administer(adminUrl, letLeave(name), `drop database if exists ${name} with (force)`),
  };
}

/** That of this worker; workers are numbered from 1. */
function ownServer(): TestServer {
  const servers = inject('databases');
  const server = servers[(Number(process.env['VITEST_POOL_ID']) - 1) % servers.length];
  if (server === undefined) throw new Error('only inside vitest');
  return server;
}

/**
 * Waits, two seconds at most, for connections that are just closing: a pool that was ended has said goodbye and listens
 * no more, so a forced end would come as an error that nobody hears.
 */
const letLeave = (name: string): string => `do $$ begin
  for i in 1..80 loop
    perform pg_stat_clear_snapshot();
    exit when not exists (select from pg_stat_activity where datname = '${name}');
    perform pg_sleep(0.025);
  end loop;
end $$`;

// A connection a call: a client kept open would keep the test process alive.
async function administer(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
