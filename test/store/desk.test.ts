import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Chat } from '../../src/domain/chat.ts';
import type { Coordinator, Role } from '../../src/domain/coordinator.ts';
import type { Done } from '../../src/domain/desk.ts';
import { Address } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { auditLines, HOST } from '../../src/store/audit.ts';
import { createChats } from '../../src/store/chats.ts';
import { coordinators } from '../../src/store/coordinators.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createInvitation } from '../../src/store/invitations.ts';
import { createOrganisation, organisation } from '../../src/store/organisations.ts';
import { createRetention } from '../../src/store/retention.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { codeOf, nextCode } from '../support/codes.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { freshVault } from '../support/vault.ts';

let fresh: FreshDatabase;
let database: Database;
let now: Date;
let updates = 0;
let people = 0;
let union: string;
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
  await database.pool.query(
    'truncate organisation, coordinator, invitation, audit, standstill, dialogue, seen_update cascade',
  );
  union = await anOrganisation('union');
});

const later = (minutes: number): void => {
  now = new Date(now.getTime() + minutes * 60_000);
};
const anOrganisation = async (slug: string): Promise<string> => {
  const made = await createOrganisation(database.pool, { slug, titles: { en: slug } }, now);
  return made?.id ?? '';
};

/** Somebody's chat: what they do there is one message each. */
interface Seat {
  readonly address: Address;
  does<T>(work: (chat: Chat) => Promise<T>, formerly?: Address): Promise<T>;
  /** As the database has them now. */
  readonly me: () => Promise<Coordinator | null>;
  /** The secret of their codes, as it stood on their screen. */
  readonly secret: string;
}

function seat(secret = ''): Seat {
  people += 1;
  const address = new Address(String(800_000_000 + people));
  const does: Seat['does'] = async (work, formerly) => {
    updates += 1;
    const chats = createChats({ database, vault, clock, codes: oneTimeCodes, repeatHours: () => 48 });
    const handled = await chats.handle(
      {
        channel: 'telegram',
        address,
        updateId: `${updates}`,
        event: { kind: 'other' },
        ...(formerly === undefined ? {} : { formerly }),
      },
      work,
    );
    if (handled.kind !== 'handled') throw new Error('a message was not handled');
    return handled.value;
  };
  return { address, does, me: () => does(async ({ desk }) => desk.coordinator), secret };
}

/** Somebody who joined by a link of the host, set up their codes and is trusted at once. */
async function coordinator(
  alias: string,
  organisationId: string | null,
  roles: readonly Role[],
): Promise<Seat> {
  const ports = { database: database.pool, vault, clock };
  const token = await createInvitation(ports, { organisationId, roles, by: HOST });
  const guest = seat();
  await guest.does(({ desk }) => desk.join({ token, alias, locale: 'en' }));
  const set = await guest.does(({ desk }) => desk.codeSetUp());
  const secret = set?.secret ?? '';
  await guest.does(({ desk }) => desk.stepUp(codeOf(secret, now)));
  later(11);
  return { ...guest, secret };
}

const stepsUp = ({ does, secret }: Seat): Promise<string> => {
  later(1);
  return does(({ desk }) => desk.stepUp(codeOf(secret, now)));
};
const idOf = async (one: Seat): Promise<string> => (await one.me())?.id ?? '';
const refusal = <T>(done: Done<T>): string =>
  done.kind === 'done' ? 'done' : 'why' in done.permission ? done.permission.why : done.permission.kind;
const actions = async (): Promise<readonly string[]> =>
  (await auditLines(database.pool, 'everybody', { before: null, limit: 100 })).map(
    ({ alias, role, action, subject }) =>
      [alias, role, action, subject].filter((each) => each !== null).join(' '),
  );
const count = async (table: string): Promise<number | null> =>
  (await database.pool.query(`select from ${table}`)).rowCount;

