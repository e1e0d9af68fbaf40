import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bitmapOf } from '../../src/domain/bitmap.ts';
import type { Ledger } from '../../src/domain/delivery.ts';
import { snapshotOf } from '../../src/domain/push-snapshot.ts';
import { takeOver } from '../../src/domain/take-over.ts';
import { Address, MESSAGE_STATUSES, type MessageStatus, type SendReason } from '../../src/domain/terms.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createLockToken } from '../../src/store/pushes/ledger.ts';
import { createSealReceipt } from '../../src/store/receipts.ts';
import { createTakeStatus, type TakeStatus } from '../../src/store/statuses.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { freshVault } from '../support/vault.ts';

/** Nine in the evening in Moscow, past midnight in Vladivostok. */
const NOW = new Date('2026-06-15T18:00:00Z');
const HOUR = 3_600_000;

let fresh: FreshDatabase;
let database: Database;
let now: Date;
const vault = freshVault();
const seal = createSealReceipt(vault);
const clock = (): Date => now;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  now = NOW;
  await database.pool.query('truncate subscriber, push, seen_update, move');
});

const takeStatus = (offsetMinutes = 0): TakeStatus =>
  createTakeStatus({
    database,
    vault,
    clock,
    clockOf: () => () => offsetMinutes,
    repeatHours: () => 168,
  });

/** A push to these ordinals that is over, with everybody told. */
async function aPush(change: { ordinals?: readonly number[]; state?: string; wire?: unknown[] } = {}) {
  const { ordinals = [1, 2, 3], state = 'done', wire = [] } = change;
  const id = randomUUID();
  const recipients = Buffer.from(bitmapOf(ordinals));
  await database.pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, state, recipients, cursor, total, sent, wire, over_at,
       expires_at) values ($1, $1, 'whatsapp', 'announce', 'instant', $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      id,
      state,
      recipients,
      recipients.length * 8,
      ordinals.length,
      ordinals.length - wire.length,
      JSON.stringify(wire),
      state === 'done' ? now : null,
      new Date(now.getTime() + 48 * HOUR),
    ],
  );
  return id;
}

interface Said {
  readonly status: MessageStatus;
  readonly id?: string;
  readonly pushIds?: readonly string[];
  readonly ordinal?: number;
  readonly reason?: SendReason;
  readonly receipt?: string | null;
}

const wordOf = ({ status, id = 'wamid.1', pushIds = [], ordinal = 1, reason, receipt }: Said) => ({
  kind: 'message' as const,
  id,
  status,
  receipt: receipt === undefined ? seal('whatsapp', { pushIds, ordinal, copy: 1 }) : receipt,
  reason: reason ?? null,
});
const says = (said: Said, channel = 'whatsapp'): Promise<boolean> => takeStatus()(channel, wordOf(said));
const rowOf = async (id: string) => {
  const { rows } = await database.pool.query(
    'select state, delivered, read, afterwords, over_at from push where id = $1',
    [id],
  );
  return rows[0];
};
const join = async (address = '7.1') => {
  const subscribers = createSubscribers({ database: database.pool, vault, clock });
  const somebody = await subscribers.optIn({
    channel: 'whatsapp',
    address: new Address(address),
    locale: 'ru',
    consentVersion: 1,
  });
  return { ...somebody, again: () => subscribers.byOrdinal(somebody.ordinal) };
};

