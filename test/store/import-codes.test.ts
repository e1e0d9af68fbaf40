import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { regionFinder } from '../../src/domain/region-finder.ts';
import { source as trudvsem } from '../../src/sources/trudvsem.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { importsInto } from '../../src/store/import-run.ts';
import { codeOf } from '../../src/store/opening-code.ts';
import { ru } from '../support/countries.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

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

beforeEach(() => database.pool.query('truncate opening, bulletin cascade'));

const DAY = '2026-06-15';

const mapped = (id: string) => {
  const one = trudvsem.map(
    { id, vacancy_name: `Грузчик ${id}`, state_region_code: '48', published_date: DAY },
    {
      today: DAY,
      country: 'RU',
      currency: 'RUB',
      region: regionFinder(ru),
      typedRegion: () => null,
      activities: new Set(),
      bases: new Set(),
      warn: () => undefined,
    },
  );
  return one.kind === 'opening' ? [one] : [];
};

const waiting = async (): Promise<number> =>
  (
    await database.pool.query(
      "select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
    )
  ).rowCount ?? 0;

it('takes another code when an import at the same moment takes the same', async () => {
  const first = await importsInto(database).begin('one', DAY);
  await first?.write(mapped('a'));
  const second = await importsInto(database).begin('two', DAY);
  const other = await database.pool.connect();
  await other.query('begin');
  await other.query('update opening set code = $1', [codeOf('two b', 0)]);
  const writing = second?.write([...mapped('b'), ...mapped('c')]);
  await expect.poll(waiting, { interval: 10 }).toBe(1);
  await other.query('commit');
  other.release();
  expect(await writing).toEqual(['imported', 'imported']);
  await first?.release();
  await second?.release();
  const { rows } = await database.pool.query('select external_id, code from opening order by 1');
  expect(rows).toEqual([
    { external_id: 'a', code: codeOf('two b', 0) },
    { external_id: 'b', code: codeOf('two b', 1) },
    { external_id: 'c', code: codeOf('two c', 0) },
  ]);
});
