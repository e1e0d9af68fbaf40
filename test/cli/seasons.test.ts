import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCommand } from '../support/command.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let folder: string;
let fresh: FreshDatabase;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mehnat-seasons-'));
  fresh = await freshDatabase();
  settings = { DATABASE_URL: fresh.url, MEHNAT_DATA: join(folder, 'data') };
});
afterAll(async () => {
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => runCommand(args, settings);
const json = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await run(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
};
/** A year that is all to come: its days do not depend on the day of the test. */
const MONTH = new Date().getMonth() + 1;
const YEAR = new Date().getFullYear() + 1;
const NEXT = ['--year', String(YEAR)] as const;
const LIPETSK = ['--region', 'RU-LIP'] as const;

describe('mehnat seasons', () => {
  it('prints each season of a region with its days, source and confidence, also without a database', async () => {
    const { code, stdout } = await runCommand(['seasons', ...LIPETSK, '--year', '2026', '--json'], {
      MEHNAT_DATA: join(folder, 'none'),
    });
    expect(code).toBe(0);
    const found: readonly { id: string }[] = JSON.parse(stdout);
    expect(found.map(({ id }) => id)).toEqual([
      'greenhouse',
      'spring',
      'straw-lip',
      'cherry-lip',
      'apple-central',
    ]);
    expect(found[2]).toMatchObject({
      crops: ['strawberry'],
      region: 'RU-LIP',
      from: '2026-06-10',
      to: '2026-07-15',
      endKnown: true,
      shift: null,
      confidence: 'verified',
      source: 'lipetsk-news.net, 2020-07-13',
      checkedAt: '2026-11-01',
      told: true,
    });
    expect(found[3]).toMatchObject({ to: '2026-08-08', endKnown: false });
  });

  it('lists the whole country once, with what nobody is told of', async () => {
    const found: readonly { id: string; region: string; told: boolean }[] = await json('seasons');
    expect(found.filter(({ id }) => id === 'spring').map(({ region }) => region)).toEqual(['*']);
    expect(found.filter(({ id }) => id === 'wild-bil')).toHaveLength(3);
    expect(found.find(({ id }) => id === 'mandarin')).toMatchObject({ told: false, abroad: true });
  });
});

describe('mehnat season shift', () => {
  it('moves a season, counts its revisions, and says it to the running exchange', async () => {
    const listener = new pg.Client({ connectionString: fresh.url });
    await listener.connect();
    const heard: (string | undefined)[] = [];
    listener.on('notification', ({ payload }) => heard.push(payload));
    await listener.query('listen mehnat');
    expect(
      await json('season', 'shift', 'straw-lip', ...LIPETSK, ...NEXT, '--days', '7', '--by', 'Lipetsk desk'),
    ).toEqual({
      id: 'straw-lip',
      region: 'RU-LIP',
      year: YEAR,
      days: 7,
      over: false,
      from: `${YEAR}-06-17`,
      to: `${YEAR}-07-22`,
      by: 'Lipetsk desk',
    });
    await json('season', 'shift', 'straw-lip', ...LIPETSK, ...NEXT, '--days=-2');
    await listener.query('select 1');
    expect(heard).toEqual(['season', 'season']);
    await listener.end();
    const [, , strawberries] = await json('seasons', ...LIPETSK, '--year', String(YEAR));
    expect(strawberries).toMatchObject({
      from: `${YEAR}-06-08`,
      shift: { days: -2, over: false, revision: 2 },
      usual: { from: '06-10', to: '07-15' },
    });
  });

  it('says that a season is over, of the same year when it is said again otherwise', async () => {
    const cherries = ['season', 'shift', 'cherry-lip', ...LIPETSK, ...NEXT] as const;
    expect(await json(...cherries, '--over')).toMatchObject({ over: true });
    const { year } = await json(...cherries, '--days', '0');
    const lines = await json('seasons', ...LIPETSK, '--year', String(year));
    expect(lines.find(({ id }: { id: string }) => id === 'cherry-lip')).toMatchObject({
      over: false,
      shift: { days: 0, revision: 2 },
    });
  });

  it.each([
    [['straw-lip', ...LIPETSK], /Say --days or --over/],
    [['straw-lip', ...LIPETSK, '--days', '3', '--over'], /Say --days or --over/],
    [['straw-lip', ...LIPETSK, '--days', 'soon'], /--days takes a whole number from -60 to 60/],
    [['straw-lip', ...LIPETSK, '--days', '90'], /--days takes a whole number/],
    [['straw-lip', '--days', '3'], /Say for which region/],
    [['straw-lip', '--region', 'RU-TUL', '--days', '3'], /straw-lip is not in RU-TUL/],
    [['straw-lip', '--region', 'RU-ZZZ', '--days', '3'], /There is no region RU-ZZZ/],
    [['strawberry', ...LIPETSK, '--days', '3'], /There is no season strawberry; seasons lists them/],
    [['greenhouse', ...LIPETSK, '--days', '3'], /greenhouse goes on all year/],
    [['straw-lip', ...LIPETSK, '--days', '3', '--by', 'x'], /--by takes the name of a role/],
    [['straw-lip', ...LIPETSK, '--year', '2019', '--over'], /--year takes \d{4}, \d{4} or \d{4}/],
    [
      ['straw-lip', ...LIPETSK, '--year', String(YEAR - 2), '--days', '7'],
      /would have ended on \d{4}-07-22. Say --over, more --days, or --year/,
    ],
    [['apple-central', ...LIPETSK, ...NEXT, '--days', '0'], /That is what is known already/],
  ])('refuses %j', async (args, message) => {
    const { code, stderr } = await run('season', 'shift', ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(message);
  });

  // From October to March the strawberries are neither near nor just over.
  it.runIf(MONTH >= 10 || MONTH <= 3)('asks for the year of a season that is far ahead', async () => {
    const { code, stderr } = await run('season', 'shift', 'straw-lip', ...LIPETSK, '--over');
    expect([code, stderr]).toEqual([
      1,
      expect.stringMatching(/begins on \d{4}-06-\d\d\. If you mean that one, say --year/),
    ]);
  });
});
