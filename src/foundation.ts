/** What every command stands on: the database, migrated, and the keys that belong to it. */
import type { Config } from './config.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { codeOf, type Database, openDatabase } from './store/database.ts';
import { createKeys, loadKeys } from './store/keys.ts';
import { migrate } from './store/migrate.ts';
import { Vault } from './store/vault.ts';
import { checkVault, needsItsKeys } from './store/vault-check.ts';

export interface Foundation {
  readonly url: string;
  readonly database: Database;
  readonly vault: Vault;
  readonly migrated: readonly string[];
  /** `own`: the embedded PostgreSQL, started here or found running. */
  readonly postgres: 'own' | 'given';
  readonly keysCreated: boolean;
  /** Closes what was opened here and leaves the embedded database; the last to leave stops it. */
  close(): Promise<void>;
}

export interface FoundationOptions {
  readonly onLost?: (code: string) => void;
  readonly onStep?: (step: 'making' | 'starting' | 'adopting') => void;
}

/** The address of the database and how to leave it. */
export async function openPostgres(
  config: Config,
  onStep?: FoundationOptions['onStep'],
): Promise<{ readonly url: string; readonly own: EmbeddedPostgres | null }> {
  if (config.databaseUrl !== null) return { url: config.databaseUrl, own: null };
  const own = await startEmbeddedPostgres({
    dataDir: config.data,
    ...(onStep === undefined ? {} : { log: onStep }),
  });
  return { url: own.url, own };
}

/** Which keys belong to the data, made when both are new. Throws when the key file is another's. */
async function openVault(
  config: Config,
  database: Database,
): Promise<{ readonly vault: Vault; readonly created: boolean }> {
  const known = await loadKeys(config.keys);
  if (known === null && (await needsItsKeys(database.pool)))
    throw new Error(
      `the key file ${config.keys} is missing and this database was written with it: restore it from its backup, or set MEHNAT_KEYS to where it lies`,
    );
  const vault = new Vault(known ?? (await createKeys(config.keys)));
  const belongs = await checkVault(database.pool, vault);
  if (!belongs)
    throw new Error(
      `the key file ${config.keys} does not belong to this database: restore the right one and set MEHNAT_KEYS to it`,
    );
  return { vault, created: known === null };
}

/** Opens everything. Throws one line with the fix; what was opened before is closed again. */
export async function openFoundation(config: Config, options: FoundationOptions = {}): Promise<Foundation> {
  const { url, own } = await openPostgres(config, options.onStep);
  const database = openDatabase({ url, ...(options.onLost === undefined ? {} : { onLost: options.onLost }) });
  const close = async (): Promise<void> => {
    await database.close();
    await own?.stop();
  };
  try {
    const { applied } = await migrate(database.pool);
    const { vault, created } = await openVault(config, database);
    return {
      url,
      database,
      vault,
      migrated: applied,
      postgres: own === null ? 'given' : 'own',
      keysCreated: created,
      close,
    };
  } catch (cause) {
    await close();
    throw own !== null || codeOf(cause) === 'unknown'
      ? cause
      : new Error(
          `the database of DATABASE_URL does not answer (${codeOf(cause)}): is it running and the address right?`,
          { cause },
        );
  }
}
