import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Opening } from '../../src/domain/opening.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createOrganisation } from '../../src/store/organisations.ts';
import { payNormsAt } from '../../src/store/pay-norms.ts';
import type { DeskPorts } from '../../src/store/seat.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { insertOpenings } from '../support/openings.ts';

let fresh: FreshDatabase;
let database: Database;
let union: string;

beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url, connections: 2 });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate organisation, opening cascade');
  union = (await createOrganisation(database.pool, { slug: 'union', titles: {} }, new Date()))?.id ?? '';
});

let codes = 0;
const aCode = (): string => {
  codes += 1;
  return `C${codes}`;
};

/** So many openings of a warehouse, each of another employer. */
async function posted(some: number, monthly: number, differing: Partial<Opening> = {}): Promise<void> {
  await insertOpenings(
    database,
    Array.from({ length: some }, (_, at) => ({
      pay: { min: monthly, max: null, unit: 'month', currency: 'RUB' },
      code: aCode(),
      employer: `ООО ${monthly} ${at}`,
      ...differing,
    })),
  );
}

/** Asked anew, as with each message. */
const usual = async () => {
  const { payNorm } = payNormsAt({ ports: { database: database.pool } as unknown as DeskPorts });
  const found = await payNorm({ work: 'warehouse', region: 'RU-LIP', organisationId: union });
  return found === null ? null : { usual: found.usual, ...found.source };
};

describe('what a work usually pays', () => {
  it('is the middle of open openings of the same work in the region', async () => {
    await posted(10, 50_000);
    await posted(11, 60_000);
    await posted(30, 1_000, { status: 'closed' });
    await posted(30, 1_000, { work: 'kitchen' });
    await posted(30, 1_000, { region: 'RU-MOW' });
    expect(await usual()).toEqual({ usual: 60_000, openings: 21, of: 'region' });
  });

  it('is the middle of the country where the region has too few, and never of another country', async () => {
    await posted(19, 50_000);
    await posted(40, 80_000, { region: 'RU-MOW' });
    await posted(90, 1_000, { region: 'GB-KEN' });
    expect(await usual()).toEqual({ usual: 80_000, openings: 59, of: 'country' });
  });

  it('is moved by nobody alone: not by an employer, another exchange or somebody unnamed', async () => {
    await posted(21, 60_000);
    await posted(200, 500_000, { employer: 'ООО «Приманка»' });
    await posted(200, 500_000, { source: 'exchange:far' });
    await posted(200, 500_000, { employer: null });
    expect(await usual()).toEqual({ usual: 60_000, openings: 30, of: 'region' });
  });

  it('leaves out what the poster’s own organisation posted', async () => {
    await posted(20, 60_000);
    await database.pool.query('update opening set organisation_id = $1', [union]);
    expect(await usual()).toBeNull();
  });
});
