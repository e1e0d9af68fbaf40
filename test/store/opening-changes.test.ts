import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { close, places, reopen } from '../../src/domain/opening-change.ts';
import { planCorrections } from '../../src/store/corrections.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { changeOpening, openingAndTold } from '../../src/store/opening-changes.ts';
import { noteShown } from '../../src/store/told.ts';
import { TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { insertOpenings } from '../support/openings.ts';

const NOW = new Date(`${TODAY}T09:00:00Z`);

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, connections: 8 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate opening, push cascade');
  await insertOpenings(database, [{ code: 'K7Q2M', places: 20 }]);
});

const row = async () =>
  (
    await database.pool.query(
      'select status, places_left, places_at, revision, correction, closed_at from opening',
    )
  ).rows[0];
const planned = async () =>
  (await database.pool.query('select kind, channel, lane, revision from push order by kind, channel')).rows;

describe('a change of an opening', () => {
  it('that nobody need hear of says nothing', async () => {
    expect(await changeOpening(database, 'K7Q2M', places({ came: 3 }, NOW), NOW)).toMatchObject({
      kind: 'changed',
      correction: null,
    });
    expect(await row()).toMatchObject({ places_left: 17, places_at: NOW, revision: 0, correction: null });
    expect(await planCorrections(database.pool, ['telegram'], NOW)).toBe(0);
  });

  it('counts everybody when many count at the same time, and fills it once', async () => {
    const all = await Promise.all(
      Array.from({ length: 25 }, () => changeOpening(database, 'K7Q2M', places({ came: 1 }, NOW), NOW)),
    );
    expect(all.filter((one) => one.kind === 'changed' && one.correction === 'filled')).toHaveLength(1);
    expect(all.filter(({ kind }) => kind === 'refused')).toHaveLength(5);
    expect(await row()).toMatchObject({
      status: 'filled',
      places_left: 0,
      revision: 1,
      correction: 'filled',
      closed_at: NOW,
    });
  });

  it('is refused for a code that nobody knows', async () => {
    expect(await changeOpening(database, 'ZZZZZ', close('moved', NOW), NOW)).toEqual({
      kind: 'unknown-code',
    });
  });

  it('plans one push a channel and revision, and forgets that it must', async () => {
    await changeOpening(database, 'K7Q2M', places({ left: 0 }, NOW), NOW);
    expect(await planCorrections(database.pool, ['telegram', 'whatsapp'], NOW)).toBe(2);
    expect(await planCorrections(database.pool, ['telegram', 'whatsapp'], NOW)).toBe(0);
    expect(await row()).toMatchObject({ correction: null });
    const filled = { kind: 'filled', lane: 'urgent', revision: 1 };
    expect(await planned()).toEqual([
      { ...filled, channel: 'telegram' },
      { ...filled, channel: 'whatsapp' },
    ]);
    // As if it had died before it was written down that nothing is to be said any more: the same pushes.
    await database.pool.query(`update opening set correction = 'filled'`);
    expect(await planCorrections(database.pool, ['telegram', 'whatsapp'], NOW)).toBe(0);
  });

  it('that opens it again announces it, too, and makes it new in lists and digests', async () => {
    await changeOpening(database, 'K7Q2M', close('withdrawn', NOW), NOW);
    const later = new Date(NOW.getTime() + 3_600_000);
    await changeOpening(database, 'K7Q2M', reopen(4, later, TODAY), later);
    expect(await planCorrections(database.pool, ['telegram'], later)).toBe(2);
    expect(await planned()).toEqual([
      { kind: 'announce', channel: 'telegram', lane: 'instant', revision: 2 },
      { kind: 'reopened', channel: 'telegram', lane: 'urgent', revision: 2 },
    ]);
    const { rows } = await database.pool.query('select published_at, closed_at from opening');
    expect(rows).toEqual([{ published_at: later, closed_at: null }]);
  });

  it('wakes pushes of the opening that sleep', async () => {
    const id = (await openingAndTold(database.pool, 'K7Q2M'))?.opening.id;
    await database.pool.query(
      `insert into push (id, announcement_id, channel, kind, lane, state, wake_at, expires_at)
       values (gen_random_uuid(), $1, 'telegram', 'announce', 'instant', 'running', $2, $2)`,
      [id, new Date(NOW.getTime() + 3_600_000)],
    );
    await changeOpening(database, 'K7Q2M', places({ left: 0 }, NOW), NOW);
    await planCorrections(database.pool, ['telegram'], NOW);
    const { rows } = await database.pool.query(`select wake_at from push where kind = 'announce'`);
    expect(rows).toEqual([{ wake_at: NOW }]);
  });

  it('of a great feed’s opening is told to nobody', async () => {
    await database.pool.query(`update opening set source = 'trudvsem'`);
    expect(await changeOpening(database, 'K7Q2M', close('withdrawn', NOW), NOW)).toMatchObject({
      correction: null,
    });
    expect(await planCorrections(database.pool, ['telegram'], NOW)).toBe(0);
  });
});

it('says how many were told from twenty on', async () => {
  const id = (await openingAndTold(database.pool, 'K7Q2M'))?.opening.id ?? '';
  for (let ordinal = 1; ordinal < 20; ordinal++) await noteShown(database, id, ordinal);
  expect((await openingAndTold(database.pool, 'K7Q2M'))?.told).toBeNull();
  await noteShown(database, id, 20);
  expect((await openingAndTold(database.pool, 'K7Q2M'))?.told).toBe(20);
  expect(await openingAndTold(database.pool, 'ZZZZZ')).toBeNull();
});
