import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bitmapOf } from '../../../src/domain/bitmap.ts';
import type { Ledger } from '../../../src/domain/delivery.ts';
import type { Push } from '../../../src/domain/push.ts';
import { reserve } from '../../../src/domain/push-line.ts';
import { snapshotOf } from '../../../src/domain/push-snapshot.ts';
import { conclude } from '../../../src/domain/push-turn.ts';
import { takeOver } from '../../../src/domain/take-over.ts';
import { pauseChannel, resumeChannel } from '../../../src/store/pauses.ts';
import { createLockToken } from '../../../src/store/pushes/ledger.ts';
import { createPushes } from '../../../src/store/pushes.ts';
import { type FreshDatabase, freshDatabase } from '../../support/database.ts';

const NOW = new Date('2026-06-01T12:00:00Z');
let database: FreshDatabase;
let pool: pg.Pool;
let ledger: Ledger;
beforeAll(async () => {
  database = await freshDatabase();
  pool = new pg.Pool({ connectionString: database.url });
  ledger = await createLockToken(database.url)('telegram', new AbortController().signal);
});
afterAll(async () => {
  await ledger.release();
  await pool.end();
  await database.drop();
});

async function begun(ordinals: readonly number[]): Promise<{ push: Push; fence: string }> {
  const id = randomUUID();
  await pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, expires_at)
     values ($1, $2, 'telegram', 'announce', 'instant', '2026-06-02')`,
    [id, randomUUID()],
  );
  await createPushes(pool).begin(id, bitmapOf(ordinals), ordinals.length);
  const fence = randomUUID();
  const row = await ledger.takeOver(id, fence);
  if (row === null) throw new Error('the push does not run');
  return { push: takeOver(row, NOW.getTime()), fence };
}

describe('the ledger', () => {
  it('lets nobody write under an old fence', async () => {
    const { push, fence } = await begun([1]);
    await ledger.takeOver(push.row.id, randomUUID());
    const snapshot = snapshotOf(push, NOW.getTime());
    expect(await ledger.save([{ snapshot, fence, reserving: false }], [], NOW)).toMatchObject({
      result: 'lost',
    });
    expect(await ledger.save([{ snapshot, fence, reserving: true }], [], NOW)).toMatchObject({
      result: 'refused',
    });
  });

  it('refuses reservations while the channel is paused, but not acknowledgements', async () => {
    const { push, fence } = await begun([1]);
    await pauseChannel(pool, 'telegram', new Date('2026-06-01T13:00:00Z'), 'throttled');
    const snapshot = snapshotOf(push, NOW.getTime());
    expect(await ledger.save([{ snapshot, fence, reserving: true }], [], NOW)).toMatchObject({
      result: 'refused',
    });
    expect(await ledger.save([{ snapshot, fence, reserving: false }], [], NOW)).toMatchObject({
      result: 'saved',
    });
    await resumeChannel(pool, 'telegram');
    expect(await ledger.save([{ snapshot, fence, reserving: true }], [], NOW)).toMatchObject({
      result: 'saved',
    });
  });

  it('refuses reservations of what has expired, but not acknowledgements', async () => {
    const { push, fence } = await begun([1]);
    const snapshot = snapshotOf(push, NOW.getTime());
    const late = new Date('2026-06-02T00:00:01Z');
    expect(await ledger.save([{ snapshot, fence, reserving: true }], [], late)).toMatchObject({
      result: 'refused',
    });
    expect(await ledger.save([{ snapshot, fence, reserving: false }], [], late)).toMatchObject({
      result: 'saved',
    });
  });

  it.each([
    ['in the journal', false],
    ['folded into the bitmaps', true],
  ])('knows who was told, from what stands %s', async (_, folded) => {
    const { push, fence } = await begun([1, 2, 3, 4]);
    const ends = { 1: { kind: 'sent' }, 2: { kind: 'skipped', why: 'daily' } } as const;
    for (let left = 3; left > 0; left--) {
      const ordinal = reserve(push, NOW.getTime());
      if (ordinal === 1 || ordinal === 2) conclude(push, ordinal, ends[ordinal]);
      else if (ordinal !== null) conclude(push, ordinal, { kind: 'later', at: NOW.getTime() + 1e6 });
    }
    // The fourth person's turn has not come, whoever it was.
    const later = NOW.getTime() + (folded ? 60_000 : 0);
    await ledger.save([{ snapshot: snapshotOf(push, later), fence, reserving: false }], [], NOW);
    const { announcementId } = push.row;
    const told = async (ordinal: number): Promise<boolean> =>
      (await ledger.toldOf('telegram', ordinal, [announcementId])).length === 1;
    const found = await Promise.all([1, 2, 3, 4, 5000].map(told));
    expect(found).toEqual([push.sent === 1, false, false, false, false]);
  });

  it('keeps the messages of a day until they are folded', async () => {
    const { push, fence } = await begun([7]);
    const write = { snapshot: snapshotOf(push, NOW.getTime()), fence, reserving: false };
    for (let times = 2; times > 0; times--)
      await ledger.save(
        [write],
        [{ day: '2026-06-01', ordinal: 7, counts: true, knockedAt: null, shown: [] }],
        NOW,
      );
    expect(await ledger.dayCounts('telegram', '2026-06-01')).toMatchObject({ journal: [7, 7] });
    const counts = { once: bitmapOf([7]), twice: bitmapOf([7]), thrice: bitmapOf([]) };
    await ledger.foldDay('telegram', '2026-06-01', counts);
    const { once, journal } = await ledger.dayCounts('telegram', '2026-06-01');
    expect([Uint8Array.from(once), journal]).toEqual([bitmapOf([7]), []]);
  });

  const word = (id: string, words: readonly unknown[]): Promise<unknown> =>
    pool.query('update push set afterwords = afterwords || $2::jsonb where id = $1', [
      id,
      JSON.stringify(words),
    ]);
  const wordsOf = async (id: string): Promise<unknown> =>
    (await pool.query('select afterwords from push where id = $1', [id])).rows[0]?.afterwords;

  it('brings what was heard with every write until it is worked in, and keeps what came since', async () => {
    const { push, fence } = await begun([1, 2]);
    const { id } = push.row;
    const write = (heard: number) => ({
      snapshot: { ...snapshotOf(push, NOW.getTime()), heard },
      fence,
      reserving: false,
    });
    await word(id, [[1, 'arrived']]);
    const first = await ledger.save([write(0)], [], NOW);
    expect(first.heard.get(id)).toEqual([[1, 'arrived']]);
    await word(id, [[2, 'capped']]);
    const second = await ledger.save([write(1)], [], NOW);
    expect(second.heard.get(id)).toEqual([[2, 'capped']]);
    expect((await ledger.save([write(1)], [], NOW)).heard.size).toBe(0);
    expect(await wordsOf(id)).toEqual([]);
  });

  it('does not end a push of which something was heard that was not worked in', async () => {
    const { push, fence } = await begun([1]);
    const { id } = push.row;
    await word(id, [[1, 'capped']]);
    const write = (heard: number) => ({
      snapshot: { ...snapshotOf(push, NOW.getTime()), heard },
      fence,
      reserving: false,
    });
    expect(await ledger.finish(write(0), 'done', NOW)).toBe('refused');
    expect(await ledger.finish({ ...write(1), fence: randomUUID() }, 'done', NOW)).toBe('lost');
    expect(await ledger.finish(write(1), 'done', NOW)).toBe('saved');
    expect(await wordsOf(id)).toEqual([]);
  });

  it('writes several pushes, or none of them', async () => {
    const [one, two] = [await begun([1]), await begun([2])];
    const write = ({ push, fence }: typeof one, sent: number) => ({
      snapshot: { ...snapshotOf(push, NOW.getTime()), sent },
      fence,
      reserving: false,
    });
    const sentOf = async (): Promise<unknown> =>
      (
        await pool.query('select sum(sent)::int as sent from push where id = any($1)', [
          [one, two].map(({ push }) => push.row.id),
        ])
      ).rows[0]?.sent;
    expect(
      await ledger.save([write(one, 5), write({ ...two, fence: randomUUID() }, 5)], [], NOW),
    ).toMatchObject({ result: 'lost' });
    expect(await sentOf()).toBe(0);
    expect(await ledger.save([write(two, 3), write(one, 4)], [], NOW)).toMatchObject({ result: 'saved' });
    expect(await sentOf()).toBe(7);
  });

  it('counts knocks by the hour, beside the days of those they went to', async () => {
    const { push, fence } = await begun([7]);
    const write = { snapshot: snapshotOf(push, NOW.getTime()), fence, reserving: false };
    const knock = (time: string, ordinal: number, counts: boolean) => ({
      day: '2026-06-03',
      ordinal,
      counts,
      knockedAt: new Date(time),
      shown: [],
    });
    await ledger.save(
      [write],
      [knock('2026-06-03T09:59:59Z', 7, true), knock('2026-06-03T09:00:00Z', 8, false)],
      NOW,
    );
    await ledger.save([write], [knock('2026-06-03T10:00:00Z', 9, true)], NOW);
    await ledger.save([write], [{ ...knock('2026-06-03T10:00:00Z', 9, true), knockedAt: null }], NOW);
    const at = async (time: string) =>
      (await ledger.knocks('telegram', new Date(time))).toSorted(
        (a, b) => a.hour.getTime() - b.hour.getTime(),
      );
    const [nine, ten] = [
      { hour: new Date('2026-06-03T09:00:00Z'), knocks: 2 },
      { hour: new Date('2026-06-03T10:00:00Z'), knocks: 1 },
    ];
    expect(await at('2026-06-03T11:00:00Z')).toEqual([nine, ten]);
    expect(await at('2026-06-04T09:59:59Z')).toEqual([nine, ten]);
    expect(await at('2026-06-04T10:00:00Z')).toEqual([ten]);
    expect(await ledger.knocks('whatsapp', new Date('2026-06-03T11:00:00Z'))).toEqual([]);
    expect(await ledger.dayCounts('telegram', '2026-06-03')).toMatchObject({ journal: [7, 9, 9] });
  });
});
