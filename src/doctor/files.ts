import { stat, statfs } from 'node:fs/promises';
import type { Config } from '../config.ts';
import { keysAreExposed, loadKeys } from '../store/keys.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** A small exchange writes far less in a month. */
const LOW_BYTES = 1_000_000_000;
const EMPTY_BYTES = 100_000_000;

/** The key file: there, ours, and closed to others. */
export async function checkKey({ keys: path }: Config): Promise<Finding> {
  try {
    if ((await loadKeys(path)) === null)
      return warn(
        'key',
        `there is no key file at ${path} yet`,
        'the first start makes it; back it up apart from the data',
      );
    if (await keysAreExposed(path))
      return fail('key', `others on this machine can read ${path}`, `chmod 600 ${path}`);
    return ok('key', `${path}, closed to others`);
  } catch (thrown) {
    return fail(
      'key',
      messageOf(thrown),
      'restore the key file from its backup and give it to the user Mehnat runs as',
    );
  }
}

/** The data folder: ours alone, with room. */
export async function checkData({ data }: Config): Promise<Finding> {
  const found = await stat(data).catch(() => null);
  if (found === null) return warn('data', `there is no folder ${data} yet`, 'the first start makes it');
  if (!found.isDirectory()) return fail('data', `${data} is no folder`, 'set MEHNAT_DATA to a folder');
  if (process.platform !== 'win32' && (found.mode & 0o022) !== 0)
    return fail('data', `others on this machine can write into ${data}`, `chmod go-w ${data}`);
  const { bavail, bsize } = await statfs(data);
  const free = bavail * bsize;
  const says = `${data}, ${Math.round(free / 1_000_000)} MB free`;
  if (free < EMPTY_BYTES) return fail('data', says, 'make room on this disk');
  return free < LOW_BYTES ? warn('data', says, 'make room on this disk') : ok('data', says);
}

/** The message of an error of our own, written for people. */
export const messageOf = (thrown: unknown): string =>
  thrown instanceof Error ? thrown.message : 'an unknown error';
