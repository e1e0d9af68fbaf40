import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { pauseChannel, pausedUntil, resumeChannel } from '../../src/store/pauses.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

const NOW = new Date('2026-06-15T09:00:00Z');
const at = (hours: number): Date => new Date(NOW.getTime() + hours * 3_600_000);

let fresh: FreshDatabase;
let database: Database;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate channel_pause');
});

const pause = (hours: number, reason = 'throttled', channel = 'whatsapp'): Promise<void> =>
  pauseChannel(database.pool, channel, at(hours), reason);
const until = (channel = 'whatsapp', now = NOW): Promise<Date | null> =>
  pausedUntil(database.pool, channel, now);
const reason = async (): Promise<unknown> =>
  (await database.pool.query('select reason from channel_pause')).rows[0]?.reason;

describe('a pause of a channel', () => {
  it('lasts until its time, and holds no other', async () => {
    await pause(2);
    expect([await until(), await until('telegram')]).toEqual([at(2), null]);
    expect([await until('whatsapp', at(2)), await until('whatsapp', at(1))]).toEqual([null, at(2)]);
  });

  it.each([
    ['takes the place of a shorter one', 1, 5, 'restricted'],
    ['stays in place of a shorter one', 5, 1, 'throttled'],
  ])('%s', async (_, first, second, kept) => {
    await pause(first);
    await pause(second, 'restricted');
    expect([await until(), await reason()]).toEqual([at(5), kept]);
  });

  it('is lifted for its channel alone', async () => {
    await pause(9_000, 'restricted');
    await pause(9_000, 'restricted', 'telegram');
    await resumeChannel(database.pool, 'whatsapp');
    expect([await until(), await until('telegram')]).toEqual([null, at(9_000)]);
  });

  it('may come again after it was lifted', async () => {
    await pause(9_000, 'restricted');
    await resumeChannel(database.pool, 'whatsapp');
    await pause(1);
    expect([await until(), await reason()]).toEqual([at(1), 'throttled']);
  });
});
