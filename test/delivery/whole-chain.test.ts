import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SendError } from '../../src/domain/terms.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type DeliveryHouse, ended, openDeliveryHouse } from '../support/delivery-house.ts';
import { findRedis } from '../support/redis.ts';

/** Noon in Moscow, where nobody lives by another clock unless a test says so. */
const NOON = '2026-06-15T09:00:00Z';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const redis = await findRedis();
afterAll(async () => redis?.stop());
const engines = [
  { engine: 'postgresql', redisUrl: null },
  ...(redis === null ? [] : [{ engine: 'redis', redisUrl: redis.url }]),
];

describe.each(engines)('from an import to the phones, on $engine', ({ redisUrl }) => {
  let fresh: FreshDatabase;
  let house: DeliveryHouse;
  beforeEach(async () => {
    fresh = await freshDatabase();
    house = await openDeliveryHouse(fresh.url, redisUrl, NOON);
  });
  afterEach(async () => {
    await house.close();
    await fresh.drop();
  });
  const shownTo = (name: string): readonly string[] =>
    (house.arrived.get(name) ?? []).flatMap(({ openings }) => openings);
  const messagesTo = (name: string): number => house.arrived.get(name)?.length ?? 0;

  it('tells a thousand people once each, and its account adds up', async () => {
    for (let from = 0; from < 1000; from += 100)
      await Promise.all(
        Array.from({ length: 100 }, (_, at) =>
          house.joins(`${from + at}`, { works: (from + at) % 10 === 0 ? ['fruit'] : 'any' }),
        ),
      );
    await house.imports([{ work: 'berries' }, { work: 'warehouse' }]);
    await house.round();
    const [push] = await house.accounts();
    expect(push).toMatchObject({ state: 'done', total: 900, sent: 900, uncertain: 0, wire: [] });
    expect([house.arrived.size, [...house.arrived.values()].every(({ length }) => length === 1)]).toEqual([
      900,
      true,
    ]);
  }, 60_000);

  it('sends nothing to whoever was forgotten, from the acknowledgement on', async () => {
    const people = await Promise.all(Array.from({ length: 60 }, (_, at) => house.joins(`${at}`)));
    await house.imports([{}]);
    const acknowledged = new Set<string>();
    const late: string[] = [];
    const leaving: Promise<void>[] = [];
    const left = new Set<number>();
    house.script = async (name) => {
      if (acknowledged.has(name)) late.push(name);
      for (const one of [Number(name), (Number(name) + 30) % 60]) {
        const leaver = people[one];
        if (leaver === undefined || left.has(one)) continue;
        left.add(one);
        leaving.push(house.subscribers.forget(leaver.id).then(() => void acknowledged.add(`${one}`)));
      }
      await new Promise((resolve) => setTimeout(resolve, 5));
      if (acknowledged.has(name)) late.push(name);
    };
    await house.round();
    await Promise.all(leaving);
    const [push] = await house.accounts();
    expect(late).toEqual([]);
    expect(push?.skipped['forgotten']).toBeGreaterThan(0);
    expect(push === undefined ? 0 : ended(push)).toBe(60);
  });

  it('skips whoever opted out or paused between the match and their turn', async () => {
    const [out, pausing, staying] = await Promise.all(
      ['out', 'pausing', 'staying'].map((n) => house.joins(n)),
    );
    await house.imports([{}]);
    await planWithoutSending(house);
    await house.subscribers.change(out?.id ?? '', { standing: 'stopped' });
    await house.subscribers.change(pausing?.id ?? '', { pausedUntil: '2026-06-20' });
    expect(staying).toBeDefined();
    await house.round();
    expect([...house.arrived.keys()]).toEqual(['staying']);
    const [push] = await house.accounts();
    expect(push).toMatchObject({ total: 3, sent: 1, skipped: { stopped: 1, paused: 1 } });
  });

  it('tells the day’s openings at six in the evening of each zone', async () => {
    await house.joins('moscow', { cadence: 'daily', regions: ['RU-LIP'] });
    await house.joins('omsk', { cadence: 'daily', regions: ['RU-OMS'] });
    const [lipetsk, omsk] = await house.imports([{ region: 'RU-LIP' }, { region: 'RU-OMS' }]);
    await house.round();
    expect(house.arrived.size).toBe(0);
    house.now = Date.parse('2026-06-15T12:00:30Z');
    await house.round();
    expect(house.arrived.get('omsk')).toMatchObject([{ openings: [omsk?.id], silent: true }]);
    expect(messagesTo('moscow')).toBe(0);
    house.now = Date.parse('2026-06-15T15:00:30Z');
    await house.round();
    expect(house.arrived.get('moscow')).toMatchObject([{ openings: [lipetsk?.id], silent: true }]);
    house.now += DAY;
    await house.round();
    expect([messagesTo('moscow'), messagesTo('omsk')]).toEqual([1, 1]);
  });

  it('erases who blocked us after ten minutes', async () => {
    const { ordinal } = await house.joins('gone');
    await house.joins('there');
    house.script = (name) => {
      if (name === 'gone') throw new SendError({ kind: 'blocked' });
    };
    await house.imports([{}]);
    await house.round();
    expect((await house.subscribers.byOrdinal(ordinal))?.standing).toBe('blocked');
    house.now += 9 * 60_000;
    await house.erases();
    expect(await house.subscribers.byOrdinal(ordinal)).not.toBeNull();
    house.now += 2 * 60_000;
    await house.erases();
    expect(await house.subscribers.byOrdinal(ordinal)).toBeNull();
    expect(messagesTo('there')).toBe(1);
  });

  it('gives back everybody who seemed gone when the guard trips, and erases nobody', async () => {
    await Promise.all(Array.from({ length: 230 }, (_, at) => house.joins(`${at}`)));
    house.script = () => {
      throw new SendError({ kind: 'blocked' });
    };
    await house.imports([{}]);
    await house.plans();
    await expect
      .poll(() => house.said.some((line) => line.includes('guard.tripped')), { timeout: 15_000 })
      .toBe(true);
    await expect.poll(() => standings(house)).toEqual({ active: 230 });
    house.now += 2 * HOUR;
    await house.erases();
    expect(await standings(house)).toEqual({ active: 230 });
  });

  it('forgets a first "not found" once a message arrives', async () => {
    const { ordinal } = await house.joins('away');
    house.script = (_, attempt) => {
      if (attempt !== 2) throw new SendError({ kind: 'unreachable' });
    };
    for (let time = 0; time < 3; time++) {
      await house.imports([{}]);
      await house.round();
      house.now += 3 * DAY;
    }
    // Not found, found, not found: one strike.
    expect((await house.subscribers.byOrdinal(ordinal))?.standing).toBe('active');
    await house.imports([{}]);
    await house.round();
    expect((await house.subscribers.byOrdinal(ordinal))?.standing).toBe('blocked');
  });

  it('makes one message of forty bulletins for who comes back after five days', async () => {
    await Promise.all(['a', 'b'].map((name) => house.joins(name)));
    for (let each = 0; each < 40; each++) {
      await house.imports([{}]);
      await planWithoutSending(house);
      house.now += 3 * HOUR;
    }
    await house.round();
    expect([messagesTo('a'), messagesTo('b')]).toEqual([1, 1]);
    const accounts = await house.accounts();
    expect(accounts).toHaveLength(40);
    expect(accounts.every((one) => ended(one) === one.total)).toBe(true);
    expect(accounts.filter(({ state }) => state === 'expired').length).toBeGreaterThan(20);
    expect(accounts.filter(({ sent }) => sent === 2).length).toBeGreaterThan(10);
  });

  it('neither repeats nor loses what came around a change from at once to daily', async () => {
    const { id } = await house.joins('turning');
    const [told] = await house.imports([{}]);
    await house.round();
    // Late on Monday, in the quiet hours, something comes; then they ask for one message a day.
    house.now = Date.parse('2026-06-15T14:59:00Z');
    await house.imports([{ startsOn: '2026-07-01' }]);
    await planWithoutSending(house);
    const [, waiting] = await openingIds(house);
    await house.subscribers.change(id, { preferences: { cadence: 'daily' } });
    await house.round();
    house.now = Date.parse('2026-06-16T15:00:30Z');
    await house.round();
    expect(shownTo('turning').toSorted()).toEqual([told?.id, waiting].toSorted());
  });

  it('repeats nothing to whoever goes from daily to at once and back', async () => {
    const { id } = await house.joins('turning', { quietHours: { from: 20, to: 19 } });
    await house.imports([{}]);
    await house.plans();
    await house.quiet();
    await house.subscribers.change(id, { preferences: { cadence: 'daily' } });
    house.now = Date.parse('2026-06-15T16:30:00Z');
    await house.round();
    await house.subscribers.change(id, { preferences: { cadence: 'instant' } });
    house.now = Date.parse('2026-06-16T16:30:00Z');
    await house.round();
    expect(new Set(shownTo('turning')).size).toBe(shownTo('turning').length);
    expect(messagesTo('turning')).toBe(1);
  });

  it.each([
    ['filled', `status = 'filled'`],
    ['without a place left', 'places_left = 0'],
    ['closed', `status = 'closed'`],
    ['expired', `expires_on = '2026-06-14'`],
  ])('does not send an opening that is %s by then', async (_, change) => {
    await house.joins('one');
    const [over, open] = await house.imports([{}, { title: 'another' }]);
    await planWithoutSending(house);
    await house.database.pool.query(`update opening set ${change} where id = $1`, [over?.id]);
    await house.round();
    expect(shownTo('one')).toEqual([open?.id]);
  });

  it('never pushes what a person put aside', async () => {
    const { id } = await house.joins('one');
    const [hidden, open] = await house.imports([{}, { title: 'another' }]);
    await house.subscribers.change(id, { hide: hidden?.id ?? '' });
    await house.round();
    expect(shownTo('one')).toEqual([open?.id]);
  });

  it('waits for the morning of each person', async () => {
    house.now = Date.parse('2026-06-15T20:00:00Z');
    await house.joins('moscow', { regions: ['RU-LIP'] });
    await house.joins('omsk', { regions: ['RU-OMS'] });
    await house.imports([{ region: 'RU-LIP' }, { region: 'RU-OMS' }]);
    await house.round();
    expect(house.arrived.size).toBe(0);
    house.now = Date.parse('2026-06-16T01:00:00Z');
    await house.round();
    expect([...house.arrived.keys()]).toEqual(['omsk']);
    house.now = Date.parse('2026-06-16T04:00:00Z');
    await house.round();
    expect([messagesTo('moscow'), messagesTo('omsk')]).toEqual([1, 1]);
  });
});

/** Gives planned pushes their audience; nothing wakes them yet. */
async function planWithoutSending(house: DeliveryHouse): Promise<void> {
  await house.pushes.planBulletins(['telegram'], new Date(house.now));
  await house.matcher.plan();
}

async function standings(house: DeliveryHouse): Promise<Record<string, number>> {
  const { rows } = await house.database.pool.query<{ standing: string; count: number }>(
    'select standing, count(*)::int as count from subscriber group by standing',
  );
  return Object.fromEntries(rows.map(({ standing, count }) => [standing, count]));
}

async function openingIds(house: DeliveryHouse): Promise<readonly string[]> {
  const { rows } = await house.database.pool.query<{ id: string }>(
    'select id from opening order by published_at',
  );
  return rows.map(({ id }) => id);
}
