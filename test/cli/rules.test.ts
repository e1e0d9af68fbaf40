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
  folder = await mkdtemp(join(tmpdir(), 'mehnat-rules-'));
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

const LIPETSK = ['--basis', 'patent:RU-MOW', '--region', 'RU-LIP', '--activity', 'berries'] as const;
const SEASON = ['--from', '2026-06-10', '--to', '2026-07-15', '--now', '2026-11-28'] as const;

describe('mehnat verdict', () => {
  it('prints verdict, fee, the rules with source and date, and flags', async () => {
    const found = await json('verdict', ...LIPETSK, ...SEASON, '--pays', 'employer');
    expect(found).toMatchObject({
      verdict: 'NEEDS_NEW_PERMIT',
      on: '2026-06-10',
      fee: { monthly: 21_915, currency: 'RUB', payments: 2, total: 43_830 },
      whoPays: 'employer',
      decidedBy: 'basis-patent',
      rules: [
        { id: 'basis-patent' },
        { id: 'fee-lip-2026', source: expect.stringContaining('sputnik'), checkedAt: '2026-11-01' },
      ],
      flags: ['ban-list-unverified'],
      pushed: { withoutNewPermit: false, withNewPermit: true },
    });
  });

  it('knows another country by the region', async () => {
    const found = await json(
      'verdict',
      '--basis',
      'seasonal',
      '--region',
      'GB-ENG',
      '--activity',
      'berries',
      '--now',
      '2026-11-28',
    );
    expect(found).toMatchObject({ verdict: 'NEEDS_EMPLOYER_QUOTA', decidedBy: 'basis-seasonal' });
  });

  it.each([
    [
      'a basis nobody knows',
      ['--basis', 'visa', '--region', 'RU-LIP'],
      /^--basis takes open, patent, trp, employer, unset;/,
    ],
    [
      'a region nobody knows',
      ['--basis', 'open', '--region', 'RU-XXX'],
      /^There is no region RU-XXX in the package of RU\./,
    ],
    [
      'a country nobody knows',
      ['--basis', 'open', '--region', 'XX-AA'],
      /^There is no package for xx; there are: gb, ru\./,
    ],
    [
      'an activity nobody knows',
      ['--basis', 'open', '--region', 'RU-LIP', '--activity', 'spying'],
      /^--activity takes one of: berries,/,
    ],
    [
      'a day that is none',
      ['--basis', 'open', '--region', 'RU-LIP', '--from', '2026-02-30'],
      /^--from takes a day/,
    ],
    [
      'a day that is too far off to be meant',
      ['--basis', 'patent:RU-MOW', '--region', 'RU-LIP', '--to', '9999-12-31'],
      /^--to takes a day/,
    ],
    [
      'an end before the start',
      ['--basis', 'open', '--region', 'RU-LIP', '--from', '2026-02-02', '--to', '2026-02-01'],
      /^--to is before --from/,
    ],
    ['nothing', [], /^Say --basis and --region/],
  ])('refuses %s with the fix', async (_, args, line) => {
    const { code, stdout, stderr } = await run('verdict', ...args);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });
});

describe('mehnat rules', () => {
  it('lists what must be looked at, and why', async () => {
    expect(await json('rules', '--stale', '--now', '2026-11-28')).toEqual([]);
    const december = await json('rules', '--stale', '--now', '2026-12-01');
    expect(december.find(({ id }: { id: string }) => id === 'bar-kda-2026')).toMatchObject({
      stale: 'ends',
      source: expect.any(String),
    });
    const later = await json('rules', '--stale', '--now', '2027-02-01');
    expect(later.find(({ id }: { id: string }) => id === 'bar-kda-2026').stale).toBe('over');
    expect(later.find(({ id }: { id: string }) => id === 'link-mow-mos').stale).toBe('old');
  });

  it('says that none is stale, where none is', async () => {
    const { stdout } = await run('rules', '--stale', '--now', '2026-11-28');
    expect(stdout).toMatch(/^None of them is stale\.$/m);
  });

  it('lists what is not settled', async () => {
    const open = await json('rules', '--open');
    expect(open.map(({ id }: { id: string }) => id)).toEqual(
      expect.arrayContaining(['basis-trp', 'link-spe-len']),
    );
  });
});

