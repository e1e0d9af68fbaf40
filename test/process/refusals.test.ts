/** What cannot work is said in one line with its fix, and nothing of a secret is repeated. */
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isLogLine } from '../../src/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { createKeys, loadKeys } from '../../src/store/keys.ts';
import { freshDatabase } from '../support/database.ts';
import { type Installation, makeInstallation } from '../support/installation.ts';
import { freePort, runProcess } from '../support/process.ts';
import { crowdedTelegram } from './crowd.ts';

const SECRET = 'Very-Secret-Word';

let installation: Installation;
let drop: () => Promise<void>;
let url: string;

beforeEach(async () => {
  ({ url, drop } = await freshDatabase());
  installation = await makeInstallation({ DATABASE_URL: url });
});
afterEach(async () => {
  await installation.remove();
  await drop();
});

/** Runs `start` to its end and gives what was said, without the lines of the log. */
async function refusal(settings: Readonly<Record<string, string>>): Promise<readonly string[]> {
  const { code, stdout, stderr } = await installation.run(['start'], {
    PORT: `${await freePort()}`,
    ...settings,
  });
  expect(code).toBe(1);
  expect(`${stdout}${stderr}`).not.toMatch(/^\s+at |node:internal|Error:/m);
  expect(`${stdout}${stderr}`).not.toContain(SECRET);
  const logged = stdout.split('\n').filter((line) => line !== '');
  expect(logged.filter((line) => !isLogLine(line))).toEqual([]);
  return stderr.split('\n').filter((line) => line !== '' && !line.endsWith('…'));
}

describe('start', () => {
  it('names every wrong variable at once', async () => {
    const lines = await refusal({
      PORT: '0',
      REDIS_URL: SECRET,
      TELEGRAM_BOT_TOKEN: SECRET,
      LOG_LEVEL: SECRET,
      COUNTRY: SECRET,
    });
    expect(lines.map((line) => line.split(' ')[0])).toEqual([
      'PORT',
      'COUNTRY',
      'REDIS_URL',
      'TELEGRAM_BOT_TOKEN',
      'LOG_LEVEL',
    ]);
    expect(lines.every((line) => / is wrong: (?:give|copy) /.test(line))).toBe(true);
  });

  it('refuses a webhook without its secret', async () => {
    const lines = await refusal({
      TELEGRAM_BOT_TOKEN: `123456:${SECRET}`,
      TELEGRAM_WEBHOOK_URL: 'https://bot.example.org',
    });
    expect(lines).toEqual([expect.stringContaining('TELEGRAM_WEBHOOK_SECRET is missing')]);
  });

  it('says that a database does not answer', async () => {
    const nobody = await freePort();
    const lines = await refusal({ DATABASE_URL: `postgres://mehnat:${SECRET}@127.0.0.1:${nobody}/mehnat` });
    expect(lines).toEqual([expect.stringMatching(/DATABASE_URL does not answer \(ECONNREFUSED\)/)]);
  });

  it('says that the port is taken', async () => {
    const server: Server = createServer();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    const lines = await refusal({ PORT: `${port}` });
    expect(lines).toEqual([expect.stringMatching(new RegExp(`${port}.*PORT`))]);
    await new Promise((resolve) => server.close(resolve));
  });

  it('wants the key file of the people it knows, not another and not a new one', async () => {
    const keys = join(installation.folder, 'keys.json');
    await (await crowdedTelegram(1, { url, keys })).close();
    await rm(keys);
    expect(await refusal({})).toEqual([expect.stringMatching(/keys\.json is missing.*restore it/)]);
    expect(await loadKeys(keys)).toBeNull();
    await createKeys(keys);
    expect(await refusal({})).toEqual([expect.stringMatching(/does not belong to this database.*restore/)]);
    await writeFile(keys, SECRET);
    expect(await refusal({})).toEqual([expect.stringMatching(/is not a key file.*restore/)]);
  });
});

