import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { migrate } from '../../src/store/migrate.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A connection that may create databases, and the migrated database that others are copied from. */
    readonly databases: { readonly adminUrl: string; readonly template: string };
  }
}

const MACHINE_SERVER = 'postgres://root@127.0.0.1:5432/postgres';

/** One server for the whole run, with one migrated database as the template of all the others. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const adminUrl = process.env['TEST_DATABASE_URL'] ?? MACHINE_SERVER;
  const template = `mehnat_test_${randomBytes(4).toString('hex')}`;
  await administer(adminUrl, `create database ${template}`);
  await migrate(sibling(adminUrl, template));
  project.provide('databases', { adminUrl, template });
  return () => dropAll(adminUrl, template);
}

function sibling(url: string, database: string): string {
  const other = new URL(url);
  other.pathname = `/${database}`;
  return other.href;
}

async function administer(url: string, ...statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

async function dropAll(url: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ name: string }>(
    `select datname as name from pg_database where starts_with(datname, $1)`,
    [template],
  );
  for (const { name } of rows) await client.query(`drop database if exists ${name} with (force)`);
  await client.end();
}
