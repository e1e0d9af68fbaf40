import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { Address } from '../../src/domain/terms.ts';
import { retention as job } from '../../src/jobs/retention.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { createChats } from '../../src/store/chats.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { pauseChannel } from '../../src/store/pauses.ts';
import { holdKnocks } from '../../src/store/pushes/standing.ts';
import { createRetention } from '../../src/store/retention.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { anOpening } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { insertOpenings } from '../support/openings.ts';
import { freshVault } from '../support/vault.ts';

let fresh: FreshDatabase;
let database: Database;
let now: Date;
const vault = freshVault();
const clock = (): Date => now;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  now = new Date('2026-11-23T20:00:00Z');
  await database.pool.query(
    'truncate opening, subscriber, push, dialogue, seen_update, channel_pause, channel_day, channel_hour, move, guess cascade',
  );
});

const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const subscribers = () => createSubscribers({ database: database.pool, vault, clock });
const run = () => job.run({ retention: createRetention(database, subscribers()), clock });
const left = async (table: string): Promise<number | null> =>
  (await database.pool.query(`select from ${table}`)).rowCount;
const optIn = (address = '1') =>
  subscribers().optIn({
    channel: 'telegram',
    address: new Address(address),
    locale: 'tg',
    consentVersion: 1,
  });