describe('a broken country package', () => {
  const LINES = [
    'src/countries/ru/fees.json, row 3 (fee-lip-2026), field region: RU-LIX is no region of this package',
    'src/countries/ru/bars.json, row 1 (bar-kda-2026), field source: is missing',
    'src/countries/ru/bars.json, row 2 (bar-pri-2026), field to: ends before it begins',
  ];
  let project: string;

  /** A copy of the exchange, so that nothing is ever broken in the project. */
  beforeEach(async () => {
    project = await mkdtemp(join(tmpdir(), 'mehnat-project-'));
    await cp('src', join(project, 'src'), { recursive: true });
    for (const name of ['node_modules', 'locales', 'prisma', 'package.json'])
      await symlink(resolve(name), join(project, name));
    await breaks('bars', (text) => {
      const rows = JSON.parse(text);
      delete rows[0].source;
      rows[1].to = '2025-12-31';
      return JSON.stringify(rows);
    });
    await breaks('fees', (text) => text.replace('"RU-LIP"', '"RU-LIX"'));
  });
  afterEach(() => rm(project, { recursive: true }));

  async function breaks(name: string, how: (text: string) => string): Promise<void> {
    const file = join(project, 'src/countries/ru', `${name}.json`);
    await writeFile(file, how(await readFile(file, 'utf8')));
  }
  const run = async (args: readonly string[]) =>
    runProcess(args, { ...installation.settings, PORT: `${await freePort()}` }, join(project, 'src/cli.ts'));

  it('stops the start with a line for each mistake', async () => {
    const { code, stdout, stderr } = await run(['start']);
    expect(code).toBe(1);
    expect(stderr.trim().split('\n').toSorted()).toEqual(LINES.toSorted());
    expect(stdout.split('\n').filter((line) => line !== '' && !isLogLine(line))).toEqual([]);
  });

  it('is named by the doctor', async () => {
    const { code, stdout } = await run(['doctor', '--json']);
    expect(code).toBe(1);
    const found: readonly { name: string; state: string; says: string }[] = JSON.parse(stdout);
    const country = found.filter(({ name }) => name === 'country');
    expect(country.map(({ says }) => says).toSorted()).toEqual(LINES.toSorted());
    expect(country.every(({ state }) => state === 'fail')).toBe(true);
  });
});

describe('the command line', () => {
  it('knows its commands', async () => {
    const unknown = await installation.run(['fly']);
    expect(unknown).toMatchObject({ code: 2, stdout: '' });
    expect(unknown.stderr).toContain('There is no command "fly"');
    const help = await installation.run(['import', '--help']);
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toMatch(/Usage: .*import <source>[\s\S]*--dry-run[\s\S]*--json/);
    const wrong = await installation.run(['import', 'csv', '--quickly']);
    expect(wrong.code).toBe(1);
    expect(wrong.stderr.trim().split('\n')).toEqual([expect.stringContaining('--quickly')]);
  });

  it('migrates, and says as JSON what it did', async () => {
    const empty = openDatabase({ url });
    await empty.pool.query('drop schema public cascade; create schema public');
    await empty.close();
    const first = await installation.run(['migrate', '--json']);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(JSON.parse(first.stdout)).toEqual({ applied: expect.arrayContaining(['0001_begin']) });
    const second = await installation.run(['migrate', '--json']);
    expect(JSON.parse(second.stdout)).toEqual({ applied: [] });
  });

  it('has a doctor who finds what is wrong and changes nothing', async () => {
    const sick = await installation.run(['doctor', '--json'], {
      DATABASE_URL: `postgres://mehnat:${SECRET}@127.0.0.1:${await freePort()}/mehnat`,
    });
    expect(sick.code).toBe(1);
    expect(sick.stdout).not.toContain(SECRET);
    expect(JSON.parse(sick.stdout)).toContainEqual(
      expect.objectContaining({ name: 'database', state: 'fail', fix: expect.any(String) }),
    );
    expect(await loadKeys(join(installation.folder, 'keys.json'))).toBeNull();
  });
});
