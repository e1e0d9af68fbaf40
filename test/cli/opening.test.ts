import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { fileReport } from '../../src/store/reports.ts';
import { noteShown } from '../../src/store/told.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { insertOpenings } from '../support/openings.ts';
import { anOrganisation, post } from '../support/organisations.ts';
import { runCommand } from '../support/process.ts';

let fresh: FreshDatabase;
let database: Database;
let id: string;
beforeAll(async () => {
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
});
beforeEach(async () => {
  await database.pool.query('truncate opening, organisation, push cascade');
  const [one] = await insertOpenings(database, [{ code: 'K7Q2M', places: 20, expiresOn: '2999-12-31' }]);
  id = one?.id ?? '';
});

const run = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await runCommand(args, { DATABASE_URL: fresh.url });
  return { code, said: stdout.trim(), wrong: stderr.trim() };
};

describe('mehnat opening', () => {
  it('counts down, and says what is heard when nothing is left', async () => {
    expect(await run('opening', 'places', '#k7q2m', '--came', '3')).toEqual({
      code: 0,
      said: '#K7Q2M open, 17 of 20 places left, shown until 2999-12-31',
      wrong: '',
    });
    for (let ordinal = 1; ordinal <= 25; ordinal++) await noteShown(database, id, ordinal);
    expect((await run('opening', 'places', 'K7Q2M', '--left', '0')).said.split('\n')).toEqual([
      '#K7Q2M filled (filled), 0 of 20 places left, shown until 2999-12-31',
      '25 people who were told of it hear: no places are left, do not travel.',
    ]);
  });

  it('counts nobody where few were told', async () => {
    await noteShown(database, id, 1);
    const { said } = await run('opening', 'close', 'K7Q2M', '--reason', 'moved');
    expect(said).toContain('Who was told of it hears: it is closed, do not travel.');
    expect(
      JSON.parse((await run('opening', 'reopen', 'K7Q2M', '--places', '4', '--json')).said),
    ).toMatchObject({
      opening: { status: 'open', placesLeft: 4 },
      correction: 'reopened',
      told: null,
    });
  });

  it('lists what organisations posted, newest first, of all or of one', async () => {
    expect((await run('opening', 'list')).said).toBe('No organisation has posted an opening.');
    for (const [slug, code] of [
      ['union', 'B2B2B'],
      ['house', 'C3C3C'],
    ] as const)
      await post(database.pool, await anOrganisation(database.pool, { slug }), {
        code,
        expiresOn: '2999-12-31',
      });
    await database.pool.query(
      `update opening set published_at = case code when 'C3C3C' then now() else now() - interval '1 day' end`,
    );
    const { said } = await run('opening', 'list');
    expect(said.match(/#\w{5}/g)).toEqual(['#C3C3C', '#B2B2B']);
    expect(
      JSON.parse((await run('opening', 'list', '--organisation', 'union', '--json')).said),
    ).toMatchObject([{ code: 'B2B2B', organisation: 'union' }]);
    expect((await run('opening', 'list', '--organisation', 'nobody')).wrong).toContain('organisation list');
  });

  it.each([
    [['opening'], 'Say what to do'],
    [['opening', 'places', 'what'], 'Say the code'],
    [['opening', 'places', 'ZZZZZ', '--left', '1'], 'no opening #ZZZZZ'],
    [['opening', 'places', 'K7Q2M'], 'Say --left'],
    [['opening', 'places', 'K7Q2M', '--left', '1', '--came', '1'], 'Say --left'],
    [['opening', 'places', 'K7Q2M', '--left', 'two'], '--left takes a number'],
    [['opening', 'places', 'K7Q2M', '--left', '21'], 'fewer places than that: opening show K7Q2M'],
    [['opening', 'close', 'K7Q2M'], 'Say --reason with one of'],
    [['opening', 'reopen', 'K7Q2M'], 'it is open'],
    [['opening', 'extend', 'K7Q2M', '--until', '2026-02-30'], '--until takes a day'],
    [['opening', 'extend', 'K7Q2M', '--until', '2020-01-01'], 'its last day is over'],
    [['report'], 'Say what to do'],
    [['report', 'decide', 'K7Q2M'], 'Say --upheld'],
    [['report', 'decide', 'K7Q2M', '--upheld'], 'Nobody reported #K7Q2M'],
  ])('%j is refused in one line with what to do', async (args, why) => {
    const { code, said, wrong } = await run(...args);
    expect([code, said]).toEqual([1, '']);
    expect(wrong).toContain(why);
    expect(wrong.split('\n')).toHaveLength(1);
  });
});

it('mehnat report lists why and how often, and decides', async () => {
  expect((await run('report', 'list')).said).toBe('Nothing was reported that is not decided.');
  for (const ordinal of [1, 2, 3])
    await fileReport(
      database,
      {
        openingId: id,
        reason: ordinal === 1 ? 'pay' : 'fee',
        reporter: Buffer.from([ordinal]),
        day: '2026-06-15',
      },
      { ordinal },
      new Date(),
    );
  expect((await run('report', 'list')).said).toBe('#K7Q2M paused: 2 fee, 1 pay; 2026-06-15; Комплектовщик');
  expect((await run('report', 'decide', 'K7Q2M', '--rejected')).said.split('\n')).toEqual([
    '#K7Q2M is open.',
    'Who was told of it hears: it is open again.',
    'Who reported it hears what was decided.',
  ]);
  expect(JSON.parse((await run('report', 'list', '--json')).said)).toEqual([]);
});

it('mehnat report says that what was paused has run out meanwhile', async () => {
  const reporter = Buffer.from([9]);
  const report = { openingId: id, reason: 'fee', reporter, day: '2026-06-15' } as const;
  await fileReport(database, report, { ordinal: 9 }, new Date());
  await database.pool.query(
    `update opening set status = 'paused', close_reason = 'reports', expires_on = '2020-01-01'`,
  );
  const { said } = await run('report', 'decide', 'K7Q2M', '--rejected');
  expect(said).toContain('#K7Q2M is closed.\nIts last day, 2020-01-01, was over meanwhile');
  expect(said).toContain('opening extend K7Q2M --until');
});

it('mehnat report promises nothing when it has been erased who reported', async () => {
  const reporter = Buffer.from([9]);
  const report = { openingId: id, reason: 'fee', reporter, day: '2026-06-15' } as const;
  await fileReport(database, report, { ordinal: 9 }, new Date());
  await database.pool.query('delete from told');
  const { said } = await run('report', 'decide', 'K7Q2M', '--rejected');
  expect(said).toContain('Who reported it is not known any more, and hears nothing.');
});
