import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type EmbeddedPostgres, runningConnection, startEmbeddedPostgres } from '../src/embedded-postgres.ts';

const MODULE = join(import.meta.dirname, '../src/embedded-postgres.ts');

let home: string;
let dataDir: string;
/** One for all: from a clone that is closed to others the programs are copied there, once. */
let shelter: string;
let started: EmbeddedPostgres[];

beforeAll(async () => {
  shelter = await mkdtemp(join(tmpdir(), 'mehnat-shelter-'));
});
afterAll(() => rm(shelter, { recursive: true, force: true }));
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'mehnat-embedded-'));
  await chmod(home, 0o711);
  dataDir = join(home, 'data');
  started = [];
});
afterEach(async () => {
  for (const server of started) await server.stop();
  await rm(home, { recursive: true, force: true });
});

const start = async (folder = dataDir): Promise<EmbeddedPostgres> => {
  const server = await startEmbeddedPostgres({
    dataDir: folder,
    durable: false,
    shelter: shelter,
  });
  started.push(server);
  return server;
};

const ask = async (url: string, question: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>(question);
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
};

/** Another process that starts the server and is killed in the moment it has it. */
const startAndDie = async (): Promise<void> => {
  const code = `const { startEmbeddedPostgres } = await import(${JSON.stringify(MODULE)});
    await startEmbeddedPostgres(${JSON.stringify({ dataDir, durable: false, shelter: shelter })});
    process.kill(process.pid, 'SIGKILL');`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: 'ignore' });
  expect(await once(child, 'exit')).toEqual([null, 'SIGKILL']);
};

const clusterFolder = async (): Promise<string> =>
  (JSON.parse(await readFile(join(dataDir, 'postgres.json'), 'utf8')) as { cluster: string }).cluster;

describe('the embedded PostgreSQL', () => {
  test('keeps its data from start to start, and nothing runs between', async () => {
    const first = await start();
    expect(first.adopted).toBe(false);
    await ask(first.url, `create table kept as select 'here' as word`);
    expect(await runningConnection(dataDir)).toEqual({ url: first.url });
    await first.stop();
    await first.stop();
    expect(await runningConnection(dataDir)).toBeNull();
    const second = await start();
    expect(await ask(second.url, 'select word from kept')).toBe('here');
  });

  test('is one server for all who start it at once, until the last one leaves', async () => {
    const servers = await Promise.all([start(), start(), start()]);
    expect(new Set(servers.map(({ url }) => url)).size).toBe(1);
    expect(servers.filter(({ adopted }) => adopted)).toHaveLength(2);
    const [first, second, third] = servers;
    await first?.stop();
    await second?.stop();
    expect(await ask(third?.url ?? '', 'select 1')).toBe(1);
    await third?.stop();
    expect(await runningConnection(dataDir)).toBeNull();
  });

  test('that a killed process left running is adopted, and stopped by who adopted it', async () => {
    await startAndDie();
    const left = await runningConnection(dataDir);
    expect(left).not.toBeNull();
    const server = await start();
    expect(server).toMatchObject({ adopted: true, url: left?.url });
    await server.stop();
    expect(await runningConnection(dataDir)).toBeNull();
  });

  test('recovers when the server itself was killed and its lock file names a process of others', async () => {
    const server = await start();
    await ask(server.url, `create table kept as select 'here' as word`);
    const pidFile = join(await clusterFolder(), 'postmaster.pid');
    const lines = (await readFile(pidFile, 'utf8')).split('\n');
    process.kill(Number(lines[0]), 'SIGKILL');
    await expect.poll(() => runningConnection(dataDir)).toBeNull();
    await writeFile(pidFile, [String(process.pid), ...lines.slice(1)].join('\n'));
    const again = await start();
    expect(again.adopted).toBe(false);
    expect(await ask(again.url, 'select word from kept')).toBe('here');
  });

  test('begins afresh where a first start was cut short', async () => {
    await mkdir(join(dataDir, 'postgres.draft-00000000', 'base'), { recursive: true });
    await chmod(dataDir, 0o711);
    await writeFile(
      join(dataDir, 'postgres.lock'),
      JSON.stringify({ id: 'gone', pid: 2 ** 22 + 1, began: null }),
    );
    const server = await start();
    expect(await ask(server.url, 'select 1')).toBe(1);
    expect(
      (await readdir(dataDir)).filter((name) => name.includes('draft') || name.endsWith('.lock')),
    ).toEqual([]);
  });

  test('lets nobody in without the password and tells it to its owner only', async () => {
    const server = await start();
    const url = new URL(server.url);
    url.password = 'guess';
    await expect(ask(url.href, 'select 1')).rejects.toThrow('password authentication failed');
    for (const file of ['connection.json', 'postgres.json']) {
      expect((await stat(join(dataDir, file))).mode & 0o777, file).toBe(0o600);
    }
  });

  test('writes neither statements nor values into its log', async () => {
    const server = await start();
    await ask(server.url, 'create table person (name text primary key)');
    await ask(server.url, `insert into person values ('Gulnora')`);
    await expect(ask(server.url, `insert into person values ('Gulnora')`)).rejects.toThrow('duplicate');
    await expect(ask(server.url, `select 'Gulnora'::integer`)).rejects.toThrow('Gulnora');
    const log = await readFile(join(await clusterFolder(), 'server.log'), 'utf8');
    expect(log).not.toMatch(/Gulnora\)|insert into|select/);
  });

  test('speaks UTF-8 whatever the machine speaks', async () => {
    const { url } = await start();
    expect(await ask(url, 'show server_encoding')).toBe('UTF8');
    expect(await ask(url, `select upper('меҳнат')`)).toBe('МЕҲНАТ');
    expect(await ask(url, 'show timezone')).toBe('UTC');
  });

  test('says in one line what to do about a database of another version', async () => {
    await (await start()).stop();
    await writeFile(join(await clusterFolder(), 'PG_VERSION'), '15\n');
    await expect(start()).rejects.toThrow(/was made by PostgreSQL 15 and this is 18; .*MEHNAT_DATA/);
  });
});

describe.runIf(process.getuid?.() === 0)('as root', () => {
  test('runs as somebody else, in a session of its own', async () => {
    await start();
    const [pid] = (await readFile(join(await clusterFolder(), 'postmaster.pid'), 'utf8')).split('\n');
    const { stdout } = await promisify(execFile)('ps', ['-o', 'uid=,sess=', '-p', String(pid)]);
    expect(stdout.trim().split(/\s+/)).toEqual(['65534', pid]);
  });

  test('moves the database out of a folder that is closed to others, to the same place each time', async () => {
    await mkdir(join(home, 'closed'), { mode: 0o700 });
    const folder = join(home, 'closed', 'data');
    const first = await start(folder);
    await ask(first.url, `create table kept as select 'here' as word`);
    await first.stop();
    expect(await ask((await start(folder)).url, 'select word from kept')).toBe('here');
    expect(await readdir(folder)).not.toContain('postgres');
    const homes = (await readdir(shelter)).filter((name) => !name.startsWith('postgresql-'));
    expect(homes).toHaveLength(1);
  });
});
