import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { digest } from '../../src/jobs/digest.ts';
import { planBulletins } from '../../src/jobs/plan-bulletins.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { createPushes } from '../../src/store/pushes.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let pool: pg.Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

/** Hours ahead of UTC. */
const OFFSETS: Readonly<Record<string, number>> = {
  'Europe/Moscow': 3,
  'Asia/Yekaterinburg': 5,
  'Asia/Omsk': 6,
};
const digestAt = (time: string): ReturnType<typeof digest.run> =>
  digest.run({
    pushes: createPushes(pool),
    channels: ['telegram'],
    zones: Object.keys(OFFSETS),
    offsetMinutes: (zone) => (OFFSETS[zone] ?? 0) * 60,
    clock: () => new Date(time),
  });

describe('the digest job', () => {
  it('plans each zone at six in the evening of its own, once', async () => {
    expect(await digestAt('2026-06-01T11:59:00Z')).toEqual({ planned: 0 });
    expect(await digestAt('2026-06-01T12:00:00Z')).toEqual({ planned: 1 });
    expect(await digestAt('2026-06-01T12:01:00Z')).toEqual({ planned: 0 });
    expect(await digestAt('2026-06-01T15:00:00Z')).toEqual({ planned: 2 });
    const { rows } = await pool.query(`select zones, since from push where kind = 'digest' order by since`);
    expect(rows).toEqual([
      { zones: ['Asia/Omsk'], since: new Date('2026-05-31T12:00:00Z') },
      { zones: ['Asia/Yekaterinburg'], since: new Date('2026-05-31T13:00:00Z') },
      { zones: ['Europe/Moscow'], since: new Date('2026-05-31T15:00:00Z') },
    ]);
  });
});

describe('the bulletins job', () => {
  it('plans one push a channel for what has open openings, once', async () => {
    await pool.query(
      `insert into bulletin (id, source, finished_at)
       values ('00000000-0000-4000-8000-000000000001', 'demo', '2026-06-01'),
              ('00000000-0000-4000-8000-000000000002', 'demo', '2026-06-01')`,
    );
    await pool.query(
      `insert into opening (id, code, source, external_id, fingerprint, kind, title, locale, region, posted_on, expires_on, bulletin_id)
       values (gen_random_uuid(), 'K7Q2M', 'demo', '1', '', 'vacancy', 't', 'ru', 'RU-LIP', '2026-06-01', '2026-07-01',
               '00000000-0000-4000-8000-000000000001')`,
    );
    const run = (): ReturnType<typeof planBulletins.run> =>
      planBulletins.run({
        pushes: createPushes(pool),
        channels: ['telegram', 'whatsapp'],
        clock: () => new Date('2026-06-01T10:00:00Z'),
      });
    expect(await run()).toEqual({ planned: 2 });
    expect(await run()).toEqual({ planned: 0 });
  });
});

describe('the sweeper', () => {
  const aPush = { id: '1', channel: 'telegram', urgent: false, progress: '0', resting: false };
  const idle = {
    outbox: { has: async () => true, add: async () => undefined, wake: async () => undefined },
    match: async () => undefined,
  };
  const clock = (): Date => new Date('2026-06-01T12:00:00Z');

  it('matches what is planned, gives running pushes their jobs, and wakes those that are due', async () => {
    const done: string[] = [];
    const account = await sweep.run({
      pushes: {
        running: async () => [aPush, { ...aPush, id: '2' }, { ...aPush, id: '3', resting: true }],
      },
      outbox: {
        has: async ({ id }) => id !== '2',
        add: async ({ id }) => void done.push(`add ${id}`),
        wake: async ({ id }) => void done.push(`wake ${id}`),
      },
      match: async () => void done.push('match'),
      clock,
    });
    expect([account, done]).toEqual([{ added: 1 }, ['match', 'wake 1', 'add 2']]);
  });

  it.each([
    ['says once that a push stands still', () => aPush, 1],
    ['says nothing of one that goes on', (look: number) => ({ ...aPush, progress: `${look}` }), 0],
    ['says nothing of one that rests', () => ({ ...aPush, resting: true }), 0],
  ] as const)('%s', async (_, pushAt, times) => {
    const said: string[] = [];
    for (let look = 0; look < 20; look++)
      await sweep.run({
        ...idle,
        clock: () => new Date(clock().getTime() + look * 10_000),
        pushes: { running: async () => [pushAt(look)] },
        stalled: ({ id }) => said.push(id),
      });
    await sweep.run({ ...idle, clock, pushes: { running: async () => [] } });
    expect(said).toHaveLength(times);
  });

  it('knows from the rows what rests and what has gone on', async () => {
    await pool.query(
      `insert into push (id, announcement_id, channel, kind, lane, state, expires_at, wake_at)
       select gen_random_uuid(), gen_random_uuid(), c, 'announce', 'instant', 'running', '2026-06-03', w::timestamptz
       from (values ('due', null), ('asleep', '2026-06-01T13:00:00Z'), ('awake', '2026-06-01T11:00:00Z'),
                    ('paused', null)) as p(c, w)`,
    );
    await pool.query(`insert into channel_pause values ('paused', '2026-06-01T12:30:00Z', 'throttled')`);
    const running = await createPushes(pool).running(clock());
    const resting = running.filter((push) => push.resting).map(({ channel }) => channel);
    expect(resting.toSorted()).toEqual(['asleep', 'paused']);
    expect(new Set(running.map(({ progress }) => progress))).toEqual(new Set(['0 0 0 {} {}']));
  });
});
