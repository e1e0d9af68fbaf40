/** `mehnat import`: reads a feed, row by row, into openings, and gives an account of every row. */
import { type Account, Ledger } from './domain/account.ts';
import { basesOf, type Country } from './domain/country.ts';
import { sourceOf } from './domain/federation.ts';
import type { ImportRun, Imports } from './domain/import-run.ts';
import type { Day } from './domain/opening.ts';
import { regionFinder, typedRegionFinder } from './domain/region-finder.ts';
import type { Feed, MappingContext, PageCount, Source, Voucher } from './domain/source.ts';
import { feedOf } from './feed.ts';
import { Batch } from './importer/batch.ts';

export interface ImportOptions {
  readonly source: Source;
  /** A file, an http(s) address, or `null` for a source that brings its own records. */
  readonly location: string | null;
  /** Where it is written: `importsInto(database)`; `null` for a dry run. */
  readonly imports: Imports | null;
  /** The bytes of a file or an address: `openFeed`. */
  readonly open: (location: string) => AsyncIterable<Uint8Array>;
  readonly country: Country;
  /** Names of regions in any language, beside the codes of the country. */
  readonly regionNames?: ReadonlyMap<string, readonly string[]>;
  /** The day all rules take as today. */
  readonly asOf: Day;
  /** Whose feed it is, of a source whose feeds are signed. */
  readonly voucher?: Voucher;
  /** The feed is a part of its source: what it does not name is not missed. */
  readonly partial?: boolean;
  /** Called after each batch. */
  readonly onProgress?: (rows: number) => void;
}

/** Thrown when an import could not be done at all; the message says what to do. */
export class ImportError extends Error {
  override readonly name = 'ImportError';
}

/**
 * Imports a feed. A feed that breaks off in the middle gives an account with `complete: false`: what was read is kept,
 * nothing is closed or announced, and running it again goes on. Throws `ImportError` when the same source is being
 * imported already, or when the feed cannot be read at all or has no record of the source's shape: nothing is closed.
 */
export async function importFeed(options: ImportOptions): Promise<Account> {
  const run = await beginRun(options);
  try {
    return await readFeed(options, run);
  } finally {
    await run?.release();
  }
}

/** What is imported is told apart by this: each signed feed is a source of its own. */
const nameOf = ({ source, voucher }: ImportOptions): string =>
  voucher === undefined ? source.name : sourceOf(source.name, voucher.name);

async function beginRun(options: ImportOptions): Promise<ImportRun | null> {
  if (options.imports === null) return null;
  const run = await options.imports.begin(nameOf(options), options.asOf);
  if (run === null)
    throw new ImportError(`an import of ${nameOf(options)} is already going on: let it end first`);
  return run;
}

async function readFeed(options: ImportOptions, run: ImportRun | null): Promise<Account> {
  const { source, asOf, country } = options;
  const started = performance.now();
  const ledger = new Ledger();
  const context: MappingContext = {
    today: asOf,
    country: country.code,
    currency: country.currency,
    region: regionFinder(country, options.regionNames),
    typedRegion: typedRegionFinder(country, options.regionNames),
    activities: new Set(country.activities.map(({ id }) => id)),
    bases: basesOf(country),
    voucher: options.voucher,
    warn: (warning) => ledger.warn(warning),
  };
  const broke = await takeAll(options, context, ledger, run);
  if (broke !== null) ledger.warn({ kind: 'feed-broke', detail: broke });
  if (broke !== null && ledger.read === 0) throw new ImportError(`nothing could be read: ${broke}`);
  // Whoever signs an empty feed says that there is nothing.
  if (broke === null && ledger.read === 0 && context.voucher === undefined)
    throw new ImportError(`no record of the shape of ${source.name} was found: is this the right source?`);
  if (broke === null) refuseWrongShape(source, ledger);
  const end = run !== null && broke === null ? await finish(options, run, ledger) : null;
  return ledger.close({
    source: nameOf(options),
    asOf,
    dryRun: run === null,
    complete: broke === null,
    bulletinId: end?.bulletinId ?? null,
    seconds: Math.round((performance.now() - started) / 100) / 10,
  });
}

