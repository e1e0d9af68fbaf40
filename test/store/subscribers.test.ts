import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Address } from '../../src/domain/terms.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { subscribersContract } from '../contracts/subscribers.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { freshVault } from '../support/vault.ts';

let fresh: FreshDatabase;
let database: Database;
const vault = freshVault();
let now = new Date('2026-11-23T20:15:00Z');
const subscribers = () => createSubscribers({ database: database.pool, vault, clock: () => now });
const somebody = { channel: 'telegram', address: new Address('1001'), locale: 'tg', consentVersion: 1 };

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  now = new Date('2026-11-23T20:15:00Z');
  await database.pool.query('truncate subscriber, subscriber_change, push, move');
});

describe('subscribers in PostgreSQL', () => {
  subscribersContract(async () => subscribers());

  test('no time finer than a day is kept, and of the last answer only the month', async () => {
    const { id } = await subscribers().optIn(somebody);
    now = new Date('2027-02-14T03:04:05Z');
    await subscribers().change(id, { preferences: { crew: 2 } });
    const { rows } = await database.pool.query('select consent_on, answered_in from subscriber');
    expect(rows).toEqual([{ consent_on: '2026-11-23', answered_in: '2027-02-01' }]);
  });

  test('blocking us is dated and is no answer; coming back clears the date', async () => {
    const { id } = await subscribers().optIn(somebody);
    now = new Date('2027-02-14T03:04:05Z');
    await subscribers().change(id, { standing: 'blocked' });
    const read = async () =>
      (await database.pool.query('select blocked_at, answered_in from subscriber')).rows[0];
    expect(await read()).toEqual({ blocked_at: now, answered_in: '2026-11-01' });
    await subscribers().change(id, { standing: 'active' });
    expect(await read()).toEqual({ blocked_at: null, answered_in: '2027-02-01' });
  });

  test('the table holds no address in the clear', async () => {
    await subscribers().optIn({ ...somebody, address: new Address('987654321012') });
    const { rows } = await database.pool.query('select s::text as row from subscriber s');
    expect(rows[0].row).not.toContain(Buffer.from('987654321012').toString('hex'));
    expect(rows[0].row).not.toContain('987654321012');
  });

  test('a sealed address that was copied into another row does not open', async () => {
    const first = await subscribers().optIn(somebody);
    const second = await subscribers().optIn({ ...somebody, address: new Address('1002') });
    await database.pool.query(
      'update subscriber set sealed = (select sealed from subscriber where id = $1) where id = $2',
      [first.id, second.id],
    );
    await expect(subscribers().addressOf(second)).rejects.toThrow('does not open');
  });

  test('every change is told to the audience indexes', async () => {
    const { id, ordinal } = await subscribers().optIn(somebody);
    await subscribers().change(id, { preferences: { works: 'any' } });
    await subscribers().forget(id);
    const { rows } = await database.pool.query('select ordinal from subscriber_change');
    expect(rows).toEqual([{ ordinal }, { ordinal }, { ordinal }]);
  });

  describe('forgetting', () => {
    const pushWith = (wire: unknown) =>
      database.pool.query(
        `insert into push (id, announcement_id, channel, kind, lane, state, wire, expires_at)
         values ($1, $1, 'telegram', 'announce', 'instant', 'running', $2, now() + interval '1 day')`,
        [randomUUID(), JSON.stringify(wire)],
      );
    afterEach(async () => {
      await database.pool.query('truncate push');
    });

    test('waits until nothing of theirs is on the wire', async () => {
      const { id, ordinal } = await subscribers().optIn(somebody);
      await pushWith([[ordinal, 1, 1_700_000_000]]);
      let done = false;
      const forgetting = subscribers()
        .forget(id)
        .then(() => {
          done = true;
        });
      await expect
        .poll(async () => (await database.pool.query('select from subscriber')).rowCount, { interval: 5 })
        .toBe(0);
      expect(done).toBe(false);
      await database.pool.query(`update push set wire = '[]'`);
      await forgetting;
    });

    test('does not wait for others, and never longer than two seconds', async () => {
      const { id, ordinal } = await subscribers().optIn(somebody);
      const other = await subscribers().optIn({ ...somebody, address: new Address('1002') });
      await pushWith([[ordinal, 1, 1_700_000_000]]);
      const began = performance.now();
      await subscribers().forget(other.id);
      expect(performance.now() - began).toBeLessThan(500);
      await subscribers().forget(id);
      expect(performance.now() - began).toBeLessThan(4_000);
    });
  });
});
