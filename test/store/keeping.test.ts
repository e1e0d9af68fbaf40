import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { bitmapOf } from '../../src/domain/bitmap.ts';
import type { Coordinator, Role } from '../../src/domain/coordinator.ts';
import type { Desk, Done } from '../../src/domain/desk.ts';
import { daysAfter } from '../../src/domain/feed-values.ts';
import type { Keeping } from '../../src/domain/keeping.ts';
import type { Opening } from '../../src/domain/opening.ts';
import type { ReportReason } from '../../src/domain/people-and-openings.ts';
import { Address } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { addCoordinator } from '../../src/store/coordinators.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { deskWith } from '../../src/store/desk.ts';
import { fileReport } from '../../src/store/reports.ts';
import { noteShown } from '../../src/store/told.ts';
import { TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { anOrganisation, post } from '../support/organisations.ts';
import { freshVault } from '../support/vault.ts';

const NOW = new Date(`${TODAY}T09:00:00Z`);
const vault = freshVault();
const clock = (): Date => NOW;

let fresh: FreshDatabase;
let database: Database;
let union: string;
let people = 0;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, connections: 8 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate opening, organisation, coordinator, audit, push cascade');
  union = await anOrganisation(database.pool);
});

async function somebody(role: Role, organisationId = union): Promise<Coordinator> {
  people += 1;
  const who = await addCoordinator(
    { database: database.pool, vault, clock },
    {
      organisationId,
      channel: 'telegram',
      address: new Address(String(people)),
      locale: 'en',
      alias: `Plum ${people}`,
      roles: [role],
      secret: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      trustedFrom: NOW,
    },
  );
  if (who === null) throw new Error('nobody was written down');
  return who;
}

const at = <T>(who: Coordinator, work: (desk: Desk) => Promise<T>): Promise<T> =>
  database.transaction((client) =>
    work(
      deskWith(
        { database: client, vault, clock, codes: oneTimeCodes },
        { channel: 'telegram', address: new Address('1') },
        who,
      ),
    ),
  );
const givesCode = (who: Coordinator): Promise<unknown> =>
  database.pool.query(
    `update coordinator set totp_step = 1, stepped_up_until = $2::timestamptz + interval '10 minutes' where id = $1`,
    [who.id, NOW],
  );
const said = <T>(done: Done<T>): T | string =>
  done.kind === 'done' ? done.value : 'why' in done.permission ? done.permission.why : done.permission.kind;
const keeps = async (who: Coordinator, { code }: Opening, keeping: Keeping): Promise<string> =>
  said(await at(who, (desk) => desk.keep(code, keeping, TODAY)));
const states = async () =>
  (await database.pool.query('select status, places_left, close_reason, revision from opening')).rows;
const audited = async () => (await database.pool.query('select action, subject, detail from audit')).rows;

const FIVE_LEFT: Keeping = { kind: 'places', said: { left: 5 } };

const reports = async ({ id }: Opening, reasons: readonly ReportReason[]): Promise<void> => {
  for (const [at, reason] of reasons.entries())
    await fileReport(
      database,
      { openingId: id, reason, reporter: Buffer.from(`${id} ${at}`), day: TODAY },
      { ordinal: 40 + at },
      NOW,
    );
};

describe('reports of an organisation', () => {
  it('are shown by reasons to its moderators, and to nobody else', async () => {
    const other = await anOrganisation(database.pool, { slug: 'other' });
    await reports(await post(database.pool, union, { code: 'K7Q2M' }), ['fee', 'fee', 'pay']);
    await reports(await post(database.pool, other, { code: 'B7Q2M' }), ['fee']);
    await reports(await post(database.pool, null, { code: 'F7Q2M' }), ['fee']);
    const shown = await at(await somebody('moderator'), (desk) => desk.reported());
    expect(shown).toMatchObject([{ code: 'K7Q2M', status: 'paused', reasons: { fee: 2, pay: 1 } }]);
    expect(JSON.stringify(shown)).not.toMatch(/ordinal|reporter|4[012]/);
    expect(await at(await somebody('poster'), (desk) => desk.reported())).toEqual([]);
  });

  it.each([
    [true, 'upheld', 'closed'],
    [false, 'rejected', 'open'],
  ] as const)('are decided once, by code, and not by whoever posted it: %s', async (upheld, end, status) => {
    const opening = await post(database.pool, union);
    await reports(opening, ['fee', 'fee', 'pay']);
    const moderator = await somebody('moderator');
    const decides = async (): Promise<string> =>
      said(await at(moderator, (desk) => desk.decideReports(opening.code, upheld, TODAY)));
    await database.pool.query('update coordinator set totp_step = 1');
    expect(await decides()).toBe('code');
    await givesCode(moderator);
    await database.pool.query('update opening set posted_by = $1', [moderator.id]);
    expect(await decides()).toBe('own');
    await database.pool.query('update opening set posted_by = null');
    expect(await decides()).toBe(end);
    expect(await decides()).toBe('none');
    expect(await states()).toMatchObject([{ status }]);
    expect(await audited()).toEqual([{ action: 'report.decide', subject: opening.code, detail: { upheld } }]);
  });

  it('say so when they were wrong and its last day is over meanwhile', async () => {
    const opening = await post(database.pool, union, { expiresOn: TODAY });
    await reports(opening, ['fee', 'fee', 'pay']);
    const moderator = await somebody('moderator');
    await givesCode(moderator);
    const tomorrow = daysAfter(TODAY, 1);
    expect(said(await at(moderator, (desk) => desk.decideReports(opening.code, false, tomorrow)))).toBe(
      'rejected-over',
    );
    expect(await states()).toMatchObject([{ status: 'closed', close_reason: 'expired' }]);
  });

  it('of another organisation are none of their business', async () => {
    const other = await anOrganisation(database.pool, { slug: 'other' });
    const opening = await post(database.pool, other);
    await reports(opening, ['fee']);
    const moderator = await somebody('moderator');
    await givesCode(moderator);
    expect(said(await at(moderator, (desk) => desk.decideReports(opening.code, true, TODAY)))).toBe('none');
    expect(await states()).toMatchObject([{ status: 'open' }]);
  });
});

