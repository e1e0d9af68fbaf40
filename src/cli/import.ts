import { loadCountry } from '../country.ts';
import { regionNames } from '../domain/search.ts';
import type { Source } from '../domain/source.ts';
import { openFeed, openSignedFeed } from '../feed-opening.ts';
import { importFolder } from '../folder.ts';
import { type Foundation, openFoundation } from '../foundation.ts';
import { loadTexts } from '../i18n.ts';
import { ImportError, type ImportOptions, importFeed } from '../importer.ts';
import { reportOf } from '../importer-report.ts';
import { importsInto } from '../store/import-run.ts';
import { trustedFeeds, voucherOf } from '../store/trusted-feeds.ts';
import { dayIn } from '../time-zones.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';
import { dayOption } from './options.ts';

const isSource = (exported: unknown): exported is Source =>
  typeof exported === 'object' && exported !== null && 'name' in exported && 'map' in exported;

const allSources = (): Promise<readonly Source[]> =>
  importFolder(new URL('../sources/', import.meta.url), isSource);

async function listOfSources(): Promise<string> {
  const sources = await allSources();
  const width = Math.max(...sources.map(({ name }) => name.length));
  return sources.map(({ name, describe }) => `  ${name.padEnd(width)}  ${describe}`).join('\n');
}

async function sourceCalled(name: string | undefined): Promise<Source> {
  const source = (await allSources()).find((each) => each.name === name);
  if (source !== undefined) return source;
  const what = name === undefined ? 'Name a source' : `There is no source "${name}"`;
  throw new Refusal(`${what}:\n${await listOfSources()}`);
}

type Origin = Pick<ImportOptions, 'location' | 'open' | 'voucher'>;

/** Where the bytes come from, and who must have signed them: of a signed feed the operator says only the name. */
async function originOf(
  source: Source,
  place: string | undefined,
  foundation: Foundation | null,
  dryRun: boolean,
): Promise<Origin> {
  if (source.signed !== true || foundation === null) return { location: place ?? null, open: openFeed };
  const { pool } = foundation.database;
  const feeds = await trustedFeeds(pool);
  const trusted = feeds.find(({ name, revokedAt }) => name === place && revokedAt === null);
  if (trusted === undefined) {
    const names = feeds.filter(({ revokedAt }) => revokedAt === null).map(({ name }) => name);
    throw new Refusal(
      `Name a feed that is trusted: ${names.join(', ') || 'there is none yet; feed trust makes one'}`,
    );
  }
  return {
    location: trusted.url,
    open: openSignedFeed,
    voucher: voucherOf(pool, trusted, { now: new Date(), dryRun }),
  };
}

/** Rows between two lines of progress where nobody looks at a terminal. */
const ROWS_A_LINE = 50_000;

/** Counts on one line of a terminal; into a file or pipe a line now and then. */
function progress({ tell, overwrite }: Pick<CommandInput, 'tell' | 'overwrite'>): (rows: number) => void {
  if (overwrite !== null) return (rows) => overwrite(`${rows} rows read `);
  return (rows) => {
    if (rows % ROWS_A_LINE === 0) tell(`${rows} rows read`);
  };
}

/** Brings a feed's openings into the database; a running exchange notices by itself. */
export const importCommand: Command = {
  name: 'import',
  takes: '<source> [file, URL or name]',
  summary: 'Reads a vacancy feed into openings and gives an account of every row.',
  options: {
    'as-of': { type: 'string', help: 'take this day as today, for old samples' },
    'dry-run': { type: 'boolean', help: 'write nothing; report mapping and admission apart' },
    partial: { type: 'boolean', help: 'a part of the feed: what it does not name is not missed' },
    whole: {
      type: 'boolean',
      help: 'the only table (csv): an opening that two of them do not name is closed',
    },
    json: JSON_OPTION,
  },
  more: async () => `Sources:\n${await listOfSources()}`,
  async run({ config, positionals, options, print, tell, overwrite }) {
    const source = await sourceCalled(positionals[0]);
    const country = await loadCountry(config.country);
    const dryRun = options['dry-run'] === true;
    const foundation = dryRun && source.signed !== true ? null : await openFoundation(config);
    try {
      const account = await importFeed({
        source,
        ...(await originOf(source, positionals[1], foundation, dryRun)),
        imports: foundation === null || dryRun ? null : importsInto(foundation.database),
        country,
        // People write the names of regions as they call them; feeds write codes.
        regionNames: regionNames(country, await loadTexts()),
        asOf: dayOption(options, 'as-of') ?? dayIn(country.defaultTimeZone, new Date()),
        partial: options['partial'] === true || (source.partial === true && options['whole'] !== true),
        onProgress: progress({ tell, overwrite }),
      });
      overwrite?.('');
      if (options['json'] === true) print(JSON.stringify(account));
      else for (const line of reportOf(account)) print(line);
      if (!account.complete)
        tell('The feed broke off. Run the same command again: nothing is lost or doubled.');
      return account.complete ? 0 : 1;
    } catch (error) {
      if (error instanceof ImportError) throw new Refusal(error.message, { cause: error });
      throw error;
    } finally {
      await foundation?.close();
    }
  },
};
