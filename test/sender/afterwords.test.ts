/** A service that takes a message at once, and says later what became of it. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import { type MessageStatus, SendError, type SendReason } from '../../src/domain/terms.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type Arrival, type DeliveryHouse, ended, openDeliveryHouse } from '../support/delivery-house.ts';

const NOON = '2026-06-15T09:00:00Z';
const DAY = 86_400_000;

let fresh: FreshDatabase;
let house: DeliveryHouse;
let people: readonly Subscriber[];
beforeEach(async () => {
  fresh = await freshDatabase();
  house = await openDeliveryHouse(fresh.url, null, NOON, [
    { name: 'whatsapp', window: { hours: 24, cap: () => 1_000 } },
  ]);
  people = await Promise.all(['0', '1', '2'].map((name) => house.joins(name)));
});
afterEach(async () => {
  await house.close();
  await fresh.drop();
});

const messagesTo = (name: string): readonly Arrival[] => house.arrived.get(name) ?? [];
async function announces(): Promise<void> {
  await house.imports([{}]);
  await house.round();
}
/** What the service says of the last message to somebody, or of one before. */
const says = (
  name: string,
  status: MessageStatus,
  reason: SendReason | null = null,
  at = -1,
): Promise<void> =>
  house.hears('whatsapp', {
    kind: 'message',
    id: `${name} ${at < 0 ? house.receipts.get(name)?.length : at + 1}`,
    status,
    receipt: house.receipts.get(name)?.at(at) ?? null,
    reason,
  });
const asTheyAre = async (name: number): Promise<Subscriber | null> =>
  house.subscribers.byOrdinal(people[name]?.ordinal ?? 0);

describe('after a push is over', () => {
  it('a message that was delivered and read is counted', async () => {
    await announces();
    for (const status of ['read', 'delivered', 'sent'] as const) await says('0', status);
    await says('1', 'delivered');
    await house.round();
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 3, delivered: 2, read: 1 }]);
  });

  it.each<[SendReason]>([[{ kind: 'rejected' }], [{ kind: 'unreachable' }], [{ kind: 'opted-out' }]])(
    'a message that failed as %o ends so, and the push again',
    async (reason) => {
      await announces();
      await says('0', 'delivered');
      await says('0', 'failed', reason);
      await says('0', 'failed', reason);
      expect(await house.accounts()).toMatchObject([{ state: 'running', sent: 3, delivered: 0 }]);
      await house.round();
      expect(await house.accounts()).toMatchObject([
        { state: 'done', total: 3, sent: 2, failed: { [reason.kind]: 1 } },
      ]);
      expect(messagesTo('0')).toHaveLength(1);
    },
  );

  it('whoever has had enough is tried again when their hold is over', async () => {
    await announces();
    await says('0', 'failed', { kind: 'capped' });
    await house.round();
    expect(await house.accounts()).toMatchObject([{ state: 'running', sent: 2 }]);
    expect((await asTheyAre(0))?.heldUntil).toBe('2026-06-16');
    house.now += DAY;
    await house.round();
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 3 }]);
    expect(['0', '1', '2'].map((name) => messagesTo(name).length)).toEqual([2, 1, 1]);
  });

  it('who gets too much at once is not tried at once again', async () => {
    for (const person of people) await house.writes(person);
    await announces();
    await says('0', 'failed', { kind: 'throttled', retryAfterSeconds: 120, scope: 'person' });
    await house.round();
    expect(messagesTo('0')).toHaveLength(1);
    house.now += 900_000;
    await house.round();
    expect(messagesTo('0')).toHaveLength(2);
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 3 }]);
  });

  it('whose window was closed after all is knocked at the next day', async () => {
    for (const person of people) await house.writes(person);
    await announces();
    await says('0', 'failed', { kind: 'window-closed' });
    expect((await asTheyAre(0))?.windowUntil).toBeNull();
    await house.round();
    house.now = Date.parse('2026-06-16T04:00:00Z');
    await house.round();
    expect(messagesTo('0').map(({ knock }) => knock)).toEqual([false, true]);
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 3 }]);
  });

  it('one message of several pushes fails for all of them', async () => {
    house.now = Date.parse('2026-06-15T22:00:00Z');
    await announces();
    await announces();
    house.now = Date.parse('2026-06-16T09:00:00Z');
    await house.round();
    expect(messagesTo('0')).toHaveLength(1);
    await says('0', 'failed', { kind: 'rejected' });
    await house.round();
    const account = { state: 'done', sent: 2, failed: { rejected: 1 } };
    expect(await house.accounts()).toMatchObject([account, account]);
  });

  it('and all is forgotten of whom it went to, a failure changes nothing', async () => {
    await announces();
    house.now += 3 * DAY;
    await house.erases();
    await says('0', 'failed', { kind: 'rejected' });
    await house.round();
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 3, failed: {} }]);
  });
});

