import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Chat, Chats } from '../../src/domain/chat.ts';
import { Address } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { createChats } from '../../src/store/chats.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { dialogueKeyOf, outdateDialogue } from '../../src/store/dialogues.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { freshVault } from '../support/vault.ts';

let fresh: FreshDatabase;
let database: Database;
let chats: Chats;
let now: Date;
let updates = 0;
const vault = freshVault();

const message = (address = '1001', updateId = `u${updates}`) => {
  updates += 1;
  return { channel: 'telegram', address: new Address(address), updateId, event: { kind: 'other' } as const };
};
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const dialogueOf = async (address?: string): Promise<string | null> => {
  const handled = await chats.handle(message(address), async ({ dialogue }) => dialogue);
  return handled.kind === 'handled' ? handled.value : null;
};

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, connections: 4 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  now = new Date('2026-11-23T20:15:00Z');
  chats = createChats({ database, vault, clock: () => now, codes: oneTimeCodes, repeatHours: () => 48 });
  await database.pool.query('truncate subscriber, push, dialogue, seen_update, move');
});

describe('a message of a chat', () => {
  const optIn = async (chat: Chat) =>
    chat.subscribers.optIn({ ...message(), locale: 'tg', consentVersion: 1 });

  test('gets what the last one left: the person and the dialogue', async () => {
    const first = await chats.handle(message(), async (chat) => {
      expect(chat).toMatchObject({ subscriber: null, dialogue: null });
      await chat.save('state');
      return optIn(chat);
    });
    const second = await chats.handle(message(), async ({ subscriber, dialogue }) => ({
      subscriber,
      dialogue,
    }));
    expect(second).toEqual({
      kind: 'handled',
      value: { subscriber: first.kind === 'handled' && first.value, dialogue: 'state' },
    });
    expect(await dialogueOf('1002')).toBeNull();
  });

  test('hears that something was sent below what was said last, until it says something again', async () => {
    const outdated = async (save: boolean): Promise<unknown> => {
      const handled = await chats.handle(message(), async (chat) => {
        if (save) await chat.save('state');
        return chat.outdated;
      });
      return handled.kind === 'handled' && handled.value;
    };
    expect(await outdated(true)).toBe(false);
    for (const address of ['1001', '1002'])
      await outdateDialogue(database.pool, dialogueKeyOf(vault, 'telegram', new Address(address)));
    expect(await outdated(true)).toBe(true);
    expect(await outdated(false)).toBe(false);
  });

  test('is handled once, however often it comes and whoever handles it', async () => {
    let times = 0;
    const others = createChats({
      database,
      vault,
      clock: () => now,
      codes: oneTimeCodes,
      repeatHours: () => 48,
    });
    const results = await Promise.all(
      Array.from({ length: 30 }, (_, index) =>
        (index % 2 ? chats : others).handle(message('1001', 'same'), async () => {
          times += 1;
        }),
      ),
    );
    expect(times).toBe(1);
    expect(results.filter(({ kind }) => kind === 'repeated')).toHaveLength(29);
    expect(results.find(({ kind }) => kind === 'repeated')).toEqual({ kind: 'repeated', seenAt: now });
    expect(await chats.handle(message('1002', 'other'), async () => 1)).toMatchObject({ kind: 'handled' });
  });

  test('comes again when the work failed, and nothing of it happened', async () => {
    const failing = chats.handle(message('1001', 'again'), async (chat) => {
      await optIn(chat);
      await chat.save('half');
      throw new Error('broken');
    });
    await expect(failing).rejects.toThrow('broken');
    const again = await chats.handle(message('1001', 'again'), async (chat) => chat);
    expect(again).toMatchObject({ kind: 'handled', value: { subscriber: null, dialogue: null } });
  });

  test('waits for the one before it, also in another process, and loses nothing', async () => {
    const others = createChats({
      database,
      vault,
      clock: () => now,
      codes: oneTimeCodes,
      repeatHours: () => 48,
    });
    const append = async ({ dialogue, save }: Chat): Promise<void> => {
      await save(String(Number(dialogue ?? 0) + 1));
    };
    await Promise.all(
      Array.from({ length: 40 }, (_, index) => (index % 2 ? chats : others).handle(message(), append)),
    );
    expect(await dialogueOf()).toBe('40');
  });

  test('of one chat never holds more than one connection', async () => {
    const busy: Promise<unknown>[] = [];
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    for (let index = 0; index < 20; index += 1) busy.push(chats.handle(message('1001'), () => gate));
    expect(await dialogueOf('1002')).toBeNull();
    release();
    await Promise.all(busy);
  });

  test('48 hours after it was seen, an update number may be used again', async () => {
    await chats.handle(message('1001', '5'), async () => undefined);
    later(48 * 60 - 1);
    expect(await chats.handle(message('1001', '5'), async () => undefined)).toMatchObject({
      kind: 'repeated',
    });
    later(2);
    expect(await chats.handle(message('1001', '5'), async () => undefined)).toMatchObject({
      kind: 'handled',
    });
    expect(await chats.handle(message('1001', '5'), async () => undefined)).toMatchObject({
      kind: 'repeated',
    });
  });
});

