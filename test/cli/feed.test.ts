import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadKeys } from '../../src/store/keys.ts';
import { createSignedFeeds } from '../../src/store/signed-feeds.ts';
import { Vault } from '../../src/store/vault.ts';
import { runCommand } from '../support/command.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { anOrganisation, post } from '../support/organisations.ts';

interface Settings extends Readonly<Record<string, string>> {
  readonly MEHNAT_KEYS: string;
}

let folder: string;
let fresh: readonly FreshDatabase[];
let there: Settings;
let here: Settings;
let pool: pg.Pool;
let server: Server;
let site: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mehnat-feed-'));
  fresh = await Promise.all([freshDatabase(), freshDatabase()]);
  [there, here] = [settingsOf(0), settingsOf(1)];
  pool = new pg.Pool({ connectionString: fresh[0]?.url });
  await post(pool, await anOrganisation(pool), {
    title: 'Сбор клубники',
    postedOn: new Date().toISOString().slice(0, 10),
    expiresOn: new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10),
  });
  server = createServer((request, response) => {
    if (request.url?.startsWith('/moved') === true)
      return void response.writeHead(302, { Location: `${site}/feed/union.json` }).end();
    void signed().then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  server.listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  site = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await pool.end();
  await Promise.all(fresh.map((one) => one.drop()));
  await rm(folder, { recursive: true, force: true });
});

const settingsOf = (at: number): Settings => ({
  DATABASE_URL: fresh[at]?.url ?? '',
  MEHNAT_DATA: join(folder, `data-${at}`),
  MEHNAT_KEYS: join(folder, `keys-${at}.json`),
});

/** What the running exchange hands out: another process, with the same key file. */
async function signed(): Promise<Uint8Array | undefined> {
  const keys = await loadKeys(there.MEHNAT_KEYS);
  if (keys === null) throw new Error('no keys yet');
  const today = (): string => new Date().toISOString().slice(0, 10);
  const feedOf = createSignedFeeds({
    database: pool,
    vault: new Vault(keys),
    clock: () => new Date(),
    today,
  });
  return (await feedOf('union'))?.bytes;
}

const json = async (settings: Settings, ...args: readonly string[]) => {
  const { code, stdout, stderr } = await runCommand([...args, '--json'], settings);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
};

const KEY = 'A'.repeat(43);

describe('mehnat feed', () => {
  it('is published by one exchange, trusted and imported by another, and revoked', {
    timeout: 60_000,
  }, async () => {
    const { publicKey, path } = await json(there, 'feed', 'key', 'union');
    expect(publicKey).toMatch(/^[\w-]{43}$/);
    await json(here, 'feed', 'trust', 'kg', `${site}${path}`, '--key', publicKey);
    const dry = await json(here, 'import', 'exchange', 'kg', '--dry-run');
    expect(dry).toMatchObject({ source: 'exchange:kg', dryRun: true, imported: 1 });
    expect(await json(here, 'import', 'exchange', 'kg')).toMatchObject({ imported: 1, complete: true });
    expect(await json(there, 'feed', 'list')).toMatchObject({
      own: [{ slug: 'union', publicKey }],
      trusted: [],
    });
    expect(await json(here, 'feed', 'list')).toMatchObject({
      own: [],
      trusted: [{ name: 'kg', publicKey, open: 1, revokedAt: null, takenAt: expect.any(String) }],
    });

    await json(there, 'feed', 'key', 'union');
    const changed = await runCommand(['import', 'exchange', 'kg'], here);
    expect(changed).toMatchObject({ code: 1, stdout: '' });
    expect(changed.stderr).toBe(
      'nothing could be read: its signature is not by the key that is trusted: it was changed on its way, or the organisation has a new key\n',
    );
    expect(await json(here, 'feed', 'revoke', 'kg')).toEqual({ name: 'kg', closed: 1 });
    const revoked = await runCommand(['import', 'exchange', 'kg'], here);
    expect(revoked.stderr).toBe('Name a feed that is trusted: there is none yet; feed trust makes one\n');
  });

  it('is read at its address only, wherever that points', async () => {
    await json(here, 'feed', 'trust', 'moved', `${site}/moved/feed/union.json`, '--key', KEY);
    const { code, stderr } = await runCommand(['import', 'exchange', 'moved'], here);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^nothing could be read: 127\.0\.0\.1:\d+ answered 302\n$/);
  });

  it.each([
    ['nothing', [], /^Say what:/],
    ['what there is not', ['burn', 'x'], /^Say what:/],
    ['an organisation that is not', ['key', 'nobody'], /^There is no organisation nobody\./],
    ['a feed that is not', ['revoke', 'nobody'], /^There is no feed nobody/],
    ['a name with blanks', ['trust', 'k g', 'https://x.example/feed/union.json'], /^A feed is called by/],
    [
      'an open address',
      ['trust', 'kg', 'http://x.example/feed/union.json', '--key', KEY],
      /^A feed is trusted at an https/,
    ],
    [
      'an address with a password',
      ['trust', 'kg', 'https://a:b@x.example/feed/union.json'],
      /^A feed is trusted at an https/,
    ],
    ['a file', ['trust', 'kg', 'file://localhost/feed/union.json'], /^A feed is trusted at an https/],
    [
      'an address of nobody',
      ['trust', 'kg', 'https://x.example/union', '--key', KEY],
      /^The address of a feed ends/,
    ],
    ['no key', ['trust', 'kg', 'https://x.example/feed/union.json'], /^Give the public key/],
    [
      'a key that is cut',
      ['trust', 'kg', 'https://x.example/feed/union.json', '--key', KEY.slice(1)],
      /^Give the public key/,
    ],
    [
      'a key that is written in another way',
      ['trust', 'kg', 'https://x.example/feed/union.json', '--key', `${'A'.repeat(42)}B`],
      /^Give the public key/,
    ],
  ])('refuses %s in one line', async (_, args, line) => {
    const { code, stdout, stderr } = await runCommand(['feed', ...args], here);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(line);
  });
});
