import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ordinals } from '../../src/domain/bitmap.ts';
import type { Brought, Chat } from '../../src/domain/chat.ts';
import { isMoveCode } from '../../src/domain/move-code.ts';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import { Address } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { changesSince, loadAudience } from '../../src/store/changes.ts';
import { createChats } from '../../src/store/chats.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { noteShown, toldOfOpening } from '../../src/store/told.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { insertOpenings } from '../support/openings.ts';
import { freshVault } from '../support/vault.ts';

const TELEGRAM = { channel: 'telegram', address: new Address('700000001') };
const WHATSAPP = { channel: 'whatsapp', address: new Address('KG.13491208655302741918') };
type Place = typeof TELEGRAM;

let fresh: FreshDatabase;
let database: Database;
let now: Date;
let updates = 0;
const vault = freshVault();
const clock = (): Date => now;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, connections: 6 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  now = new Date('2026-06-15T09:00:00Z');
  await database.pool.query('truncate subscriber, push, dialogue, seen_update, move');
});

const subscribers = () => createSubscribers({ database: database.pool, vault, clock });
const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};

/** One message in a chat. */
async function inChat<T>(place: Place, work: (chat: Chat) => Promise<T>): Promise<T> {
  updates += 1;
  const message = { ...place, updateId: `${updates}`, event: { kind: 'other' } as const };
  const handled = await createChats({
    database,
    vault,
    clock,
    codes: oneTimeCodes,
    repeatHours: () => 48,
  }).handle(message, work);
  if (handled.kind !== 'handled') throw new Error('a message was not handled');
  return handled.value;
}
const optIn = (place: Place, locale = 'ky'): Promise<Subscriber> =>
  inChat(place, (chat) => chat.subscribers.optIn({ ...place, locale, consentVersion: 1 }));
const codeFor = (place: Place): Promise<string> =>
  inChat(place, ({ subscriber, moves }) => {
    if (subscriber === null) throw new Error('nobody is here');
    return moves.codeFor(subscriber);
  });
const bring = (place: Place, code: string): Promise<Brought> =>
  inChat(place, ({ moves }) => moves.bring(code));
const find = ({ channel, address }: Place): Promise<Subscriber | null> =>
  subscribers().find(channel, address);
/** A code that is not this one. */
const another = (code: string): string => String(code === '999999' ? 100_000 : Number(code) + 1);
const count = async (table: string): Promise<number | null> =>
  (await database.pool.query(`select from ${table}`)).rowCount;

describe('a code', () => {
  it('is six digits, and kept as a keyed hash only', async () => {
    await optIn(TELEGRAM);
    const code = await codeFor(TELEGRAM);
    expect([code, isMoveCode(Number(code))]).toEqual([expect.stringMatching(/^\d{6}$/), true]);
    const { rows } = await database.pool.query('select move::text as row, key from move');
    expect(rows).toHaveLength(1);
    expect(rows[0]?.row).not.toContain(code);
    expect(rows[0]?.key).toHaveLength(16);
  });

  it('brings everything once, and to one place', async () => {
    const before = await optIn(TELEGRAM);
    const code = await codeFor(TELEGRAM);
    expect(await bring(WHATSAPP, code)).toMatchObject({ kind: 'moved', subscriber: { id: before.id } });
    const elsewhere = { channel: 'whatsapp', address: new Address('KG.1') };
    expect(await bring(elsewhere, code)).toEqual({ kind: 'unknown' });
    expect([await find(TELEGRAM), await find(elsewhere)]).toEqual([null, null]);
  });

  it('typed in two places at once brings everything to one of them', async () => {
    await optIn(TELEGRAM);
    const code = await codeFor(TELEGRAM);
    const places = ['KG.1', 'KG.2', 'KG.3'].map((id) => ({ channel: 'whatsapp', address: new Address(id) }));
    const ends = await Promise.all(places.map((place) => bring(place, code)));
    expect(ends.map(({ kind }) => kind).toSorted()).toEqual(['moved', 'unknown', 'unknown']);
    expect(await count('subscriber')).toBe(1);
  });

  it.each([
    [9, 'moved'],
    [10, 'unknown'],
  ])('%i minutes old is %s', async (minutes, kind) => {
    await optIn(TELEGRAM);
    const code = await codeFor(TELEGRAM);
    later(minutes);
    expect(await bring(WHATSAPP, code)).toMatchObject({ kind });
  });

  it('takes along what arrives in the old chat while it brings', async () => {
    const { ordinal } = await optIn(TELEGRAM);
    const code = await codeFor(TELEGRAM);
    const [opening] = await insertOpenings(database, [{}]);
    const id = opening?.id ?? '';
    await database.pool.query(
      `insert into push (id, announcement_id, channel, kind, lane, state, wire, expires_at)
       values ($1, $1, 'telegram', 'announce', 'instant', 'running', $2, now() + interval '1 day')`,
      [id, JSON.stringify([[ordinal, 1, 0]])],
    );
    const brought = bring(WHATSAPP, code);
    await expect.poll(() => find(TELEGRAM)).toBe(null);
    await noteShown(database, id, ordinal);
    await database.pool.query(`update push set wire = '[]'`);
    await brought;
    const { ordinal: now = 0 } = (await find(WHATSAPP)) ?? {};
    expect([...ordinals((await toldOfOpening(database.pool, id, 'whatsapp')).told)]).toContain(now);
  });

  it('takes the place of an earlier one', async () => {
    await optIn(TELEGRAM);
    const [first, second] = [await codeFor(TELEGRAM), await codeFor(TELEGRAM)];
    expect(await count('move')).toBe(1);
    if (first !== second) expect(await bring(WHATSAPP, first)).toEqual({ kind: 'unknown' });
    expect(await bring(WHATSAPP, second)).toMatchObject({ kind: 'moved' });
  });

  it('typed where it was got brings nothing', async () => {
    const before = await optIn(TELEGRAM);
    expect(await bring(TELEGRAM, await codeFor(TELEGRAM))).toEqual({ kind: 'unknown' });
    expect(await find(TELEGRAM)).toEqual(before);
  });

  it('of somebody who was forgotten brings nothing', async () => {
    const { id } = await optIn(TELEGRAM);
    const code = await codeFor(TELEGRAM);
    await inChat(TELEGRAM, (chat) => chat.subscribers.forget(id));
    expect(await count('move')).toBe(0);
    expect(await bring(WHATSAPP, code)).toEqual({ kind: 'unknown' });
  });

  it('whose message failed afterwards brings nothing yet, and may come again', async () => {
    await optIn(TELEGRAM);
    const code = await codeFor(TELEGRAM);
    const broken = inChat(WHATSAPP, async ({ moves }) => {
      await moves.bring(code);
      throw new Error('broken');
    });
    await expect(broken).rejects.toThrow('broken');
    expect(await find(WHATSAPP)).toBeNull();
    expect(await bring(WHATSAPP, code)).toMatchObject({ kind: 'moved' });
  });
});

