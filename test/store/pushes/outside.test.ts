import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bitmapOf } from '../../../src/domain/bitmap.ts';
import { Address } from '../../../src/domain/terms.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { outsideOf } from '../../../src/store/pushes/outside.ts';
import { createSubscribers } from '../../../src/store/subscribers.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';
import { freshVault } from '../../support/vault.ts';

const NOW = new Date('2026-06-15T09:30:00Z');
const OPEN = new Date('2026-06-15T10:00:00Z');
const ENDED = new Date('2026-06-15T09:00:00Z');

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

it('counts those of an audience whose windows are closed now, and nobody beside it', async () => {
  const subscribers = createSubscribers({ database: database.pool, vault: freshVault(), clock: () => NOW });
  const join = async (windowUntil: Date | null, channel = 'whatsapp'): Promise<number> => {
    const who = { channel, address: new Address(randomUUID()), locale: 'ru', consentVersion: 1 };
    const { id, ordinal } = await subscribers.optIn(who);
    await subscribers.change(id, { windowUntil });
    return ordinal;
  };
  const asked = [await join(null), await join(ENDED), await join(OPEN)];
  const forgotten = await join(null);
  await subscribers.forget((await subscribers.byOrdinal(forgotten))?.id ?? '');
  const elsewhere = await join(null, 'telegram');
  const id = randomUUID();
  await database.pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, state, recipients, expires_at)
     values ($1, $1, 'whatsapp', 'announce', 'instant', 'running', $2, now())`,
    [id, Buffer.from(bitmapOf([...asked, forgotten, elsewhere]))],
  );
  // In no audience, one of them beyond the end of its bitmap.
  for (let others = 0; others < 9; others++) await join(null);
  expect(await outsideOf(database.pool, id, NOW)).toBe(2);
  expect(await outsideOf(database.pool, id, OPEN)).toBe(3);
  expect(await outsideOf(database.pool, randomUUID(), NOW)).toBe(0);
});
