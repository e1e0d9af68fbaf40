/** A service that lets us write freely only for a day after a person's word, and knock at few of the others. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import { SendError, type SendReason } from '../../src/domain/terms.ts';
import { resumeChannel } from '../../src/store/pauses.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import {
  type Arrival,
  type DeliveryHouse,
  ended,
  type HouseChannel,
  openDeliveryHouse,
} from '../support/delivery-house.ts';

/** Noon in Moscow, where everybody lives. */
const NOON = '2026-06-15T09:00:00Z';
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let fresh: FreshDatabase;
let house: DeliveryHouse;
/** How many people may be knocked at, as the service says. */
let cap: number;
const channel: HouseChannel = {
  name: 'whatsapp',
  window: { hours: 24, cap: () => cap },
  limits: { perSecond: 80, perPersonMs: 6_000, repeatHours: 168 },
};
beforeEach(async () => {
  cap = Number.POSITIVE_INFINITY;
  fresh = await freshDatabase();
  house = await openDeliveryHouse(fresh.url, null, NOON, [channel]);
});
afterEach(async () => {
  await house.close();
  await fresh.drop();
});

const fail = (reason: SendReason): never => {
  throw new SendError(reason);
};
const messagesTo = (name: string): readonly Arrival[] => house.arrived.get(name) ?? [];
const everything = (): readonly Arrival[] => [...house.arrived.values()].flat();
const people = (count: number): Promise<readonly Subscriber[]> =>
  Promise.all(Array.from({ length: count }, (_, at) => house.joins(`${at}`)));
const asTheyAre = async ({ ordinal }: Subscriber): Promise<Subscriber | null> =>
  house.subscribers.byOrdinal(ordinal);
const logged = (event: string): readonly Record<string, unknown>[] =>
  house.said.filter((line) => line.includes(`"${event}"`)).map((line) => JSON.parse(line));

/** Plans a new opening; `urgent` breaks the cadence and the number of messages a day. */
async function imports(lane: 'instant' | 'urgent' = 'instant'): Promise<string> {
  const [opening] = await house.imports([{}]);
  await house.pushes.planBulletins(['whatsapp'], new Date(house.now));
  await house.database.pool.query(
    'update push set lane = $1 where id = (select id from push order by planned_at desc limit 1)',
    [lane],
  );
  return opening?.id ?? '';
}

/** A new opening that goes out at once. */
async function announces(lane: 'instant' | 'urgent' = 'instant'): Promise<string> {
  const opening = await imports(lane);
  await house.round();
  return opening;
}

describe('a push', () => {
  it('is a message to whom we may write, and a knock to the others; both may be spoken of later', async () => {
    const [inside] = await people(2);
    if (inside !== undefined) await house.writes(inside);
    const opening = await announces();
    expect([...messagesTo('0'), ...messagesTo('1')]).toMatchObject([
      { openings: [opening], knock: false },
      { openings: [opening], knock: true },
    ]);
    expect(new Set(everything().map(({ receipt }) => receipt)).size).toBe(2);
    expect(everything().every(({ receipt }) => (receipt ?? '').length > 100)).toBe(true);
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 2, outside: 1, beyond: 0 }]);
  });

  it('knocks again at whoever’s window has ended, and only then', async () => {
    const [person] = await people(1);
    if (person !== undefined) await house.writes(person);
    house.now += DAY - 1_000;
    await announces();
    house.now += 2_000;
    // Another day of theirs, so that it is not the one message of today that holds the knock back.
    house.now = Date.parse('2026-06-17T09:00:00Z');
    await announces();
    expect(messagesTo('0').map(({ knock }) => knock)).toEqual([false, true]);
  });

  it('does not turn round on the spot where a service without windows says that one is closed', async () => {
    await house.close();
    house = await openDeliveryHouse(fresh.url, null, NOON);
    await people(1);
    let tried = 0;
    house.script = () => {
      tried++;
      if (tried < 100) fail({ kind: 'window-closed' });
    };
    await house.imports([{}]);
    await house.round();
    expect(tried).toBe(1);
  });

  it('leaves a channel without windows as it was', async () => {
    await house.close();
    house = await openDeliveryHouse(fresh.url, null, NOON);
    await people(2);
    await announces();
    await house.pushes.planBulletins(['telegram'], new Date(house.now));
    await house.round();
    expect(everything().map(({ knock }) => knock)).toEqual([false, false]);
    expect(await house.accounts()).toMatchObject([{}, { sent: 2, outside: null, beyond: null }]);
    expect(logged('push.foreseen')).toEqual([]);
  });
});

