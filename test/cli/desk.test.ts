import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Address } from '../../src/domain/terms.ts';
import { oneTimeCodes } from '../../src/one-time-code.ts';
import { createChats } from '../../src/store/chats.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { loadKeys } from '../../src/store/keys.ts';
import { standstillSince } from '../../src/store/standstill.ts';
import { Vault } from '../../src/store/vault.ts';
import { runCommand } from '../support/command.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';

let folder: string;
let fresh: FreshDatabase;
let database: Database;
let settings: Readonly<Record<string, string>>;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mehnat-desk-'));
  fresh = await freshDatabase();
  database = openDatabase({ url: fresh.url });
  settings = {
    DATABASE_URL: fresh.url,
    MEHNAT_DATA: join(folder, 'data'),
    MEHNAT_KEYS: join(folder, 'keys.json'),
  };
});
afterAll(async () => {
  await database.close();
  await fresh.drop();
  await rm(folder, { recursive: true, force: true });
});

const run = (...args: readonly string[]) => runCommand(args, settings);
const json = async (...args: readonly string[]) => {
  const { code, stdout, stderr } = await run(...args, '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return JSON.parse(stdout);
};

/** Somebody joins by the word of a link, as in a chat. */
async function joins(word: string, alias: string, address: string): Promise<string> {
  const keys = await loadKeys(settings['MEHNAT_KEYS'] ?? '');
  if (keys === null) throw new Error('there are no keys');
  const vault = new Vault(keys);
  const clock = (): Date => new Date();
  const chats = createChats({ database, vault, clock, codes: oneTimeCodes, repeatHours: () => 48 });
  const message = {
    channel: 'telegram',
    address: new Address(address),
    updateId: `${alias} ${word}`,
    event: { kind: 'other' } as const,
  };
  const handled = await chats.handle(message, ({ desk }) =>
    desk.join({ token: word.slice(2), alias, locale: 'en' }),
  );
  return handled.kind === 'handled' ? handled.value : handled.kind;
}

describe('mehnat', () => {
  it('invites the first operator by a word that works once, lists them, and removes them at once', async () => {
    const { code, stdout } = await run('coordinator', 'invite', '--role', 'operator');
    expect(code).toBe(0);
    const word = /\/start (c_[\w-]{22})\n/.exec(stdout)?.[1] ?? '';
    expect(await joins(word, 'Gate', '900000001')).toBe('joined');
    expect(await joins(word, 'Thief', '900000002')).toBe('gone');
    const listed = await run('coordinator', 'list');
    expect(listed.stdout).toBe('Gate  –  operator  telegram  no codes yet\n');
    expect(listed.stdout).not.toContain('900000001');
    expect(await json('coordinator', 'remove', 'Gate')).toEqual({ removed: 'Gate' });
    expect(await json('coordinator', 'list')).toEqual([]);
  }, 60_000);

  it('makes an organisation and invites its admin', async () => {
    await json('organisation', 'create', 'builders', '--title', 'Профсоюз строителей', '--locale', 'ru');
    expect(await json('organisation', 'list')).toMatchObject([
      { slug: 'builders', titles: { ru: 'Профсоюз строителей' }, regions: 'any', stopped: false },
    ]);
    const { word } = await json(
      'coordinator',
      'invite',
      '--role',
      'admin,poster',
      '--organisation',
      'builders',
    );
    expect(await joins(word, 'Plum', '900000003')).toBe('joined');
    expect(await json('coordinator', 'list')).toMatchObject([
      { alias: 'Plum', organisation: 'builders', roles: ['poster', 'admin'] },
    ]);
  }, 60_000);

  it('stops an organisation, or everything, and lets both go on', async () => {
    expect(await json('halt')).toEqual({ stopped: 'everything' });
    expect(await standstillSince(database.pool)).not.toBeNull();
    expect(await json('go-on')).toEqual({ goesOn: 'everything' });
    expect(await standstillSince(database.pool)).toBeNull();
    expect(await json('halt', '--organisation', 'builders')).toEqual({ stopped: 'builders' });
    expect(await json('organisation', 'list')).toMatchObject([{ stopped: true }]);
    expect(await json('go-on', '--organisation', 'builders')).toEqual({ goesOn: 'builders' });
  }, 60_000);

  it('exports what was done, by whom and in which role', async () => {
    const lines = await json('audit');
    const said = lines.map(
      (line: Record<string, string>) => `${line['alias']} ${line['role']} ${line['action']}`,
    );
    expect(said.toReversed()).toEqual([
      'host host coordinator.invite',
      'Gate operator coordinator.join',
      'host host coordinator.remove',
      'host host organisation.create',
      'host host coordinator.invite',
      'Plum poster coordinator.join',
      'host host everything.stop',
      'host host everything.go-on',
      'host host organisation.stop',
      'host host organisation.go-on',
    ]);
    expect(await json('audit', '--organisation', 'builders')).toHaveLength(5);
    expect((await run('audit')).stdout).toContain('host (host)  organisation.create  builders');
  }, 60_000);

  it.each([
    [['coordinator', 'invite'], 'Say which roles with --role'],
    [['coordinator', 'invite', '--role', 'king'], 'Say which roles with --role'],
    [['coordinator', 'invite', '--role', 'poster'], 'Operators belong to the exchange itself'],
    [['coordinator', 'invite', '--role', 'operator', '--organisation', 'builders'], 'Operators belong'],
    [
      ['coordinator', 'invite', '--role', 'admin', '--organisation', 'nobody'],
      'There is no organisation nobody',
    ],
    [['coordinator', 'remove', 'Nobody'], 'Nobody there is called Nobody'],
    [['organisation', 'create', 'X!', '--title', 'X'], 'A short name has 2 to 20'],
    [['organisation', 'create', 'builders', '--title', 'Again'], 'There is an organisation builders already'],
    [['halt', '--organisation', 'nobody'], 'There is no organisation nobody'],
  ])(
    'refuses %j with the fix',
    async (args, says) => {
      const { code, stderr } = await run(...args);
      expect(code).toBe(1);
      expect(stderr).toContain(says);
    },
    30_000,
  );
});
