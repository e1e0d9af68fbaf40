import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { migrate, pendingMigrations } from '../../src/store/migrate.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let folder: string;
let pool: pg.Pool;

const write = async (name: string, sql: string): Promise<void> => {
  await mkdir(join(folder, name), { recursive: true });
  await writeFile(join(folder, name, 'migration.sql'), sql);
};
const run = (): Promise<{ readonly applied: readonly string[] }> =>
  migrate(pool, pathToFileURL(`${folder}/`));

beforeEach(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  await pool.query('drop table _prisma_migrations');
  folder = await mkdtemp(join(tmpdir(), 'mehnat-migrate-'));
  await write('0001_first', 'create table first (id integer)');
  await write('0002_second', 'insert into first values (1)');
});
afterEach(async () => {
  await pool.end();
  await database.drop();
  await rm(folder, { recursive: true });
});

describe('migrate', () => {
  test('applies what is missing, in order, and only once', async () => {
    expect(await run()).toEqual({ applied: ['0001_first', '0002_second'] });
    expect(await run()).toEqual({ applied: [] });
    await write('0003_third', 'insert into first values (2)');
    expect(await pendingMigrations(pool, pathToFileURL(`${folder}/`))).toEqual(['0003_third']);
    expect(await run()).toEqual({ applied: ['0003_third'] });
    expect((await pool.query('select id from first order by id')).rows).toEqual([{ id: 1 }, { id: 2 }]);
  });

  test('applies each migration once when eight processes begin together', async () => {
    const results = await Promise.all(Array.from({ length: 8 }, run));
    expect(results.flatMap(({ applied }) => applied).sort()).toEqual(['0001_first', '0002_second']);
    expect((await pool.query('select id from first')).rows).toHaveLength(1);
  });

  test('refuses an applied migration that was changed afterwards', async () => {
    await run();
    await write('0001_first', 'create table other (id integer)');
    await expect(run()).rejects.toThrow('migration 0001_first was changed after it was applied');
  });

  test('keeps nothing of a migration that fails, and all before it', async () => {
    await write('0003_broken', 'create table half (id integer); select 1 / 0');
    await expect(run()).rejects.toThrow('migration 0003_broken failed');
    expect((await pool.query(`select to_regclass('half') as half`)).rows).toEqual([{ half: null }]);
    expect((await pool.query('select migration_name from _prisma_migrations')).rows).toHaveLength(2);
  });

  test('refuses a database that a newer version has made', async () => {
    await write('0009_future', 'select 1');
    await run();
    await rm(join(folder, '0009_future'), { recursive: true });
    await expect(run()).rejects.toThrow('start the newer version');
  });

  test('records the checksum as Prisma does: SHA-256 of the file in hex', async () => {
    await run();
    const { rows } = await pool.query(
      `select checksum from _prisma_migrations where migration_name = '0001_first'`,
    );
    expect(rows).toEqual([{ checksum: '10e0a2282e051aa0de3c957c7ef36d748cea0a244fed443abb5917b55d7a8384' }]);
  });
});
