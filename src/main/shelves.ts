import type { Country } from '../domain/country.ts';
import type { Day } from '../domain/opening.ts';
import { openFeed } from '../feed-opening.ts';
import type { Foundation } from '../foundation.ts';
import { importFeed } from '../importer.ts';
import type { Log } from '../log.ts';
import { demoAtFirst, demoSource } from '../sources/demo.ts';
import { importsInto } from '../store/import-run.ts';

/** A new simulator begins with some openings, so that the first phone finds something; the rest come by import. */
export async function stockShelves(
  foundation: Foundation,
  country: Country,
  today: Day,
  log: Log,
): Promise<void> {
  const { rows } = await foundation.database.pool.query('select from bulletin limit 1');
  if (rows.length > 0) return;
  const source = demoSource(demoAtFirst(country.code));
  const account = await importFeed({
    source,
    location: null,
    imports: importsInto(foundation.database),
    open: openFeed,
    country,
    asOf: today,
    partial: true,
  });
  log.for('importer').info('import.finished', { source: source.name, imported: account.imported });
}
