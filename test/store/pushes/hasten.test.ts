import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bitmapOf } from '../../../src/domain/bitmap.ts';
import type { Outbox } from '../../../src/domain/outbox.ts';
import { wakeFor } from '../../../src/main/wake-for.ts';
import { createPushes, type Pushes } from '../../../src/store/pushes.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';

const NOW = new Date('2026-06-15T09:00:00Z');
const TOMORROW = new Date('2026-06-16T10:00:00Z');
const SOMEBODY = 21;

let database: FreshDatabase;
let pool: pg.Pool;
let pushes: Pushes;
beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  pushes = createPushes(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});
beforeEach(async () => {
  await pool.query('truncate push');
});

interface Asleep {
  readonly channel?: string;
  readonly state?: string;
  readonly later?: Uint8Array | null;
  readonly journal?: readonly (readonly [string, number])[];
  readonly wakeAt?: Date | null;
}

async function aPush(asleep: Asleep): Promise<string> {
  const id = randomUUID();
  const { channel = 'whatsapp', state = 'running', later = null, journal = [], wakeAt = TOMORROW } = asleep;
  await pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, state, recipients, later, journal, wake_at, expires_at)
     values ($1, $1, $2, 'announce', 'instant', $3, $4, $5, $6, $7, '2026-06-17')`,
    [
      id,
      channel,
      state,
      Buffer.from(bitmapOf([SOMEBODY])),
      later && Buffer.from(later),
      JSON.stringify(journal),
      wakeAt,
    ],
  );
  return id;
}

describe('whoever may be written to now', () => {
  it.each<[string, Asleep]>([
    ['that holds them in its bitmap', { later: bitmapOf([SOMEBODY, 40]) }],
    ['that holds them last in its bitmap', { later: bitmapOf([SOMEBODY]) }],
    ['that has noted them', { later: bitmapOf([]), journal: [['+', SOMEBODY]] }],
    [
      'that has noted them and has no bitmap',
      {
        journal: [
          ['+', 5],
          ['+', SOMEBODY],
        ],
      },
    ],
  ])('wakes a push %s', async (_, asleep) => {
    const id = await aPush(asleep);
    const woken: string[] = [];
    const outbox: Pick<Outbox, 'wake'> = {
      wake: async (push) => void woken.push(`${push.channel} ${push.id}`),
    };
    await wakeFor({ pushes, outbox: outbox as Outbox, clock: () => NOW }, 'whatsapp', SOMEBODY);
    expect(woken).toEqual([`whatsapp ${id}`]);
    expect((await pool.query('select wake_at from push')).rows).toEqual([{ wake_at: NOW }]);
  });

  it.each<[string, Asleep]>([
    ['that waits for others', { later: bitmapOf([SOMEBODY - 1, SOMEBODY + 1]), journal: [['+', 22]] }],
    ['that has told them', { journal: [['a', SOMEBODY]] }],
    ['whose bitmap ends before them', { later: bitmapOf([3]) }],
    ['of another channel', { channel: 'telegram', later: bitmapOf([SOMEBODY]) }],
    ['that is over', { state: 'done', later: bitmapOf([SOMEBODY]) }],
    ['that is awake', { later: bitmapOf([SOMEBODY]), wakeAt: null }],
    ['that is due', { later: bitmapOf([SOMEBODY]), wakeAt: NOW }],
  ])('leaves one %s', async (_, asleep) => {
    await aPush(asleep);
    const before = (await pool.query('select * from push')).rows;
    expect(await pushes.hasten('whatsapp', SOMEBODY, NOW)).toEqual([]);
    expect((await pool.query('select * from push')).rows).toEqual(before);
  });
});
