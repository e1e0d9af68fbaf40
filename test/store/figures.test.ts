import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { readFigures } from '../../src/store/figures.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});

const people = async (count: number): Promise<void> => {
  for (let i = 0; i < count; i += 1)
    await database.pool.query(
      `insert into subscriber (id, channel, lookup, sealed, locale, consent_on, consent_version, answered_in)
       values ($1, 'telegram', $2, '', 'tg', '2026-06-01', 1, '2026-06-01')`,
      [randomUUID(), Buffer.from(randomUUID())],
    );
};
const active = async (): Promise<number | undefined> =>
  (await readFigures(database.pool)).find(({ name }) => name === 'mehnat_subscribers_active')?.values[0]
    ?.value;

it('shows how many people there are, but not below twenty', async () => {
  await people(19);
  expect(await active()).toBe(0);
  await people(1);
  expect(await active()).toBe(20);
});
