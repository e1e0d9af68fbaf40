import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { importFolder } from '../src/folder.ts';

const folders: string[] = [];
afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

async function folderWith(files: Readonly<Record<string, string>>): Promise<URL> {
  const folder = await mkdtemp(join(tmpdir(), 'mehnat-folder-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
  return pathToFileURL(`${folder}/`);
}

const isWord = (exported: unknown): exported is string => typeof exported === 'string';

describe('an open folder', () => {
  it('gives the exports of all its modules in the order of their names', async () => {
    const url = await folderWith({ 'b.ts': `export const b = 'B';`, 'a.ts': `export const a = 'A';` });
    expect(await importFolder(url, isWord)).toEqual(['A', 'B']);
  });

  it('takes a folder of the same name for a module, and the folder beside a file for its parts', async () => {
    const url = await folderWith({
      'a/a.ts': `export const a: string = 'A';`,
      'a/part.ts': `export const part = 'part of a';`,
      'b.ts': `export const b = 'B';`,
      'b/part.ts': `export const part = 'part of b';`,
    });
    expect(await importFolder(url, isWord)).toEqual(['A', 'B']);
  });

  it('passes over what else lies there', async () => {
    const url = await folderWith({
      'a.ts': `export const a = 'A';`,
      'a.test.ts': `throw new Error('imported');`,
      'readme.md': 'words',
      'data/rows.json': '[]',
    });
    expect(await importFolder(url, isWord)).toEqual(['A']);
  });

  it('names the module that exports nothing of the shape', async () => {
    const url = await folderWith({ 'a.ts': 'export const a = 1;' });
    await expect(importFolder(url, isWord)).rejects.toThrow('a.ts exports nothing of the shape');
  });

  it('is empty when nothing lies in it', async () => {
    expect(await importFolder(await folderWith({}), isWord)).toEqual([]);
  });

  it('complains when it is not there', async () => {
    await expect(importFolder(new URL('file:///nowhere/at/all/'), isWord)).rejects.toThrow('ENOENT');
  });
});
