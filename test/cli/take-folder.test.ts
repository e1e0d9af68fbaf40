import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { takeFolder } from '../../src/cli/take-folder.ts';

let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'mehnat-folder-'));
});
afterEach(() => rm(data, { recursive: true }));

test('a second exchange on one folder is told where the first one is', async () => {
  const leave = await takeFolder(data, 8080);
  await expect(takeFolder(data, 8081)).rejects.toThrow(
    /already runs .*http:\/\/127\.0\.0\.1:8080\/.*MEHNAT_DATA/,
  );
  await leave();
  expect(await readdir(data)).toEqual([]);
  await (await takeFolder(data, 8081))();
});

test('an exchange that was killed holds nothing', async () => {
  const child = spawn(process.execPath, ['-e', ''], { stdio: 'ignore' });
  await once(child, 'exit');
  await writeFile(
    join(data, 'exchange.json'),
    JSON.stringify({ id: 'x', pid: child.pid, began: null, port: 1 }),
  );
  await (await takeFolder(data, 8080))();
});

test('a number given away again is somebody else', async () => {
  const other = { id: 'x', pid: process.pid, began: 'another boot:1', port: 1 };
  await writeFile(join(data, 'exchange.json'), JSON.stringify(other));
  await (await takeFolder(data, 8080))();
});
