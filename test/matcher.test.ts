import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bitmapOf, EMPTY_BITMAP, ordinals } from '../src/domain/bitmap.ts';
import type { Law } from '../src/domain/law.ts';
import { matches } from '../src/domain/matching.ts';
import type { Opening } from '../src/domain/opening.ts';
import type { PlannedPush, Told } from '../src/domain/push-plans.ts';
import { createLawBook } from '../src/law-book.ts';
import { createLog } from '../src/log.ts';
import { createMatcher, type Matcher } from '../src/matcher.ts';
import { changesSince, loadAudience, pruneChanges } from '../src/store/changes.ts';
import { proposals, propose, ruleChanges, second } from '../src/store/rule-changes.ts';
import { anOpening, preferences, TODAY } from './support/builders.ts';
import { type FreshDatabase, freshDatabase } from './support/database.ts';
import { aLink, BASES, NO_RULES } from './support/law.ts';

const REGIONS = ['RU-LIP', 'RU-MOS', 'RU-KDA'];
const ORDERS = Number(process.env['MEHNAT_TEST_ORDERS'] ?? 1_500);
const SEED = Number(process.env['MEHNAT_TEST_SEED'] ?? 1);

const country = {
  defaultTimeZone: 'Europe/Moscow',
  regions: [
    { code: 'RU-LIP', timeZone: 'Europe/Moscow', otherTimeZones: [] },
    { code: 'RU-KGD', timeZone: 'Europe/Kaliningrad', otherTimeZones: [] },
  ],
};

let database: FreshDatabase;
let pools: pg.Pool[];

const aPool = (max = 2): pg.Pool => {
  const pool = new pg.Pool({ connectionString: database.url, max });
  // The database is dropped under idle connections at the end.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  pools.push(pool);
  return pool;
};

beforeEach(async () => {
  database = await freshDatabase();
  pools = [];
});

afterEach(async () => {
  // By force and first: a test that failed may hold connections, and ending a pool would wait for them.
  await database.drop();
  for (const pool of pools) void pool.end();
});

interface Process {
  readonly matcher: Matcher;
  /** Audiences by push. */
  readonly audiences: Map<string, readonly number[]>;
  readonly planned: PlannedPush[];
}

const aProcess = (
  openings: ReadonlyMap<string, readonly Opening[]>,
  lines: string[] = [],
  told: Told = { told: EMPTY_BITMAP, perhaps: EMPTY_BITMAP },
  law: () => Promise<Law> = async () => NO_RULES,
): Process => {
  const planned: PlannedPush[] = [];
  const audiences = new Map<string, readonly number[]>();
  const matcher = createMatcher({
    calledOff: async () => false,
    pool: aPool(),
    plans: {
      planned: async () => planned.splice(0),
      told: async () => told,
      begin: async (id, recipients, total) => {
        audiences.set(id, [...ordinals(recipients)]);
        expect(audiences.get(id)).toHaveLength(total);
      },
    },
    openingsOf: async (id) => openings.get(id) ?? [],
    country,
    law,
    clock: () => new Date(`${TODAY}T09:00:00Z`),
    log: createLog({ level: 'debug', write: (line) => lines.push(line) }),
  });
  return { matcher, audiences, planned };
};

const push = (announcementId: string, differing: Partial<PlannedPush> = {}): PlannedPush => ({
  id: randomUUID(),
  announcementId,
  channel: 'telegram',
  kind: 'announce',
  zones: [],
  ...differing,
});

const finish = (region: string, more = ''): string =>
  `insert into subscriber (id, channel, lookup, sealed, locale, regions, consent_on, consent_version, answered_in)
   values ('${randomUUID()}', 'telegram', '\\x${randomUUID().replaceAll('-', '')}', '\\x00', 'tg',
           '{${region}}', '${TODAY}', 1, '2026-06-01') ${more} returning ordinal`;

const arrive = async (pool: pg.Pool, region: string): Promise<number> => {
  const { rows } = await pool.query<{ ordinal: number }>(finish(region));
  return rows[0]?.ordinal ?? 0;
};

