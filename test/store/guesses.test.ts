import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../../src/domain/chat.ts';
import { Address } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { createChats } from '../../src/store/chats.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createRetention } from '../../src/store/retention.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { freshVault } from '../support/vault.ts';

let fresh: FreshDatabase;
/** Two processes of the exchange. */
let databases: readonly Database[];
let now: Date;
let updates = 0;
const vault = freshVault();

beforeAll(async () => {
  fresh = await freshDatabase();
  databases = [1, 2].map(() => openDatabase({ url: fresh.url, connections: 4 }));
});
afterAll(async () => {
  for (const database of databases) await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  now = new Date('2026-06-15T09:00:00Z');
  await query('truncate guess, seen_update');
});

const query = async (text: string) => (await databases[0]?.pool.query(text))?.rows ?? [];
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};

/** One message of a chat, in one of the processes. */
async function inChat<T>(number: number, work: (chat: Chat) => Promise<T>, process = 0): Promise<T> {
  updates += 1;
  const [database] = databases.slice(process);
  if (database === undefined) throw new Error('there are two processes');
  const chats = createChats({
    database,
    vault,
    clock: () => now,
    repeatHours: () => 48,
    codes: oneTimeCodes,
  });
  const place = { channel: 'telegram', address: new Address(String(700_000_000 + number)) };
  const handled = await chats.handle(
    { ...place, updateId: `${updates}`, event: { kind: 'text', text: '' } },
    work,
  );
  if (handled.kind !== 'handled') throw new Error('a message was not handled');
  return handled.value;
}

/** Sends a wrong code; whether it was looked up. */
const guess = (number: number, process = 0): Promise<boolean> =>
  inChat(
    number,
    async ({ guesses }) => {
      if (await guesses.tooMany()) return false;
      await guesses.count();
      return true;
    },
    process,
  );
const isOver = (number: number): Promise<boolean> => inChat(number, ({ guesses }) => guesses.tooMany());

describe('wrong codes of a chat', () => {
  it('are five in ten minutes, and then again', async () => {
    for (let time = 0; time < 5; time += 1) {
      expect(await guess(1)).toBe(true);
      later(1);
    }
    expect(await guess(1)).toBe(false);
    later(4);
    expect(await guess(1)).toBe(false);
    later(1);
    expect(await guess(1)).toBe(true);
  });

  it('are no matter of other chats', async () => {
    for (let time = 0; time < 5; time += 1) await guess(1);
    expect(await isOver(1)).toBe(true);
    expect(await isOver(2)).toBe(false);
  });

  it('are five however many processes take them at once', async () => {
    const taken = await Promise.all(Array.from({ length: 12 }, (_, at) => guess(1, at % 2)));
    expect(taken.filter(Boolean)).toHaveLength(5);
  });

  it('are counted at once by chats that send them side by side', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, at) => guess(at, at % 2)));
    expect(await query('select max(tries)::int as all from guess')).toEqual([{ all: 20 }]);
  });

  it('do not count when their message failed and comes again', async () => {
    const broken = inChat(1, async ({ guesses }) => {
      await guesses.count();
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    expect(await query('select from guess')).toEqual([]);
  });

  it('that had their time are not waited for by whoever erases them', async () => {
    const [database] = databases;
    if (database === undefined) throw new Error('there is a process');
    const retention = createRetention(database, { forget: async () => undefined });
    await guess(1);
    later(10);
    const erased = await inChat(1, async ({ guesses }) => {
      await guesses.count();
      return retention.expireGuesses(now);
    });
    expect(erased).toBe(0);
    expect(await query('select tries from guess')).toEqual([{ tries: 1 }, { tries: 1 }]);
  });

  it('are kept under a keyed hash, and say nothing of the code', async () => {
    await guess(1);
    const rows = await query('select key, tries, guess::text as row from guess');
    expect(rows).toHaveLength(2);
    for (const { key, row } of rows) {
      expect(key).toHaveLength(16);
      expect(row).not.toContain('700000001');
    }
  });
});

describe('while all chats together send more than two hundred wrong codes', () => {
  beforeEach(async () => {
    await guess(1);
    await query('update guess set tries = 200');
    await query(
      `delete from guess where key = '\\x${vault.hash('guess', 'telegram\x380000001').toString('hex')}'`,
    );
  });

  it('each may send one, and whoever sends right ones is answered', async () => {
    expect(await isOver(2)).toBe(false);
    expect(await guess(2)).toBe(true);
    expect(await isOver(2)).toBe(true);
    expect(await isOver(3)).toBe(false);
  });

  it('it ends ten minutes after the first of them', async () => {
    await guess(2);
    later(9);
    expect(await isOver(2)).toBe(true);
    later(1);
    expect(await isOver(2)).toBe(false);
  });

  it('they are counted on without an end', async () => {
    await query('update guess set tries = 32767');
    expect(await guess(2)).toBe(true);
  });
});