describe('a link', () => {
  it('of the host makes the first operator, who is trusted at once and sealed like a subscriber', async () => {
    const operator = await coordinator('Gate', null, ['operator']);
    expect(await operator.me()).toMatchObject({
      alias: 'Gate',
      organisation: null,
      roles: ['operator'],
      hasCodes: true,
    });
    const { rows } = await database.pool.query(
      'select c.*, i.key from coordinator c left join invitation i on true',
    );
    const bytes = Buffer.concat([rows[0].lookup, rows[0].sealed, rows[0].totp]).toString('latin1');
    expect(bytes).not.toContain(operator.address.reveal());
    expect(bytes).not.toContain(operator.secret);
    expect(rows[0].key).toBeNull();
  });

  it('works once, however many press it at a time', async () => {
    const ports = { database: database.pool, vault, clock };
    const token = await createInvitation(ports, { organisationId: union, roles: ['poster'], by: HOST });
    const joined = await Promise.all(
      ['Plum', 'Pear', 'Quince'].map((alias) =>
        seat().does(({ desk }) => desk.join({ token, alias, locale: 'en' })),
      ),
    );
    expect(joined.toSorted()).toEqual(['gone', 'gone', 'joined']);
  });

  it('is good for 24 hours, and only a keyed hash of it is kept', async () => {
    const ports = { database: database.pool, vault, clock };
    const token = await createInvitation(ports, { organisationId: union, roles: ['poster'], by: HOST });
    expect(Buffer.from(token, 'base64url')).toHaveLength(16);
    const { rows } = await database.pool.query<{ key: Buffer }>('select key from invitation');
    expect(rows[0]?.key.equals(Buffer.from(token, 'base64url'))).toBe(false);
    later(24 * 60 - 1);
    expect(await seat().does(({ desk }) => desk.invitation(token))).toMatchObject({ roles: ['poster'] });
    later(1);
    const guest = seat();
    expect(await guest.does(({ desk }) => desk.invitation(token))).toBeNull();
    expect(await guest.does(({ desk }) => desk.join({ token, alias: 'Plum', locale: 'en' }))).toBe('gone');
    const subscribers = createSubscribers({ database: database.pool, vault, clock });
    expect(await createRetention(database, subscribers).expireInvitations(now)).toBe(1);
  });

  it('is not used up by a name that is taken, nor by somebody who is one already', async () => {
    const plum = await coordinator('Plum', union, ['poster']);
    const ports = { database: database.pool, vault, clock };
    const token = await createInvitation(ports, { organisationId: union, roles: ['poster'], by: HOST });
    const join = (who: Seat, alias: string) =>
      who.does(({ desk }) => desk.join({ token, alias, locale: 'en' }));
    expect(await join(plum, 'Pear')).toBe('here');
    const guest = seat();
    for (const alias of ['pLUM', 'Host']) expect(await join(guest, alias)).toBe('taken');
    expect(await join(guest, 'Pear')).toBe('joined');
  });

  it('of an admin leads to reading only, for a day or until somebody confirms', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    await stepsUp(admin);
    const done = await admin.does(({ desk }) => desk.invite(union, ['poster']));
    const token = done.kind === 'done' ? done.value : '';
    const guest = seat();
    await guest.does(({ desk }) => desk.join({ token, alias: 'Plum', locale: 'ky' }));
    const may = () =>
      guest.does(async ({ desk }) => {
        const said = desk.may('draft.edit', { organisationId: union });
        return said.kind === 'no' ? said.why : said.kind;
      });
    expect(await may()).toBe('new');
    const id = await idOf(guest);
    expect(refusal(await guest.does(({ desk }) => desk.confirm(id)))).toBe('role');
    expect(refusal(await admin.does(({ desk }) => desk.confirm(id)))).toBe('done');
    expect(await may()).toBe('yes');
  });

  it('of somebody who was removed is worth nothing', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    const other = await coordinator('Fence', union, ['admin']);
    await stepsUp(admin);
    await admin.does(({ desk }) => desk.invite(union, ['poster']));
    await stepsUp(other);
    const id = await idOf(admin);
    await other.does(({ desk }) => desk.remove(id));
    expect(await count('invitation')).toBe(0);
  });

  it('of somebody who may invite no more is worth nothing', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    const other = await coordinator('Fence', union, ['admin']);
    await stepsUp(admin);
    await admin.does(({ desk }) => desk.invite(union, ['admin']));
    await stepsUp(other);
    const id = await idOf(admin);
    await other.does(({ desk }) => desk.changeRoles(id, ['admin', 'poster']));
    expect(await count('invitation')).toBe(1);
    await other.does(({ desk }) => desk.changeRoles(id, ['poster']));
    expect(await count('invitation')).toBe(0);
  });

  it('of an operator who left is worth nothing, whatever the organisation', async () => {
    const operator = await coordinator('Harbour', null, ['operator']);
    await stepsUp(operator);
    await operator.does(({ desk }) => desk.invite(union, ['admin']));
    await operator.does(({ desk }) => desk.leave());
    expect(await count('invitation')).toBe(0);
  });
});

