import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const PRIVACY = join(import.meta.dirname, '../../PRIVACY.md');

let fresh: FreshDatabase;
let client: pg.Client;
let text: string;

beforeAll(async () => {
  text = await readFile(PRIVACY, 'utf8');
  fresh = await freshDatabase();
  client = new pg.Client({ connectionString: fresh.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await fresh.drop();
});

interface Listed {
  readonly column: string;
  readonly cells: readonly string[];
}

/** The rows of the tables below the headings that name a table of the database. */
function listed(page: string): readonly Listed[] {
  const found: Listed[] = [];
  let table: string | null = null;
  for (const line of page.split('\n')) {
    if (line.startsWith('#')) table = /^### `(\w+)`: /.exec(line)?.[1] ?? null;
    const cells = line.split('|').map((cell) => cell.trim());
    const column = /^`(\w+)`$/.exec(cells[1] ?? '')?.[1];
    if (table !== null && column !== undefined)
      found.push({ column: `${table}.${column}`, cells: cells.slice(2, -1) });
  }
  return found;
}

async function actual(): Promise<readonly string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select table_name || '.' || column_name as name from information_schema.columns
     where table_schema = 'public' order by 1`,
  );
  return rows.map(({ name }) => name);
}

describe('PRIVACY.md', () => {
  test('lists every column of the database, and none that is not there', async () => {
    const columns = listed(text).map(({ column }) => column);
    expect([...columns].sort()).toEqual([...(await actual())].sort());
  });

  test('says of every column what it is for, whether it concerns a person, and how long it lives', () => {
    for (const { column, cells } of listed(text)) {
      expect(cells, column).toHaveLength(3);
      const [why = '', person, kept = ''] = cells;
      expect(why.length, column).toBeGreaterThan(3);
      expect(['yes', 'no'], column).toContain(person);
      expect(kept.length, column).toBeGreaterThan(3);
    }
  });

  test('an unlisted column is noticed', async () => {
    await client.query('begin');
    await client.query('alter table subscriber add column nickname text');
    const columns = listed(text).map(({ column }) => column);
    expect((await actual()).filter((name) => !columns.includes(name))).toEqual(['subscriber.nickname']);
    await client.query('rollback');
  });
});

describe('the database', () => {
  test('has no column that could hold an address as a number, and no name of a person', async () => {
    const { rows } = await client.query(
      `select table_name, column_name from information_schema.columns
       where table_schema = 'public' and (data_type = 'bigint'
         or column_name ~ '(chat|user|phone|name|nationality|passport|birth|gender|address)')
         and (table_name, column_name) not in (('opening', 'contact_phone'), ('_prisma_migrations', 'migration_name'))`,
    );
    expect(rows).toEqual([]);
  });

  test('keeps dialogues and marks of updates out of the write-ahead log', async () => {
    const { rows } = await client.query<{ name: string }>(
      `select relname as name from pg_class where relkind = 'r' and relpersistence = 'u' order by 1`,
    );
    expect(rows.map(({ name }) => name)).toEqual(['dialogue', 'guess', 'move', 'seen_update']);
  });

  test('knows of people no time finer than a day, but for minutes, and whole hours of a reply window, in which it is needed', async () => {
    const { rows } = await client.query<{ name: string }>(
      `select column_name as name from information_schema.columns
       where table_name in ('subscriber', 'report', 'channel_day') and data_type like 'timestamp%'`,
    );
    expect(rows.map(({ name }) => name)).toEqual(['blocked_at', 'window_until']);
  });
});
