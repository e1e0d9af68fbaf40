import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Config, readConfig } from '../src/config.ts';
import { counted } from '../src/doctor/finding.ts';
import { diagnose } from '../src/doctor.ts';
import { createTelegramStandIn } from '../src/simulator/telegram.ts';
import { createKeys } from '../src/store/keys.ts';
import { Vault } from '../src/store/vault.ts';
import { type FreshDatabase, freshDatabase } from './support/database.ts';

let folder: string;
let database: FreshDatabase;
const ends: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mehnat-doctor-'));
  database = await freshDatabase();
});
afterEach(async () => {
  for (const end of ends.splice(0)) await end();
  await rm(folder, { recursive: true });
  await database.drop();
});

function config(environment: Record<string, string> = {}): Config {
  const reading = readConfig({
    DATABASE_URL: database.url,
    MEHNAT_DATA: folder,
    MEHNAT_KEYS: `${folder}-keys.json`,
    ...environment,
  });
  if (reading.kind === 'wrong') throw new Error(reading.problems.join());
  return reading.config;
}

/** The findings of one name as `state: says`. */
async function findings(name: string, environment: Record<string, string> = {}): Promise<readonly string[]> {
  const all = await diagnose(config(environment));
  for (const finding of all) expect(finding.fix === null, finding.says).toBe(finding.state === 'ok');
  return all.filter((one) => one.name === name).map(({ state, says }) => `${state}: ${says}`);
}

async function ask(statement: string, values: readonly unknown[] = []): Promise<void> {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  await client.query(statement, [...values]);
  await client.end();
}

describe('the doctor, looking at the key', () => {
  const path = (): string => `${folder}-keys.json`;
  afterEach(() => rm(path(), { force: true }));

  it('is content with one that is ours alone', async () => {
    await createKeys(path());
    expect(await findings('key')).toEqual([`ok: ${path()}, closed to others`]);
  });
  it('says that there is none yet', async () => {
    expect(await findings('key')).toEqual([`warn: there is no key file at ${path()} yet`]);
  });
  it('warns when others can read it', async () => {
    await createKeys(path());
    await chmod(path(), 0o644);
    expect(await findings('key')).toEqual([`fail: others on this machine can read ${path()}`]);
  });
  it('knows that it belongs to the database', async () => {
    const keys = await createKeys(path());
    await ask('insert into vault_check (fingerprint) values ($1)', [new Vault(keys).fingerprint()]);
    expect(await findings('key')).toHaveLength(1);
  });
  it('knows that it belongs to another', async () => {
    await createKeys(path());
    await ask('insert into vault_check (fingerprint) values ($1)', [Buffer.alloc(16)]);
    expect(await findings('key')).toEqual([`fail: the key file ${path()} belongs to another database`]);
  });
  it('misses the one the database was made with', async () => {
    await ask('insert into vault_check (fingerprint) values ($1)', [Buffer.alloc(16)]);
    expect(await findings('key')).toEqual([
      `fail: the key file ${path()}, which this database was written with, is missing`,
    ]);
  });
  it('blames the file alone when it cannot be read', async () => {
    await writeFile(path(), 'no keys', { mode: 0o600 });
    await ask('insert into vault_check (fingerprint) values ($1)', [Buffer.alloc(16)]);
    const [says, ...more] = await findings('key');
    expect(says).toMatch(/^fail: .*-keys\.json/);
    expect(says).not.toContain('missing');
    expect(more).toEqual([]);
  });
});

it.each([
  [0, '0 migrations'],
  [1, '1 migration'],
  [21, '21 migrations'],
])('counts %d as %s', (count, words) => {
  expect(counted(count, 'migration')).toBe(words);
});