describe('the statuses of a message', () => {
  it.each<[readonly MessageStatus[], number, number]>([
    [['sent'], 0, 0],
    [['sent', 'delivered', 'read'], 1, 1],
    [['read', 'delivered', 'sent'], 1, 1],
    [['delivered', 'delivered', 'delivered'], 1, 0],
    [['read', 'read'], 1, 1],
    [['delivered', 'failed', 'read'], 0, 0],
    [['read', 'failed', 'failed'], 0, 0],
  ])('%j are %i delivered and %i read', async (statuses, delivered, read) => {
    const id = await aPush();
    for (const status of statuses) await says({ status, pushIds: [id] });
    expect(await rowOf(id)).toMatchObject({ delivered, read });
  });

  it('are news once, and only upwards', async () => {
    const id = await aPush();
    const news: boolean[] = [];
    for (const status of ['delivered', 'sent', 'delivered', 'read', 'delivered', 'failed', 'read'] as const)
      news.push(await says({ status, pushIds: [id] }));
    expect(news).toEqual([true, false, false, true, false, true, false]);
  });

  it('count for each push of the message, and for no other', async () => {
    const [one, two, other] = [await aPush(), await aPush(), await aPush()];
    await says({ status: 'read', pushIds: [one, two] });
    expect([await rowOf(one), await rowOf(two), await rowOf(other)]).toMatchObject([
      { delivered: 1, read: 1 },
      { delivered: 1, read: 1 },
      { delivered: 0, read: 0 },
    ]);
  });

  it('count the same in any order, doubled, and all at the same moment', async () => {
    const message = fc.uniqueArray(fc.constantFrom(...MESSAGE_STATUSES), { minLength: 1 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(message, { minLength: 1, maxLength: 6 }),
        fc.infiniteStream(fc.nat()),
        async (messages, dice) => {
          const id = await aPush();
          const names = messages.map(() => randomUUID());
          const all = messages.flatMap((statuses, at) =>
            [...statuses, ...statuses].map((status) => ({ status, id: names[at] ?? '', pushIds: [id] })),
          );
          const shuffled = all
            .map((one) => [dice.next().value ?? 0, one] as const)
            .toSorted(([a], [b]) => a - b)
            .map(([, one]) => one);
          await Promise.all(shuffled.map((one) => says(one)));
          const reached = (status: MessageStatus): number =>
            messages.filter((statuses) => statuses.includes(status) && !statuses.includes('failed')).length;
          const read = reached('read');
          const delivered = messages.filter(
            (statuses) =>
              !statuses.includes('failed') && (statuses.includes('read') || statuses.includes('delivered')),
          ).length;
          expect(await rowOf(id)).toMatchObject({ delivered, read });
        },
      ),
      { numRuns: 25 },
    );
  });

  it('are remembered as long as the service may repeat them, from the last one on', async () => {
    const id = await aPush();
    await says({ status: 'delivered', pushIds: [id] });
    now = new Date(NOW.getTime() + 167 * HOUR);
    await says({ status: 'read', pushIds: [id] });
    const { rows } = await database.pool.query('select seen_at, expires_at, level from seen_update');
    expect(rows).toEqual([{ seen_at: NOW, expires_at: new Date(now.getTime() + 168 * HOUR), level: 3 }]);
  });

  it('leave nothing behind by which a message or a person could be known', async () => {
    const id = await aPush();
    await says({ status: 'read', id: 'wamid.HBgLNzk5OTEyMzQ1Njc=', pushIds: [id] });
    const { rows } = await database.pool.query<{ all: string }>(
      `select coalesce(string_agg(t::text, ' '), '') as all from (select seen_update::text as t from seen_update
       union all select push::text from push) as everything`,
    );
    expect(rows[0]?.all).not.toMatch(/wamid|HBgL/);
  });
});

describe('a receipt', () => {
  it.each<[string, string | null]>([
    ['of nothing, as of a reply', null],
    ['that is empty', ''],
    ['that somebody else made', 'campaign-42'],
    ['that somebody else made, of our length', 'A'.repeat(383)],
    [
      'of another key file',
      createSealReceipt(freshVault())('whatsapp', { pushIds: [], ordinal: 1, copy: 1 }),
    ],
    ['of another channel', seal('telegram', { pushIds: [], ordinal: 1, copy: 1 })],
  ])('%s is let go, and its message with it', async (_, receipt) => {
    const id = await aPush();
    const somebody = await join();
    const reason = { kind: 'opted-out' } as const;
    expect(await says({ status: 'failed', receipt, reason })).toBe(true);
    expect(await rowOf(id)).toMatchObject({ state: 'done', delivered: 0, read: 0, afterwords: [] });
    expect((await somebody.again())?.standing).toBe('active');
  });

  it('of a push that is no more changes nothing', async () => {
    await says({ status: 'failed', pushIds: [randomUUID()], reason: { kind: 'capped' } });
    expect((await database.pool.query('select from push')).rowCount).toBe(0);
  });
});

