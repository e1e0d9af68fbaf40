import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { checkVault, needsItsKeys } from '../../src/store/vault-check.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { freshVault } from '../support/vault.ts';

let fresh: FreshDatabase;
let database: Database;

beforeEach(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterEach(async () => {
  await database.close();
  await fresh.drop();
});

const somebody = () =>
  database.pool.query(
    `insert into subscriber (id, channel, lookup, sealed, locale, consent_on, consent_version, answered_in)
     values ($1, 'telegram', '', '', 'tg', '2026-11-23', 1, '2026-11-01')`,
    [randomUUID()],
  );

describe('a key file', () => {
  test('belongs to the database that was first opened with it, and no other does', async () => {
    const vault = freshVault();
    expect(await checkVault(database.pool, vault)).toBe(true);
    expect(await checkVault(database.pool, freshVault())).toBe(false);
    expect(await checkVault(database.pool, vault)).toBe(true);
  });

  test('of two processes that begin at once with different ones, one is refused', async () => {
    const results = await Promise.all(
      [freshVault(), freshVault()].map((each) => checkVault(database.pool, each)),
    );
    expect(results.filter(Boolean)).toHaveLength(1);
  });

  test('is not made anew for a database that was written with one, also while nobody is in it', async () => {
    expect(await needsItsKeys(database.pool)).toBe(false);
    await checkVault(database.pool, freshVault());
    expect(await needsItsKeys(database.pool)).toBe(true);
  });

  test('never becomes that of a database with people of unknown keys', async () => {
    expect(await needsItsKeys(database.pool)).toBe(false);
    await somebody();
    expect(await needsItsKeys(database.pool)).toBe(true);
    expect(await checkVault(database.pool, freshVault())).toBe(false);
  });
});
