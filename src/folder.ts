/** Imports every module of an open folder: adding a file there is all it takes to grow. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';

/**
 * The exports that `isWanted` knows, of every module in the folder, in the order of the modules' names. A module is
 * `<name>.ts`, or `<name>/<name>.ts` where it has a folder of its own; a folder beside its file holds its parts, and
 * files named with a leading `_` or ending in `.test.ts` are none.
 *
 * `url` is the folder, for example `new URL('./channels/', import.meta.url)`. Throws when the folder does not exist
 * and when a module exports nothing that is wanted.
 */
export async function importFolder<Wanted>(
  url: URL,
  isWanted: (exported: unknown) => exported is Wanted,
): Promise<readonly Wanted[]> {
  const names = await moduleFiles(url);
  const found = await Promise.all(names.map((file) => importWanted(new URL(file, url), isWanted)));
  return found.flat();
}

async function moduleFiles(url: URL): Promise<readonly string[]> {
  const entries = await readdir(url, { withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && isModule(entry.name)).map((entry) => entry.name);
  const folders = entries
    .filter((entry) => entry.isDirectory() && !files.includes(`${entry.name}.ts`))
    .map((entry) => `${entry.name}/${entry.name}.ts`)
    .filter((file) => existsSync(new URL(file, url)));
  return [...files, ...folders].sort();
}

const isModule = (name: string): boolean =>
  name.endsWith('.ts') && !name.endsWith('.test.ts') && !name.endsWith('.d.ts') && !name.startsWith('_');

async function importWanted<Wanted>(
  file: URL,
  isWanted: (exported: unknown) => exported is Wanted,
): Promise<readonly Wanted[]> {
  const module: unknown = await import(file.href);
  const wanted = Object.values(Object(module)).filter(isWanted);
  if (wanted.length === 0)
    throw new Error(
      `${shortly(file)} exports nothing of the shape its folder asks for: is an export missing?`,
    );
  return wanted;
}

/** The last two parts of the path: enough to find it, and nothing of the machine. */
const shortly = (file: URL): string => file.pathname.split('/').slice(-2).join('/');