describe('wrong codes', () => {
  it('may be typed five times, then not even the right one helps, for ten minutes', async () => {
    await optIn(TELEGRAM);
    const code = await codeFor(TELEGRAM);
    const wrong = another(code);
    const tries: string[] = [];
    for (let turn = 0; turn < 6; turn++) tries.push((await bring(WHATSAPP, wrong)).kind);
    expect(tries).toEqual([...Array(5).fill('unknown'), 'tries']);
    expect(await bring(WHATSAPP, code)).toEqual({ kind: 'tries' });
    later(9);
    const next = await codeFor(TELEGRAM);
    expect(await bring(WHATSAPP, next)).toEqual({ kind: 'tries' });
    later(1);
    expect(await bring(WHATSAPP, next)).toMatchObject({ kind: 'moved' });
  });

  it('are counted for each chat apart', async () => {
    await optIn(TELEGRAM);
    const code = await codeFor(TELEGRAM);
    for (let turn = 0; turn < 6; turn++) await bring(WHATSAPP, another(code));
    const other = { channel: 'whatsapp', address: new Address('KG.2') };
    expect(await bring(other, code)).toMatchObject({ kind: 'moved' });
  });

  it('of ten minutes ago are forgotten', async () => {
    await optIn(TELEGRAM);
    for (let turn = 0; turn < 9; turn++) {
      expect(await bring(WHATSAPP, '100000')).toEqual({ kind: 'unknown' });
      later(turn % 4 === 3 ? 11 : 1);
    }
  });

  it('leave no trace of who typed them', async () => {
    await bring(WHATSAPP, '123456');
    const { rows } = await database.pool.query('select move::text as row from move');
    expect(rows[0]?.row).not.toMatch(/123456|KG\.|whatsapp/);
  });
});

