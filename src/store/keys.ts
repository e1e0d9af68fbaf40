import { randomBytes, randomInt } from 'node:crypto';
import { link, mkdir, open, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/** The one secret of an installation. Whoever has it and the database knows every address. */
export interface Keys {
  /** 1–65,535, random; stands in every sealed value. */
  readonly id: number;
  /** 32 random bytes, from which every key is derived. */
  readonly master: Buffer;
}

/**
 * Writes a new key file that only its owner may read (0600), with its folder (0700) where that is missing.
 * Never overwrites: throws when there is one already. After a crash there is a whole file or none.
 */
export async function createKeys(path: string): Promise<Keys> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const keys = { id: randomInt(1, 65_536), master: randomBytes(32) };
  const draft = `${path}.${randomBytes(6).toString('hex')}`;
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(
      `${JSON.stringify({ version: 1, id: keys.id, master: keys.master.toString('base64') })}\n`,
    );
    await file.sync();
    await link(draft, path);
  } catch (cause) {
    throw new Error(`could not write the key file ${path}; is there one already?`, { cause });
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
  return keys;
}

/** Reads a key file; `null` when there is none. Throws, with the fix, when it cannot be read or is not a key file. */
export async function loadKeys(path: string): Promise<Keys | null> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (isMissing(cause)) return null;
    throw new Error(`the key file ${path} cannot be read; give it to the user Mehnat runs as`, { cause });
  }
  const keys = parse(text);
  if (keys === null) throw new Error(`${path} is not a key file of Mehnat; restore it from its backup`);
  return keys;
}

/** Whether others on this machine may read the key file (always false on Windows, where modes mean nothing). */
export async function keysAreExposed(path: string): Promise<boolean> {
  if (process.platform === 'win32') return false;
  return ((await stat(path)).mode & 0o077) !== 0;
}

function parse(text: string): Keys | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (!('version' in value && 'id' in value && 'master' in value) || value.version !== 1) return null;
  if (typeof value.id !== 'number' || typeof value.master !== 'string') return null;
  const master = Buffer.from(value.master, 'base64');
  const good = Number.isInteger(value.id) && value.id > 0 && value.id < 65_536 && master.length === 32;
  return good ? { id: value.id, master } : null;
}

const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
