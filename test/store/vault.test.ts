import { randomBytes } from 'node:crypto';
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Address } from '../../src/domain/terms.ts';
import { createKeys, keysAreExposed, loadKeys } from '../../src/store/keys.ts';
import { type Place, sameHash, Vault, VaultError } from '../../src/store/vault.ts';
import { anyCharacter } from '../support/arbitraries.ts';

const keys = { id: 7, master: randomBytes(32) };
const vault = new Vault(keys);
const place: Place = { table: 'subscriber', column: 'sealed', row: 'a', channel: 'telegram' };

describe('a sealed value', () => {
  test('opens in its own place, whatever it says', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 1_000 }), (text) => {
        expect(vault.open(place, vault.seal(place, text))).toBe(text);
      }),
    );
  });

  test.each<[string, Partial<Place>]>([
    ['table', { table: 'dialogue' }],
    ['column', { column: 'lookup' }],
    ['row', { row: 'b' }],
    ['channel', { channel: 'whatsapp' }],
  ])('does not open when it was moved to another %s', (_, moved) => {
    expect(() => vault.open({ ...place, ...moved }, vault.seal(place, '1'))).toThrow(VaultError);
  });

  test('does not open when any one byte is changed or the end is cut off', () => {
    const sealed = vault.sealAddress(place, new Address('123456789'));
    for (let index = 0; index < sealed.length; index += 1) {
      const changed = Buffer.from(sealed);
      changed[index] = (changed[index] ?? 0) ^ 1;
      expect(() => vault.open(place, changed), `byte ${index}`).toThrow(VaultError);
      expect(() => vault.open(place, sealed.subarray(0, index)), `cut at ${index}`).toThrow(VaultError);
    }
  });

  test('does not open with other keys, with the same id or another', () => {
    const sealed = vault.seal(place, 'text');
    expect(() => new Vault({ id: 7, master: randomBytes(32) }).open(place, sealed)).toThrow(VaultError);
    expect(() => new Vault({ id: 8, master: keys.master }).open(place, sealed)).toThrow('another key file');
  });

  test('never looks the same twice and hides how long the text is', () => {
    const sealed = ['1', '12345678901234', 'x'.repeat(30)].map((text) =>
      vault.sealAddress(place, new Address(text)),
    );
    expect(new Set(sealed.map(({ length }) => length))).toEqual(new Set([31 + 32]));
    expect(vault.sealAddress(place, new Address('x'.repeat(31)))).toHaveLength(31 + 160);
    expect(vault.seal(place, 'x'.repeat(254))).toHaveLength(31 + 256);
    expect(vault.seal(place, 'x'.repeat(255))).toHaveLength(31 + 512);
    expect(vault.seal(place, 'same')).not.toEqual(vault.seal(place, 'same'));
    expect(() => vault.sealAddress(place, new Address('x'.repeat(159)))).toThrow('longer than');
  });
});

describe('keyed hashes', () => {
  test('differ by purpose, channel and key file, and are the same each time', () => {
    const address = new Address('42');
    const hashes = [
      vault.lookup('telegram', address),
      vault.lookup('whatsapp', address),
      vault.hash('conversation/telegram', '42'),
      vault.hash('chat-lock/telegram', '42'),
      vault.hash('chat-lock/whatsapp', '42'),
      vault.hash('report', '42'),
      new Vault({ ...keys, master: randomBytes(32) }).lookup('telegram', address),
    ].map((hash) => hash.toString('hex'));
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(hashes.every((hash) => hash.length === 32)).toBe(true);
    expect(sameHash(vault.lookup('telegram', address), new Vault(keys).lookup('telegram', address))).toBe(
      true,
    );
  });

  test('a vault shows nothing of its keys', () => {
    vault.lookup('telegram', new Address('42'));
    const shown = `${inspect(vault, { depth: 9, showHidden: true })}${JSON.stringify(vault)}`;
    expect(shown).not.toContain(inspect(keys.master).slice(8, 20));
    expect(shown).not.toContain(keys.master.toString('base64'));
  });
});

describe('a key file', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'mehnat-keys-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  test('is made once, for its owner alone, and read again', async () => {
    const path = join(folder, 'deep', 'keys.json');
    expect(await loadKeys(path)).toBeNull();
    const made = await createKeys(path);
    expect(await loadKeys(path)).toEqual(made);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await keysAreExposed(path)).toBe(false);
    await chmod(path, 0o644);
    expect(await keysAreExposed(path)).toBe(true);
  });

  test('is never overwritten, and of two made at once one stands whole', async () => {
    const path = join(folder, 'keys.json');
    const made = await Promise.allSettled([createKeys(path), createKeys(path), createKeys(path)]);
    expect(made.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const before = await readFile(path, 'utf8');
    await expect(createKeys(path)).rejects.toThrow('is there one already?');
    expect(await readFile(path, 'utf8')).toBe(before);
  });

  test.each(['', '{', '{"version":1,"id":3,"master":"short"}', '{"version":2,"id":3,"master":""}', '[]'])(
    'is refused when it says %j',
    async (text) => {
      const path = join(folder, 'keys.json');
      await writeFile(path, text);
      await expect(loadKeys(path)).rejects.toThrow('is not a key file of Mehnat');
    },
  );
});
