import type { Queryable } from './database.ts';
import { sameHash, type Vault } from './vault.ts';

/**
 * Whether a key file belongs to this database. A database that has no people and was never written with any key file
 * takes this one as its own. Safe to call from several processes at once.
 */
export async function checkVault(database: Queryable, vault: Vault): Promise<boolean> {
  const fingerprint = vault.fingerprint();
  await database.query(
    `insert into vault_check (fingerprint)
     select $1 where not exists (select from subscriber) on conflict do nothing`,
    [fingerprint],
  );
  const { rows } = await database.query<{ fingerprint: Buffer }>('select fingerprint from vault_check');
  const [row] = rows;
  return row !== undefined && sameHash(row.fingerprint, fingerprint);
}

/** Whether a database was written with some key file: then a missing one must be restored, not made anew. */
export async function needsItsKeys(database: Queryable): Promise<boolean> {
  const { rows } = await database.query<{ written: boolean }>(
    'select exists (select from vault_check) or exists (select from subscriber) as written',
  );
  return rows[0]?.written === true;
}
