import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import pg from 'pg';

/** The lock that Prisma's own tools take while they migrate, so that they and we never do it at once. */
const PRISMA_MIGRATION_LOCK = 72_707_369;

const MIGRATIONS = new URL('../../prisma/migrations/', import.meta.url);

// Prisma's own table, letter for letter, so that its tools agree with what was applied here.
const CREATE_JOURNAL = `create table if not exists _prisma_migrations (
  id                   varchar(36) primary key not null,
  checksum             varchar(64) not null,
  finished_at          timestamptz,
  migration_name       varchar(255) not null,
  logs                 text,
  rolled_back_at       timestamptz,
  started_at           timestamptz not null default now(),
  applied_steps_count  integer not null default 0
)`;

interface Migration {
  readonly name: string;
  readonly sql: string;
  /** SHA-256 of the file in hex, as Prisma computes it. */
  readonly checksum: string;
}

interface JournalRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
}

/**
 * Brings a database to the newest schema: every `prisma/migrations/<name>/migration.sql` that is not yet recorded,
 * in order, each in a transaction of its own. Any number of processes may call it at once; each migration is applied
 * once. Resolves to the names applied by this call, in order.
 *
 * Throws when an applied migration was changed afterwards, when one failed half way (Prisma's own tools only), or
 * when the database knows a migration that this version does not.
 */
export async function migrate(
  target: string | pg.Pool,
  folder: URL = MIGRATIONS,
): Promise<{ readonly applied: readonly string[] }> {
  if (typeof target !== 'string') return withPool(target, folder);
  const pool = new pg.Pool({ connectionString: target, max: 1 });
  pool.on('error', () => undefined);
  try {
    return await withPool(pool, folder);
  } finally {
    await pool.end();
  }
}

async function withPool(pool: pg.Pool, folder: URL): Promise<{ readonly applied: readonly string[] }> {
  const client = await pool.connect();
  try {
    return await applyAll(client, await readMigrations(folder));
  } finally {
    client.release();
  }
}

/** The names of this version's migrations that a database has not had yet, in order; changes nothing. */
export async function pendingMigrations(pool: pg.Pool, folder: URL = MIGRATIONS): Promise<readonly string[]> {
  const migrations = await readMigrations(folder);
  const exists = await pool.query<{ journal: string | null }>(
    `select to_regclass('_prisma_migrations')::text as journal`,
  );
  if (exists.rows[0]?.journal == null) return migrations.map(({ name }) => name);
  const applied = await journal(pool);
  return missing(migrations, applied).map(({ name }) => name);
}

async function readMigrations(folder: URL): Promise<readonly Migration[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  return Promise.all(names.sort().map((name) => readMigration(folder, name)));
}

async function readMigration(folder: URL, name: string): Promise<Migration> {
  const file = await readFile(new URL(`${encodeURIComponent(name)}/migration.sql`, folder));
  return { name, sql: file.toString('utf8'), checksum: createHash('sha256').update(file).digest('hex') };
}

type Queryable = Pick<pg.ClientBase, 'query'> | Pick<pg.Pool, 'query'>;

async function applyAll(
  client: pg.ClientBase,
  migrations: readonly Migration[],
): Promise<{ readonly applied: readonly string[] }> {
  const applied: string[] = [];
  await locked(client, () => client.query(CREATE_JOURNAL));
  for (const migration of missing(migrations, await journal(client))) {
    if (await locked(client, () => applyOne(client, migration))) applied.push(migration.name);
  }
  return { applied };
}

/** Runs `work` in a transaction that no other migrating process shares the time with. */
async function locked<T>(client: pg.ClientBase, work: () => Promise<T>): Promise<T> {
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [PRISMA_MIGRATION_LOCK]);
    const result = await work();
    await client.query('commit');
    return result;
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    throw cause;
  }
}

/** False when another process applied it while this one waited for the lock. */
async function applyOne(client: pg.ClientBase, migration: Migration): Promise<boolean> {
  if (missing([migration], await journal(client), 'some').length === 0) return false;
  const startedAt = new Date();
  try {
    await client.query(migration.sql);
  } catch (cause) {
    throw new Error(`migration ${migration.name} failed; nothing of it was kept`, { cause });
  }
  await client.query(
    `insert into _prisma_migrations (id, checksum, migration_name, started_at, finished_at, applied_steps_count)
     values ($1, $2, $3, $4, clock_timestamp(), 1)`,
    [randomUUID(), migration.checksum, migration.name, startedAt],
  );
  return true;
}

async function journal(client: Queryable): Promise<readonly JournalRow[]> {
  const { rows } = await client.query<JournalRow>(
    'select migration_name, checksum, finished_at from _prisma_migrations where rolled_back_at is null',
  );
  return rows;
}

function missing(
  migrations: readonly Migration[],
  applied: readonly JournalRow[],
  known: 'all' | 'some' = 'all',
): readonly Migration[] {
  const byName = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of applied) {
    const migration = byName.get(row.migration_name);
    if (migration !== undefined) assertSame(migration, row);
    else if (known === 'all') throw new Error(newerDatabase(row.migration_name));
  }
  const done = new Set(applied.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !done.has(name));
}

function assertSame(migration: Migration, row: JournalRow): void {
  if (row.finished_at === null) {
    throw new Error(`migration ${migration.name} was begun and not finished; see "prisma migrate resolve"`);
  }
  if (row.checksum !== migration.checksum) {
    throw new Error(
      `migration ${migration.name} was changed after it was applied; restore the file and add a new migration`,
    );
  }
}

const newerDatabase = (name: string): string =>
  `the database has migration ${name}, which this version does not know; start the newer version of Mehnat`;