describe('what needs a code', () => {
  it('is refused without one, done for ten minutes after one, and refused again', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    const invites = async () => refusal(await admin.does(({ desk }) => desk.invite(union, ['poster'])));
    expect(await invites()).toBe('code');
    expect(await stepsUp(admin)).toBe('right');
    later(9);
    expect(await invites()).toBe('done');
    later(2);
    expect(await invites()).toBe('code');
    expect(await count('invitation')).toBe(1);
  });

  it('is not opened by a code that was used, here or in the same step', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    later(1);
    const code = codeOf(admin.secret, now);
    const tries = await Promise.all([0, 1, 2].map(() => admin.does(({ desk }) => desk.stepUp(code))));
    expect(tries.toSorted()).toEqual(['right', 'wrong', 'wrong']);
    expect(await admin.does(({ desk }) => desk.stepUp(nextCode(admin.secret, now)))).toBe('right');
  });

  it('is locked by five wrong codes in a row, which its admins can read; nothing of a code is kept', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    later(1);
    const wrong = codeOf(admin.secret, new Date(now.getTime() + 3_600_000));
    const tries: string[] = [];
    for (let at = 0; at < 6; at++) tries.push(await admin.does(({ desk }) => desk.stepUp(wrong)));
    expect(tries).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked', 'locked']);
    expect(await admin.does(({ desk }) => desk.stepUp(codeOf(admin.secret, now)))).toBe('locked');
    later(16);
    expect(await stepsUp(admin)).toBe('right');
    expect((await actions()).filter((line) => line.includes('locked'))).toEqual(['Gate admin codes.locked']);
    const everything = JSON.stringify((await database.pool.query('select * from audit')).rows);
    expect(everything).not.toContain(wrong);
  });
});

