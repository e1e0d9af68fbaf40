import { createHash, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { matches } from '../../src/domain/matching.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { isWellFormed, readCode } from '../../src/domain/opening-code.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { codeOf, freeCodes } from '../../src/store/opening-code.ts';
import { createOpenings, expireOpenings } from '../../src/store/openings.ts';
import { someOpening, somePreferences } from '../support/arbitraries.ts';
import { anOpening, aSubscriber, preferences, TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { NO_RULES } from '../support/law.ts';
import { insertOpenings } from '../support/openings.ts';
import { freshVault } from '../support/vault.ts';

let fresh: FreshDatabase;
let database: Database;
const vault = freshVault();
const openings = () =>
  createOpenings({
    database,
    hash: (_, text) => vault.hash('report', text),
    today: () => TODAY,
    clock: () => new Date(`${TODAY}T09:00:00Z`),
  });

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});

afterAll(async () => {
  await database.close();
  await fresh.drop();
});

beforeEach(async () => {
  await database.pool.query('truncate opening, bulletin cascade');
});

const put = (given: readonly Opening[], publishedAt = '2026-06-15T09:00:00Z') =>
  insertOpenings(database, given, new Date(publishedAt));

async function aBulletin(): Promise<string> {
  const id = randomUUID();
  await database.pool.query(`insert into bulletin (id, source) values ($1, 'demo')`, [id]);
  return id;
}

const idsOf = (found: readonly Opening[]): readonly string[] => found.map(({ id }) => id);

/** Everything an opening can say. */
const full = (): Opening =>
  anOpening({
    id: randomUUID(),
    code: 'K7Q2M',
    kind: 'harvest',
    work: 'berries',
    crop: 'strawberry',
    note: 'Сбор ягод',
    place: 'Усмань',
    startsOn: '2026-06-20',
    endsOn: '2026-07-20',
    pay: { min: 55, max: null, unit: 'kg', currency: 'RUB' },
    hoursPerDay: 9.5,
    housing: 'free',
    food: 'paid',
    transport: 'none',
    places: 20,
    placesLeft: 7,
    medicalBook: true,
    employer: 'ООО "Пример"',
    employerId: '4800000000',
    contact: { url: 'https://example.org/1', phone: '+74740000000' },
    validUntil: '2026-07-01',
    expiresOn: '2026-07-01',
    revision: 3,
  });

describe('an opening', () => {
  it('comes back as it was stored, by its id and by its code', async () => {
    const opening = full();
    await put([opening, anOpening({ id: randomUUID() })]);
    expect(await openings().byId(opening.id)).toEqual(opening);
    expect(await openings().byCode('K7Q2M')).toEqual(opening);
  });

  it('is null when nobody knows it', async () => {
    expect(await openings().byId(randomUUID())).toBeNull();
    expect(await openings().byCode('ZZZZZ')).toBeNull();
  });

  it('says how many reports of others wait for a decision', async () => {
    const opening = anOpening({ id: randomUUID() });
    await put([opening]);
    const people = [aSubscriber(), aSubscriber(), aSubscriber()];
    for (const person of people) await openings().report(opening, person, 'fee');
    expect(await openings().reportsOf(opening, null)).toBe(3);
    expect(await openings().reportsOf(opening, people[0] ?? null)).toBe(2);
    expect(await openings().reportsOf(opening, aSubscriber())).toBe(3);
    expect(await openings().reportsOf(anOpening({ id: randomUUID() }), null)).toBe(0);
    await database.pool.query('update report set decided = true');
    expect(await openings().reportsOf(opening, null)).toBe(0);
  });

  it('counts by region where it is open and work', async () => {
    const some = (differing: Partial<Opening>) => anOpening({ id: randomUUID(), ...differing });
    await put([
      some({}),
      some({}),
      some({ region: 'RU-MOW', code: 'CCCCC' }),
      some({ placesLeft: 0, places: 3 }),
      some({ status: 'paused' }),
      some({ expiresOn: '2026-06-14' }),
      some({ region: 'RU-TUL', kind: 'support', work: null, aid: 'food' }),
    ]);
    expect(await openings().openCounts(TODAY)).toEqual(
      new Map([
        ['RU-LIP', 2],
        ['RU-MOW', 1],
      ]),
    );
  });

  it('is reported once by a person, whatever the reason, and never under their name', async () => {
    const [opening, other] = [
      anOpening({ id: randomUUID() }),
      anOpening({ id: randomUUID(), code: 'BBBBB' }),
    ];
    await put([opening, other]);
    const [one, two] = [aSubscriber(), aSubscriber()];
    expect(await openings().report(opening, one, 'fee')).toBe(true);
    expect(await openings().report(opening, one, 'passport')).toBe(false);
    expect(await openings().report(opening, two, 'fee')).toBe(true);
    expect(await openings().report(other, one, 'filled')).toBe(true);
    const { rows } = await database.pool.query(
      'select r::text as row, encode(r.reporter, $1) as by from report r',
      ['hex'],
    );
    expect(new Set(rows.map(({ by }) => by)).size).toBe(3);
    for (const { row } of rows) expect(row).not.toContain(one.id);
  });

  it('closes when it is over: by its stated end, else by age, paused ones too', async () => {
    await put([
      anOpening({ id: randomUUID(), externalId: 'ends', endsOn: '2026-06-14', expiresOn: '2026-06-14' }),
      anOpening({
        id: randomUUID(),
        externalId: 'old',
        code: 'BBBBB',
        expiresOn: '2026-06-14',
        status: 'paused',
      }),
      anOpening({ id: randomUUID(), externalId: 'last day', code: 'CCCCC', expiresOn: TODAY }),
    ]);
    expect(await expireOpenings(database.pool, TODAY, 'csv')).toBe(0);
    expect(await expireOpenings(database.pool, TODAY)).toBe(2);
    const { rows } = await database.pool.query('select external_id, close_reason from opening order by 1');
    expect(rows).toEqual([
      { external_id: 'ends', close_reason: 'expired' },
      { external_id: 'last day', close_reason: null },
      { external_id: 'old', close_reason: 'too-old' },
    ]);
  });
});