describe('that it arrived', () => {
  it.each(['sent', 'delivered', 'read'] as const)(
    '%s is noted while the person is on the wire',
    async (status) => {
      const id = await aPush({ state: 'running', wire: [[2, 1, NOW.getTime()]] });
      await says({ status, pushIds: [id], ordinal: 2, id: 'a' });
      await says({ status, pushIds: [id], ordinal: 3, id: 'b' });
      expect(await rowOf(id)).toMatchObject({ state: 'running', afterwords: [[2, 'arrived']] });
    },
  );

  it.each(['done', 'stopped', 'expired'])('is not noted where the push is %s', async (state) => {
    const id = await aPush({ state, wire: [[2, 1, NOW.getTime()]] });
    await says({ status: 'delivered', pushIds: [id], ordinal: 2 });
    expect(await rowOf(id)).toMatchObject({ state, afterwords: [], delivered: 1 });
  });
});

describe('that it failed', () => {
  it.each([
    ['done', 'running', true],
    ['running', 'running', true],
    ['paused', 'paused', true],
    ['stopped', 'stopped', false],
    ['expired', 'expired', false],
  ])('a push that is %s is %s then', async (before, after, noted) => {
    const id = await aPush({ state: before });
    await says({ status: 'failed', pushIds: [id], ordinal: 2, reason: { kind: 'capped' } });
    expect(await rowOf(id)).toMatchObject({ state: after, afterwords: noted ? [[2, 'capped']] : [] });
  });

  it('a push that goes on is over no more, and whoever runs is told', async () => {
    const client = await database.pool.connect();
    const told: string[] = [];
    client.on('notification', ({ payload }) => told.push(payload ?? ''));
    await client.query('listen mehnat');
    const id = await aPush();
    await says({ status: 'failed', pushIds: [id], reason: { kind: 'rejected' } });
    expect(await rowOf(id)).toMatchObject({ over_at: null });
    await client.query('unlisten mehnat');
    client.release();
    expect(told).toContain('push');
  });

  it.each([
    ['whose bitmaps are gone', 'recipients = null'],
    ['that has expired', `expires_at = '2026-06-15T17:00:00Z'`],
  ])('a push %s stays as it is', async (_, change) => {
    const id = await aPush();
    await database.pool.query(`update push set ${change}`);
    await says({ status: 'failed', pushIds: [id], reason: { kind: 'capped' } });
    expect(await rowOf(id)).toMatchObject({ state: 'done', afterwords: [] });
  });

  it('without a reason we know, only counts', async () => {
    const id = await aPush();
    await says({ status: 'delivered', pushIds: [id] });
    await says({ status: 'failed', pushIds: [id] });
    expect(await rowOf(id)).toMatchObject({ state: 'done', delivered: 0, afterwords: [] });
  });

  it.each<[SendReason, object]>([
    [{ kind: 'blocked' }, { standing: 'blocked' }],
    [{ kind: 'opted-out' }, { standing: 'stopped' }],
    [{ kind: 'capped' }, { standing: 'active', heldUntil: '2026-06-16' }],
    [{ kind: 'window-closed' }, { standing: 'active', windowUntil: null }],
    [{ kind: 'unreachable' }, { standing: 'active' }],
    [
      { kind: 'rejected' },
      { standing: 'active', heldUntil: null, windowUntil: new Date('2026-06-16T18:00:00Z') },
    ],
    [{ kind: 'misconfigured' }, { standing: 'active', heldUntil: null }],
  ])('as %o, is so for the person, too', async (reason, expected) => {
    const somebody = await join();
    const { ordinal } = somebody;
    await database.pool.query(`update subscriber set window_until = '2026-06-16T18:00:00Z'`);
    const another = await join('7.2');
    await says({ status: 'failed', pushIds: [await aPush()], ordinal, reason });
    expect(await somebody.again()).toMatchObject(expected);
    expect(await another.again()).toMatchObject({ standing: 'active', heldUntil: null });
  });

  it('is so for nobody on another channel', async () => {
    const { ordinal, again } = await join();
    await database.pool.query(`update subscriber set channel = 'telegram'`);
    await says({ status: 'failed', pushIds: [await aPush()], ordinal, reason: { kind: 'opted-out' } });
    expect(await again()).toMatchObject({ standing: 'active' });
  });

  it.each([
    ['Moscow', 3, '2026-06-16'],
    ['Vladivostok', 10, '2026-06-17'],
  ])('as capped, holds knocks back until the next day in %s', async (_, hours, until) => {
    const { ordinal, again } = await join();
    const said: Said = { status: 'failed', pushIds: [await aPush()], ordinal, reason: { kind: 'capped' } };
    await takeStatus(hours * 60)('whatsapp', wordOf(said));
    expect(await again()).toMatchObject({ heldUntil: until });
  });

  it('as unreachable, is forgiven by a message that is delivered, not by one that is only taken', async () => {
    const { ordinal } = await join();
    const pushIds = [await aPush({ ordinals: [ordinal] })];
    const struck = async (): Promise<unknown> =>
      (await database.pool.query('select unreachable_on from subscriber')).rows[0]?.unreachable_on;
    for (const [status, expected] of [
      ['sent', '2026-06-15'],
      ['delivered', null],
    ] as const) {
      await says({ status: 'failed', id: randomUUID(), pushIds, ordinal, reason: { kind: 'unreachable' } });
      await says({ status, id: randomUUID(), pushIds, ordinal });
      expect(await struck()).toEqual(expected);
    }
  });
});