describe('one who is changed or goes', () => {
  it('is gone at once when removed, with what they were saying, also in the middle of it', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    const poster = await coordinator('Plum', union, ['poster']);
    await poster.does(({ save }) => save('half a draft'));
    const id = await idOf(poster);
    await stepsUp(admin);
    // Their next deed was begun before, and comes to its end after.
    const deed = { action: 'draft.edit', subject: { organisationId: union } } as const;
    const outcome = await poster.does(async ({ desk }) => {
      expect(refusal(await admin.does((theirs) => theirs.desk.remove(id)))).toBe('done');
      return refusal(await desk.act(deed, async () => null));
    });
    expect(outcome).toBe('role');
    expect(await poster.me()).toBeNull();
    expect(await count('dialogue')).toBe(0);
    expect(await actions()).toContain('Gate admin coordinator.remove Plum');
  });

  it('by another who is removed by them at the same time: one of the two is, and the other is told', async () => {
    const seats = [await coordinator('Gate', union, ['admin']), await coordinator('Fence', union, ['admin'])];
    const ids: string[] = [];
    for (const seat of seats) {
      await stepsUp(seat);
      ids.unshift(await idOf(seat));
    }
    let ready = 0;
    const { promise: both, resolve } = Promise.withResolvers<void>();
    const ends = seats.map((seat, at) =>
      seat.does(async ({ desk }) => {
        ready += 1;
        if (ready === 2) resolve();
        await both;
        return refusal(await desk.remove(ids[at] ?? ''));
      }),
    );
    expect((await Promise.all(ends)).toSorted()).toEqual(['done', 'role']);
  });

  it('waits a day with new roles, not with fewer, and a code given before counts no more', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    const poster = await coordinator('Plum', union, ['poster', 'broadcaster']);
    await stepsUp(poster);
    await stepsUp(admin);
    const id = await idOf(poster);
    await admin.does(({ desk }) => desk.changeRoles(id, ['poster']));
    expect(await poster.me()).toMatchObject({ roles: ['poster'], steppedUpUntil: null });
    expect((await poster.me())?.trustedFrom.getTime()).toBeLessThan(now.getTime());
    await admin.does(({ desk }) => desk.changeRoles(id, ['poster', 'moderator']));
    expect((await poster.me())?.trustedFrom).toEqual(new Date(now.getTime() + 24 * 3_600_000));
  });

  it('makes nobody an operator, and no operator of anybody in an organisation', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    const operator = await coordinator('Harbour', null, ['operator']);
    const poster = await idOf(await coordinator('Plum', union, ['poster']));
    await stepsUp(admin);
    await stepsUp(operator);
    const gives = async (who: Seat, roles: readonly Role[]) =>
      refusal(await who.does(({ desk }) => desk.changeRoles(poster, roles)));
    const invites = async (who: Seat, of: string | null, roles: readonly Role[]) =>
      refusal(await who.does(({ desk }) => desk.invite(of, roles)));
    expect(await gives(admin, ['operator'])).toBe('role');
    expect(await gives(operator, ['operator'])).toBe('role');
    expect(await gives(operator, ['admin'])).toBe('done');
    expect(await invites(admin, null, ['operator'])).toBe('role');
    expect(await invites(operator, union, ['operator'])).toBe('role');
    expect(await invites(operator, null, ['poster'])).toBe('role');
    expect(await invites(operator, null, ['operator'])).toBe('done');
  });

  it('of another organisation is out of reach, seen or not', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    const other = await anOrganisation('other');
    const theirs = await idOf(await coordinator('Plum', other, ['poster']));
    await stepsUp(admin);
    const does = async (work: Parameters<Seat['does']>[0]) =>
      refusal((await admin.does(work)) as Done<unknown>);
    expect(await does(({ desk }) => desk.remove(theirs))).toBe('organisation');
    expect(await does(({ desk }) => desk.confirm(theirs))).toBe('organisation');
    expect(await does(({ desk }) => desk.changeRoles(theirs, ['admin']))).toBe('organisation');
    expect(await does(({ desk }) => desk.invite(other, ['admin']))).toBe('organisation');
    expect(await does(({ desk }) => desk.halt(other))).toBe('organisation');
    expect(await does(({ desk }) => desk.remove(randomUUID()))).toBe('role');
    expect(await admin.does(({ desk }) => desk.people(other))).toEqual([]);
    expect((await admin.does(({ desk }) => desk.organisations())).map(({ slug }) => slug)).toEqual(['union']);
  });

  it('leaves at once, and nothing is left but their name in the audit', async () => {
    const poster = await coordinator('Plum', union, ['poster']);
    await poster.does(({ desk }) => desk.leave());
    expect(await coordinators(database.pool, 'everybody')).toEqual([]);
    expect((await actions())[0]).toBe('Plum poster coordinator.leave');
  });

  it('is known by a new address that the service vouches for, and only reads there for a day', async () => {
    const poster = await coordinator('Plum', union, ['poster']);
    const renewed = seat();
    const seen = await renewed.does(async ({ desk }) => desk.coordinator, poster.address);
    expect(seen).toMatchObject({ alias: 'Plum', steppedUpUntil: null });
    expect(seen?.trustedFrom).toEqual(new Date(now.getTime() + 24 * 3_600_000));
    expect(await poster.me()).toBeNull();
  });
});