describe('candidates', () => {
  it('come newest first, at most as many as asked', async () => {
    const [older, newer] = [anOpening({ id: randomUUID() }), anOpening({ id: randomUUID(), code: 'BBBBB' })];
    await put([older], '2026-06-14T09:00:00Z');
    await put([newer], '2026-06-15T09:00:00Z');
    const candidates = (limit?: number) =>
      openings().candidates(preferences(), TODAY, limit === undefined ? {} : { limit });
    expect(idsOf(await candidates())).toEqual([newer.id, older.id]);
    expect(idsOf(await candidates(1))).toEqual([newer.id]);
  });

  it('are of one bulletin, or published after a moment, where that is asked', async () => {
    const bulletinId = await aBulletin();
    const [mine, other] = [
      anOpening({ id: randomUUID(), bulletinId }),
      anOpening({ id: randomUUID(), code: 'BBBBB' }),
    ];
    await put([mine], '2026-06-14T09:00:00Z');
    await put([other], '2026-06-15T09:00:00Z');
    const since = (publishedAfter: string) =>
      openings().candidates(preferences(), TODAY, { publishedAfter: new Date(publishedAfter) });
    expect(idsOf(await openings().candidates(preferences(), TODAY, { bulletinId }))).toEqual([mine.id]);
    expect(idsOf(await since('2026-06-14T09:00:00Z'))).toEqual([other.id]);
    expect(idsOf(await since('2026-06-15T09:00:00Z'))).toEqual([]);
  });

  it.each([
    ['another kind', { kinds: ['support'] as const }],
    ['another work', { works: ['kitchen'] as const }],
    ['another region', { regions: ['RU-MOS'] }],
    ['a bed', { housingNeeded: true }],
  ])('do not name what cannot fit: who asked for %s', async (_, asked) => {
    await put([anOpening({ id: randomUUID() })]);
    expect(await openings().candidates(preferences(), TODAY)).toHaveLength(1);
    expect(await openings().candidates(preferences(asked), TODAY)).toEqual([]);
  });

  it('never leave out what matches() accepts', async () => {
    const all = fc.sample(someOpening, { numRuns: 400, seed: 7 }).map((opening, at) => ({
      ...opening,
      id: randomUUID(),
      code: codeOf(`${at}`, 0),
      externalId: `${at}`,
    }));
    await put(all);
    let fits = 0;
    await fc.assert(
      fc.asyncProperty(somePreferences, async (asked) => {
        const found = new Set(idsOf(await openings().candidates(asked, TODAY, { limit: all.length })));
        const wanted = all.filter((opening) => matches(asked, opening, TODAY, NO_RULES).fits);
        fits += wanted.length;
        expect(wanted.filter(({ id }) => !found.has(id))).toEqual([]);
      }),
      { numRuns: 300 },
    );
    expect(fits).toBeGreaterThan(1_000);
  });
});

describe('short codes', () => {
  it('are the same for the same opening, and read back as they are, also from a Cyrillic keyboard', async () => {
    const names = Array.from({ length: 2_000 }, (_, at) => `demo ${at}`);
    const codes = await freeCodes(database.pool, names);
    expect(codes).toEqual(await freeCodes(database.pool, names));
    for (const code of codes) expect([code, readCode(code.toLowerCase())]).toEqual([code, code]);
    expect(readCode('#к7q2м')).toBe('K7Q2M');
    expect(codes.filter((code) => !isWellFormed(code))).toEqual([]);
  });

  it('are given once: not to two names, and not when a stored opening has it', async () => {
    const names = Array.from({ length: 20_000 }, (_, at) => `demo ${at}`);
    const firstChoices = names.map((name) => codeOf(name, 0));
    expect(new Set(firstChoices).size).toBeLessThan(names.length);
    expect(new Set(await freeCodes(database.pool, names)).size).toBe(names.length);
    await put([anOpening({ id: randomUUID(), code: codeOf('taken', 0) })]);
    expect(await freeCodes(database.pool, ['taken'])).toEqual([codeOf('taken', 1)]);
  });

  it('are found for everybody while a fifth of them is taken', async () => {
    const isTaken = (code: string): boolean => createHash('md5').update(code).digest().readUInt8() % 5 === 0;
    const crowded = {
      query: async (_: string, [asked]: [readonly string[]]) => ({
        rows: asked.filter(isTaken).map((code) => ({ code })),
      }),
    } as unknown as Database['pool'];
    const names = Array.from({ length: 100_000 }, (_, at) => `demo ${at}`);
    const codes = await freeCodes(crowded, names);
    expect(new Set(codes).size).toBe(names.length);
    expect(codes.filter(isTaken)).toEqual([]);
  });
});