describe('whoever has moved', () => {
  const moved = async (before?: (subscriber: Subscriber) => Promise<unknown>): Promise<Subscriber> => {
    const subscriber = await optIn(TELEGRAM);
    await before?.(subscriber);
    const brought = await bring(WHATSAPP, await codeFor(TELEGRAM));
    if (brought.kind !== 'moved') throw new Error(`nobody moved: ${brought.kind}`);
    return brought.subscriber;
  };

  it('has their choices, and is known in the new place under another number', async () => {
    const preferences = {
      kinds: 'any',
      works: ['berries'],
      payFloor: 60_000,
      quietHours: { from: 21, to: 6 },
      wakeUrgent: true,
    } as const;
    let ordinal = 0;
    const hidden = randomUUID();
    const subscriber = await moved(async (before) => {
      ordinal = before.ordinal;
      await subscribers().change(before.id, { preferences, pausedUntil: '2026-07-01', hide: hidden });
    });
    expect(subscriber).toMatchObject({
      channel: 'whatsapp',
      locale: 'ky',
      preferences,
      pausedUntil: '2026-07-01',
      hidden: [hidden],
    });
    expect(subscriber.ordinal).toBeGreaterThan(ordinal);
    expect(await find(WHATSAPP)).toEqual(subscriber);
    expect([await find(TELEGRAM), await subscribers().byOrdinal(ordinal)]).toEqual([null, null]);
  });

  it('has an address that opens in the new place, and in no other', async () => {
    const subscriber = await moved();
    expect((await subscribers().addressOf(subscriber))?.reveal()).toBe(WHATSAPP.address.reveal());
    const { rows } = await database.pool.query<{ sealed: Buffer }>('select sealed from subscriber');
    const place = { table: 'subscriber', column: 'sealed', row: subscriber.id, channel: 'telegram' };
    expect(() => vault.openAddress(place, rows[0]?.sealed ?? Buffer.alloc(0))).toThrow('does not open');
  });

  it('takes nothing along that only the old messenger said', async () => {
    const subscriber = await moved(({ id }) =>
      database.pool.query(
        `update subscriber set window_until = '2026-06-16T09:00:00Z', held_until = '2026-06-20', held_days = 4,
           unreachable_on = '2026-06-14', standing = 'blocked', blocked_at = '2026-06-15T08:55:00Z' where id = $1`,
        [id],
      ),
    );
    expect(subscriber).toMatchObject({ windowUntil: null, heldUntil: null, standing: 'active' });
    const { rows } = await database.pool.query(
      'select held_days, unreachable_on, blocked_at from subscriber',
    );
    expect(rows).toEqual([{ held_days: 0, unreachable_on: null, blocked_at: null }]);
  });

  it('who wanted no messages wants none in the new place', async () => {
    expect(await moved(({ id }) => subscribers().change(id, { standing: 'stopped' }))).toMatchObject({
      standing: 'stopped',
    });
  });

  it('has answered in this month', async () => {
    const subscriber = await moved(({ id }) =>
      database.pool.query(`update subscriber set answered_in = '2025-12-01' where id = $1`, [id]),
    );
    expect(subscriber.answeredIn).toBe('2026-06-01');
  });

  it('leaves nothing in the old place, not even what was being talked about', async () => {
    await inChat(TELEGRAM, ({ save }) => save('a question'));
    await moved();
    expect(await count('dialogue')).toBe(0);
    expect(await inChat(TELEGRAM, async ({ subscriber, dialogue }) => [subscriber, dialogue])).toEqual([
      null,
      null,
    ]);
  });

  it('keeps what is being talked about in the new place', async () => {
    await optIn(TELEGRAM);
    const code = await codeFor(TELEGRAM);
    await inChat(WHATSAPP, async ({ moves, save }) => {
      await moves.bring(code);
      await save('here');
    });
    expect(await inChat(WHATSAPP, async ({ dialogue }) => dialogue)).toBe('here');
  });

  it('replaces who was known in the new place, with all of theirs', async () => {
    const replaced = await optIn(WHATSAPP, 'ru');
    await codeFor(WHATSAPP);
    const subscriber = await moved();
    expect(await count('subscriber')).toBe(1);
    expect(await count('move')).toBe(0);
    expect(await find(WHATSAPP)).toMatchObject({ id: subscriber.id, locale: 'ky' });
    expect(await subscribers().byOrdinal(replaced.ordinal)).toBeNull();
  });

  it('may move back, with another code', async () => {
    const subscriber = await moved();
    expect(await bring(TELEGRAM, await codeFor(WHATSAPP))).toMatchObject({
      kind: 'moved',
      subscriber: { id: subscriber.id, channel: 'telegram' },
    });
    expect((await subscribers().addressOf((await find(TELEGRAM)) ?? subscriber))?.reveal()).toBe('700000001');
  });

  it('is told of to every index of audiences, under both numbers', async () => {
    const [before, replaced] = [await optIn(TELEGRAM), await optIn(WHATSAPP)];
    const snapshot = await loadAudience(database.pool, () => undefined);
    const brought = await bring(WHATSAPP, await codeFor(TELEGRAM));
    const ordinal = brought.kind === 'moved' ? brought.subscriber.ordinal : 0;
    const changes = await changesSince(database.pool, snapshot);
    const changed = changes.kind === 'rebuild' ? [] : changes.changed;
    expect(changed.map((each) => [each.ordinal, each.record?.channel ?? null]).toSorted()).toEqual(
      [
        [before.ordinal, null],
        [replaced.ordinal, null],
        [ordinal, 'whatsapp'],
      ].toSorted(),
    );
  });
});

it.each(['who moves', 'who is replaced'])(
  'a move waits for what is on its way to somebody %s',
  async (who) => {
    const [mover, replaced] = [await optIn(TELEGRAM), await optIn(WHATSAPP)];
    const code = await codeFor(TELEGRAM);
    await database.pool.query(
      `insert into push (id, announcement_id, channel, kind, lane, state, wire, expires_at)
     values ($1, $1, 'telegram', 'announce', 'instant', 'running', $2, now() + interval '1 day')`,
      [randomUUID(), JSON.stringify([[who === 'who moves' ? mover.ordinal : replaced.ordinal, 1, 0]])],
    );
    let done = false;
    const moving = bring(WHATSAPP, code).then(() => {
      done = true;
    });
    await expect.poll(() => count('subscriber'), { interval: 5 }).toBe(1);
    expect(done).toBe(false);
    await database.pool.query('truncate push');
    await moving;
  },
);