describe('what has had its time is erased', () => {
  test('the names of roles beside seasons and rules after a year', async () => {
    await database.pool.query('truncate season_shift, rule_change');
    const old = '2025-11-23T19:00:00Z';
    const young = '2025-11-23T21:00:00Z';
    for (const [year, at] of [
      [2025, old],
      [2026, young],
    ] as const) {
      await database.pool.query(
        `insert into season_shift (season_id, region, year, shifted_by, shifted_at) values ('s', 'RU-LIP', $1, 'Plum', $2)`,
        [year, at],
      );
      await database.pool.query(
        `insert into rule_change (id, rule_id, proposed_by, proposed_on, seconded_by, seconded_at)
         values ($1, 'r', 'Plum', '2025-11-01', 'Fig', $2)`,
        [randomUUID(), at],
      );
    }
    await run();
    const names = async (sql: string) => (await database.pool.query(sql)).rows;
    expect(await names('select shifted_by as by from season_shift order by year')).toEqual([
      { by: '' },
      { by: 'Plum' },
    ]);
    expect(await names('select proposed_by as by from rule_change order by seconded_at')).toEqual([
      { by: '1' },
      { by: 'Plum' },
    ]);
  });

  test('an opening a year after it closed, and its code is free again', async () => {
    const codes = async () => (await database.pool.query('select code from opening order by code')).rows;
    await insertOpenings(
      database,
      [anOpening({ code: 'OPEN2', status: 'open' }), anOpening({ code: 'SHUT2', status: 'closed' })],
      now,
    );
    await database.pool.query(`update opening set closed_at = $1 where status = 'closed'`, [now]);
    later(365 * 24 * 60);
    expect(await run()).toMatchObject({ openings: 0 });
    later(1);
    expect(await run()).toMatchObject({ openings: 1 });
    expect(await codes()).toEqual([{ code: 'OPEN2' }]);
  });

  test('a dialogue half an hour after its last step, the mark of its update after 48 hours', async () => {
    const event = { kind: 'other' } as const;
    const message = { channel: 'telegram', address: new Address('1'), updateId: '1', event };
    await createChats({ database, vault, clock, codes: oneTimeCodes, repeatHours: () => 48 }).handle(
      message,
      ({ save }) => save('state'),
    );
    later(29);
    expect(await run()).toMatchObject({ dialogues: 0, updates: 0 });
    later(1);
    expect(await run()).toMatchObject({ dialogues: 1, updates: 0 });
    later(48 * 60);
    expect(await run()).toMatchObject({ dialogues: 0, updates: 1 });
    expect([await left('dialogue'), await left('seen_update')]).toEqual([0, 0]);
  });

  test('somebody who has not answered for seven months, and nobody who answered since', async () => {
    await optIn('1');
    now = new Date('2026-12-24T20:00:00Z');
    await optIn('2');
    now = new Date('2027-06-30T20:00:00Z');
    expect(await run()).toMatchObject({ silent: 0 });
    now = new Date('2027-07-01T20:00:00Z');
    expect(await run()).toMatchObject({ silent: 1 });
    expect(await left('subscriber')).toBe(1);
  });

  test('somebody who blocked us after ten minutes, nobody else', async () => {
    await optIn('2');
    await subscribers().change((await optIn('1')).id, { standing: 'blocked' });
    later(10);
    expect(await run()).toMatchObject({ forgotten: 0 });
    later(1);
    expect(await run()).toMatchObject({ forgotten: 1 });
    expect(await left('subscriber')).toBe(1);
  });

  test('nobody while the guard against mass errors holds the channel', async () => {
    await subscribers().change((await optIn()).id, { standing: 'blocked' });
    later(60);
    await pauseChannel(database.pool, 'telegram', new Date(now.getTime() + 3_600_000), 'mass-gone');
    expect(await run()).toMatchObject({ forgotten: 0 });
    later(61);
    expect(await run()).toMatchObject({ forgotten: 1 });
  });

  test('whom a push went to, 48 hours after it is over; its counts stay', async () => {
    await database.pool.query(
      `insert into push (id, announcement_id, channel, kind, lane, state, recipients, later, ahead, sent, over_at,
         expires_at)
       values ($1, $1, 'telegram', 'announce', 'instant', 'done', 'a', 'b', 'c', 9, $2, $2)`,
      [randomUUID(), now],
    );
    later(48 * 60 - 1);
    expect(await run()).toMatchObject({ pushes: 0 });
    later(1);
    expect(await run()).toMatchObject({ pushes: 1 });
    expect(await run()).toMatchObject({ pushes: 0 });
    const { rows } = await database.pool.query('select recipients, later, ahead, sent from push');
    expect(rows).toEqual([{ recipients: null, later: null, ahead: null, sent: 9 }]);
  });

  test('who was told of an opening, 48 hours after it has ended and once its corrections have their audience', async () => {
    const [ended, open, unsaid, planned] = await insertOpenings(
      database,
      (['filled', 'open', 'closed', 'closed'] as const).map((status) => ({ status })),
    );
    await database.pool.query('update opening set closed_at = $1 where status <> $2', [now, 'open']);
    for (const one of [ended, open, unsaid, planned])
      await database.pool.query(
        `insert into told (opening_id, journal, reporters) values ($1, '[7]', '{8}')`,
        [one?.id],
      );
    await database.pool.query(`update opening set correction = 'cancelled' where id = $1`, [unsaid?.id]);
    await database.pool.query(
      `insert into push (id, announcement_id, channel, kind, lane, state, expires_at)
       values ($1, $2, 'telegram', 'cancelled', 'urgent', 'planned', $3)`,
      [randomUUID(), planned?.id, now],
    );
    later(48 * 60 - 1);
    expect(await run()).toMatchObject({ told: 0 });
    later(1);
    expect(await run()).toMatchObject({ told: 1 });
    await database.pool.query(`update push set state = 'running'`);
    expect(await run()).toMatchObject({ told: 1 });
    const { rows } = await database.pool.query('select opening_id as id from told');
    expect(rows.map(({ id }) => id).toSorted()).toEqual([open?.id, unsaid?.id].toSorted());
  });

  test('what somebody put aside, 48 hours after it ended: until then it may be opened again', async () => {
    const { id, ordinal } = await optIn();
    const open = randomUUID();
    await database.pool.query(
      `insert into opening (id, code, source, external_id, fingerprint, kind, title, locale, region, posted_on,
         expires_on) values ($1, 'K7Q2M', 'demo', '1', '', 'harvest', 'Apples', 'en', 'RU-LIP', $2, $2)`,
      [open, '2026-11-23'],
    );
    const [filled] = await insertOpenings(database, [{ status: 'filled' }]);
    await database.pool.query(`update opening set closed_at = $1 where status = 'filled'`, [now]);
    for (const hide of [randomUUID(), open, filled?.id ?? '']) await subscribers().change(id, { hide });
    expect(await run()).toMatchObject({ hidden: 1 });
    expect((await subscribers().byOrdinal(ordinal))?.hidden).toEqual([open, filled?.id]);
    later(48 * 60 - 1);
    expect(await run()).toMatchObject({ hidden: 0 });
    later(1);
    expect(await run()).toMatchObject({ hidden: 1 });
    expect((await subscribers().byOrdinal(ordinal))?.hidden).toEqual([open]);
  });

  test('the end of a reply window once it is over, and of nobody else’s', async () => {
    const over = await optIn('1');
    const open = await optIn('2');
    await subscribers().change(over.id, { windowUntil: new Date('2026-11-24T20:00:00Z') });
    await subscribers().change(open.id, { windowUntil: new Date('2026-11-24T21:00:00Z') });
    later(24 * 60 - 1);
    expect(await run()).toMatchObject({ windows: 0 });
    later(1);
    expect(await run()).toMatchObject({ windows: 1 });
    expect((await subscribers().byOrdinal(over.ordinal))?.windowUntil).toBeNull();
    expect((await subscribers().byOrdinal(open.ordinal))?.windowUntil).not.toBeNull();
    expect(await run()).toMatchObject({ windows: 0 });
  });

  test('that we were asked to wait, a week after we need not; with it, how long it was', async () => {
    const { id, ordinal } = await optIn();
    const held = async () =>
      (await database.pool.query('select held_until, held_days from subscriber where id = $1', [id])).rows[0];
    await holdKnocks(database.pool, id, '2026-11-23');
    await subscribers().change(id, { windowUntil: new Date('2026-11-24T20:00:00Z') });
    now = new Date('2026-11-30T23:59:59Z');
    expect(await run()).toMatchObject({ windows: 1 });
    expect(await held()).toEqual({ held_until: '2026-11-24', held_days: 1 });
    expect((await subscribers().byOrdinal(ordinal))?.windowUntil).toBeNull();
    now = new Date('2026-12-01T00:00:00Z');
    expect(await run()).toMatchObject({ windows: 1 });
    expect(await held()).toEqual({ held_until: null, held_days: 0 });
  });

  test('a code for moving, and wrong tries, after ten minutes', async () => {
    const place = { channel: 'telegram', address: new Address('1') };
    const chats = createChats({ database, vault, clock, codes: oneTimeCodes, repeatHours: () => 48 });
    await optIn('1');
    const message = { ...place, event: { kind: 'other' } as const };
    await chats.handle({ ...message, updateId: '1' }, async ({ subscriber, moves }) => {
      if (subscriber !== null) await moves.codeFor(subscriber);
      await moves.bring('123456');
    });
    // The code, the tries of this chat and those of all.
    expect(await left('move')).toBe(3);
    later(9);
    expect(await run()).toMatchObject({ moves: 0 });
    later(1);
    expect(await run()).toMatchObject({ moves: 3 });
    expect(await left('move')).toBe(0);
  });

  test('wrong codes of openings, after ten minutes', async () => {
    const message = { channel: 'telegram', address: new Address('1'), event: { kind: 'other' } as const };
    await createChats({ database, vault, clock, repeatHours: () => 48, codes: oneTimeCodes }).handle(
      { ...message, updateId: '1' },
      ({ guesses }) => guesses.count(),
    );
    // Those of this chat, and those of all.
    expect(await left('guess')).toBe(2);
    later(9);
    expect(await run()).toMatchObject({ guesses: 0 });
    later(1);
    expect(await run()).toMatchObject({ guesses: 2 });
    expect(await left('guess')).toBe(0);
  });

  test('how many were knocked at in an hour, after two days', async () => {
    await database.pool.query(
      `insert into channel_hour values ('whatsapp', '2026-11-23T20:00:00Z', 7), ('whatsapp', '2026-11-23T21:00:00Z', 1)`,
    );
    later(48 * 60);
    await run();
    expect(await left('channel_hour')).toBe(2);
    later(1);
    await run();
    expect(await left('channel_hour')).toBe(1);
  });

  test('what was heard of a push, with whom it went to', async () => {
    await database.pool.query(
      `insert into push (id, announcement_id, channel, kind, lane, state, afterwords, delivered, read, over_at, expires_at)
       values ($1, $1, 'whatsapp', 'announce', 'instant', 'done', '[[7, "arrived"]]', 5, 3, $2, $2)`,
      [randomUUID(), now],
    );
    later(48 * 60);
    expect(await run()).toMatchObject({ pushes: 1 });
    const { rows } = await database.pool.query('select afterwords, delivered, read from push');
    expect(rows).toEqual([{ afterwords: [], delivered: 5, read: 3 }]);
  });
});