describe('of knocks', () => {
  it('there is one a day, whatever comes, and the next day’s holds everything', async () => {
    await people(2);
    const first = await announces();
    const waiting: string[] = [];
    for (let hours = 0; hours < 3; hours++) {
      house.now += HOUR;
      waiting.push(await announces());
    }
    expect(messagesTo('0')).toMatchObject([{ openings: [first], knock: true }]);
    house.now = Date.parse('2026-06-16T04:00:00Z');
    await house.round();
    for (const name of ['0', '1']) {
      const [, next, more] = messagesTo(name);
      expect(next).toMatchObject({ knock: true });
      expect(next?.openings.toSorted()).toEqual(waiting.toSorted());
      expect(more).toBeUndefined();
    }
    const accounts = await house.accounts();
    expect(accounts.map(({ state, sent }) => [state, sent])).toEqual(Array(4).fill(['done', 2]));
  });

  it('none follows on the day of a message that was still free', async () => {
    const [person] = await people(1);
    if (person !== undefined) await house.writes(person);
    await announces();
    await house.subscribers.change(person?.id ?? '', { windowUntil: null });
    await announces();
    expect(messagesTo('0')).toHaveLength(1);
    house.now = Date.parse('2026-06-16T04:00:00Z');
    await house.round();
    expect(messagesTo('0').map(({ knock }) => knock)).toEqual([false, true]);
  });

  it('urgent ones wait for room, and for nothing else', async () => {
    cap = 2;
    await people(1);
    await announces();
    house.now += HOUR;
    await announces('urgent');
    expect(messagesTo('0')).toHaveLength(2);
    house.now += HOUR;
    await announces('urgent');
    expect(messagesTo('0')).toHaveLength(2);
    // The first knock was in the hour from nine, which counts until ten of the next day.
    house.now = Date.parse(NOON) + 25 * HOUR - 120_000;
    await house.round();
    expect(messagesTo('0')).toHaveLength(2);
    house.now += 120_000;
    await house.round();
    expect(messagesTo('0')).toHaveLength(3);
  });

  it('no more go out than the service bears, those left over are said, and go out when there is room', async () => {
    cap = 374;
    await people(412);
    // Answers come late, so that several are on their way at once.
    house.script = async () => {
      for (let turns = 0; turns < 20; turns++) await new Promise((resolve) => setImmediate(resolve));
    };
    await announces();
    expect(everything()).toHaveLength(374);
    const [push] = await house.accounts();
    expect(push).toMatchObject({
      state: 'running',
      total: 412,
      sent: 374,
      outside: 412,
      beyond: 38,
      wire: [],
    });
    expect(push?.wakeAt).toEqual(new Date(Date.parse(NOON) + 25 * HOUR));
    expect(logged('push.foreseen')).toMatchObject([
      { channel: 'whatsapp', total: 412, outside: 412, beyond: 38 },
    ]);
    house.now = Date.parse(NOON) + 24 * HOUR;
    await house.round();
    expect(everything()).toHaveLength(374);
    house.now = Date.parse(NOON) + 25 * HOUR;
    await house.round();
    expect([house.arrived.size, everything().length]).toEqual([412, 412]);
    expect(await house.accounts()).toMatchObject([{ state: 'done', total: 412, sent: 412 }]);
  }, 60_000);

  it('as many are left after a restart as were before', async () => {
    cap = 5;
    await people(8);
    await announces();
    expect(everything()).toHaveLength(5);
    const { vault, now } = house;
    await house.close();
    house = await openDeliveryHouse(fresh.url, null, new Date(now + HOUR).toISOString(), [channel], vault);
    cap = 6;
    await house.joins('new');
    await announces();
    expect(everything()).toHaveLength(1);
    house.now = Date.parse(NOON) + 25 * HOUR;
    await house.round();
    // Those of the first hour count no more, the one of the second does.
    expect(everything()).toHaveLength(6);
  });

  it('those that did not go out leave their room to others', async () => {
    cap = 3;
    await people(10);
    house.script = (name) => (Number(name) < 5 ? fail({ kind: 'unreachable' }) : undefined);
    await announces();
    expect(everything()).toHaveLength(3);
  });
});

