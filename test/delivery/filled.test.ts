import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Opening } from '../../src/domain/opening.ts';
import { reopen } from '../../src/domain/opening-change.ts';
import { TODAY } from '../support/builders.ts';
import { type Account, ended } from '../support/delivery-house.ts';
import { findRedis } from '../support/redis.ts';
import { openToldHouse, type ToldHouse } from '../support/told-house.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const redis = await findRedis();
afterAll(async () => redis?.stop());
const engines = [
  { engine: 'postgresql', redisUrl: null },
  ...(redis === null ? [] : [{ engine: 'redis', redisUrl: redis.url }]),
];

let house: ToldHouse;

describe.each(engines)('when an opening is filled, on $engine', ({ redisUrl }) => {
  beforeEach(async () => {
    house = await openToldHouse(redisUrl);
  });
  afterEach(() => house.close());

  it('tells once whoever had it by push, by digest, in the list or by contact, and nobody else', async () => {
    const [opening] = await house.pushedTo(['pushed']);
    // Everybody but the one above comes later, or waits.
    await house.joins('digest', { cadence: 'daily' });
    const looked = await house.joins('looked');
    await house.joins('waiting');
    await house.joins('elsewhere', { regions: ['RU-MOS'] });
    house.now = Date.parse('2026-06-15T15:00:30Z');
    await house.round();
    expect(house.messagesTo('digest')).toBe(1);
    await house.openings.showed(opening, looked);
    await house.fills(opening);
    await house.round();
    for (const name of ['pushed', 'digest', 'looked'])
      expect([name, house.saidTo(name)]).toEqual([name, [`filled ${opening.id}`]]);
    expect([house.messagesTo('waiting'), house.messagesTo('elsewhere')]).toEqual([0, 0]);
    // Again and again, nothing more.
    for (let hours = 0; hours < 3; hours++) {
      house.now += HOUR;
      await house.round();
    }
    expect(house.saidTo('pushed')).toHaveLength(1);
  });

  it('says it again when it was open in between, and tells of that, too', async () => {
    const [opening] = await house.pushedTo(['told']);
    await house.fills(opening);
    await house.round();
    await house.joins('new');
    house.now += HOUR;
    await house.changes(opening, reopen(3, house.at(), TODAY));
    await house.round();
    expect(house.arrived.get('new')).toMatchObject([{ openings: [opening.id], said: [] }]);
    house.now += HOUR;
    await house.fills(opening);
    await house.round();
    expect(house.saidTo('told')).toEqual(
      ['filled', 'reopened', 'filled'].map((said) => `${said} ${opening.id}`),
    );
    expect(house.saidTo('new')).toEqual([`filled ${opening.id}`]);
  });

  it('stops the push within two seconds, with many in flight, and says how many were not told', async () => {
    const names = Array.from({ length: 300 }, (_, number) => `${number}`);
    await Promise.all(names.map((name) => house.joins(name)));
    const [opening] = await house.imports([{ places: 5 }]);
    // A push of its own, as coordinators' openings get one.
    await ownPush(opening);
    const late: number[] = [];
    let filledAt: number | null = null;
    house.script = async (_, attempt) => {
      // A second message to somebody is the correction.
      if (filledAt !== null && attempt === 1) late.push(performance.now() - filledAt);
      if (house.arrived.size !== 100 || filledAt !== null) return;
      filledAt = performance.now();
      await house.fills(opening);
      await house.corrects();
    };
    await house.matcher.plan();
    await house.sweeps();
    await house.quiet();
    const [push] = await house.accounts();
    expect(Math.max(0, ...late)).toBeLessThan(2_000);
    expect(push).toMatchObject({ state: 'done', total: 300 });
    expect(push?.skipped['closed']).toBeGreaterThan(190);
    expect(ended(push as Account)).toBe(300);
    const told = names.filter((name) => house.arrived.get(name)?.some(({ openings }) => openings.length > 0));
    await house.round();
    expect(names.filter((name) => house.saidTo(name).length > 0)).toEqual(told);
    expect(names.every((name) => house.saidTo(name).length <= 1)).toBe(true);
  }, 30_000);

  it('ends a push that sleeps until the morning', async () => {
    house.now = Date.parse('2026-06-15T20:00:00Z');
    await Promise.all(['a', 'b'].map((name) => house.joins(name)));
    const [opening] = await house.imports([{}]);
    await ownPush(opening);
    await house.matcher.plan();
    await house.sweeps();
    await house.quiet();
    expect(await house.accounts()).toMatchObject([{ state: 'running', sent: 0 }]);
    const from = performance.now();
    await house.fills(opening);
    await house.corrects();
    await house.sweeps();
    await expect
      .poll(async () => (await house.accounts())[0], { timeout: 2_000, interval: 10 })
      .toMatchObject({ state: 'done', sent: 0, skipped: { closed: 2 } });
    expect(performance.now() - from).toBeLessThan(2_000);
    house.now = Date.parse('2026-06-16T05:00:00Z');
    await house.round();
    expect(house.arrived.size).toBe(0);
  });
});

it('tells whose message was on its way when the process died', async () => {
  house = await openToldHouse();
  try {
    const people = await Promise.all(['on the wire', 'not yet'].map((name) => house.joins(name)));
    const [opening] = await house.imports([{}]);
    await ownPush(opening);
    await house.matcher.plan();
    // As the row stands after a crash: nobody wrote down how the message ended.
    const wire = JSON.stringify([[people[0]?.ordinal, 1, house.now]]);
    await house.database.pool.query(`update push set cursor = 0, wire = $1 where kind = 'announce'`, [wire]);
    await house.fills(opening);
    await house.sweeps();
    await house.quiet();
    await house.round();
    expect([house.saidTo('on the wire'), house.saidTo('not yet')]).toEqual([[`filled ${opening?.id}`], []]);
  } finally {
    await house.close();
  }
});

it('does not end a push for everybody because the last day is over for one', async () => {
  house = await openToldHouse();
  try {
    house.now = Date.parse('2026-06-15T15:00:00Z');
    const east = await house.joins('vladivostok', { regions: ['RU-PRI'], quietHours: 'off' });
    const west = Array.from({ length: 60 }, (_, number) => `${number}`);
    await Promise.all(west.map((name) => house.joins(name)));
    const [opening] = await house.imports([{ region: 'RU-PRI', expiresOn: '2026-06-15' }]);
    await ownPush(opening);
    await house.matcher.plan();
    await house.database.pool.query(`update push set origin = $1 where kind = 'announce'`, [east.ordinal]);
    await house.round();
    expect(house.messagesTo('vladivostok')).toBe(0);
    expect(west.filter((name) => house.messagesTo(name) !== 1)).toEqual([]);
  } finally {
    await house.close();
  }
});

/** One push for one opening, in place of its bulletin's. */
async function ownPush(opening: Opening | undefined): Promise<void> {
  await house.database.pool.query('update bulletin set finished_at = null');
  await house.database.pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, expires_at)
     values (gen_random_uuid(), $1, 'telegram', 'announce', 'instant', $2)`,
    [opening?.id, new Date(house.now + 2 * DAY)],
  );
}
