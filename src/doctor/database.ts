import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { runningConnection, startEmbeddedPostgres } from '../embedded-postgres.ts';
import { codeOf, type Database, openDatabase } from '../store/database.ts';
import { loadKeys } from '../store/keys.ts';
import { Vault } from '../store/vault.ts';
import { messageOf } from './files.ts';
import { counted, type Finding, fail, ok, warn } from './finding.ts';

const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url);
/** The oldest that was tried; 18 is what we bring ourselves. */
const OLDEST = 15;
/** Dates of consent and quiet hours bear a second or two; a minute they do not. */
const SKEW_WARN_MS = 2_000;
const SKEW_FAIL_MS = 60_000;

/** The database, whether the key belongs to it, and the two clocks. Starts our own for the look if it sleeps. */
export async function checkDatabase(config: Config): Promise<readonly Finding[]> {
  if (config.databaseUrl === null && !existsSync(join(config.data, 'postgres.json')))
    return [warn('database', 'our own PostgreSQL is not made yet', 'the first start makes it')];
  try {
    const { url, leave } = await connect(config);
    try {
      return await look(url, config);
    } finally {
      await leave();
    }
  } catch (thrown) {
    return [unreachable(config, thrown)];
  }
}

async function connect(config: Config): Promise<{ readonly url: string; leave(): Promise<void> }> {
  const stay = async (): Promise<void> => undefined;
  if (config.databaseUrl !== null) return { url: config.databaseUrl, leave: stay };
  const running = await runningConnection(config.data);
  if (running !== null) return { url: running.url, leave: stay };
  const own = await startEmbeddedPostgres({ dataDir: config.data });
  return { url: own.url, leave: () => own.stop() };
}

async function look(url: string, config: Config): Promise<readonly Finding[]> {
  const database = openDatabase({ url, connections: 1 });
  try {
    const version = await checkVersion(database);
    if (version.state === 'fail') return [version];
    const migrated = await checkMigrations(database, version.says);
    const key = migrated.state === 'ok' ? await checkKeyBelongs(database, config) : [];
    return [migrated, ...key, await checkClock(database)];
  } finally {
    await database.close();
  }
}

async function checkVersion({ pool }: Database): Promise<Finding> {
  const { rows } = await pool.query<{ version: string; number: number }>(
    `select current_setting('server_version') as version, current_setting('server_version_num')::int as number`,
  );
  const { version = '?', number = 0 } = rows[0] ?? {};
  const says = `PostgreSQL ${version.split(' ')[0]}`;
  return number >= OLDEST * 10_000
    ? ok('database', says)
    : fail('database', says, `use PostgreSQL ${OLDEST} or newer`);
}

async function checkMigrations({ pool }: Database, version: string): Promise<Finding> {
  const { rows: tables } = await pool.query<{ known: boolean }>(
    `select to_regclass('_prisma_migrations') is not null as known`,
  );
  const applied = new Set(tables[0]?.known === true ? await appliedMigrations(pool) : []);
  const ours = await ourMigrations();
  const missing = ours.filter((name) => !applied.has(name)).length;
  const foreign = [...applied].filter((name) => !ours.includes(name)).length;
  if (foreign > 0)
    return fail(
      'database',
      `${version}, migrated by a newer Mehnat`,
      'use the version that migrated it, or a newer one',
    );
  if (missing > 0)
    return warn(
      'database',
      `${version}, ${counted(missing, 'migration')} behind`,
      'npm run mehnat -- migrate (a start does it too)',
    );
  return ok('database', `${version}, ${counted(ours.length, 'migration')} applied`);
}

async function appliedMigrations(pool: Database['pool']): Promise<readonly string[]> {
  const { rows } = await pool.query<{ name: string }>(
    'select migration_name as name from _prisma_migrations where finished_at is not null and rolled_back_at is null',
  );
  return rows.map(({ name }) => name);
}

async function ourMigrations(): Promise<readonly string[]> {
  const entries = await readdir(MIGRATIONS, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
}

/** Nothing while there is no data, which comes with its key at the first start, or no word of a file that `checkKey` blames. */
async function checkKeyBelongs({ pool }: Database, config: Config): Promise<readonly Finding[]> {
  const { rows } = await pool.query<{ fingerprint: Buffer }>('select fingerprint from vault_check');
  const written = rows[0]?.fingerprint;
  if (written === undefined) return [];
  const fix =
    'set MEHNAT_KEYS to the key file this database was made with: without it no address can be opened';
  const keys = await loadKeys(config.keys).catch(() => 'unreadable' as const);
  if (keys === 'unreadable') return [];
  if (keys === null)
    return [
      fail('key', `the key file ${config.keys}, which this database was written with, is missing`, fix),
    ];
  const belongs = new Vault(keys).fingerprint().equals(written);
  return belongs ? [] : [fail('key', `the key file ${config.keys} belongs to another database`, fix)];
}

async function checkClock({ pool }: Database): Promise<Finding> {
  const before = Date.now();
  const { rows } = await pool.query<{ ms: string }>(
    'select extract(epoch from clock_timestamp()) * 1000 as ms',
  );
  const here = (before + Date.now()) / 2;
  const skew = Math.round(Math.abs(Number(rows[0]?.ms ?? here) - here));
  const says = `this machine and the database differ by ${skew} ms`;
  const fix = 'set the clocks of both machines by NTP';
  if (skew >= SKEW_FAIL_MS) return fail('clock', says, fix);
  return skew >= SKEW_WARN_MS ? warn('clock', says, fix) : ok('clock', says);
}

function unreachable(config: Config, thrown: unknown): Finding {
  if (config.databaseUrl === null)
    return fail('database', messageOf(thrown), 'see above, or set DATABASE_URL to a PostgreSQL of your own');
  const says = `the database of DATABASE_URL does not answer (${codeOf(thrown)})`;
  return fail('database', says, 'is it running, and are host, name and password right?');
}
