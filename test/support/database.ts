import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';

/** An empty, migrated database of its own. */
export interface FreshDatabase {
  readonly url: string;
  /** Removes it, whoever is still connected. What is forgotten goes at the end of the run. */
  drop(): Promise<void>;
}

/** Copies the run's template: about 50 ms. Only inside vitest. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { adminUrl, template } = inject('databases');
  const name = `${template}_${randomBytes(6).toString('hex')}`;
  await administer(adminUrl, `create database ${name} template ${template} strategy file_copy`);
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    drop: () => administer(adminUrl, `drop database if exists ${name} with (force)`),
  };
}

// A connection a call: a client kept open would keep the test process alive.
async function administer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