describe('the matcher', () => {
  it('gives a bulletin everybody on its channel whom any open opening fits and who wants it at once', async () => {
    const people = aPool();
    const fits = await arrive(people, 'RU-LIP');
    const anywhere = await arrive(people, 'any');
    await arrive(people, 'RU-MOS');
    for (const change of ["cadence = 'daily'", "standing = 'stopped'", `paused_until = '${TODAY}'`]) {
      await people.query(`update subscriber set ${change} where ordinal = $1`, [
        await arrive(people, 'RU-LIP'),
      ]);
    }
    const closed = anOpening({ region: 'RU-MOS', status: 'closed' });
    const { matcher, planned, audiences } = aProcess(new Map([['b', [anOpening(), closed]]]));
    const [instant, other] = [push('b'), push('b', { channel: 'whatsapp' })];
    planned.push(instant, other);
    await matcher.plan();
    expect(audiences.get(instant.id)).toEqual([fits, anywhere]);
    expect(audiences.get(other.id)).toEqual([]);
  });

  it('gives a digest those who want one a day and live in its zones', async () => {
    const people = aPool();
    const [moscow, kaliningrad] = [await arrive(people, 'RU-LIP'), await arrive(people, 'RU-KGD')];
    await arrive(people, 'RU-LIP');
    await people.query("update subscriber set cadence = 'daily' where ordinal = any ($1)", [
      [moscow, kaliningrad],
    ]);
    const { matcher, planned, audiences } = aProcess(new Map());
    const digest = push('d', { kind: 'digest', zones: ['Europe/Kaliningrad'] });
    planned.push(digest);
    await matcher.plan();
    expect(audiences.get(digest.id)).toEqual([kaliningrad]);
  });

  it('obeys a rule that two keepers changed from the next question on', async () => {
    const people = aPool();
    const moscow = await arrive(people, 'any');
    await people.query(
      `update subscriber set permit_basis = 'patent', permit_region = 'RU-MOW' where ordinal = $1`,
      [moscow],
    );
    const nothingSaid = await arrive(people, 'any');
    const book = createLawBook({ rules: BASES, activities: [], crops: [] }, () => ruleChanges(people));
    const { matcher, planned, audiences } = aProcess(new Map([['b', [anOpening()]]]), [], undefined, () =>
      book.read(),
    );
    const ask = async (): Promise<readonly number[] | undefined> => {
      const asked = push('b');
      planned.push(asked);
      await matcher.plan();
      return audiences.get(asked.id);
    };
    expect(await ask()).toEqual([nothingSaid]);
    const row = aLink(['RU-MOW', 'RU-LIP']);
    await propose(people, { ruleId: row.id, row, source: 'agreement 1', by: 'anna', on: TODAY });
    const [waiting] = await proposals(people);
    expect(await ask()).toEqual([nothingSaid]);
    await second(people, waiting ?? { id: '' }, 'boris', new Date(`${TODAY}T08:00:00Z`));
    expect(await ask()).toEqual([moscow, nothingSaid]);
  });

  it('gives a correction those who were told and those who are about to be, fitting or paused', async () => {
    const people = aPool();
    const [told, left] = [await arrive(people, 'RU-LIP'), await arrive(people, 'RU-LIP')];
    const [elsewhere, waiting] = [await arrive(people, 'RU-MOS'), await arrive(people, 'RU-LIP')];
    await people.query('delete from subscriber where ordinal = $1', [left]);
    await people.query(
      `update subscriber set cadence = 'daily', paused_until = '2026-12-31' where ordinal = $1`,
      [told],
    );
    const filled = anOpening({ status: 'filled', placesLeft: 0 });
    const { matcher, planned, audiences } = aProcess(new Map([['o', [filled]]]), [], {
      told: bitmapOf([told, left]),
      perhaps: bitmapOf([elsewhere]),
    });
    const correction = push('o', { kind: 'filled' });
    planned.push(correction);
    await matcher.plan();
    expect(audiences.get(correction.id)).toEqual([told, elsewhere]);
    expect(waiting).toBeGreaterThan(0);
  });

  it('announces what is open again to those who were not told', async () => {
    const people = aPool();
    const [told, untold] = [await arrive(people, 'RU-LIP'), await arrive(people, 'RU-LIP')];
    const { matcher, planned, audiences } = aProcess(new Map([['o', [anOpening()]]]), [], {
      told: bitmapOf([told]),
      perhaps: EMPTY_BITMAP,
    });
    const again = push('o');
    planned.push(again);
    await matcher.plan();
    expect(audiences.get(again.id)).toEqual([untold]);
  });

  it('counts, and says why not others', async () => {
    const people = aPool();
    await arrive(people, 'RU-LIP');
    await arrive(people, 'RU-MOS');
    const { matcher } = aProcess(new Map());
    expect(await matcher.count(anOpening())).toBe(1);
    expect(await matcher.excluded(anOpening())).toEqual({
      asked: 2,
      fits: 1,
      reasons: { region: { people: 1, alone: 1 } },
    });
  });
});

