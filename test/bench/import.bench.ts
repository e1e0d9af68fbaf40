/** Rows a second from the bytes of a dump to openings in PostgreSQL, first run and second. */

import { importFeed } from '../../src/importer.ts';
import { source } from '../../src/sources/trudvsem.ts';
import { openDatabase } from '../../src/store/database.ts';
import { importsInto } from '../../src/store/import-run.ts';
import { TODAY } from '../support/builders.ts';
import { ru } from '../support/countries.ts';
import { dump } from '../support/dump.ts';
import { benchDatabase } from './bench-database.ts';
import type { Figure, Scale } from './figure.ts';

export const name = 'import';

export async function run(scale: Scale): Promise<readonly Figure[]> {
  const rows = scale === 'full' ? 100_000 : 3_000;
  const server = await benchDatabase();
  const database = openDatabase({ url: server.url });
  try {
    const figures: Figure[] = [];
    for (const turn of ['new rows', 'known rows']) {
      const began = performance.now();
      const account = await importFeed({
        source,
        location: 'dump',
        imports: importsInto(database),
        open: () => dump(rows),
        country: ru,
        asOf: TODAY,
      });
      if (account.read !== rows || account.refused > 0) throw new Error('the import did not take every row');
      const value = Math.round(rows / ((performance.now() - began) / 1_000));
      figures.push({ name: `imported, ${turn}`, value, unit: 'rows/s', note: `${rows} rows` });
    }
    return figures;
  } finally {
    await database.close();
    await server.close();
  }
}
