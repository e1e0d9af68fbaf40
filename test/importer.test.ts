import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../src/domain/account.ts';
import type { Source } from '../src/domain/source.ts';
import { openFeed } from '../src/feed-opening.ts';
import { type ImportOptions, importFeed } from '../src/importer.ts';
import { source as csv } from '../src/sources/csv.ts';
import { demoSource } from '../src/sources/demo.ts';
import { source as jobposting } from '../src/sources/jobposting.ts';
import { source as seasonal } from '../src/sources/seasonal.ts';
import { source as trudvsem } from '../src/sources/trudvsem.ts';
import { type Database, openDatabase } from '../src/store/database.ts';
import { importsInto } from '../src/store/import-run.ts';
import { NAMES } from './contracts/source.ts';
import { ru } from './support/countries.ts';
import { type FreshDatabase, freshDatabase } from './support/database.ts';

const fixture = (name: string): string => new URL(`fixtures/feeds/${name}`, import.meta.url).pathname;

let fresh: FreshDatabase;
let database: Database;

beforeEach(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});

afterEach(async () => {
  await database.close();
  await fresh.drop();
});

const run = (differing: Partial<ImportOptions> & { readonly source: Source }): Promise<Account> =>
  importFeed({
    location: null,
    imports: importsInto(database),
    open: openFeed,
    country: ru,
    regionNames: NAMES,
    asOf: '2026-06-15',
    ...differing,
  });

/** A feed of records as they are given. */
const bytesOf = (records: readonly unknown[], broken = false): ImportOptions['open'] =>
  async function* () {
    yield new TextEncoder().encode(
      `{"vacancies":${JSON.stringify(records).slice(0, broken ? -1 : undefined)}${broken ? ',{"id' : '}'}`,
    );
  };

const vacancy = (id: number, differing: object = {}): object => ({
  id: `v${id}`,
  vacancy_name: 'Грузчик',
  state_region_code: '4800000000000',
  salary_min: 50_000 + id,
  company: { ogrn: `10248000${id}`, name: 'ООО "Пример"' },
  published_date: '2026-06-10T10:00:00+0300',
  ...differing,
});

const feed = (records: readonly unknown[], differing: Partial<ImportOptions> = {}): Promise<Account> =>
  run({ source: trudvsem, location: 'feed', open: bytesOf(records), ...differing });

