import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type AudienceFilter, EVERYBODY } from '../../src/domain/broadcast.ts';
import type { BroadcastDesk } from '../../src/domain/broadcast-desk.ts';
import { standingOf } from '../../src/domain/broadcast-words.ts';
import type { Role } from '../../src/domain/coordinator.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { places } from '../../src/domain/opening-change.ts';
import type { Preferences } from '../../src/domain/subscriber.ts';
import { Address } from '../../src/domain/terms.ts';
import { loadTexts } from '../../src/i18n.ts';
import { broadcasts } from '../../src/jobs/broadcasts.ts';
import { createLiveBroadcasts } from '../../src/main/live-broadcasts.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { auditLines } from '../../src/store/audit.ts';
import { broadcastsAt } from '../../src/store/broadcast-desk.ts';
import { anyDue, tidyBroadcasts } from '../../src/store/broadcasts.ts';
import { eraseCoordinator, lockedCoordinator } from '../../src/store/coordinators.ts';
import { changeOpening } from '../../src/store/opening-changes.ts';
import { changeOrganisation, createOrganisation } from '../../src/store/organisations.ts';
import { Seat } from '../../src/store/seat.ts';
import { goOn, halt } from '../../src/store/standstill.ts';
import { clocksOf } from '../../src/time-zones.ts';
import { ru } from '../support/countries.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type DeliveryHouse, ended, openDeliveryHouse } from '../support/delivery-house.ts';

const NOON = '2026-06-15T09:00:00Z';
const NIGHT = '2026-06-15T21:00:00Z';
const PEOPLE = 60;
/** Requests on their way at one time. */
const IN_FLIGHT = 4;

let fresh: FreshDatabase;
let house: DeliveryHouse;
let union: string;
let opening: Opening;

async function opens(moment: string): Promise<void> {
  fresh = await freshDatabase();
  house = await openDeliveryHouse(fresh.url, null, moment);
  const made = await createOrganisation(
    house.database.pool,
    { slug: 'union', titles: { en: 'Union' } },
    new Date(house.now),
  );
  union = made?.id ?? '';
  await changeOrganisation(house.database.pool, union, { urgentBudget: 200 });
}
beforeEach(() => opens(NOON));
afterEach(async () => {
  await house.close();
  await fresh.drop();
});

const people = (howMany: number, preferences: Partial<Preferences> = {}, name = 'one'): Promise<unknown> =>
  Promise.all(Array.from({ length: howMany }, (_, at) => house.joins(`${name}${at}`, preferences)));

/** An opening of the organisation of which nobody was told yet. */
async function posts(differing: Partial<Opening> = {}): Promise<Opening> {
  const [made] = await house.imports([differing]);
  if (made === undefined) throw new Error('nothing was posted');
  await house.database.pool.query('update opening set organisation_id = $2 where id = $1', [made.id, union]);
  await house.database.pool.query(`update bulletin set finished_at = '2020-01-01'`);
  return made;
}

/** Somebody of the organisation who gave a code a moment ago. */
async function seat(roles: readonly Role[] = ['broadcaster'], channel = 'telegram'): Promise<BroadcastDesk> {
  const id = randomUUID();
  const place = { table: 'coordinator', column: 'sealed', row: id, channel };
  await house.database.pool.query(
    `insert into coordinator (id, organisation_id, channel, lookup, sealed, locale, alias, roles, totp, totp_step,
       stepped_up_until, trusted_from, joined_on)
     values ($1, $2, $7, $5, $6, 'ru', $3, $4, '', 1, '2027-01-01', '2020-01-01', '2020-01-01')`,
    [
      id,
      union,
      id.slice(0, 8),
      roles,
      Buffer.from(id),
      house.vault.sealAddress(place, new Address('800000007')),
      channel,
    ],
  );
  const ports = {
    database: house.database.pool,
    vault: house.vault,
    clock: () => new Date(house.now),
    codes: oneTimeCodes,
    broadcasts: {
      audience: house.matcher,
      clockIn: clocksOf(ru),
      channels: [
        { name: 'telegram', perSecond: 25, window: null, canEdit: true },
        ...(channel === 'telegram' ? [] : [{ name: channel, perSecond: 25, window: null, canEdit: false }]),
      ],
    },
  };
  const here = { channel, address: new Address('7') };
  return broadcastsAt(new Seat(ports, here, await lockedCoordinator(house.database.pool, id)));
}

