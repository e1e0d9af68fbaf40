import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { freshDatabase } from './support/database.ts';

const RUNNER = new URL('support/import-runner.ts', import.meta.url).pathname;

/** Long forms by hand: `DUMP_MB=2000` for reading alone, `IMPORT_MB=300` for a real import. */
const read = Number(process.env['DUMP_MB'] ?? 30);
const imported = Number(process.env['IMPORT_MB'] ?? 8);

// A process of its own: the memory of the test runner is not the importer's.
async function measure(...args: readonly string[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [RUNNER, ...args]);
  return JSON.parse(stdout);
}

it('a dump of any length is read in less than 300 MB of memory', { timeout: 600_000 }, async () => {
  const account = await measure(`${read}`);
  expect(account.bytes).toBeGreaterThan(read * 1e6);
  expect(account.complete).toBe(true);
  expect(account.read).toBeGreaterThan(read * 300);
  expect(account.peak).toBeLessThan(300);
});

it('so it is when every row goes into the database', { timeout: 600_000 }, async () => {
  const fresh = await freshDatabase();
  const account = await measure(`${imported}`, fresh.url);
  expect(account).toMatchObject({ complete: true, imported: account.read });
  expect(account.read).toBeGreaterThan(imported * 300);
  expect(account.peak).toBeLessThan(300);
  await fresh.drop();
});
