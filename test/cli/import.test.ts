import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { runCommand } from '../support/command.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { dump } from '../support/dump.ts';
import { cleanEnv } from '../support/process.ts';

const CLI = new URL('../../src/cli.ts', import.meta.url).pathname;

let folder: string;
let fresh: FreshDatabase;
let pool: pg.Pool;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mehnat-import-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  fresh = await freshDatabase();
  pool = new pg.Pool({ connectionString: fresh.url });
  settings = {
    DATABASE_URL: fresh.url,
    MEHNAT_DATA: join(folder, 'data'),
    MEHNAT_KEYS: join(await mkdtemp(join(folder, 'keys-')), 'keys.json'),
  };
});
afterEach(async () => {
  await pool.end();
  await fresh.drop();
});

const account = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await runCommand(['import', ...args, '--json'], settings);
  expect(stderr).toBe('');
  expect(code).toBe(0);
  return JSON.parse(stdout);
};

describe('mehnat import', () => {
  it('lists its sources in its help', async () => {
    const { code, stdout } = await runCommand(['import', '--help'], settings);
    expect(code).toBe(0);
    for (const name of ['csv', 'demo', 'exchange', 'jobposting', 'seasonal', 'trudvsem'])
      expect(stdout).toMatch(new RegExp(`^  ${name} {2,}\\S`, 'm'));
  });

  it.each([
    ['a source nobody knows', ['nowhere'], /^There is no source "nowhere":/],
    ['a missing file', ['trudvsem', 'missing.json'], /the file missing\.json does not exist\n$/],
    ['a file of another shape', ['trudvsem', 'package.json'], /is this the right source\?\n$/],
    [
      'a file that is no JSON',
      ['trudvsem', 'README.md'],
      /^nothing could be read: this is not JSON \(near byte 0\); is this the right source\?\n$/,
    ],
    [
      'a text for a table',
      ['csv', 'README.md'],
      /^nothing could be read: this is no table of openings, none of its columns is known; is csv the right source\?\n$/,
    ],
    [
      'a page for a table',
      ['csv', 'test/fixtures/feeds/page.html'],
      /^nothing could be read: .*is csv the right source\?\n$/,
    ],
    [
      'an address of another sort',
      ['csv', 'ftp://x/y'],
      /^nothing could be read: only http and https addresses/,
    ],
    ['an address that is none', ['csv', 'http://'], /^nothing could be read: http:\/\/ is no address\n$/],
    ['a day that is none', ['demo', '--as-of', 'soon'], /^--as-of takes a day/],
    ['a day of no calendar', ['demo', '--as-of', '2026-02-30'], /^--as-of takes a day/],
    [
      'an option nobody knows',
      ['demo', '--fast'],
      /^There is no option --fast; import --help lists them\.\n$/,
    ],
    ['a word too many', ['demo', 'file.csv', 'other.csv'], /^"other\.csv" is too much: /],
  ])('says in one line what is wrong: %s', async (_, args, line) => {
    const { code, stdout, stderr } = await runCommand(['import', ...args, '--dry-run'], settings);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(line);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('says which answer a service gave', async () => {
    const server = createServer((_, response) => response.writeHead(404).end());
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const { code, stderr } = await runCommand(
      ['import', 'csv', `http://127.0.0.1:${port}/list.csv?key=secret`, '--dry-run'],
      settings,
    );
    expect([code, stderr]).toEqual([1, `nothing could be read: 127.0.0.1:${port} answered 404\n`]);
    server.close();
  });

  it('knows regions by their names in our languages', async () => {
    const file = join(folder, 'names.csv');
    const rows = ['title;region', 'Сборщик яблок;Липецкая область', 'Доярка;Вилояти Липетск', 'Повар;Липецк'];
    await pipeline(Readable.from(rows.map((row) => `${row}\n`)), createWriteStream(file));
    expect(await account('csv', file)).toMatchObject({ read: 3, imported: 3 });
    const { rows: regions } = await pool.query('select distinct region from opening');
    expect(regions).toEqual([{ region: 'RU-LIP' }]);
  });
});

it('takes a table for a part: another one closes nothing, unless it is said to be whole', async () => {
  const table = async (...titles: readonly string[]) => {
    const file = join(folder, 'part.csv');
    await pipeline(
      Readable.from(['external_id;title;region\n', ...titles.map((title) => `${title};${title};RU-LIP\n`)]),
      createWriteStream(file),
    );
    return file;
  };
  const mine = await table('Сварщик', 'Пекарь', 'Швея');
  await account('csv', mine);
  const others = await table('Сварщик', 'Пекарь');
  for (let run = 0; run < 2; run++) expect(await account('csv', others)).toMatchObject({ closed: 0 });
  await account('csv', others, '--whole');
  expect(await account('csv', others, '--whole')).toMatchObject({ closed: 1 });
}, 60_000);

it('says of a demo that is used up why nothing is new', async () => {
  const first = await runCommand(['import', 'demo'], settings);
  expect(first.stdout).not.toMatch(/used up/);
  for (const day of ['2031-05-01', '2031-05-02']) {
    const { code, stdout } = await runCommand(['import', 'demo', '--as-of', day], settings);
    expect(code).toBe(0);
    expect(stdout).toMatch(
      /^the demo is used up: all \d+ are known already; they were announced when they first came$/m,
    );
  }
});

const ROWS = 4_000;

const endState = async () => {
  const { rows } = await pool.query(
    `select count(*)::integer as openings, count(distinct external_id)::integer as ids,
       count(distinct code)::integer as codes, count(distinct bulletin_id)::integer as bulletins,
       count(*) filter (where status = 'open')::integer as open, max(revision) as revision,
       md5(string_agg(external_id || title || pay_min || region || expires_on, ' ' order by external_id)) as sum
     from opening`,
  );
  return rows[0];
};

it('ends the same after kill -9 in the middle: run again, nothing is lost or doubled, one bulletin', async () => {
  const file = join(folder, 'dump.json');
  await pipeline(Readable.from(dump(ROWS)), createWriteStream(file));
  const args = ['import', 'trudvsem', file, '--as-of', '2026-06-15', '--json'];
  const whole = await runCommand(args, settings);
  expect(JSON.parse(whole.stdout)).toMatchObject({ imported: ROWS });
  const wanted = await endState();
  await pool.query('truncate opening, bulletin cascade');

  const child: ChildProcess = spawn(process.execPath, [CLI, ...args], {
    env: cleanEnv(settings),
    stdio: 'ignore',
  });
  const stored = async (): Promise<number> =>
    (await pool.query('select count(*)::integer as n from opening')).rows[0].n;
  await expect.poll(stored, { timeout: 20_000, interval: 10 }).toBeGreaterThan(0);
  child.kill('SIGKILL');
  await once(child, 'close');
  const before = await stored();
  expect(before).toBeLessThan(ROWS);
  expect((await pool.query('select from bulletin where finished_at is null')).rowCount).toBe(1);

  const again = await runCommand(args, settings);
  const second = JSON.parse(again.stdout);
  expect(second).toMatchObject({ read: ROWS, complete: true, refused: 0 });
  // What was on its way when it died may have been written after all.
  expect(second.imported).toBeLessThanOrEqual(ROWS - before);
  expect(second.imported + (second.byReason.unchanged ?? 0)).toBe(ROWS);
  expect(await endState()).toEqual(wanted);
  const bulletins = await pool.query('select id, finished_at is not null as over from bulletin');
  expect(bulletins.rows).toEqual([{ id: second.bulletinId, over: true }]);
}, 60_000);

const samples = process.env['MEHNAT_SAMPLES'];
const sample = (name: string): string => `${samples}/vacancies/${name}`;

describe.skipIf(samples === undefined)('real samples (set MEHNAT_SAMPLES to run them)', () => {
  it.each([
    ['trudvsem', 'trudvsem-bulk-example.json', '2024-01-01', { read: 1, imported: 1 }],
    ['jobposting', 'jobposting.jsonl', '2024-01-01', { read: 12 }],
    [
      'seasonal',
      'seasonaljobs-sample.json',
      '2026-06-01',
      { read: 300, refused: 300, byReason: { foreign: 300 } },
    ],
  ])('end with an account of every row: %s', async (source, file, asOf, wanted) => {
    const given = await account(source, sample(file), '--as-of', asOf);
    expect(given).toMatchObject({ ...wanted, complete: true });
    expect(given.imported + given.updated + given.skipped + given.refused).toBe(given.read);
  });

  it('takes cards made into a table, and imports most that belong here', async () => {
    const file = join(folder, 'cards.csv');
    await pipeline(createReadStream(sample('trudvsem-cards.jsonl')), asTable, createWriteStream(file));
    const given = await account('csv', file, '--as-of', '2024-05-01');
    expect(given.read).toBe(417);
    expect(given.imported + given.updated + given.skipped + given.refused).toBe(417);
    const { incomplete = 0, unreadable = 0 } = given.byReason;
    expect(given.byReason['unknown-region'] ?? 0).toBeLessThan(40);
    expect(incomplete + unreadable).toBeLessThan(40);
    expect(given.imported).toBeGreaterThan(90);
  });
});

const quoted = (value: unknown): string => `"${String(value ?? '').replaceAll('"', '""')}"`;

/** Cards as a coordinator might have kept them in a table. */
async function* asTable(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  yield 'title;region;employer_name;pay_amount;pay_unit\n';
  const pieces: Buffer[] = [];
  for await (const piece of source) pieces.push(piece);
  const lines = Buffer.concat(pieces).toString('utf8').trim().split('\n');
  for (const line of lines) {
    const { title, region, company, salary } = JSON.parse(line);
    const pay = /\d[\d ]*/.exec(String(salary ?? '').replaceAll('\u00a0', ' '))?.[0] ?? '';
    yield `${[title, region, company, pay, pay === '' ? '' : 'month'].map(quoted).join(';')}\n`;
  }
}