/** A feed of which no record can be read is the wrong file; to go on would close what it does not name. */
function refuseWrongShape(source: Source, ledger: Ledger): void {
  const unread = ledger.countOf('unreadable') + ledger.countOf('incomplete');
  const [first] = ledger.refusals;
  if (first === undefined || unread < ledger.read) return;
  throw new ImportError(
    `none of its ${ledger.read} records can be read (${first.reason}: ${first.field}); is ${source.name} the right source?`,
  );
}

async function finish(
  options: ImportOptions,
  run: ImportRun,
  ledger: Ledger,
): Promise<{ bulletinId: string | null }> {
  const { read, imported, updated, skipped, refused } = ledger;
  const end = await run.finish(options.partial !== true, { read, imported, updated, skipped, refused });
  ledger.closed += end.closed.expired + end.closed.gone;
  if (end.shrank) ledger.warn({ kind: 'feed-shrank', detail: nameOf(options) });
  return end;
}

/** Takes every record; answers what broke the feed, or `null` at its end. Our own errors are thrown. */
async function takeAll(
  options: ImportOptions,
  context: MappingContext,
  ledger: Ledger,
  run: ImportRun | null,
): Promise<string | null> {
  const { source, country, onProgress } = options;
  const batch = new Batch({ source, country, onProgress, context, ledger, run });
  const records = recordsOf(options, context)[Symbol.asyncIterator]();
  let broke: string | null = null;
  try {
    for (;;) {
      let next: IteratorResult<unknown>;
      try {
        next = await records.next();
      } catch (error) {
        broke = error instanceof Error ? error.message : 'unreadable';
        break;
      }
      if (next.done === true) break;
      await batch.take(next.value);
    }
  } finally {
    await records.return?.(undefined).catch(() => undefined);
    await batch.settled();
  }
  await batch.end();
  return broke;
}

/** All records of all pages. */
async function* recordsOf(options: ImportOptions, context: MappingContext): AsyncGenerator<unknown> {
  const { source, location, open } = options;
  if (location === null) yield* source.records(NO_FEED, context);
  else if (source.page !== undefined && /^https?:\/\//i.test(location))
    yield* pagedRecords(source, new URL(location), open, context);
  else yield* source.records(feedOf(open(location)), context);
}

const NO_FEED: Feed = {
  json: () => refuseFeed(),
  table: () => refuseFeed(),
  whole: () => refuseFeed(),
};

function refuseFeed(): never {
  throw new ImportError('this source needs a file or an address');
}

/** A server that repeats itself for ever is stopped here. */
const MOST_PAGES = 10_000;

/**
 * Page after page until one is empty or brings nothing new. Some servers count the offset in records, others in
 * pages: by pages the second page of a server that counts records repeats most of the first, which tells.
 */
async function* pagedRecords(
  source: Source,
  address: URL,
  open: ImportOptions['open'],
  context: MappingContext,
): AsyncGenerator<unknown> {
  const seen = new Set<string>();
  let by: PageCount = 'pages';
  for (let pages = 0; pages < MOST_PAGES; pages += 1) {
    const next = source.page?.(address, { records: seen.size, pages }, by) ?? null;
    const fresh: unknown[] = [];
    let repeats = 0;
    for await (const record of source.records(feedOf(open((next ?? address).href)), context)) {
      const id = identity(record);
      if (seen.has(id)) repeats += 1;
      else fresh.push(record);
      seen.add(id);
    }
    yield* fresh;
    if (next === null || fresh.length === 0) return;
    if (pages === 1 && repeats > fresh.length) by = 'records';
  }
}

const identity = (record: unknown): string =>
  typeof record === 'object' && record !== null && 'id' in record
    ? String(record.id)
    : JSON.stringify(record);