describe('the openings of an organisation', () => {
  it('are shown to its own people alone, newest first, with those told in coarse steps', async () => {
    const other = await anOrganisation(database.pool, { slug: 'other' });
    const older = await post(database.pool, union, { code: 'K7Q2M' });
    await post(database.pool, union, { code: 'N7Q2M' });
    await post(database.pool, other, { code: 'B7Q2M' });
    await post(database.pool, null, { code: 'F7Q2M' });
    for (let ordinal = 0; ordinal < 65; ordinal++) await noteShown(database, older.id, ordinal);
    const moderator = await somebody('moderator');
    const shown = await at(moderator, (desk) => desk.keptOpenings(0, 10));
    expect(shown.map(({ opening, told }) => [opening.code, told])).toEqual([
      ['N7Q2M', 0],
      ['K7Q2M', 50],
    ]);
    expect(await at(moderator, (desk) => desk.keptOpenings(1, 1))).toHaveLength(1);
    expect(await at(moderator, (desk) => desk.keptOpening('B7Q2M'))).toBeNull();
    expect(await at(await somebody('broadcaster'), (desk) => desk.keptOpenings(0, 10))).toEqual([]);
  });

  it('do not show where one more person would be seen', async () => {
    for (let some = 0; some < 30; some += 1) {
      const { id } = await post(database.pool, union);
      const bits = Buffer.from(bitmapOf(Array.from({ length: 21 }, (_, at) => at)));
      await database.pool.query('insert into told (opening_id, bits) values ($1, $2)', [id, bits]);
    }
    const shown = await at(await somebody('moderator'), (desk) => desk.keptOpenings(0, 30));
    expect(new Set(shown.map(({ told }) => told))).toEqual(new Set([0, 20]));
  });

  it('are ended by whoever posted them, and by others with a code where more than fifty were told', async () => {
    const [poster, moderator] = [await somebody('poster'), await somebody('moderator')];
    const told = async (people: number): Promise<Opening> => {
      const opening = await post(database.pool, union);
      await database.pool.query('update opening set posted_by = $1', [poster.id]);
      await database.pool.query(
        'insert into told (opening_id, bits) select id, $2 from opening where code = $1',
        [opening.code, Buffer.from(bitmapOf(Array.from({ length: people }, (_, ordinal) => ordinal)))],
      );
      return opening;
    };
    for (const keeping of [
      { kind: 'close', reason: 'filled' },
      { kind: 'places', said: { left: 0 } },
    ] as const) {
      const many = await told(51);
      await database.pool.query('update coordinator set stepped_up_until = null, totp_step = 1');
      const again = await at(moderator, (desk) => desk.keep(many.code, keeping, TODAY));
      expect(again).toMatchObject({ kind: 'refused', permission: { kind: 'code' } });
      expect(await keeps(moderator, await told(5), keeping)).not.toBe('code');
      expect(await keeps(poster, many, keeping)).not.toBe('code');
    }
  });

  it('are changed with one line of audit, and those who were told hear of what matters', async () => {
    const opening = await post(database.pool, union, { source: 'csv', places: 20, placesLeft: 20 });
    const moderator = await somebody('moderator');
    expect(await keeps(moderator, opening, FIVE_LEFT)).toBe('changed');
    expect(await keeps(moderator, opening, { kind: 'close', reason: 'filled' })).toBe('told');
    expect(await states()).toMatchObject([{ status: 'filled', places_left: 0, revision: 1 }]);
    expect(await audited()).toEqual([
      { action: 'opening.places', subject: opening.code, detail: {} },
      { action: 'opening.close', subject: opening.code, detail: { reason: 'filled' } },
    ]);
  });

  it.each([
    ['a poster who did not post it', 'poster', {}, 'role'],
    ['a moderator', 'moderator', {}, 'changed'],
    ['a moderator of an organisation without this region', 'moderator', { regions: '{RU-KDA}' }, 'region'],
  ] as const)(
    'are changed by %s or not',
    async (_, role, { regions = '{any}' }: { regions?: string }, end) => {
      await database.pool.query('update organisation set regions = $1', [regions]);
      const opening = await post(database.pool, union, { region: 'RU-LIP', places: 20, placesLeft: 20 });
      expect(await keeps(await somebody(role), opening, FIVE_LEFT)).toBe(end);
      expect(await audited()).toHaveLength(end === 'changed' ? 1 : 0);
      expect(await states()).toMatchObject([{ places_left: end === 'changed' ? 5 : 20 }]);
    },
  );

  it('are changed by whoever posted them', async () => {
    const opening = await post(database.pool, union, { places: 20, placesLeft: 20 });
    const poster = await somebody('poster');
    await database.pool.query('update opening set posted_by = $1', [poster.id]);
    expect(await keeps(poster, opening, FIVE_LEFT)).toBe('changed');
  });

  it('are none of the business of another organisation', async () => {
    const opening = await post(database.pool, union);
    const other = await anOrganisation(database.pool, { slug: 'other' });
    expect(await keeps(await somebody('moderator', other), opening, FIVE_LEFT)).toBe('gone');
    expect(await audited()).toEqual([]);
  });

  it.each<[string, Keeping, Partial<Opening>, string]>([
    [
      'fewer than none',
      { kind: 'places', said: { came: 9 } },
      { places: 9, placesLeft: 3 },
      'why-below-zero',
    ],
    ['opened though it is open', { kind: 'reopen', left: 3 }, {}, 'why-open'],
    [
      'closed twice',
      { kind: 'close', reason: 'moved' },
      { status: 'closed', closeReason: 'moved' },
      'why-closed',
    ],
    [
      'opened again, though nobody ever approved it',
      { kind: 'reopen', left: 3 },
      { status: 'closed', closeReason: 'source-gone' },
      'why-closed',
    ],
  ])('say why not: %s', async (_, keeping, differing, end) => {
    const opening = await post(database.pool, union, differing);
    expect(await keeps(await somebody('moderator'), opening, keeping)).toBe(end);
    expect(await audited()).toEqual([]);
  });

  it.each<[string, Keeping, Partial<Opening>]>([
    [
      'opened again',
      { kind: 'reopen', left: 3 },
      { status: 'filled', closeReason: 'filled', places: 9, placesLeft: 0 },
    ],
    [
      'extended after their end',
      { kind: 'extend', until: '2026-12-01' },
      { status: 'closed', closeReason: 'expired' },
    ],
  ])('that are %s need a fresh code, because many may hear of it', async (_, keeping, differing) => {
    const opening = await post(database.pool, union, { source: 'csv', endsOn: null, ...differing });
    const moderator = await somebody('moderator');
    await database.pool.query('update coordinator set totp_step = 1');
    expect(await keeps(moderator, opening, keeping)).toBe('code');
    await givesCode(moderator);
    expect(await keeps(moderator, opening, keeping)).toBe('told');
    expect(await states()).toMatchObject([{ status: 'open' }]);
    expect(await audited()).toMatchObject([{ action: 'opening.reopen' }]);
  });
});

describe('a season that a coordinator knows of', () => {
  const LATER = { seasonId: 'straw-lip', region: 'RU-LIP', year: 2026, days: 7, over: false };

  it('is moved under the name of the role, with a code, and said once', async () => {
    const poster = await somebody('poster');
    const shifts = async (): Promise<string> => said(await at(poster, (desk) => desk.shiftSeason(LATER)));
    await database.pool.query('update coordinator set totp_step = 1');
    expect(await shifts()).toBe('code');
    await givesCode(poster);
    expect(await shifts()).toBe('said');
    expect(await shifts()).toBe('known');
    const { rows } = await database.pool.query('select days, shifted_by from season_shift');
    expect(rows).toEqual([{ days: 7, shifted_by: poster.alias }]);
  });

  it('is not moved where the organisation does not speak', async () => {
    await database.pool.query(`update organisation set regions = '{RU-KDA}'`);
    expect(said(await at(await somebody('poster'), (desk) => desk.shiftSeason(LATER)))).toBe('region');
  });
});
