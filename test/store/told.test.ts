import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bitmapOf, ordinals } from '../../src/domain/bitmap.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { carryTold, countTold, noteShown, toldOfOpening } from '../../src/store/told.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { insertOpenings } from '../support/openings.ts';

let fresh: FreshDatabase;
let database: Database;
let opening: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, connections: 4 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate opening, push cascade');
  opening = randomUUID();
  await insertOpenings(database, [{ id: opening }]);
});

const told = async (channel = 'telegram') => {
  const found = await toldOfOpening(database.pool, opening, channel);
  return { told: [...ordinals(found.told)], perhaps: [...ordinals(found.perhaps)] };
};
const row = async () => {
  const { rows } = await database.pool.query<{ bits: Uint8Array; journal: number[]; reporters: number[] }>(
    'select bits, journal, reporters from told where opening_id = $1',
    [opening],
  );
  return rows[0];
};
const onWire = (kind: string, announcement: string, wire: readonly number[], channel = 'telegram') =>
  database.pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, state, wire, expires_at)
     values (gen_random_uuid(), $1, $2, $3, 'instant', 'running', $4, now() + interval '1 day')`,
    [announcement, channel, kind, JSON.stringify(wire.map((ordinal) => [ordinal, 1, 0]))],
  );

describe('who was told', () => {
  it('is written once a person, however often they look', async () => {
    for (const ordinal of [7, 9, 7, 7]) await noteShown(database, opening, ordinal);
    expect((await told()).told).toEqual([7, 9]);
    expect(await countTold(database.pool, opening)).toBe(2);
  });

  it('is folded into bits after a thousand', async () => {
    await database.pool.query('insert into told (opening_id, bits, journal) values ($1, $2, $3)', [
      opening,
      Buffer.from(bitmapOf([3])),
      JSON.stringify(Array.from({ length: 998 }, (_, at) => at + 10)),
    ]);
    await noteShown(database, opening, 5000);
    expect((await row())?.journal).toHaveLength(999);
    await noteShown(database, opening, 5001);
    expect((await row())?.journal).toEqual([]);
    expect(await countTold(database.pool, opening)).toBe(1001);
  });

  it('loses nobody while many look at the same time', async () => {
    await database.pool.query('insert into told (opening_id, journal) values ($1, $2)', [
      opening,
      JSON.stringify(Array.from({ length: 990 }, () => 1)),
    ]);
    await Promise.all(Array.from({ length: 40 }, (_, at) => noteShown(database, opening, at + 100)));
    expect(await countTold(database.pool, opening)).toBe(41);
  });

  it('says of an opening that is no more that nobody was', async () => {
    await noteShown(database, randomUUID(), 1);
    expect(await row()).toBeUndefined();
    expect(await toldOfOpening(database.pool, randomUUID(), 'telegram')).toEqual({
      told: bitmapOf([]),
      perhaps: bitmapOf([]),
    });
  });

  it('perhaps are those on any wire of the channel', async () => {
    await onWire('announce', opening, [1, 2]);
    await onWire('digest', randomUUID(), [3]);
    await onWire('announce', randomUUID(), [4]);
    await onWire('filled', randomUUID(), [5]);
    await onWire('announce', opening, [6], 'whatsapp');
    expect((await told()).perhaps).toEqual([1, 2, 3, 4, 5]);
  });
});

it('carries over to another ordinal what was seen and what was reported, of bits and of the journal', async () => {
  const other = randomUUID();
  await insertOpenings(database, [{ id: other }]);
  await database.pool.query('insert into told (opening_id, bits, reporters) values ($1, $2, $3)', [
    opening,
    Buffer.from(bitmapOf([300])),
    [300, 4],
  ]);
  await noteShown(database, other, 300);
  await noteShown(database, other, 8);
  for (let again = 0; again < 2; again++)
    await database.transaction((client) => carryTold(client, [300, 8], 9000));
  expect((await told()).told).toEqual([300, 9000]);
  expect((await row())?.reporters.toSorted((a, b) => a - b)).toEqual([4, 9000]);
  const { rows } = await database.pool.query('select journal from told where opening_id = $1', [other]);
  expect(rows[0]?.journal).toEqual([300, 8, 9000]);
});

it('carries over in the order in which others write several, and waits for them', async () => {
  const [first = '', second = ''] = [opening, randomUUID()].toSorted();
  await insertOpenings(database, [{ id: first === opening ? second : first }]);
  await noteShown(database, first, 8);
  await noteShown(database, second, 300);
  const lock = 'select from told where opening_id = $1 for no key update';
  let carried: Promise<void> | undefined;
  await database.transaction(async (client) => {
    await client.query(lock, [first]);
    carried = database.transaction((other) => carryTold(other, [300, 8], 9000));
    await expect
      .poll(async () => {
        const { rowCount } = await database.pool.query(
          `select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return rowCount;
      })
      .toBe(1);
    await client.query(lock, [second]);
  });
  await carried;
  const { rows } = await database.pool.query('select journal from told order by opening_id');
  expect(rows).toEqual([{ journal: [8, 9000] }, { journal: [300, 9000] }]);
});
