import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

let root: string;

const LOCK = {
  packages: {
    '': {},
    'node_modules/prisma': { version: '1.0.0' },
    'node_modules/far': { version: '1.0.0', optional: true },
  },
};

// Stands in for npm: notes that it was called and installs a Prisma that notes it too.
const NPM = `
const { appendFileSync, mkdirSync, writeFileSync } = require('node:fs');
appendFileSync('calls', process.argv.slice(2, 4).join(' ') + '\\n');
if (process.env.CI_FAILS && process.argv[2] === 'ci') { console.error(process.env.CI_FAILS); process.exit(1); }
if (process.env.NPM_FAILS) { console.error('npm error ' + process.env.NPM_FAILS); process.exit(1); }
if (process.env.BRINGS) {
  const [name, program] = process.env.BRINGS.split(' ');
  mkdirSync('node_modules/' + name + '/bin', { recursive: true });
  mkdirSync('node_modules/.bin', { recursive: true });
  if (process.argv[2] === 'rebuild') require('node:fs').symlinkSync(program, 'node_modules/.bin/node');
}
mkdirSync('node_modules/prisma/build', { recursive: true });
writeFileSync('node_modules/prisma/build/index.js', \`
  const { appendFileSync, mkdirSync } = require('node:fs');
  appendFileSync('calls', 'prisma ' + process.argv[2] + '\\\\n');
  mkdirSync('src/store/client', { recursive: true });\`);
writeFileSync('node_modules/.package-lock.json', JSON.stringify({ packages: { 'node_modules/prisma': { version: process.env.VERSION ?? '1.0.0' } } }));
`;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'mehnat-install-'));
  await mkdir(join(root, 'src'));
  await mkdir(join(root, 'prisma'));
  await copyFile(join(import.meta.dirname, '../src/install.mjs'), join(root, 'src/install.mjs'));
  await writeFile(join(root, 'npm.js'), NPM);
  await writeFile(join(root, 'prisma/schema.prisma'), 'model A {}');
  await writeFile(join(root, 'package-lock.json'), JSON.stringify(LOCK));
  await writeFile(join(root, 'calls'), '');
});
afterEach(() => rm(root, { recursive: true }));

const install = async (more: Record<string, string> = {}): Promise<{ code: number; said: string }> => {
  const env = { ...process.env, npm_execpath: join(root, 'npm.js'), ...more };
  return promisify(execFile)(process.execPath, [join(root, 'src/install.mjs')], { env }).then(
    ({ stdout, stderr }) => ({ code: 0, said: stdout + stderr }),
    ({ code, stdout, stderr }) => ({ code, said: stdout + stderr }),
  );
};
const calls = async (): Promise<string[]> =>
  (await readFile(join(root, 'calls'), 'utf8')).split('\n').filter((line) => line !== '');

describe('before every script', () => {
  test('packages and client are brought once, then nothing is done or said', async () => {
    expect((await install()).said).toContain('Installing packages');
    expect(await calls()).toEqual(['ci --ignore-scripts', 'prisma generate']);
    expect(await install()).toEqual({ code: 0, said: '' });
    expect(await calls()).toHaveLength(2);
  });

  test('a lockfile that lacks the packages of some other platform still installs', async () => {
    const refusal = 'npm error code EUSAGE: package.json and package-lock.json are not in sync';
    expect((await install({ CI_FAILS: refusal })).code).toBe(0);
    expect(await calls()).toEqual(['ci --ignore-scripts', 'install --no-save', 'prisma generate']);
  });

  // npm 10 does so; a machine with musl finds out by trying.
  test.skipIf(process.platform === 'win32').each([
    ['is linked', process.execPath, true],
    ['goes when it does not run here', '/bin/false', false],
  ])('the Node that npm brought without a link %s, once', async (_, program, stays) => {
    const name = `node-${process.platform}-${process.arch}`;
    await install({ BRINGS: `${name} ${program}` });
    expect(await calls()).toEqual(['ci --ignore-scripts', `rebuild ${name}`, 'prisma generate']);
    expect([
      existsSync(join(root, 'node_modules/.bin/node')),
      existsSync(join(root, 'node_modules', name)),
    ]).toEqual([stays, stays]);
    await install({ BRINGS: `${name} ${program}` });
    expect(await calls()).toHaveLength(3);
  });

  test('of several at once one works and the others wait', async () => {
    const results = await Promise.all([install(), install(), install()]);
    expect(results.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(await calls()).toEqual(['ci --ignore-scripts', 'prisma generate']);
  });

  test('a lock that a dead process left does not keep anybody waiting', async () => {
    await mkdir(join(root, '.mehnat'));
    await writeFile(join(root, '.mehnat/install.lock'), String(2 ** 22 + 1));
    expect((await install()).code).toBe(0);
  });

  test('a lockfile that was only touched installs nothing, one that says something new does', async () => {
    await install();
    const soon = new Date(Date.now() + 10_000);
    await utimes(join(root, 'package-lock.json'), soon, soon);
    expect(await install()).toEqual({ code: 0, said: '' });
    const other = { packages: { ...LOCK.packages, 'node_modules/prisma': { version: '2.0.0' } } };
    await writeFile(join(root, 'package-lock.json'), JSON.stringify(other));
    await utimes(join(root, 'package-lock.json'), soon, new Date(Date.now() + 20_000));
    await install({ VERSION: '2.0.0' });
    expect(await calls()).toEqual([
      'ci --ignore-scripts',
      'prisma generate',
      'ci --ignore-scripts',
      'prisma generate',
    ]);
  });

  test('a changed schema makes the client anew, and nothing else', async () => {
    await install();
    await writeFile(join(root, 'prisma/schema.prisma'), 'model B {}');
    expect(await install()).toEqual({ code: 0, said: '' });
    expect(await calls()).toEqual(['ci --ignore-scripts', 'prisma generate', 'prisma generate']);
  });

  test.each([
    ['code ENOTFOUND', 'connect to the internet once'],
    ['code EACCES', 'writable for this user'],
    ['code ENOSPC', 'make room'],
    ['code E404 no such package', 'code E404 no such package'],
  ])('npm failing with "%s" is one line with what to do', async (failure, hint) => {
    const { code, said } = await install({ NPM_FAILS: failure });
    expect(code).toBe(1);
    expect(said).toContain(hint);
    expect(said.trim().split('\n')).toHaveLength(2);
  });
});
