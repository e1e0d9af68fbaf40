/** Imports a dump of so many megabytes in a process of its own, into the database of a URL or into nothing. */

import { boundMemory } from '../../src/feed-opening.ts';
import { importFeed } from '../../src/importer.ts';
import { source } from '../../src/sources/trudvsem.ts';
import { openDatabase } from '../../src/store/database.ts';
import { importsInto } from '../../src/store/import-run.ts';
import { TODAY } from './builders.ts';
import { ru } from './countries.ts';
import { dump } from './dump.ts';

const [megabytes = '', url] = process.argv.slice(2);
let bytes = 0;

async function* counted(): AsyncGenerator<Uint8Array> {
  for await (const piece of dump(Number.MAX_SAFE_INTEGER)) {
    bytes += piece.length;
    if (bytes > Number(megabytes) * 1e6) {
      yield new TextEncoder().encode(']}');
      return;
    }
    yield piece;
  }
}

boundMemory();
const database = url === undefined ? null : openDatabase({ url });
const { read, imported, complete, seconds } = await importFeed({
  source,
  location: 'dump',
  imports: database === null ? null : importsInto(database),
  open: counted,
  country: ru,
  asOf: TODAY,
});
await database?.close();
const peak = process.resourceUsage().maxRSS / 1024;
process.stdout.write(JSON.stringify({ bytes, read, imported, complete, peak, seconds }));