describe('the table of changes', () => {
  it('tells of a transaction that began first and committed last', async () => {
    const people = aPool();
    const slow = await people.connect();
    await slow.query('begin');
    const { rows } = await slow.query<{ ordinal: number }>(finish('RU-LIP'));
    const quick = await arrive(people, 'RU-MOS');
    const snapshot = await loadAudience(people, (records) =>
      expect(records.map(({ ordinal }) => ordinal)).toEqual([quick]),
    );
    await slow.query('commit');
    slow.release();
    const changes = await changesSince(people, snapshot);
    expect(changes).toMatchObject({ kind: 'changes', changed: [{ ordinal: rows[0]?.ordinal }] });
  });

  it('tells of who was forgotten, once', async () => {
    const people = aPool();
    const ordinal = await arrive(people, 'RU-LIP');
    const snapshot = await loadAudience(people, () => undefined);
    await people.query('delete from subscriber');
    const changes = await changesSince(people, snapshot);
    expect(changes).toMatchObject({ kind: 'changes', changed: [{ ordinal, record: null }] });
    const later = changes.kind === 'changes' ? changes.snapshot : '';
    expect(await changesSince(people, later)).toMatchObject({ kind: 'changes', changed: [] });
  });

  it('is pruned to its newest, and readers from before know that they must rebuild', async () => {
    const people = aPool();
    const snapshot = await loadAudience(people, () => undefined);
    for (let made = 0; made < 8; made += 1) await arrive(people, 'RU-LIP');
    expect(await pruneChanges(people, 3)).toBeGreaterThan(0);
    const { rows } = await people.query('select from subscriber_change where ordinal > 0');
    expect(rows.length).toBeLessThanOrEqual(4);
    expect(await changesSince(people, snapshot)).toEqual({ kind: 'rebuild' });
    const fresh = await loadAudience(people, () => undefined);
    expect(await changesSince(people, fresh)).toMatchObject({ kind: 'changes', changed: [] });
  });

  it('never prunes what a running transaction will still add', async () => {
    const people = aPool();
    const slow = await people.connect();
    await slow.query('begin');
    await slow.query(finish('RU-LIP'));
    const snapshot = await loadAudience(people, () => undefined);
    for (let made = 0; made < 8; made += 1) await arrive(people, 'RU-LIP');
    await pruneChanges(people, 1);
    const fresh = await loadAudience(people, () => undefined);
    await slow.query('commit');
    slow.release();
    expect(await changesSince(people, fresh)).toMatchObject({ kind: 'changes', changed: [{}] });
    expect((await changesSince(people, snapshot)).kind).toMatch(/changes|rebuild/);
  });
});

/** mulberry32: small, seeded, good enough to shuffle. */
function dice(seed: number): (sides: number) => number {
  let state = seed;
  return (sides) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * sides);
  };
}

/** Of several statements sent at once, what the last one returned. */
const ordinalOf = (results: unknown): number => {
  const last: unknown = Array.isArray(results) ? results.at(-1) : results;
  return (last as pg.QueryResult<{ ordinal: number }>).rows[0]?.ordinal ?? 0;
};

