import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../../src/domain/chat.ts';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import { Address, type InboundEvent } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { createChats } from '../../src/store/chats.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { freshVault } from '../support/vault.ts';

const PHONE = '996555123456';
const NEW_PHONE = 'KG.77777777777777777777';
const SCOPED = 'KG.13491208655302741918';

let fresh: FreshDatabase;
let database: Database;
let updates = 0;
const vault = freshVault();
const clock = (): Date => new Date('2026-06-15T09:00:00Z');

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, connections: 4 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate subscriber, push, dialogue, seen_update, move');
});

const subscribers = () => createSubscribers({ database: database.pool, vault, clock });
const optIn = (address: string, channel = 'whatsapp'): Promise<Subscriber> =>
  subscribers().optIn({ channel, address: new Address(address), locale: 'ky', consentVersion: 1 });
const find = (address: string): Promise<Subscriber | null> =>
  subscribers().find('whatsapp', new Address(address));
const addressOf = async (subscriber: Subscriber | null): Promise<string | undefined> =>
  subscriber === null ? undefined : (await subscribers().addressOf(subscriber))?.reveal();
const WRITES: InboundEvent = { kind: 'text', text: 'hello' };
const MOVED: InboundEvent = { kind: 'moved' };

/** Somebody writes, or is said to have moved: who the chat takes them for. */
async function comes(
  address: string,
  formerly: string | undefined,
  event: InboundEvent = WRITES,
  work: (chat: Chat) => Promise<unknown> = async () => undefined,
): Promise<Subscriber | null> {
  updates += 1;
  const message = {
    channel: 'whatsapp',
    address: new Address(address),
    ...(formerly === undefined ? {} : { formerly: new Address(formerly) }),
    updateId: `${updates}`,
    event,
  };
  const handled = await createChats({
    database,
    vault,
    clock,
    codes: oneTimeCodes,
    repeatHours: () => 168,
  }).handle(message, async (chat) => {
    await work(chat);
    return chat.subscriber;
  });
  return handled.kind === 'handled' ? handled.value : null;
}

describe.each([
  ['writes', WRITES],
  ['is said to have moved', MOVED],
] as const)('somebody who %s', (_, event) => {
  it('is known by the address they had before, and by the new one from then on', async () => {
    const before = await optIn(PHONE);
    expect(await comes(SCOPED, PHONE, event)).toEqual(before);
    expect([await find(PHONE), await find(SCOPED)]).toEqual([null, before]);
    expect(await addressOf(before)).toBe(SCOPED);
    expect(await comes(SCOPED, undefined)).toEqual(before);
    expect(await comes(PHONE, undefined)).toBeNull();
  });

  it('keeps their number in the audiences, which were found before', async () => {
    const { ordinal } = await optIn(PHONE);
    await comes(SCOPED, PHONE, event);
    expect((await subscribers().byOrdinal(ordinal))?.ordinal).toBe(ordinal);
  });

  it('whose former address is nobody’s is a stranger', async () => {
    const another = await optIn('996555000000');
    expect(await comes(SCOPED, PHONE, event)).toBeNull();
    expect(await find(SCOPED)).toBeNull();
    expect(await find('996555000000')).toEqual(another);
  });

  it('whose former address is somebody’s on another channel is a stranger', async () => {
    await optIn(PHONE, 'telegram');
    expect(await comes(SCOPED, PHONE, event)).toBeNull();
    expect(await find(SCOPED)).toBeNull();
    expect((await database.pool.query('select channel from subscriber')).rows).toEqual([
      { channel: 'telegram' },
    ]);
  });

  it('stays who they are when their message fails, and is known when it comes again', async () => {
    const before = await optIn(PHONE);
    const failing = comes(SCOPED, PHONE, event, () => Promise.reject(new Error('broken')));
    await expect(failing).rejects.toThrow('broken');
    expect([await find(PHONE), await find(SCOPED)]).toEqual([before, null]);
    expect(await comes(SCOPED, PHONE, event)).toEqual(before);
  });

  it('leaves nothing under the address they had before', async () => {
    await optIn(PHONE);
    await comes(PHONE, undefined, WRITES, ({ save }) => save('a question'));
    await comes(SCOPED, PHONE, event);
    expect((await database.pool.query('select from dialogue')).rowCount).toBe(0);
  });
});

describe('where both addresses are somebody’s', () => {
  it('a message changes nobody', async () => {
    const [old, current] = [await optIn(PHONE), await optIn(SCOPED)];
    expect(await comes(SCOPED, PHONE)).toEqual(current);
    expect([await find(PHONE), await find(SCOPED)]).toEqual([old, current]);
  });

  it('who has moved keeps what they have now, and what was left is erased', async () => {
    const [old, current] = [await optIn(PHONE), await optIn(SCOPED)];
    expect(await comes(SCOPED, PHONE, MOVED)).toEqual(current);
    expect([await find(PHONE), await find(SCOPED)]).toEqual([null, current]);
    expect(await subscribers().byOrdinal(old.ordinal)).toBeNull();
  });

  it('it is waited for what is on its way to the one that is erased', async () => {
    const [old] = [await optIn(PHONE), await optIn(SCOPED)];
    await database.pool.query(
      `insert into push (id, announcement_id, channel, kind, lane, state, wire, expires_at)
       values ($1, $1, 'whatsapp', 'announce', 'instant', 'running', $2, now() + interval '1 day')`,
      [old.id, JSON.stringify([[old.ordinal, 1, 0]])],
    );
    let done = false;
    const coming = comes(SCOPED, PHONE, MOVED).then(() => {
      done = true;
    });
    await expect.poll(() => find(PHONE), { interval: 5 }).toBeNull();
    expect(done).toBe(false);
    await database.pool.query('truncate push');
    await coming;
  });
});

it('a number that changes hands goes to nobody who only has it now', async () => {
  const first = await optIn(SCOPED);
  expect(await comes(NEW_PHONE, SCOPED, MOVED)).toEqual(first);
  // Whoever has the old address now is somebody else.
  expect(await comes(SCOPED, undefined)).toBeNull();
  const second = await optIn(SCOPED);
  expect([await find(NEW_PHONE), await find(SCOPED)]).toEqual([first, second]);
  expect(await addressOf(first)).toBe(NEW_PHONE);
});