const wish = (urgent = false, filter: AudienceFilter = EVERYBODY, at: Date | null = null) => ({
  openingCode: opening.code,
  filter,
  urgent,
  at,
});

async function sends(
  desk: BroadcastDesk,
  urgent = false,
  filter: AudienceFilter = EVERYBODY,
  at: Date | null = null,
): Promise<string> {
  const done = await desk.sendBroadcast(wish(urgent, filter, at));
  if (done.kind !== 'done' || !('code' in done.value)) throw new Error(`not sent: ${JSON.stringify(done)}`);
  return done.value.code;
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((all, one) => all + one, 0);

describe('a broadcast', () => {
  beforeEach(async () => {
    await people(PEOPLE);
    opening = await posts();
  });

  it('waits a minute, and undone in it sends nothing', async () => {
    const desk = await seat();
    const code = await sends(desk);
    expect(await desk.broadcast(code)).toMatchObject({ halted: false });
    await halt(house.database.pool, null, 'host', new Date(house.now));
    expect(await desk.broadcast(code)).toMatchObject({ halted: true });
    await goOn(house.database.pool, null);
    await halt(house.database.pool, union, 'host', new Date(house.now));
    expect(await desk.broadcast(code)).toMatchObject({ halted: true });
    await goOn(house.database.pool, union);
    house.now += 59_000;
    await house.round();
    expect(house.arrived.size).toBe(0);
    expect(await anyDue(house.database.pool, new Date(house.now))).toBe(false);
    expect(await desk.steerBroadcast(code, 'undo')).toEqual({ kind: 'done', value: 'done' });
    house.now += 3_600_000;
    await house.round();
    expect(house.arrived.size).toBe(0);
    expect(await desk.broadcast(code)).toMatchObject({ state: 'undone' });
  }, 60_000);

  it('goes after that minute to those who were foreseen, and to nobody who was told already', async () => {
    const desk = await seat();
    const told = await house.subscribers.find('telegram', new Address('one0'));
    if (told !== null) await house.openings.showed(opening, told);
    const code = await sends(desk);
    house.now += 61_000;
    await house.round();
    const account = await desk.broadcast(code);
    expect(account).toMatchObject({ foreseen: PEOPLE - 1 });
    expect(account?.pushes).toMatchObject([{ state: 'done', total: PEOPLE - 1, sent: PEOPLE - 1 }]);
    expect(house.arrived.has('one0')).toBe(false);
    expect(await desk.steerBroadcast(code, 'undo')).toEqual({ kind: 'done', value: 'late' });
  }, 60_000);

  it('is paused, goes on, and stopped: nothing beyond what is in flight, and the account is exact', async () => {
    const desk = await seat();
    const code = await sends(desk);
    house.now += 61_000;
    let tried = 0;
    const script = (at: number, how: 'pause' | 'stop') => async (): Promise<void> => {
      tried += 1;
      if (tried === at) await desk.steerBroadcast(code, how);
    };
    house.script = script(24, 'pause');
    await house.plans();
    await house.quiet();
    const atPause = tried;
    expect(atPause).toBeLessThanOrEqual(27);
    house.now += 600_000;
    await house.round();
    expect(tried).toBe(atPause);

    house.script = script(atPause + 10, 'stop');
    expect(await desk.steerBroadcast(code, 'resume')).toEqual({ kind: 'done', value: 'done' });
    await house.round();
    const [push] = await house.accounts();
    expect(push?.state).toBe('stopped');
    expect(tried).toBeLessThanOrEqual(atPause + 13);
    house.now += 600_000;
    await house.round();
    const [after] = await house.accounts();
    expect(after?.sent).toBe(tried);
    expect(house.arrived.size).toBe(tried);
    const one = (await desk.broadcast(code))?.pushes[0];
    const done = (one?.sent ?? 0) + (one?.uncertain ?? 0) + sum(one?.skipped ?? {}) + sum(one?.failed ?? {});
    expect(PEOPLE - done).toBe(PEOPLE - tried);
    expect(await desk.steerBroadcast(code, 'resume')).toEqual({ kind: 'done', value: 'late' });
  }, 60_000);

  it.each([
    ['in its minute', false],
    ['while it is asked for', true],
  ])(
    'is not sent where whoever wrote it is removed %s',
    async (_, urgent) => {
      const code = await sends(await seat(), urgent);
      const other = await seat(['admin', 'broadcaster']);
      const { rows } = await house.database.pool.query<{ id: string }>(
        'select posted_by as id from broadcast',
      );
      await house.database.transaction((client) =>
        eraseCoordinator({ database: client, vault: house.vault }, rows[0]?.id ?? ''),
      );
      if (urgent)
        expect(await other.decideBroadcast(code, 'at-once')).toEqual({ kind: 'done', value: 'late' });
      house.now += 61_000;
      await house.round();
      expect(house.arrived.size).toBe(0);
      expect(await other.broadcast(code)).toMatchObject({ state: 'left' });
    },
    60_000,
  );

  it('that is urgent waits for a second person, who is not whoever wrote it, and says whom it rings for again', async () => {
    const desk = await seat();
    for (let at = 0; at < 20; at += 1) {
      const told = await house.subscribers.find('telegram', new Address(`one${at}`));
      if (told !== null) await house.openings.showed(opening, told);
    }
    const code = await sends(desk, true);
    house.now += 61_000;
    await house.round();
    expect(house.arrived.size).toBe(0);
    expect(await desk.decideBroadcast(code, 'agree')).toMatchObject({
      kind: 'refused',
      permission: { why: 'own' },
    });
    const other = await seat(['moderator']);
    expect(await other.decideBroadcast(code, 'agree')).toEqual({ kind: 'done', value: 'done' });
    house.now += 9_000;
    await house.plans();
    expect(house.arrived.size).toBe(0);
    house.now += 2_000;
    await house.round();
    expect(house.arrived.size).toBe(PEOPLE);
    const said = [...house.arrived.values()].flatMap((messages) => messages.map((one) => one.said.join()));
    expect(said.filter((words) => words === 'urgent, again')).toHaveLength(20);
    expect(said.filter((words) => words === 'urgent, new')).toHaveLength(PEOPLE - 20);
    const lines = await auditLines(house.database.pool, 'everybody', { before: null, limit: 9 });
    expect(lines.map(({ action }) => action)).toEqual(['broadcast.approve', 'broadcast.send-urgent']);
  }, 60_000);

  it('that is urgent is let go at once by the second person, or asked for too long ago', async () => {
    const desk = await seat();
    const other = await seat(['admin']);
    const code = await sends(desk, true);
    await other.decideBroadcast(code, 'at-once');
    await house.round();
    expect(house.arrived.size).toBe(PEOPLE);
    const late = await sends(desk, true);
    house.now += 3_601_000;
    expect(await other.decideBroadcast(late, 'agree')).toEqual({ kind: 'done', value: 'late' });
  }, 60_000);

  it('that is urgent stays within the budget of the week', async () => {
    const desk = await seat();
    for (let sent = 0; sent < 3; sent += 1) await sends(desk, true);
    expect(await desk.sendBroadcast(wish(true))).toEqual({ kind: 'done', value: { kind: 'budget' } });
    house.now += 8 * 24 * 3_600_000;
    expect(await desk.sendBroadcast(wish(true))).toMatchObject({ kind: 'done', value: { kind: 'asked' } });
  }, 60_000);

  it('is sent by a broadcaster with a code, and never for another organisation', async () => {
    expect(await (await seat(['poster'])).sendBroadcast(wish())).toMatchObject({
      kind: 'refused',
      permission: { why: 'role' },
    });
    await house.database.pool.query('update opening set organisation_id = null');
    expect(await (await seat()).sendBroadcast(wish())).toEqual({ kind: 'done', value: { kind: 'gone' } });
    await house.database.pool.query('update opening set organisation_id = $1', [union]);
    const desk = await seat();
    await house.database.pool.query('update coordinator set stepped_up_until = null');
    expect(await desk.sendBroadcast(wish())).toMatchObject({ kind: 'refused', permission: { kind: 'code' } });
  }, 60_000);

  it('expires by itself, paused too', async () => {
    const desk = await seat();
    const code = await sends(desk);
    house.now += 61_000;
    let tried = 0;
    house.script = async () => {
      tried += 1;
      if (tried === 5) await desk.steerBroadcast(code, 'pause');
    };
    await house.round();
    house.now += 49 * 3_600_000;
    expect(await tidyBroadcasts(house.database.pool, new Date(house.now))).toBe(1);
    expect(await desk.steerBroadcast(code, 'resume')).toEqual({ kind: 'done', value: 'late' });
    await house.round();
    expect(tried).toBeLessThanOrEqual(5 + IN_FLIGHT);
  }, 60_000);

  it('ends when its opening is filled, and those who heard of it hear that', async () => {
    const desk = await seat();
    const code = await sends(desk);
    house.now += 61_000;
    let tried = 0;
    house.script = async () => {
      tried += 1;
      if (tried !== 10) return;
      await house.database.pool.query(
        `update opening set status = 'filled', closed_at = now(), revision = revision + 1, correction = 'filled' where id = $1`,
        [opening.id],
      );
      await house.corrects();
    };
    await house.round();
    const push = (await desk.broadcast(code))?.pushes[0];
    expect(push?.sent).toBeLessThanOrEqual(13);
    expect(push?.state).toBe('done');
    expect((push?.sent ?? 0) + sum(push?.skipped ?? {})).toBe(PEOPLE);
    await house.round();
    const [filled] = await house.accounts('filled');
    expect(filled?.sent).toBe(push?.sent);
  }, 60_000);
});

describe('a broadcast that is set for a time', () => {
  /** Tomorrow morning at nine, where the opening is. */
  const MORNING = new Date('2026-06-16T06:00:00Z');
  const sets = (desk: BroadcastDesk, urgent = false): Promise<string> =>
    sends(desk, urgent, EVERYBODY, MORNING);
  const becomes = async (status: string): Promise<unknown> =>
    house.database.pool.query('update opening set status = $2 where id = $1', [opening.id, status]);
  const at = (moment: Date, ms: number): void => {
    house.now = moment.getTime() + ms;
  };
  beforeEach(async () => {
    await people(20);
    opening = await posts();
  });

  it('leaves then and not before, and is among the broadcasts until then, before all that are over', async () => {
    const desk = await seat();
    const code = await sets(desk);
    for (let sent = 0; sent < 10; sent += 1) await desk.steerBroadcast(await sends(desk), 'undo');
    at(MORNING, -1_000);
    await house.round();
    expect(house.arrived.size).toBe(0);
    expect((await desk.broadcasts())[0]).toMatchObject({ code, setFor: MORNING, sendAt: MORNING });
    at(MORNING, 1_000);
    expect(await anyDue(house.database.pool, new Date(house.now))).toBe(true);
    await house.round();
    expect(house.arrived.size).toBe(20);
    expect(await desk.broadcast(code)).toMatchObject({
      expiresAt: new Date(MORNING.getTime() + 48 * 3_600_000),
    });
  }, 60_000);

  it('is taken back until then', async () => {
    const desk = await seat();
    const code = await sets(desk);
    at(MORNING, -1_000);
    expect(await (await seat()).steerBroadcast(code, 'undo')).toEqual({ kind: 'done', value: 'done' });
    at(MORNING, 1_000);
    await house.round();
    expect(house.arrived.size).toBe(0);
  }, 60_000);

  it('is not sent where its opening is not open then, and says so', async () => {
    const desk = await seat();
    const code = await sets(desk);
    await becomes('paused');
    at(MORNING, 1_000);
    await house.round();
    expect(house.arrived.size).toBe(0);
    const account = await desk.broadcast(code);
    expect(account).toMatchObject({ state: 'closed', pushes: [{ state: 'stopped' }] });
    await becomes('open');
    await house.round();
    expect(house.arrived.size).toBe(0);
    expect(await desk.steerBroadcast(code, 'undo')).toEqual({ kind: 'done', value: 'late' });
  }, 60_000);

  it('is sent where its opening was closed for a while', async () => {
    await sets(await seat());
    await becomes('paused');
    await house.round();
    await becomes('open');
    at(MORNING, 1_000);
    await house.round();
    expect(house.arrived.size).toBe(20);
  }, 60_000);

  it.each([
    ['has left', 'delete from coordinator'],
    ['is no broadcaster any more', `update coordinator set roles = '{poster}'`],
  ])(
    'is not sent where whoever set it %s',
    async (_, what) => {
      const code = await sets(await seat());
      await house.database.pool.query(what);
      at(MORNING, 1_000);
      await house.round();
      expect(house.arrived.size).toBe(0);
      expect(await (await seat()).broadcast(code)).toMatchObject({ state: 'left' });
    },
    60_000,
  );

  it('that is urgent needs somebody to agree beforehand, and counts in the budget of the week it goes in', async () => {
    await changeOrganisation(house.database.pool, union, { urgentBudget: 30 });
    const desk = await seat();
    const code = await sets(desk, true);
    expect(await desk.sendBroadcast(wish(true))).toEqual({ kind: 'done', value: { kind: 'budget' } });
    at(MORNING, -3_600_000);
    expect(await (await seat(['admin'])).decideBroadcast(code, 'at-once')).toEqual({
      kind: 'done',
      value: 'done',
    });
    await house.round();
    expect(house.arrived.size).toBe(0);
    at(MORNING, 1_000);
    await house.round();
    expect(house.arrived.size).toBe(20);
    expect(await desk.broadcast(code)).toMatchObject({
      expiresAt: new Date(MORNING.getTime() + 12 * 3_600_000),
    });
    at(MORNING, 6.9 * 24 * 3_600_000);
    expect(await desk.sendBroadcast(wish(true))).toEqual({ kind: 'done', value: { kind: 'budget' } });
  }, 60_000);

  it('that is urgent is not sent where nobody agreed by then', async () => {
    const desk = await seat();
    const code = await sets(desk, true);
    at(MORNING, 1_000);
    await house.round();
    expect(house.arrived.size).toBe(0);
    expect(await (await seat(['admin'])).decideBroadcast(code, 'agree')).toEqual({
      kind: 'done',
      value: 'late',
    });
    const account = await desk.broadcast(code);
    expect(account && standingOf(account, new Date(house.now)).state).toBe('late');
    // It waited for nothing, and spent nothing.
    expect(await desk.sendBroadcast(wish(true))).toMatchObject({ kind: 'done', value: { kind: 'asked' } });
  }, 60_000);

  it.each([
    ['over', '2026-06-15T08:00:00Z'],
    ['more than a week ahead', '2026-06-22T09:01:00Z'],
  ])(
    'is not written down for a time that is %s',
    async (_, moment) => {
      const done = await (await seat()).sendBroadcast(wish(false, EVERYBODY, new Date(moment)));
      expect(done).toEqual({ kind: 'done', value: { kind: 'untimely' } });
    },
    60_000,
  );
});

it('an urgent one overtakes a push under way within one message, and passes the digest of whoever wants one', async () => {
  await people(40);
  await people(20, { cadence: 'daily' }, 'daily');
  const desk = await seat();
  const other = await seat(['admin']);
  opening = await posts({ title: 'Bus' });
  await house.imports([{ title: 'Running' }]);
  const order: { readonly name: string; readonly attempt: number }[] = [];
  let released: Promise<void> | null = null;
  const release = async (): Promise<void> => {
    await other.decideBroadcast(await sends(desk, true), 'at-once');
    await house.sweeps();
    await expect.poll(() => house.said.some((line) => /push\.begun.*urgent/.test(line))).toBe(true);
  };
  house.script = async (name, attempt) => {
    order.push({ name, attempt });
    if (order.length >= 5) released ??= release();
    // Whoever is on the way waits until the sender knows of it.
    await released;
  };
  await house.round();
  const messages = order.map(({ name, attempt }) => house.arrived.get(name)?.[attempt - 1]);
  const isUrgent = messages.map((one) => one?.openings.includes(opening.id) === true);
  expect(isUrgent.filter(Boolean)).toHaveLength(60);
  // Those on their way when it was let go, and one more.
  const before = isUrgent.lastIndexOf(true) + 1 - 60;
  expect(before).toBeLessThanOrEqual(4 + IN_FLIGHT + 1);
  const accounts = await house.accounts();
  for (const account of accounts) expect(ended(account)).toBe(account.total);
}, 60_000);

describe('at night', () => {
  const reached = (): readonly string[] => [...house.arrived.keys()].sort();
  beforeEach(async () => {
    await house.close();
    await fresh.drop();
    await opens(NIGHT);
  });

  it.each([
    [true, ['awake0', 'awake1', 'woken0', 'woken1']],
    [false, ['awake0', 'awake1']],
  ] as const)(
    'it waits for the morning of whoever sleeps, but, where urgent (%s), of whoever wants to be woken',
    async (urgent, now) => {
      await people(2, { quietHours: 'off' }, 'awake');
      await people(2, {}, 'asleep');
      await people(2, { wakeUrgent: true }, 'woken');
      await people(2, { wakeUrgent: false }, 'tired');
      opening = await posts();
      const code = await sends(await seat(), urgent);
      if (urgent) await (await seat(['admin'])).decideBroadcast(code, 'at-once');
      house.now += 61_000;
      await house.round();
      expect(reached()).toEqual(now);
      house.now += 8 * 3_600_000;
      await house.round();
      expect(house.arrived.size).toBe(8);
    },
    60_000,
  );

  it('the figures count as waiting whoever is not woken', async () => {
    await people(40, {}, 'asleep');
    await people(30, { wakeUrgent: true }, 'woken');
    opening = await posts();
    const quietOf = async (urgent: boolean) => {
      const told = await (await seat()).reach(wish(urgent));
      return told.kind === 'told' ? told.quiet : told.kind;
    };
    expect([50, 70]).toContain(await quietOf(false));
    expect([20, 30]).toContain(await quietOf(true));
  }, 60_000);
});

describe('what an urgent one showed', () => {
  const shownTo = (name: string): number =>
    (house.arrived.get(name) ?? []).filter(({ openings }) => openings.includes(opening.id)).length;
  const sendsUrgently = async (): Promise<void> => {
    const code = await sends(await seat(), true);
    await (await seat(['admin'])).decideBroadcast(code, 'at-once');
  };

  it('is not in the digest of the day', async () => {
    await people(1, { cadence: 'daily' });
    opening = await posts();
    await sendsUrgently();
    await house.round();
    expect(shownTo('one0')).toBe(1);
    const [another] = await house.imports([{ title: 'Another' }]);
    house.now = Date.parse('2026-06-15T15:00:00Z');
    await house.round();
    expect(house.arrived.get('one0')?.map(({ openings }) => openings)).toEqual([[opening.id], [another?.id]]);
  }, 60_000);

  it('is not repeated by the own push of the opening, which waited for the morning, too', async () => {
    await house.close();
    await fresh.drop();
    await opens(NIGHT);
    await people(3);
    const [made] = await house.imports([{ title: 'Bus' }]);
    if (made === undefined) throw new Error('nothing was posted');
    opening = made;
    await house.database.pool.query('update opening set organisation_id = $1', [union]);
    await house.imports([{ title: 'Another' }]);
    await house.round();
    await sendsUrgently();
    await house.round();
    expect(house.arrived.size).toBe(0);
    house.now += 8 * 3_600_000;
    await house.round();
    for (const name of ['one0', 'one1', 'one2']) expect([name, shownTo(name)]).toEqual([name, 1]);
  }, 60_000);

  it('is corrected for whom it was on its way to when the process died', async () => {
    const all = await Promise.all(['on the wire', 'not yet'].map((name) => house.joins(name)));
    opening = await posts({ places: 20 });
    await sendsUrgently();
    await house.matcher.plan();
    // As the row stands after a crash: nobody wrote down how the message ended.
    const wire = JSON.stringify([[all[0]?.ordinal, 1, house.now]]);
    await house.database.pool.query('update push set cursor = 0, wire = $1', [wire]);
    await changeOpening(
      house.database,
      opening.code,
      places({ left: 0 }, new Date(house.now)),
      new Date(house.now),
    );
    await house.sweeps();
    await house.quiet();
    await house.round();
    const said = (name: string) => (house.arrived.get(name) ?? []).flatMap((one) => one.said);
    expect([said('on the wire'), said('not yet')]).toEqual([[`filled ${opening.id}`], []]);
  }, 60_000);
});

it('shows how it fares in one message that changes itself, whose mark is sealed and goes at the end', async () => {
  await people(PEOPLE);
  opening = await posts();
  const sent: { readonly text: string; readonly replaces: string | null }[] = [];
  const live = createLiveBroadcasts({
    database: house.database,
    vault: house.vault,
    texts: await loadTexts(),
    channels: [
      {
        name: 'telegram',
        send: async (to, { text }, options) => {
          expect(to.reveal()).toBe('800000007');
          sent.push({ text, replaces: options?.replaces ?? null });
          return 'mark-of-the-message';
        },
      },
    ],
    senders: new Map(),
    clockIn: clocksOf(ru),
    clock: () => new Date(house.now),
  });
  const ticks = () =>
    broadcasts.run({
      broadcasts: live,
      match: () => house.matcher.plan(),
      clock: () => new Date(house.now),
    });
  const desk = await seat();
  const code = await sends(desk);
  await ticks();
  await ticks();
  expect(sent).toMatchObject([{ replaces: null }]);
  const { rows } = await house.database.pool.query<{ mark: Buffer }>('select mark from push_watch');
  expect(rows[0]?.mark.includes('mark-of-the-message')).toBe(false);

  house.now += 61_000;
  let tried = 0;
  house.script = async () => {
    tried += 1;
    if (tried === 20) await desk.steerBroadcast(code, 'stop');
  };
  await ticks();
  await house.round();
  const watched = async () => (await house.database.pool.query('select from push_watch')).rowCount;
  // Until the answers of what was in flight are written down.
  await expect.poll(async () => ticks().then(watched)).toBe(0);
  expect(sent.slice(1).every(({ replaces }) => replaces === 'mark-of-the-message')).toBe(true);
  const said = sent.at(-1)?.text ?? '';
  // Of 60 people 20 to 24 were told.
  expect(tried).toBeLessThanOrEqual(20 + IN_FLIGHT);
  expect(said).toMatch(/Из 60: отправлено 2[0-4], осталось/);
}, 60_000);

it.each([
  ['telegram', 'whatsapp', 1],
  ['whatsapp', 'telegram', 0],
] as const)(
  'written on %s and agreed to on %s, it is shown in %i message: where it was written, if that can be changed',
  async (theirs, others, messages) => {
    await people(1);
    opening = await posts();
    const code = await sends(await seat(['broadcaster'], theirs), true);
    await (await seat(['admin'], others)).decideBroadcast(code, 'at-once');
    const { rows } = await house.database.pool.query(
      'select c.channel from push_watch w join coordinator c on c.id = w.coordinator_id',
    );
    expect(rows).toEqual(Array.from({ length: messages }, () => ({ channel: theirs })));
  },
  60_000,
);

describe('the figures before it', () => {
  const reach = async (desk: BroadcastDesk, filter: AudienceFilter = EVERYBODY) =>
    desk.reach(wish(false, filter));

  it('tell fewer than twenty as that, and many in steps, with who is left out and why', async () => {
    await people(19);
    opening = await posts();
    const desk = await seat();
    expect(await reach(desk)).toMatchObject({ kind: 'told', people: 'few', locales: [], others: [] });
    await people(60, {}, 'more');
    await people(45, { regions: ['RU-MOW'] }, 'away');
    const told = await reach(desk);
    if (told.kind !== 'told') throw new Error(told.kind);
    expect([50, 70]).toContain(told.people);
    expect(told.others).toMatchObject([{ why: 'region' }]);
    expect(told.minutes).toBe(1);
    expect(await reach(desk)).toEqual(told);
  }, 60_000);

  it('are the same audience that the push then finds, whatever the filter', async () => {
    await people(30, { works: ['berries'] }, 'named');
    await people(30);
    opening = await posts({ work: 'berries' });
    const desk = await seat();
    const code = await sends(desk, false, { named: ['work'], locales: ['ru'] });
    house.now += 61_000;
    await house.round();
    const account = await desk.broadcast(code);
    expect(account?.foreseen).toBe(30);
    expect(account?.pushes[0]?.total).toBe(30);
    expect([...house.arrived.keys()].every((name) => name.startsWith('named'))).toBe(true);
  }, 60_000);

  it('are the same for the same people, however they are asked for, and count as one question', async () => {
    await people(22);
    opening = await posts();
    const desk = await seat();
    // All of them speak one language: the others leave nobody out.
    const others = ['en', 'uz', 'uz-Cyrl', 'tg', 'ky'];
    const told: unknown[] = [];
    for (let some = 0; some < 2 ** others.length; some += 1) {
      const locales = ['ru', ...others.filter((_, at) => (some >> at) % 2 === 1)];
      const answer = await reach(desk, { named: [], locales });
      told.push(answer.kind === 'told' ? answer.people : answer.kind);
    }
    expect(new Set(told).size).toBe(1);
    const kept = async () => (await house.database.pool.query('select from audience_question')).rowCount;
    const before = await kept();
    await reach(desk, { named: [], locales: ['ru'] });
    expect(await kept()).toBe(before);
  }, 60_000);

  it('are refused where they would show a handful beside what was asked before, for a day', async () => {
    await people(50, { works: ['berries'] }, 'named');
    await people(5, { works: 'any' }, 'any');
    opening = await posts({ work: 'berries' });
    const desk = await seat();
    expect(await reach(desk)).toMatchObject({ kind: 'told' });
    expect(await reach(desk, { named: ['work'], locales: 'any' })).toEqual({ kind: 'refused' });
    // Nor may it be sent: its account would tell the same.
    expect(await desk.sendBroadcast(wish(false, { named: ['work'], locales: 'any' }))).toEqual({
      kind: 'done',
      value: { kind: 'narrow' },
    });
    // A colleague is no other question.
    expect(await reach(await seat(), { named: ['work'], locales: 'any' })).toEqual({ kind: 'refused' });
    house.now += 25 * 3_600_000;
    expect(await reach(desk, { named: ['work'], locales: 'any' })).toMatchObject({ kind: 'told' });
  }, 60_000);
});