const statuses = async (): Promise<Record<string, string>> => {
  const { rows } = await database.pool.query(
    `select external_id, status || coalesce(' ' || close_reason, '') as now from opening order by 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.external_id, row.now]));
};

const sum = (account: { imported: number; updated: number; skipped: number; refused: number }): number =>
  account.imported + account.updated + account.skipped + account.refused;

describe('an import', () => {
  it('accounts for every row, with row and reason for each refusal', async () => {
    const account = await run({ source: trudvsem, location: fixture('trudvsem.json') });
    expect(account).toMatchObject({ read: 14, imported: 4, complete: true });
    expect(sum(account)).toBe(account.read);
    expect(account.byReason).toEqual({
      withdrawn: 2,
      foreign: 1,
      'unknown-region': 1,
      'not-our-work': 1,
      barred: 1,
      incomplete: 1,
      'too-old': 1,
      duplicate: 1,
      repeated: 1,
    });
    expect(account.refusals).toContainEqual({ row: 6, reason: 'foreign', field: 'region' });
  });

  it('leaves no planted phone, mail or name in any table', async () => {
    await run({ source: trudvsem, location: fixture('trudvsem.json') });
    await run({ source: jobposting, location: fixture('jobposting.json') });
    const { rows } = await database.pool.query(
      `select o::text as row from opening o union all select b::text from bulletin b`,
    );
    expect(rows.length).toBeGreaterThan(4);
    for (const { row } of rows)
      expect(row).not.toMatch(/planted|Планктон|Светлан|4740000000|4741112233|9990001122/);
  });

  it('brings nothing the second time, and updates what changed', async () => {
    await feed([vacancy(1), vacancy(2)]);
    expect(await feed([vacancy(1), vacancy(2)])).toMatchObject({
      imported: 0,
      updated: 0,
      skipped: 2,
      byReason: { unchanged: 2 },
      bulletinId: null,
    });
    expect(await feed([vacancy(1, { salary_min: 99_000 }), vacancy(2, { work_places: 3 })])).toMatchObject({
      imported: 0,
      updated: 2,
    });
    const { rows } = await database.pool.query(
      'select external_id, revision, pay_min, places from opening order by 1',
    );
    expect(rows).toEqual([
      { external_id: 'v1', revision: 1, pay_min: 99_000, places: null },
      { external_id: 'v2', revision: 0, pay_min: 50_002, places: 3 },
    ]);
  });

  it('knows the same opening under another id, within a run and in the next', async () => {
    const again = (id: string): object => vacancy(1, { id, vacancy_name: 'ГРУЗЧИК.' });
    expect(await feed([vacancy(1), again('w1')])).toMatchObject({ imported: 1, byReason: { duplicate: 1 } });
    expect(await feed([again('w2')])).toMatchObject({ imported: 0, byReason: { duplicate: 1 } });
    expect(await statuses()).toEqual({ v1: 'open' });
  });

  it('closes what two full runs no longer name, and opens it when it comes back', async () => {
    await feed([vacancy(1), vacancy(2)]);
    await feed([vacancy(1)]);
    expect(await statuses()).toEqual({ v1: 'open', v2: 'open' });
    await feed([vacancy(1)], { partial: true });
    expect(await statuses()).toEqual({ v1: 'open', v2: 'open' });
    expect(await feed([vacancy(1)])).toMatchObject({ closed: 1 });
    expect(await statuses()).toEqual({ v1: 'open', v2: 'closed source-gone' });
    expect(await feed([vacancy(1), vacancy(2)])).toMatchObject({ updated: 1 });
    expect(await statuses()).toEqual({ v1: 'open', v2: 'open' });
  });

  it('closes at once what the feed itself takes back', async () => {
    await feed([vacancy(1), vacancy(2)]);
    expect(await feed([vacancy(1), vacancy(2, { deleted: true })])).toMatchObject({
      closed: 1,
      byReason: { withdrawn: 1, unchanged: 1 },
    });
    expect(await statuses()).toEqual({ v1: 'open', v2: 'closed source-gone' });
  });

  it('does not close everything when the feed suddenly shrinks', async () => {
    await feed(Array.from({ length: 30 }, (_, id) => vacancy(id)));
    for (let turn = 0; turn < 3; turn += 1)
      expect((await feed([vacancy(1)])).warnings).toContainEqual({ kind: 'feed-shrank', detail: 'trudvsem' });
    expect(Object.values(await statuses())).toEqual(Array.from({ length: 30 }, () => 'open'));
  });

  it('expires by age, as of the day that is given', async () => {
    await feed([vacancy(1)]);
    expect(await feed([vacancy(1)], { asOf: '2026-07-10' })).toMatchObject({
      byReason: { unchanged: 1 },
      closed: 0,
    });
    expect(await feed([vacancy(1)], { asOf: '2026-07-11' })).toMatchObject({
      byReason: { 'too-old': 1 },
      closed: 1,
    });
    expect(await statuses()).toEqual({ v1: 'closed too-old' });
  });

  it('writes nothing on a dry run, and tells mapping and admission apart', async () => {
    const account = await run({ source: trudvsem, location: fixture('trudvsem.json'), imports: null });
    expect(account).toMatchObject({
      dryRun: true,
      mapping: { mapped: 10, refused: 2, skipped: 2 },
      admission: { admitted: 6, refused: 3, skipped: 1 },
    });
    expect(await statuses()).toEqual({});
  });

  it('is refused while another of the same source goes on', async () => {
    const held = await importsInto(database).begin('trudvsem', '2026-06-15');
    await expect(feed([vacancy(1)])).rejects.toThrow('already going on');
    await held?.release();
    expect(await feed([vacancy(1)])).toMatchObject({ imported: 1 });
  });

  it('says so when the feed is of another source', async () => {
    await expect(run({ source: trudvsem, location: fixture('seasonal.json') })).rejects.toThrow(
      /^none of its \d+ records can be read \(incomplete: id\); is trudvsem the right source\?$/,
    );
    await expect(run({ source: trudvsem, location: fixture('jobposting.json') })).rejects.toThrow(
      'is this the right source?',
    );
  });
});

describe('a table', () => {
  const table = (text: string, differing: Partial<ImportOptions> = {}): Promise<Account> =>
    run({
      source: csv,
      location: 'table',
      open: async function* () {
        yield new TextEncoder().encode(text);
      },
      ...differing,
    });

  it.each([
    ['of unknown columns', 'colour,size\nred,1\nblue,2\n', /none of its columns is known; is csv the right/],
    [
      'without titles',
      'title,region\n,RU-LIP\n,RU-LIP\n',
      /none of its 2 records can be read \(incomplete: title/,
    ],
    ['without anything', 'title,region\n', /no record of the shape of csv/],
    ['with a broken line', 'title,region\n"Грузчик"x,RU-LIP\n', /line 2 cannot be read as CSV/],
  ])('%s closes nothing, however often', async (_, text, message) => {
    await table('title,region,external_id\nГрузчик,RU-LIP,a\n');
    for (let turn = 0; turn < 3; turn += 1) {
      await expect(table(text)).rejects.toThrow(message);
      await expect(table(text, { imports: null })).rejects.toThrow(message);
    }
    expect(await statuses()).toEqual({ a: 'open' });
  });

  it.each([
    ['the guaranteed minimum', 'guaranteed_min', '1500', '1800', 1],
    ['who pays the patent', 'patent_paid_by', 'employer', 'worker', 1],
    ['who vouches', 'vouched_by', 'АНО «Опора»', 'АНО «Мост»', 0],
  ])('with another word about %s updates the opening', async (_, column, before, after, raised) => {
    const row = (cell: string): string =>
      `title,region,external_id,days_week,brigade,${column}\nСбор клубники,RU-LIP,a,6,4,${cell}\n`;
    await table(row(before));
    expect(await table(row(before))).toMatchObject({ byReason: { unchanged: 1 } });
    expect(await table(row(after))).toMatchObject({ updated: 1 });
    const { rows } = await database.pool.query('select revision from opening');
    expect(rows).toEqual([{ revision: raised }]);
  });

  it('may have lines that fill none of the known columns', async () => {
    const account = await table('title,region,colour\n,,red\n,,blue\nГрузчик,RU-LIP,\n');
    expect(account).toMatchObject({ read: 3, imported: 1, refused: 2 });
    expect(account.refusals.map(({ row }) => row)).toEqual([1, 2]);
  });
});

describe('JSON that is broken', () => {
  const broken = (text: string): Promise<Account> =>
    run({
      source: trudvsem,
      location: 'feed',
      open: async function* () {
        yield new TextEncoder().encode(text);
      },
    });
  const many = JSON.stringify({ vacancies: Array.from({ length: 500 }, (_, id) => vacancy(id)) });

  it('says where, and keeps what came before', async () => {
    const account = await broken(many.replace('"id":"v400"', '"id";"v400"'));
    expect(account).toMatchObject({ complete: false, bulletinId: null });
    expect(account.imported).toBeGreaterThan(100);
    const near = /^this is not JSON \(near byte (\d+)\); is this the right source\?$/;
    const detail = account.warnings.find(({ kind }) => kind === 'feed-broke')?.detail ?? '';
    expect(detail).toMatch(near);
    expect(Math.abs(Number(near.exec(detail)?.[1]) - many.indexOf('"v400"'))).toBeLessThan(40_000);
  });

  it('says that it is cut off', async () => {
    const cut = many.slice(0, many.lastIndexOf(':') + 1);
    expect((await broken(cut)).warnings).toContainEqual({
      kind: 'feed-broke',
      detail: `the JSON ends too early, after byte ${new TextEncoder().encode(cut).length}`,
    });
  });
});

describe('a run that was cut off', () => {
  const bulletins = async () =>
    (await database.pool.query('select id, finished_at is not null as over from bulletin')).rows;

  it('goes on with the next, ends the same and is announced once', async () => {
    const all = Array.from({ length: 2_500 }, (_, id) => vacancy(id));
    const dying: ImportOptions['open'] = async function* () {
      yield new TextEncoder().encode('{"vacancies":[');
      for (const one of all.slice(0, 1_700)) yield new TextEncoder().encode(`${JSON.stringify(one)},`);
      throw new Error('cut off');
    };
    const broken = await run({ source: trudvsem, location: 'feed', open: dying });
    expect(broken).toMatchObject({ complete: false, read: broken.imported, bulletinId: null });
    expect(broken.imported).toBeGreaterThan(1_000);
    expect(await bulletins()).toMatchObject([{ over: false }]);
    const again = await feed(all);
    expect(again).toMatchObject({
      complete: true,
      imported: 2_500 - broken.imported,
      byReason: { unchanged: broken.imported },
    });
    expect(await bulletins()).toEqual([{ id: again.bulletinId, over: true }]);
    const { rows } = await database.pool.query(
      'select count(*)::integer as n, count(distinct bulletin_id)::integer as bulletins from opening',
    );
    expect(rows).toEqual([{ n: 2_500, bulletins: 1 }]);
    expect(await feed(all)).toMatchObject({ imported: 0, bulletinId: null });
  });

  it('does the same when the process dies between two batches', async () => {
    const first = await importsInto(database).begin('demo', '2026-06-15');
    const half: unknown[] = [];
    for await (const record of demoSource(10).records(
      { json: () => never(), table: () => never(), whole: () => never() },
      context(),
    ))
      half.push(record);
    await first?.write(half.flatMap((record) => mappedDemo(record)));
    await first?.release();
    const account = await run({ source: demoSource(68) });
    expect(account).toMatchObject({ read: 68, imported: 58, byReason: { unchanged: 10 } });
    expect(await bulletins()).toEqual([{ id: account.bulletinId, over: true }]);
  });

  it('tells running processes when it is done', async () => {
    const listener = await database.pool.connect();
    const heard: string[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload ?? ''));
    await listener.query('listen mehnat');
    await feed([vacancy(1)]);
    await listener.query('select 1');
    listener.release(true);
    expect(heard).toEqual(['bulletin']);
  });
});

describe('pages of an API', () => {
  const all = Array.from({ length: 25 }, (_, id) => vacancy(id));

  it.each(['records', 'pages'])(
    'are read to the end whether the server takes `offset` as a page index or counts %s',
    async (by) => {
      const asked: string[] = [];
      const open: ImportOptions['open'] = async function* (location) {
        const url = new URL(location);
        asked.push(location);
        const offset = Number(url.searchParams.get('offset')) * (by === 'pages' ? 10 : 1);
        yield new TextEncoder().encode(
          JSON.stringify({
            results: { vacancies: all.slice(offset, offset + 10).map((one) => ({ vacancy: one })) },
          }),
        );
      };
      const account = await run({
        source: trudvsem,
        location: 'https://feed.example.org/api/v1/vacancies?limit=10',
        open,
      });
      expect(account).toMatchObject({ read: 25, imported: 25 });
      expect(asked.length).toBeLessThan(8);
    },
  );
});

const samples = process.env['MEHNAT_SAMPLES'];
const sample = (name: string): string => `${samples}/vacancies/${name}`;

describe.skipIf(samples === undefined || !existsSync(samples))(
  'real samples (set MEHNAT_SAMPLES to run them)',
  () => {
    it('the bulk record is imported', async () => {
      expect(
        await run({ source: trudvsem, location: sample('trudvsem-bulk-example.json'), asOf: '2024-01-01' }),
      ).toMatchObject({ read: 1, imported: 1 });
    });

    it('of the seasonal orders at least 95 % map before all are refused as foreign', async () => {
      const account = await run({ source: seasonal, location: sample('seasonaljobs-sample.json') });
      expect(account.mapping.mapped).toBeGreaterThanOrEqual(285);
      expect(account).toMatchObject({
        read: 300,
        refused: 300,
        imported: 0,
        byReason: { foreign: account.mapping.mapped },
      });
    });

    it('every posting is accounted for', async () => {
      const account = await run({ source: jobposting, location: sample('jobposting.jsonl') });
      expect(account.read).toBe(12);
      expect(sum(account)).toBe(12);
    });

    it('texts of the cards lose their contacts, and posted twice they count once', async () => {
      const cards = (await readFile(sample('trudvsem-cards.jsonl'), 'utf8'))
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line));
      const records = cards.map((card, at) =>
        vacancy(0, {
          id: `c${at}`,
          vacancy_name: card.title,
          position_responsibilities: card.text,
          salary: card.salary,
          salary_min: 0,
          company: { name: card.company },
        }),
      );
      const account = await feed(records);
      expect(sum(account)).toBe(417);
      expect(account.imported).toBeGreaterThan(90);
      expect(account.byReason.duplicate).toBeGreaterThan(5);
      expect(account.byReason.barred).toBeGreaterThan(0);
      const { rows } = await database.pool.query('select note from opening');
      for (const { note } of rows) expect(note ?? '').not.toMatch(/@|masked|Контактное лицо|\+7|\d{10}/);
    });
  },
);

const never = (): never => {
  throw new Error('reads no feed');
};
const context = () => ({
  today: '2026-06-15',
  country: 'RU',
  currency: 'RUB',
  region: () => null,
  typedRegion: () => null,
  activities: new Set<string>(),
  bases: new Set<string>(),
  warn: () => undefined,
});
const mappedDemo = (record: unknown) => {
  const mapped = demoSource(1).map(record, context());
  return mapped.kind === 'opening' ? [mapped] : [];
};