describe('two processes', () => {
  const scale = `${ORDERS} random orders of finishing, changing, forgetting and publishing`;
  it(`miss nobody and tell nobody who left, in ${scale}`, async () => {
    const roll = dice(SEED);
    const openings = new Map<string, readonly Opening[]>();
    const processes = [aProcess(openings), aProcess(openings)];
    const writers = aPool(3);
    const connections = await Promise.all([writers.connect(), writers.connect(), writers.connect()]);
    /** What is committed: region by ordinal. */
    const people = new Map<number, string>();
    /** What each connection has done and not committed. */
    const pending = connections.map((): { ordinal: number; region: string | null } | null => null);
    const tally = { published: 0, told: 0, committedLate: 0, forgotten: 0 };

    const act = async (at: number): Promise<void> => {
      const connection = connections[at];
      const busy = new Set(pending.map((one) => one?.ordinal));
      const free = [...people.keys()].filter((ordinal) => !busy.has(ordinal));
      const who = free[roll(Math.max(free.length, 1))];
      const region = REGIONS[roll(REGIONS.length)] ?? '';
      const what = people.size < 8 || who === undefined ? 0 : people.size > 40 ? 2 : roll(3);
      if (what === 0) {
        const arrived = await connection?.query(`begin; ${finish(region)}`);
        pending[at] = { ordinal: ordinalOf(arrived), region };
      } else if (what === 1) {
        await connection?.query(
          `begin; update subscriber set regions = '{${region}}' where ordinal = ${who}`,
        );
        pending[at] = { ordinal: who ?? 0, region };
      } else {
        await connection?.query(`begin; delete from subscriber where ordinal = ${who}`);
        pending[at] = { ordinal: who ?? 0, region: null };
      }
    };

    const commit = async (at: number): Promise<void> => {
      const mine = pending[at];
      if (mine === null || mine === undefined) return;
      await connections[at]?.query('commit');
      pending[at] = null;
      if (mine.region !== null) people.set(mine.ordinal, mine.region);
      else if (people.delete(mine.ordinal)) tally.forgotten += 1;
    };

    /** Publishes, plans in one of the processes, and meanwhile perhaps commits what others have begun. */
    const publish = async (): Promise<void> => {
      const announced = randomUUID();
      const opening = anOpening({ id: 'o', region: REGIONS[roll(REGIONS.length)] ?? '' });
      openings.set(announced, [opening]);
      const before = new Map(people);
      const racing = roll(2) === 0 ? pending.flatMap((one, at) => (one === null ? [] : [at])) : [];
      const touched = new Set(racing.map((at) => pending[at]?.ordinal));
      const [process = aProcess(openings)] = processes.slice(roll(2));
      const mine = push(announced);
      process.planned.push(mine);
      await Promise.all([process.matcher.plan(), ...racing.map(commit)]);
      const told = new Set(process.audiences.get(mine.id));
      // Who commits while the audience is computed sees the opening in the list that answers the commit.
      const wrong = [...before].filter(([ordinal, region]) => {
        const fits = matches(preferences({ regions: [region] }), opening, TODAY, NO_RULES).fits;
        return !touched.has(ordinal) && told.has(ordinal) !== fits;
      });
      expect(wrong, `publication ${tally.published}`).toEqual([]);
      const known = (ordinal: number): boolean => before.has(ordinal) || touched.has(ordinal);
      expect([...told].filter((ordinal) => !known(ordinal))).toEqual([]);
      tally.published += 1;
      tally.told += told.size;
      tally.committedLate += racing.length;
      openings.delete(announced);
      process.audiences.clear();
    };

    for (let order = 0; order < ORDERS; order += 1) {
      const steps = [0, 1, 2, 3].sort(() => roll(3) - 1);
      for (const step of steps) {
        if (step === 3) await publish();
        else await (pending[step] === null ? act(step) : commit(step));
      }
      if (order % 500 === 499) await pruneChanges(pools[0] ?? aPool(), 20);
    }
    for (const [at] of connections.entries()) await commit(at);
    for (const connection of connections) connection.release();
    expect(tally.published).toBe(ORDERS);
    expect(tally.told).toBeGreaterThan(ORDERS);
    expect(tally.committedLate).toBeGreaterThan(ORDERS / 10);
    expect(tally.forgotten).toBeGreaterThan(ORDERS / 20);
  }, 300_000);
});