describe('the doctor, looking at the database', () => {
  it('names its version and its migrations', async () => {
    expect((await findings('database'))[0]).toMatch(
      /^ok: PostgreSQL \d+\S*, (?:1 migration|\d+ migrations) applied$/,
    );
  });
  it('sees that it is behind', async () => {
    await ask('drop table _prisma_migrations');
    expect((await findings('database'))[0]).toMatch(/^warn: .* (?:1 migration|\d+ migrations) behind$/);
  });
  it('sees that a newer version was here', async () => {
    await ask(`update _prisma_migrations set migration_name = '9999_future'`);
    expect((await findings('database'))[0]).toMatch(/^fail: .* migrated by a newer Mehnat$/);
  });
  it('says that it does not answer, and never its address', async () => {
    const found = await findings('database', { DATABASE_URL: 'postgres://name:secret@127.0.0.1:1/x' });
    expect(found).toEqual(['fail: the database of DATABASE_URL does not answer (ECONNREFUSED)']);
  });
  it('says that our own is not made yet, and does not make it', async () => {
    expect(await findings('database', { DATABASE_URL: '' })).toEqual([
      'warn: our own PostgreSQL is not made yet',
    ]);
  });
  it('compares the clocks', async () => {
    expect((await findings('clock'))[0]).toMatch(/^ok: this machine and the database differ by \d+ ms$/);
  });
});

describe('the doctor, looking at the rest', () => {
  it('finds the data folder, and that others can write into it', async () => {
    expect((await findings('data'))[0]).toContain(`${folder}, `);
    await chmod(folder, 0o777);
    expect(await findings('data')).toEqual([`fail: others on this machine can write into ${folder}`]);
  });
  it('knows the languages and zones', async () => {
    expect((await findings('languages'))[0]).toMatch(/^ok: Node/);
  });
  it('needs no Redis', async () => {
    expect(await findings('queue')).toEqual(['ok: in PostgreSQL']);
  });

  it.each([
    ['redis_version:7.0.15\r\nmaxmemory_policy:noeviction\r\naof_enabled:0', 'ok: Redis 7.0.15'],
    [
      'redis_version:7.0.15\r\nmaxmemory_policy:allkeys-lru',
      'fail: Redis 7.0.15 may drop jobs (allkeys-lru)',
    ],
    ['redis_version:8.0.0\r\naof_enabled:1', 'warn: Redis 8.0.0 writes what passes through it to its disk'],
    ['-NOAUTH Authentication required.', 'fail: Redis refuses the name or password of REDIS_URL'],
    [null, 'fail: the Redis of REDIS_URL does not answer'],
  ])('reads what Redis answers: %j', async (answer, expected) => {
    expect(await findings('queue', { REDIS_URL: await redisThatSays(answer) })).toEqual([expected]);
  });

  it('speaks to Telegram', async () => {
    const service = createTelegramStandIn();
    const { apiRoot, close } = await service.listen();
    ends.push(close);
    const live = { TELEGRAM_BOT_TOKEN: service.token, TELEGRAM_API_ROOT: apiRoot };
    expect(await findings('telegram', live)).toEqual([`ok: @${service.username}, 0 updates waiting`]);
    expect(await findings('telegram', { ...live, TELEGRAM_BOT_TOKEN: '1:x' })).toEqual([
      'fail: Telegram does not know this token',
    ]);
    expect(
      await findings('telegram', { ...live, TELEGRAM_API_ROOT: await redisThatSays(null).then(asHttp) }),
    ).toEqual(['fail: Telegram cannot be reached from here']);
    const hook = { TELEGRAM_WEBHOOK_URL: 'https://x.example', TELEGRAM_WEBHOOK_SECRET: 'sixteen_letters_' };
    expect((await findings('telegram', { ...live, ...hook }))[0]).toContain('webhook is not as set here');
  });
});

const asHttp = (url: string): string => url.replace('redis:', 'http:');

/** Answers so to whatever is said, or cuts the line. */
async function redisThatSays(answer: string | null): Promise<string> {
  const server = createServer((line) => {
    line.on('error', () => undefined);
    if (answer === null) line.destroy();
    else
      line.once('data', () =>
        line.write(
          answer.startsWith('-')
            ? `${answer}\r\n`
            : `$${answer.length}\r\n${answer}\r\n$16\r\nend-of-questions\r\n`,
        ),
      );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  ends.push(async () => server.close());
  return `redis://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