describe('mehnat rule', () => {
  it('corrects a fee when two different keepers say so, and keeps the row of the package', async () => {
    const correction = [
      'rule',
      'correct',
      'fee-lip-2026',
      'monthly=22500',
      '--source',
      'decree 1 of 2026-06-01',
      '--by',
      'keeper anna',
    ];
    expect(await json(...correction)).toMatchObject({ inForce: false });
    expect((await json('verdict', ...LIPETSK, ...SEASON)).fee.monthly).toBe(21_915);

    const alone = await json('rule', 'confirm', 'fee-lip-2026', '--by', 'keeper anna');
    expect(alone).toMatchObject({ inForce: false });
    const { id } = (await json(...correction)).waits;
    const unseen = await run('rule', 'confirm', 'fee-lip-2026', '--by', 'keeper boris');
    expect(unseen).toMatchObject({ code: 1, stderr: expect.stringContaining(`keeper anna`) });
    expect(unseen.stderr).toContain('22500 RUB a month');
    const second = await json('rule', 'confirm', 'fee-lip-2026', '--agree', id, '--by', 'keeper boris');
    expect(second).toMatchObject({
      inForce: true,
      rule: { monthly: 22_500, source: 'decree 1 of 2026-06-01' },
    });

    expect((await json('verdict', ...LIPETSK, ...SEASON)).fee).toMatchObject({
      monthly: 22_500,
      total: 45_000,
    });
    const [listed] = await json('rule', 'list', '--kind', 'fee', '--region', 'RU-LIP');
    expect(listed).toMatchObject({
      monthly: 22_500,
      state: 'corrected',
      original: { monthly: 21_915 },
      waiting: [],
    });
  });

  it('does not let anybody agree to what was said five weeks ago', async () => {
    const said = await json('rule', 'confirm', 'fee-mow-2026', '--by', 'anna');
    const pool = new pg.Pool({ connectionString: fresh.url });
    await pool.query('update rule_change set proposed_on = proposed_on - 35 where id = $1', [said.waits.id]);
    await pool.end();
    expect(await json('rule', 'confirm', 'fee-mow-2026', '--by', 'boris')).toMatchObject({ inForce: false });
    expect(await json('rule', 'confirm', 'fee-mow-2026', '--by', 'anna')).toMatchObject({ inForce: true });
  });

  it('brings a row that the package does not have', async () => {
    const fields = [
      'kind=bar',
      'basis=patent',
      'region=RU-LIP',
      'activities=["courier"]',
      'complete=true',
      'except=[]',
      'from=2027-01-01',
      'to=2027-12-31',
    ];
    const said = await json(
      ...['rule', 'correct', 'bar-lip-2027', ...fields, '--source', 'decree 2', '--by', 'anna'],
    );
    await json('rule', 'confirm', 'bar-lip-2027', '--agree', said.waits.id, '--by', 'boris');
    const found = await json(
      'verdict',
      '--basis',
      'patent:RU-LIP',
      '--region',
      'RU-LIP',
      '--activity',
      'courier',
      '--from',
      '2027-02-01',
      '--now',
      '2026-11-28',
    );
    expect(found).toMatchObject({ verdict: 'BARRED', decidedBy: 'bar-lip-2027' });
  });

  it.each([
    [
      'a row with mistakes, each by its field',
      ['correct', 'fee-lip-2026', 'monthly=0', 'region=RU-XXX', '--source', 's', '--by', 'anna'],
      /field monthly: is no whole sum above zero/,
    ],
    [
      'a field that there is not, by its name',
      ['correct', 'fee-lip-2026', 'foo=1', '--source', 's', '--by', 'anna'],
      /field foo: there is no such field/,
    ],
    [
      'an end before the beginning',
      ['correct', 'fee-lip-2026', 'to=2025-01-01', '--source', 's', '--by', 'anna'],
      /field to: /,
    ],
    [
      'a correction without its source',
      ['correct', 'fee-lip-2026', 'monthly=1', '--by', 'anna'],
      /^Say where it was read/,
    ],
    [
      'to agree to what nobody said',
      ['confirm', 'fee-lip-2026', '--agree', 'x', '--by', 'boris'],
      /^Nothing of another keeper waits as x/,
    ],
    ['somebody without a name', ['confirm', 'fee-lip-2026'], /^Say who keeps the rules/],
    ['a rule nobody knows', ['confirm', 'fee-nowhere', '--by', 'anna'], /^There is no rule fee-nowhere/],
    ['no word of what', [], /^Say what:/],
  ])('refuses %s', async (_, args, line) => {
    const { code, stderr } = await run('rule', ...args);
    expect(code).toBe(1);
    expect(stderr).toMatch(line);
  });
});