/** Resolves when a message came to a person that was not there before; whoever falls asleep is swept up. */
async function hears(name: string, before: number): Promise<Arrival | undefined> {
  await expect
    .poll(
      async () => {
        await house.sweeps();
        return messagesTo(name).length;
      },
      { timeout: 10_000 },
    )
    .toBe(before + 1);
  return messagesTo(name).at(-1);
}

describe('whoever is left over', () => {
  it('is next as soon as they write, while the push is at work', async () => {
    cap = 1;
    const all = await people(40);
    for (const person of all.slice(2)) await house.writes(person);
    let wrote = false;
    house.script = async () => {
      if (wrote || everything().length < 38) return;
      wrote = true;
      // Of two outside one was knocked at; the other waits.
      const left = all.slice(0, 2).find((_, at) => messagesTo(`${at}`).length === 0);
      const windowUntil = new Date(Math.floor((house.now + DAY) / HOUR) * HOUR);
      await house.subscribers.change(left?.id ?? '', { windowUntil });
      house.sender.opened(left?.ordinal ?? 0);
    };
    await announces();
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 40, beyond: 1 }]);
    expect([...messagesTo('0'), ...messagesTo('1')].map(({ knock }) => knock).toSorted()).toEqual([
      false,
      true,
    ]);
  });

  it('is written to at once when they write, while the push sleeps', async () => {
    cap = 1;
    const all = await people(3);
    const opening = await announces();
    const name = all.findIndex((_, at) => messagesTo(`${at}`).length === 0);
    house.now += 2 * HOUR;
    for (const person of all.slice(name, name + 1)) await house.writes(person);
    expect(await hears(`${name}`, 0)).toMatchObject({ openings: [opening], knock: false });
    await house.quiet();
    expect(await house.accounts()).toMatchObject([{ state: 'running', sent: 2 }]);
    expect(everything()).toHaveLength(2);
  });

  it('who writes at night is still written to in the morning', async () => {
    cap = 0;
    const [person] = await people(1);
    await announces();
    house.now = Date.parse('2026-06-15T22:00:00Z');
    if (person !== undefined) await house.writes(person);
    await house.sweeps();
    expect(everything()).toEqual([]);
    house.now = Date.parse('2026-06-16T04:00:00Z');
    await house.round();
    expect(messagesTo('0')).toMatchObject([{ knock: false }]);
  });
});

