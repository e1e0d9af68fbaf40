/** One bulletin on two channels: each goes its own way, whatever becomes of the other. */
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Address, SendError, type SendReason } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { createChats } from '../../src/store/chats.ts';
import { pauseChannel, resumeChannel } from '../../src/store/pauses.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import {
  type Account,
  type Arrival,
  type DeliveryHouse,
  ended,
  type HouseChannel,
  openDeliveryHouse,
} from '../support/delivery-house.ts';
import { findRedis } from '../support/redis.ts';

/** Noon in Moscow, where everybody lives. */
const NOON = '2026-06-15T09:00:00Z';
const HOUR = 3_600_000;
const PER_SECOND: Readonly<Record<string, number>> = { telegram: 25, whatsapp: 80 };
const NAMES = ['telegram', 'whatsapp'] as const;
const PEOPLE = 40;

const redis = await findRedis();
afterAll(async () => redis?.stop());
const engines = [
  { engine: 'postgresql', redisUrl: null },
  ...(redis === null ? [] : [{ engine: 'redis', redisUrl: redis.url }]),
];

describe.each(engines)('two channels, on $engine', ({ redisUrl }) => {
  let fresh: FreshDatabase;
  let house: DeliveryHouse;
  let cap: number;
  const channels: readonly HouseChannel[] = [
    { name: 'telegram' },
    {
      name: 'whatsapp',
      window: { hours: 24, cap: () => cap },
      limits: { perSecond: 80, perPersonMs: 6_000, repeatHours: 168 },
    },
  ];
  beforeEach(async () => {
    cap = Number.POSITIVE_INFINITY;
    fresh = await freshDatabase();
    house = await openDeliveryHouse(fresh.url, redisUrl, NOON, channels);
    await Promise.all(
      NAMES.flatMap((channel) =>
        Array.from({ length: PEOPLE }, (_, at) => house.joins(`${channel} ${at}`, {}, channel)),
      ),
    );
  });
  afterEach(async () => {
    await house.close();
    await fresh.drop();
  });

  const arrivalsOn = (channel: string): readonly Arrival[] =>
    [...house.arrived.values()].flat().filter((one) => one.channel === channel);
  const accountOn = async (channel: string): Promise<Account | undefined> =>
    (await house.accounts()).find((account) => account.channel === channel);
  const announces = async (): Promise<void> => {
    await house.imports([{}]);
    await house.plans();
  };
  /** Everybody of a channel was told once, at its own pace. */
  async function expectUndisturbed(channel: string): Promise<void> {
    expect(await accountOn(channel)).toMatchObject({
      state: 'done',
      total: PEOPLE,
      sent: PEOPLE,
      uncertain: 0,
      skipped: {},
      failed: {},
      wire: [],
    });
    const arrivals = arrivalsOn(channel);
    expect(arrivals).toHaveLength(PEOPLE);
    const times = arrivals.map(({ at }) => at);
    const seconds = (Math.max(...times) - Math.min(...times)) / 1_000;
    expect(seconds).toBeLessThan((PEOPLE / (PER_SECOND[channel] ?? 1)) * 1.1);
  }

  it('one bulletin reaches everybody on both, and each channel counts for itself', async () => {
    const [inside] = (
      await house.database.pool.query('select ordinal from subscriber where channel = $1', ['whatsapp'])
    ).rows;
    const person = await house.subscribers.byOrdinal(inside.ordinal);
    if (person !== null) await house.writes(person);
    await announces();
    await house.quiet();
    for (const channel of NAMES) await expectUndisturbed(channel);
    expect(arrivalsOn('telegram').some(({ knock }) => knock)).toBe(false);
    expect(arrivalsOn('whatsapp').filter(({ knock }) => knock)).toHaveLength(PEOPLE - 1);
    expect(house.arrived.size).toBe(2 * PEOPLE);
    expect(await accountOn('telegram')).toMatchObject({ outside: null, beyond: null });
    expect(await accountOn('whatsapp')).toMatchObject({ outside: PEOPLE - 1, beyond: 0 });
    const foreseen = house.said.filter((line) => line.includes('push.foreseen'));
    expect(foreseen.map((line) => JSON.parse(line).channel)).toEqual(['whatsapp']);
  });

  it('what one service says later is counted on its channel alone', async () => {
    await announces();
    await house.quiet();
    for (const [at, { receipt }] of arrivalsOn('whatsapp').entries())
      await house.hears('whatsapp', { kind: 'message', id: `${at}`, status: 'read', receipt, reason: null });
    // A receipt of the other channel is none of this one's.
    const [foreign] = arrivalsOn('telegram');
    const capped: SendReason = { kind: 'capped' };
    await house.hears('whatsapp', {
      kind: 'message',
      id: 'foreign',
      status: 'failed',
      receipt: foreign?.receipt ?? null,
      reason: capped,
    });
    expect(await accountOn('whatsapp')).toMatchObject({ state: 'done', delivered: PEOPLE, read: PEOPLE });
    expect(await accountOn('telegram')).toMatchObject({ state: 'done', delivered: 0, read: 0, sent: PEOPLE });
  });

  const fails = (reason: SendReason) => (): never => {
    throw new SendError(reason);
  };
  /** What befalls a channel, and what its push looks like then. */
  const TROUBLES: readonly (readonly [string, () => unknown, Partial<Account>])[] = [
    [
      'is told to wait for ten minutes',
      fails({ kind: 'throttled', retryAfterSeconds: 600, scope: 'token' }),
      { state: 'running', sent: 0 },
    ],
    ['is misconfigured', fails({ kind: 'misconfigured' }), { state: 'running', sent: 0 }],
    ['is restricted', fails({ kind: 'restricted' }), { state: 'running', sent: 0 }],
    ['is out of reach', fails({ kind: 'unavailable', reached: 'no' }), { state: 'running', sent: 0 }],
    [
      'never says whether it took a message',
      fails({ kind: 'unavailable', reached: 'maybe' }),
      { uncertain: PEOPLE },
    ],
    [
      'throws what nobody expects',
      () => {
        throw new TypeError('ours');
      },
      { state: 'done', failed: { bug: PEOPLE } },
    ],
    ['refuses the content', fails({ kind: 'rejected' }), { state: 'stopped', sent: 0 }],
    ['finds nobody', fails({ kind: 'unreachable' }), { state: 'done', failed: { unreachable: PEOPLE } }],
  ];
  const BOTH = [
    ['telegram', 'whatsapp'],
    ['whatsapp', 'telegram'],
  ] as const;

  describe.each(BOTH)('while %s has trouble', (troubled, other) => {
    it.each(TROUBLES)('because it %s, the other goes on', async (_, trouble, expected) => {
      house.script = (__, ___, channel) => (channel === troubled ? trouble() : undefined);
      await announces();
      await house.quiet(other);
      await expectUndisturbed(other);
      await house.quiet(troubled);
      expect(await accountOn(troubled)).toMatchObject(expected);
      expect(arrivalsOn(troubled)).toEqual([]);
      const { rows } = await house.database.pool.query('select channel from channel_pause');
      expect(rows.filter(({ channel }) => channel === other)).toEqual([]);
      const { rowCount } = await house.database.pool.query(
        `select from subscriber where channel = $1 and (standing <> 'active' or unreachable_on is not null)`,
        [other],
      );
      expect(rowCount).toBe(0);
    });

    it('because it never answers, the other goes on', async () => {
      const answer = Promise.withResolvers<void>();
      house.script = (_, __, channel) => (channel === troubled ? answer.promise : undefined);
      await announces();
      await house.quiet(other);
      await expectUndisturbed(other);
      expect(arrivalsOn(troubled)).toEqual([]);
      answer.resolve();
      await house.quiet(troubled);
      expect(await accountOn(troubled)).toMatchObject({ state: 'done', sent: PEOPLE });
    });

    it('because somebody has paused it, the other goes on, and it follows', async () => {
      await pauseChannel(house.database.pool, troubled, new Date(house.now + 24 * HOUR), 'misconfigured');
      await announces();
      await house.quiet(other);
      await expectUndisturbed(other);
      expect(arrivalsOn(troubled)).toEqual([]);
      await resumeChannel(house.database.pool, troubled);
      house.now += 120_000;
      await house.round();
      await expectUndisturbed(troubled);
      await expectUndisturbed(other);
    });

    it('because it was told to wait, it goes on when the time has come, and nobody hears anything twice', async () => {
      let told = false;
      house.script = (_, attempt, channel) => {
        if (channel !== troubled || told || attempt > 1) return;
        told = true;
        throw new SendError({ kind: 'throttled', retryAfterSeconds: 600, scope: 'token' });
      };
      await announces();
      await house.quiet(other);
      await expectUndisturbed(other);
      house.now += 660_000;
      await house.round();
      expect(await accountOn(troubled)).toMatchObject({ state: 'done', sent: PEOPLE });
      expect([...house.arrived.values()].every(({ length }) => length === 1)).toBe(true);
    });
  });

  it('where one bears few knocks, the other says nothing of it and waits for nothing', async () => {
    cap = 7;
    await announces();
    await house.quiet();
    await expectUndisturbed('telegram');
    expect(await accountOn('whatsapp')).toMatchObject({
      state: 'running',
      sent: 7,
      outside: PEOPLE,
      beyond: 33,
    });
  });

  it('whoever moves between match and turn hears of it in neither place, and of the next in the new one', async () => {
    const chats = createChats({
      database: house.database,
      vault: house.vault,
      clock: () => new Date(house.now),
      codes: oneTimeCodes,
      repeatHours: () => 48,
    });
    let updates = 0;
    const inChat = (channel: string, name: string) => ({
      channel,
      address: new Address(name),
      updateId: `${++updates}`,
      event: { kind: 'other' } as const,
    });
    await house.imports([{}]);
    await house.pushes.planBulletins(NAMES, new Date(house.now));
    await house.matcher.plan();
    const got = await chats.handle(inChat('telegram', 'telegram 5'), async ({ subscriber, moves }) =>
      subscriber === null ? '' : moves.codeFor(subscriber),
    );
    const code = got.kind === 'handled' ? got.value : '';
    await chats.handle(inChat('whatsapp', 'newcomer'), ({ moves }) => moves.bring(code));
    await house.round();
    expect(await accountOn('telegram')).toMatchObject({ sent: PEOPLE - 1, skipped: { forgotten: 1 } });
    expect([house.arrived.get('telegram 5'), house.arrived.get('newcomer')]).toEqual([undefined, undefined]);
    house.now += 24 * HOUR;
    await announces();
    await house.quiet();
    expect(house.arrived.get('telegram 5')).toBeUndefined();
    expect(house.arrived.get('newcomer')).toMatchObject([{ channel: 'whatsapp', knock: true }]);
    for (const push of await house.accounts()) expect(ended(push)).toBe(push.total);
  });
});
