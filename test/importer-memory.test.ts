import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

// A process of its own: the memory of the test runner is not the importer's. DUMP_MB=2000 is the long form.
const megabytes = Number(process.env['DUMP_MB'] ?? 100);

const SCRIPT = `
import { ru } from './src/countries/ru/ru.ts';
import { boundMemory } from './src/feed-opening.ts';
import { importFeed } from './src/importer.ts';
import { source } from './src/sources/trudvsem.ts';
import { dump } from './test/support/dump.ts';
boundMemory();
let bytes = 0;
const counted = async function* () { for await (const piece of dump(1e9)) { bytes += piece.length; if (bytes > ${megabytes} * 1e6) { yield new TextEncoder().encode(']}'); return; } yield piece; } };
const account = await importFeed({ source, location: 'dump', imports: null, open: counted, country: ru, asOf: '2026-06-15' });
process.stdout.write(JSON.stringify({ bytes, read: account.read, complete: account.complete, peak: process.resourceUsage().maxRSS / 1024, seconds: account.seconds }));
`;

it('a dump of any length is read in less than 300 MB of memory', { timeout: 600_000 }, async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', SCRIPT]);
  const { bytes, read, complete, peak } = JSON.parse(stdout);
  expect(bytes).toBeGreaterThan(megabytes * 1e6);
  expect(complete).toBe(true);
  expect(read).toBeGreaterThan(megabytes * 300);
  expect(peak).toBeLessThan(300);
});