describe('while a push is at work', () => {
  const maybe = new SendError({ kind: 'unavailable', reached: 'maybe' });

  it('that a message arrived before its answer was read, changes nothing', async () => {
    house.script = async (name) => {
      await says(name, 'sent');
      await says(name, 'delivered');
    };
    await announces();
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 3, delivered: 3 }]);
  });

  it('that a message failed before its answer was read, is not lost', async () => {
    house.script = async (name) => {
      if (name === '0') await says(name, 'failed', { kind: 'rejected' });
    };
    await announces();
    await house.round();
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 2, failed: { rejected: 1 } }]);
  });

  it('a message of which nobody knew is sent once, when it is heard that it arrived', async () => {
    house.script = async (name, attempt) => {
      if (name !== '0' || attempt > 1) return;
      await says(name, 'sent');
      throw maybe;
    };
    await announces();
    expect(house.receipts.get('0')).toHaveLength(1);
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 3, uncertain: 0 }]);
  });

  it('a message of which nobody knew is not sent again, when it is heard that it failed', async () => {
    house.script = async (name, attempt) => {
      if (name !== '0' || attempt > 1) return;
      await says(name, 'failed', { kind: 'rejected' });
      throw maybe;
    };
    await announces();
    expect(house.receipts.get('0')).toHaveLength(1);
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 2, failed: { rejected: 1 } }]);
  });

  it('that the first of two copies arrived, makes the second no matter', async () => {
    house.script = async (name, attempt) => {
      if (name !== '0') return;
      if (attempt === 2) await says(name, 'sent', null, 0);
      throw maybe;
    };
    await announces();
    await house.round();
    expect(house.receipts.get('0')).toHaveLength(2);
    expect(await house.accounts()).toMatchObject([{ state: 'done', sent: 3, uncertain: 0 }]);
  });

  it('whatever is said, and whenever, adds up in the end', async () => {
    await Promise.all(Array.from({ length: 60 }, (_, at) => house.joins(`${at + 3}`)));
    const reasons: readonly SendReason[] = [
      { kind: 'rejected' },
      { kind: 'capped' },
      { kind: 'window-closed' },
      { kind: 'unreachable' },
      { kind: 'throttled', retryAfterSeconds: 60, scope: 'person' },
      { kind: 'opted-out' },
    ];
    const laters: (() => Promise<void>)[] = [];
    house.script = async (name, attempt) => {
      const reason = reasons[(Number(name) + attempt) % 10] ?? null;
      const word = (): Promise<void> => says(name, reason === null ? 'delivered' : 'failed', reason);
      if (Number(name) % 3 === 0) await word();
      else laters.push(word);
      if (Number(name) % 5 === 0) throw maybe;
    };
    await announces();
    for (let days = 0; days < 3; days++) {
      await Promise.all(laters.splice(0).map((word) => word()));
      await house.round();
      house.now += DAY;
      await announces();
    }
    house.script = () => undefined;
    house.now += 3 * DAY;
    await house.round();
    const accounts = await house.accounts();
    expect(accounts.map(({ state }) => state)).not.toContain('running');
    expect(accounts.map(ended)).toEqual(accounts.map(({ total }) => total));
  }, 60_000);
});

describe('somebody who is not found', () => {
  it('is gone after two times, a day apart, that nothing came between', async () => {
    for (const [at, delivered] of [false, true, false, false].entries()) {
      house.now = Date.parse(NOON) + at * 3 * DAY;
      await announces();
      await says('0', delivered ? 'delivered' : 'failed', delivered ? null : { kind: 'unreachable' });
      await says('1', 'failed', { kind: 'unreachable' });
    }
    expect([(await asTheyAre(0))?.standing, (await asTheyAre(1))?.standing]).toEqual(['blocked', 'blocked']);
  });

  it('is there after one time, a message that came, and another time', async () => {
    for (const [at, delivered] of [false, true, false].entries()) {
      house.now = Date.parse(NOON) + at * 3 * DAY;
      await announces();
      await says('0', delivered ? 'delivered' : 'failed', delivered ? null : { kind: 'unreachable' });
    }
    expect((await asTheyAre(0))?.standing).toBe('active');
  });
});