describe('the audit', () => {
  it('has a line for what was done and none for what was not, in the same transaction', async () => {
    const poster = await coordinator('Plum', union, ['poster']);
    const before = await count('audit');
    const deed = { action: 'draft.edit', subject: { organisationId: union }, about: '#K7Q2M' } as const;
    const broken = poster.does(({ desk }) =>
      desk.act(deed, async () => {
        throw new Error('broken');
      }),
    );
    await expect(broken).rejects.toThrow('broken');
    const refused = await poster.does(({ desk }) =>
      desk.act({ ...deed, action: 'broadcast.write' }, async () => 1),
    );
    expect(refusal(refused)).toBe('role');
    expect(await count('audit')).toBe(before);
    expect(await poster.does(({ desk }) => desk.act(deed, async () => 7))).toEqual({
      kind: 'done',
      value: 7,
    });
    expect((await actions())[0]).toBe('Plum poster draft.edit #K7Q2M');
  });

  it('is read by admins of their organisation, by operators whole, by nobody else', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    await coordinator('Pear', await anOrganisation('other'), ['admin']);
    const poster = await coordinator('Plum', union, ['poster']);
    const operator = await coordinator('Harbour', null, ['operator']);
    const aliases = async (who: Seat) => [
      ...new Set((await who.does(({ desk }) => desk.audit(null, 100))).map(({ alias }) => alias)),
    ];
    expect((await aliases(admin)).toSorted()).toEqual(['Gate', 'Plum']);
    expect((await aliases(operator)).toSorted()).toEqual(['Gate', 'Harbour', 'Pear', 'Plum']);
    expect(await aliases(poster)).toEqual([]);
  });

  it('is read page by page, newest first', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    for (let at = 0; at < 5; at++) await admin.does(({ desk }) => desk.halt(union));
    const page = await admin.does(({ desk }) => desk.audit(null, 3));
    expect(page.map(({ id }) => id)).toEqual(page.map(({ id }) => id).toSorted((a, b) => b - a));
    const next = await admin.does(({ desk }) => desk.audit(page.at(-1)?.id ?? 0, 3));
    expect(next[0]?.id).toBe((page.at(-1)?.id ?? 0) - 1);
  });

  it('goes after a year', async () => {
    await coordinator('Gate', union, ['admin']);
    const retention = createRetention(database, createSubscribers({ database: database.pool, vault, clock }));
    expect(await retention.expireAudit(now)).toBe(0);
    later(366 * 24 * 60);
    expect(await retention.expireAudit(now)).toBeGreaterThan(0);
    expect(await count('audit')).toBe(0);
  });

  it('has no subscriber in it: no ordinal, no address, no id of a row', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    const subscribers = createSubscribers({ database: database.pool, vault, clock });
    const who = { channel: 'telegram', address: admin.address, locale: 'en', consentVersion: 1 };
    const subscriber = await subscribers.optIn(who);
    const poster = await coordinator('Plum', union, ['poster']);
    await stepsUp(admin);
    const id = await idOf(poster);
    await admin.does(({ desk }) => desk.changeRoles(id, ['poster', 'moderator']));
    await admin.does(({ desk }) => desk.confirm(id));
    await admin.does(({ desk }) => desk.invite(union, ['poster']));
    await admin.does(({ desk }) => desk.halt(union));
    await admin.does(({ desk }) => desk.goOn(union));
    await admin.does(({ desk }) => desk.remove(id));
    await admin.does(({ desk }) => desk.leave());
    const text = JSON.stringify((await database.pool.query('select * from audit')).rows);
    for (const secret of [subscriber.id, id, admin.address.reveal(), admin.secret, poster.secret])
      expect(text).not.toContain(secret);
    expect(text).not.toMatch(/ordinal|"sealed"|"lookup"/);
  });
});

describe('the emergency stop', () => {
  it('of an organisation is for its admins without a code, and only a code ends it', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    expect(refusal(await admin.does(({ desk }) => desk.halt(union)))).toBe('done');
    expect((await organisation(database.pool, { id: union }))?.stopped).toBe(true);
    expect(refusal(await admin.does(({ desk }) => desk.goOn(union)))).toBe('code');
    await stepsUp(admin);
    expect(refusal(await admin.does(({ desk }) => desk.goOn(union)))).toBe('done');
    expect((await organisation(database.pool, { slug: 'union' }))?.stopped).toBe(false);
  });

  it('of everything is for operators', async () => {
    const admin = await coordinator('Gate', union, ['admin']);
    const operator = await coordinator('Harbour', null, ['operator']);
    expect(refusal(await admin.does(({ desk }) => desk.halt(null)))).toBe('role');
    expect(refusal(await operator.does(({ desk }) => desk.halt(null)))).toBe('done');
    expect(await operator.does(({ desk }) => desk.everythingStopped())).toBe(true);
    await stepsUp(operator);
    await operator.does(({ desk }) => desk.goOn(null));
    expect(await operator.does(({ desk }) => desk.everythingStopped())).toBe(false);
  });
});