describe('when the service says', () => {
  it('that a window is closed, it is, and a knock goes out in place of the message', async () => {
    const [person] = await people(1);
    if (person !== undefined) await house.writes(person);
    house.script = (_, attempt) => (attempt === 1 ? fail({ kind: 'window-closed' }) : undefined);
    await announces();
    expect(messagesTo('0')).toMatchObject([{ knock: true }]);
    expect(person && (await asTheyAre(person))?.windowUntil).toBeNull();
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 1 }]);
  });

  it('that a window is closed and there is no knock it would take, it is tried once a day', async () => {
    const [person] = await people(1);
    if (person !== undefined) await house.writes(person);
    let tried = 0;
    house.script = () => {
      tried++;
      fail({ kind: 'window-closed' });
    };
    await announces();
    expect(tried).toBe(2);
    house.now += DAY;
    await house.round();
    expect(tried).toBe(3);
    house.now += DAY;
    await house.round();
    expect(tried).toBe(3);
    expect(await house.accounts()).toMatchObject([{ state: 'expired', skipped: { expired: 1 } }]);
  });

  it('that somebody has had enough, they are left alone for a day, then two, four, seven, and anew after a quiet week', async () => {
    const [person] = await people(1);
    const tried: number[] = [];
    house.script = () => {
      tried.push(Math.floor((house.now - Date.parse(NOON)) / DAY));
      fail({ kind: 'capped' });
    };
    for (let day = 0; day <= 22; day++) {
      house.now = Date.parse(NOON) + day * DAY;
      await announces();
    }
    expect(tried).toEqual([0, 1, 3, 7, 14, 21]);
    expect(person && (await asTheyAre(person))?.heldUntil).toBe('2026-07-13');
    tried.length = 0;
    for (const day of [35, 36]) {
      house.now = Date.parse(NOON) + day * DAY;
      await announces();
    }
    expect(tried).toEqual([35, 36]);
    const accounts = await house.accounts();
    for (const push of accounts) if (push.state !== 'running') expect(ended(push)).toBe(push.total);
  });

  it('that somebody has had enough, a word of theirs is answered all the same', async () => {
    const [person] = await people(1);
    house.script = (_, attempt) => (attempt === 1 ? fail({ kind: 'capped' }) : undefined);
    await announces();
    if (person !== undefined) await house.writes(person);
    expect(await hears('0', 0)).toMatchObject({ knock: false });
  });

  it('that somebody wants no pushes, they never get one again, and stay', async () => {
    const [person, another] = await people(2);
    house.script = (name) => (name === '0' ? fail({ kind: 'opted-out' }) : undefined);
    const attempts: string[] = [];
    await announces();
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 1, failed: { 'opted-out': 1 } }]);
    expect(person && (await asTheyAre(person))?.standing).toBe('stopped');
    house.script = (name) => attempts.push(name);
    house.now += 3 * DAY;
    await announces();
    expect(attempts).toEqual(['1']);
    expect(another && (await asTheyAre(another))?.standing).toBe('active');
    await house.erases();
    expect(person && (await asTheyAre(person))).not.toBeNull();
  });

  it('that it holds us back, pushes wait until somebody decides', async () => {
    await people(3);
    house.script = () => fail({ kind: 'restricted' });
    await announces();
    expect(logged('channel.restricted')).toMatchObject([{ level: 'error', channel: 'whatsapp' }]);
    house.script = () => undefined;
    house.now += DAY;
    await house.round();
    expect(everything()).toEqual([]);
    await resumeChannel(house.database.pool, 'whatsapp');
    house.now += 60_000;
    await house.round();
    expect(everything()).toHaveLength(3);
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 3 }]);
  });

  it('that one person gets too much at once, only they wait', async () => {
    await people(5);
    house.script = (name, attempt) =>
      name === '3' && attempt === 1
        ? fail({ kind: 'throttled', retryAfterSeconds: 120, scope: 'person' })
        : undefined;
    await announces();
    expect(everything()).toHaveLength(4);
    house.now += 120_000;
    await house.round();
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 5 }]);
  });
});

it('two messages to one person are as far apart as the service asks', async () => {
  const [person] = await people(1);
  if (person !== undefined) await house.writes(person);
  await imports('urgent');
  // No room in it for a second one to join the first.
  await announces();
  const [first, second] = messagesTo('0');
  expect((second?.at ?? 0) - (first?.at ?? 0)).toBeGreaterThanOrEqual(6_000);
});

it('whatever the service says, everybody is accounted for in the end', async () => {
  cap = 12;
  const reasons: readonly SendReason[] = [
    { kind: 'window-closed' },
    { kind: 'capped' },
    { kind: 'opted-out' },
    { kind: 'unreachable' },
    { kind: 'unavailable', reached: 'maybe' },
    { kind: 'unavailable', reached: 'no' },
    { kind: 'throttled', retryAfterSeconds: 120, scope: 'person' },
    { kind: 'throttled', retryAfterSeconds: 3, scope: 'token' },
  ];
  const all = await people(60);
  for (const person of all.slice(30)) await house.writes(person);
  house.script = (name, attempt) => {
    const reason = reasons[Number(name) % 12];
    if (reason !== undefined && attempt <= 1 + (Number(name) % 3)) fail(reason);
  };
  await announces();
  for (let days = 0; days < 3; days++) {
    house.now += DAY;
    await announces();
  }
  house.now += 3 * DAY;
  await house.round();
  for (const push of await house.accounts()) {
    expect(push.state).not.toBe('running');
    expect(ended(push)).toBe(push.total);
  }
}, 60_000);
