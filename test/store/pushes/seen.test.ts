import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bitmapOf } from '../../../src/domain/bitmap.ts';
import type { Sight } from '../../../src/domain/delivery.ts';
import type { JournalEntry, WireEntry } from '../../../src/domain/push.ts';
import { type Database, openDatabase } from '../../../src/store/database.ts';
import { sightOf } from '../../../src/store/pushes/told.ts';
import { noteShown } from '../../../src/store/told.ts';
import { anId } from '../../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';
import { insertOpenings } from '../../support/openings.ts';
import { anOrganisation } from '../../support/organisations.ts';

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

const opening = { id: randomUUID(), bulletinId: randomUUID() };
beforeEach(async () => {
  await database.pool.query('truncate opening, push, bulletin, organisation cascade');
  await database.pool.query(`insert into bulletin (id, source) values ($1, 'demo')`, [opening.bulletinId]);
  await insertOpenings(database, [opening]);
});

const BROADCAST = randomUUID();
interface Row {
  readonly kind?: string;
  readonly announcement?: string;
  readonly cursor?: number;
  readonly wire?: readonly WireEntry[];
  readonly journal?: readonly JournalEntry[];
}
/** A running push to 5 and 9 whose walk began at 0. */
const running = ({
  kind = 'announce',
  announcement = opening.id,
  cursor = 0,
  wire = [],
  journal = [],
}: Row) =>
  database.pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, state, recipients, total, cursor, wire, journal, expires_at)
     values (gen_random_uuid(), $1, 'telegram', $2, 'instant', 'running', $3, 2, $4, $5, $6, now() + interval '1 day')`,
    [
      announcement,
      kind,
      Buffer.from(bitmapOf([5, 9])),
      cursor,
      JSON.stringify(wire),
      JSON.stringify(journal),
    ],
  );
const ASKING = anId();
const sight = (ordinal = 5, channel = 'telegram'): Promise<Sight> =>
  sightOf(database.pool, channel, ordinal, opening, NOW, ASKING);
const seen = async (ordinal = 5): Promise<boolean> => (await sight(ordinal)) === 'seen';
const NOW = new Date('2026-06-17T09:00:00Z');
const closedAt = (at: string) =>
  database.pool.query(`update opening set status = 'filled', closed_at = $1`, [at]);

describe('whether somebody saw an opening', () => {
  it('is so when it is written down, whatever else', async () => {
    await running({});
    expect(await seen()).toBe(false);
    await noteShown(database, opening.id, 5);
    expect([await seen(), await seen(9)]).toEqual([true, false]);
    await database.pool.query(`update told set bits = $1, journal = '[]'`, [Buffer.from(bitmapOf([9]))]);
    expect([await seen(), await seen(9)]).toEqual([false, true]);
  });

  it('is believed when it has been erased who was told, two days after its end', async () => {
    await running({});
    expect(await seen()).toBe(false);
    await closedAt('2026-06-15T09:00:00Z');
    expect(await seen()).toBe(true);
    await noteShown(database, opening.id, 9);
    expect(await seen()).toBe(false);
  });

  it('is not when nobody was told of what has just ended', async () => {
    await closedAt('2026-06-15T09:00:01Z');
    expect(await seen()).toBe(false);
  });

  it.each<[string, Row, Sight]>([
    ['whose turn is to come', { cursor: 0 }, 'unseen'],
    ['to whom it is on its way', { cursor: 8, wire: [[5, 1, 0]] }, 'seen'],
    [
      'to whom its bulletin is on its way',
      { announcement: opening.bulletinId, wire: [[5, 1, 0]] },
      'in-many',
    ],
    [
      'to whom a digest is on its way',
      { kind: 'digest', announcement: randomUUID(), wire: [[5, 1, 0]] },
      'in-many',
    ],
    ['to whom another opening is on its way', { announcement: randomUUID(), wire: [[5, 1, 0]] }, 'unseen'],
    ['to whom its correction is on its way', { kind: 'filled', cursor: 8, wire: [[5, 1, 0]] }, 'unseen'],
    ['who was told, or nobody knows', { cursor: 8 }, 'seen'],
    ['to whom a broadcast of it is on its way', { announcement: BROADCAST, wire: [[5, 1, 0]] }, 'seen'],
    ['who was told of it by a broadcast, or nobody knows', { announcement: BROADCAST, cursor: 8 }, 'seen'],
    ['whose turn in a broadcast is to come', { announcement: BROADCAST, cursor: 0 }, 'unseen'],
    ['who was told of its bulletin', { announcement: opening.bulletinId, cursor: 8 }, 'in-many'],
    ['who was judged after the change', { cursor: 8, journal: [['c', 5]] }, 'unseen'],
    ['who waits for the morning', { cursor: 8, journal: [['+', 5]] }, 'unseen'],
  ])('%s', async (_, row, expected) => {
    await noteShown(database, opening.id, 77);
    await database.pool.query(
      `insert into broadcast (id, code, organisation_id, urgent, audience, opening_id, foreseen, send_at, expires_at)
       values ($1, 'B', $2, true, '{}', $3, 2, now(), now())`,
      [BROADCAST, await anOrganisation(database.pool), opening.id],
    );
    await running(row);
    expect(await sight()).toBe(expected);
    expect(await sight(5, 'whatsapp')).toBe('unseen');
  });
});
