/** What helps coordinators to write an opening, over the country's places and the table that partners use. */
import type { PostingPort, TableRow } from '../domain/conversation.ts';
import { basesOf, type Country } from '../domain/country.ts';
import { regionFinder, typedRegionFinder } from '../domain/region-finder.ts';
import { createRegionSearch, regionNames } from '../domain/search.ts';
import type { MappingContext } from '../domain/source.ts';
import { plainText, type Texts } from '../domain/texts.ts';
import { feedOf } from '../feed.ts';
import { source } from '../sources/csv.ts';

/** Rows that somebody may send into the chat; longer tables are imported by the host. */
const MOST_ROWS = 50;

/** Makes it for one country. */
export function createPosting(country: Country, texts: Texts): PostingPort {
  const names = regionNames(country, texts);
  const regionNamed = typedRegionFinder(country, names);
  const region = regionFinder(country, names);
  return {
    currency: country.currency,
    inWords: (locale, phrase) => plainText(texts.text(locale, phrase)),
    regionNamed: (words) => {
      const found = regionNamed(words);
      return country.regions.some(({ code }) => code === found) ? found : null;
    },
    regionsLike: createRegionSearch(names, 1),
    async readTable(bytes, today) {
      const context: MappingContext = {
        today,
        country: country.code,
        currency: country.currency,
        region,
        typedRegion: regionNamed,
        activities: new Set(country.activities.map(({ id }) => id)),
        bases: basesOf(country),
        warn: () => undefined,
      };
      try {
        return await rowsOf(bytes, context);
      } catch {
        // Another sort of file: what a library says of it is nothing for a coordinator.
        return null;
      }
    },
  };
}

async function rowsOf(bytes: Uint8Array, context: MappingContext): Promise<readonly TableRow[]> {
  const rows: TableRow[] = [];
  for await (const record of source.records(feedOf(once(bytes)), context)) {
    // The first line holds the names of the columns.
    const line = rows.length + 2;
    const mapped = source.map(record, context);
    if (mapped.kind === 'opening') rows.push({ line, content: mapped.content });
    else
      rows.push({ line, wrong: mapped.kind === 'refused' ? (mapped.fields ?? [mapped.field]) : ['record'] });
    if (rows.length > MOST_ROWS) break;
  }
  return rows;
}

async function* once(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