test.each([
  ['telegram', 48],
  ['whatsapp', 168],
])('an update of %s is known again for %i hours', async (channel, hours) => {
  chats = createChats({
    database,
    vault,
    clock: () => now,
    codes: oneTimeCodes,
    repeatHours: (name) => (name === 'whatsapp' ? 168 : 48),
  });
  const handle = async (): Promise<string> =>
    (await chats.handle({ ...message('1001', 'same'), channel }, async () => undefined)).kind;
  expect(await handle()).toBe('handled');
  later(hours * 60 - 1);
  expect(await handle()).toBe('repeated');
  later(2);
  expect(await handle()).toBe('handled');
});

describe('a dialogue', () => {
  test('lasts half an hour from each time it is saved, and ends when it is dropped', async () => {
    await chats.handle(message(), ({ save }) => save('one'));
    later(29);
    await chats.handle(message(), ({ save }) => save('two'));
    later(29);
    expect(await dialogueOf()).toBe('two');
    later(2);
    expect(await dialogueOf()).toBeNull();
    await chats.handle(message(), ({ save }) => save('three'));
    await chats.handle(message(), ({ save }) => save(null));
    expect((await database.pool.query('select from dialogue')).rowCount).toBe(0);
  });

  test('is sealed, found under a keyed hash, and refused when it is over 4,096 bytes', async () => {
    await chats.handle(message('987654321012'), ({ save }) => save('raspberries'));
    const { rows } = await database.pool.query<{ key: Buffer; sealed: Buffer }>(
      'select key, sealed from dialogue',
    );
    expect(rows[0]?.key).toHaveLength(16);
    expect(rows[0]?.sealed.includes('raspberries')).toBe(false);
    await expect(chats.handle(message(), ({ save }) => save('ж'.repeat(2_049)))).rejects.toThrow('4,096');
    await chats.handle(message(), ({ save }) => save('ж'.repeat(2_048)));
  });

  test('that was moved to another chat, or changed, is as if there were none', async () => {
    await chats.handle(message('1001'), ({ save }) => save('mine'));
    await chats.handle(message('1002'), ({ save }) => save('yours'));
    await database.pool.query('update dialogue set sealed = (select sealed from dialogue limit 1)');
    const found = [await dialogueOf('1001'), await dialogueOf('1002')];
    expect(found.filter((each) => each !== null)).toHaveLength(1);
  });
});

test('forgetting inside a message resolves only after the commit and the wire', async () => {
  const somebody = await chats.handle(message(), (chat) =>
    chat.subscribers.optIn({ ...message(), locale: 'tg', consentVersion: 1 }),
  );
  const id = somebody.kind === 'handled' ? somebody.value.id : '';
  const ordinal = somebody.kind === 'handled' ? somebody.value.ordinal : 0;
  await database.pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, state, wire, expires_at)
     values ($1, $1, 'telegram', 'announce', 'instant', 'running', $2, now() + interval '1 day')`,
    [id, JSON.stringify([[ordinal, 1, 0]])],
  );
  let done = false;
  const forgetting = chats
    .handle(message(), ({ subscribers }) => subscribers.forget(id))
    .then(() => {
      done = true;
    });
  const left = async () => (await database.pool.query('select from subscriber')).rowCount;
  await expect.poll(left, { interval: 5 }).toBe(0);
  expect(done).toBe(false);
  await database.pool.query('truncate push');
  await forgetting;
});
