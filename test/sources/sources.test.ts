import { readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Source } from '../../src/domain/source.ts';
import { importFolder } from '../../src/folder.ts';
import { sourceContract } from '../contracts/source.ts';

const isSource = (exported: unknown): exported is Source =>
  typeof exported === 'object' && exported !== null && 'records' in exported && 'map' in exported;

const FIXTURES = new URL('../fixtures/feeds/', import.meta.url);
const sources = await importFolder(new URL('../../src/sources/', import.meta.url), isSource);
const files = readdirSync(FIXTURES);

it('has a fixture for each source that reads a file', () => {
  expect(sources.map(({ name }) => name)).toEqual([
    'csv',
    'demo',
    'exchange',
    'jobposting',
    'seasonal',
    'trudvsem',
  ]);
});

for (const source of sources) {
  // The demo brings its own records and reads no file; any will do.
  const file = files.find((name) => name.startsWith(`${source.name}.`)) ?? 'seasonal.json';
  sourceContract(source, new URL(file, FIXTURES));
}