describe('beside a sender that writes several pushes at a time', () => {
  let ledger: Ledger;
  beforeAll(async () => {
    ledger = await createLockToken(fresh.url)('whatsapp', new AbortController().signal);
  });
  afterAll(() => ledger.release());

  it('nobody stands in anybody’s way for good', async () => {
    const ids = await Promise.all(Array.from({ length: 6 }, () => aPush({ state: 'running' })));
    const runs = await Promise.all(
      ids.map(async (id) => {
        const fence = randomUUID();
        const row = await ledger.takeOver(id, fence);
        if (row === null) throw new Error('the push does not run');
        return { push: takeOver(row, NOW.getTime()), fence };
      }),
    );
    // Turned by so many, and every other time the other way round.
    const orderOf = <T>(some: readonly T[], seed: number): readonly T[] => {
      const turned = [...some.slice(seed % some.length), ...some.slice(0, seed % some.length)];
      return seed % 2 === 0 ? turned : turned.toReversed();
    };
    const saves = Array.from({ length: 40 }, (_, seed) =>
      ledger.save(
        orderOf(runs, seed + 1).map(({ push, fence }) => ({
          snapshot: snapshotOf(push, NOW.getTime()),
          fence,
          reserving: false,
        })),
        [],
        NOW,
      ),
    );
    const statuses = Array.from({ length: 120 }, (_, seed) =>
      says({
        status: seed % 2 === 0 ? 'failed' : 'read',
        id: `${seed}`,
        pushIds: orderOf(ids, seed + 7),
        ordinal: 1 + (seed % 3),
        ...(seed % 2 === 0 ? { reason: { kind: 'rejected' } } : {}),
      }),
    );
    // Where two wait for each other, PostgreSQL ends one of them.
    await Promise.all([...saves, ...statuses]);
    expect((await rowOf(ids[0] ?? '')).read).toBe(60);
  }, 60_000);
});
