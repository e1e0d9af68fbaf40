import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openPostgres } from '../foundation.ts';
import { type Database, openDatabase } from '../store/database.ts';
import { migrate } from '../store/migrate.ts';

/** Whether there is a database at all: its own is made by the first start. */
export const hasDatabase = ({ databaseUrl, data }: Config): boolean =>
  databaseUrl !== null || existsSync(join(data, 'postgres.json'));

/** Does something with the database, and leaves it as it was found. No key is needed or read. */
export async function withDatabase<T>(
  config: Config,
  work: (pool: Database['pool'], database: Database) => Promise<T>,
): Promise<T> {
  const { url, own } = await openPostgres(config);
  const database = openDatabase({ url, connections: 1 });
  try {
    await migrate(database.pool);
    return await work(database.pool, database);
  } finally {
    await database.close();
    await own?.stop();
  }
}
