/** What a vacancy feed is to us. A source reads shapes; whether an opening belongs here is decided in `admission.ts`. */
import type { Day, OpeningContent, RegionCode } from './opening.ts';

/** A feed's bytes, opened by the importer; a source says where in it the records lie. */
export interface Feed {
  /**
   * The elements of the arrays at these dotted paths, one at a time. Without paths: the elements of a top-level
   * array, else each top-level value (one object, or one a line).
   */
  json(paths?: readonly string[]): AsyncIterable<unknown>;
  /** The rows of a table, by header in lower case without spaces; empty cells are left out. */
  table(): AsyncIterable<Readonly<Record<string, string>>>;
  /** All of it as it stands, for a feed that must be checked before any of it is believed. Rejects above `most` bytes. */
  whole(most: number): Promise<Uint8Array>;
}

/** Whose signed feed is read: an organisation of another exchange that this one trusts. */
export interface Voucher {
  /** What its feed is called here; its openings are of the source `<source>:<name>`. */
  readonly name: string;
  /** The organisation there, as its feed must say. */
  readonly organisation: string;
  /** Ed25519, base64url. */
  readonly publicKey: string;
  /** Where the feed is. */
  readonly address: URL;
  readonly now: Date;
  /** Called with the issue time of a feed whose signature holds, before anything of it is read further. */
  take(issuedAt: Date): Promise<'taken' | 'older' | 'revoked'>;
  /** Called then: names of its openings that are not over here. */
  vouched(): Promise<readonly string[]>;
}

/** What a source may know while it reads a record. */
export interface MappingContext {
  /** The day all rules take as today. */
  readonly today: Day;
  /** The country the exchange serves: ISO 3166-1 alpha-2. */
  readonly country: string;
  /** ISO 4217, of a feed that states none. */
  readonly currency: string;
  /**
   * A region by feed code, ISO code or name. A place that feeds of the country use but the exchange does not serve
   * comes back as `feed-<code>`, which admission refuses; `null` is unknown.
   */
  region(text: string): RegionCode | null;
  /** The same for what a person typed: also by the town a region is called after, where that is clear. */
  typedRegion(text: string): RegionCode | null;
  /** What the country's rules call by a name finer than our works. */
  readonly activities: ReadonlySet<string>;
  /** Rights to work that the country's rules know. */
  readonly bases: ReadonlySet<string>;
  /** Present for a source with `signed`. */
  readonly voucher?: Voucher | undefined;
  /** Something worth telling whoever runs the import, once a run. */
  warn(warning: Warning): void;
}

/** What is told once a run; `detail` is a column name or a host, never a cell. */
export interface Warning {
  readonly kind: 'unknown-column' | 'contact-in-text' | 'feed-shrank' | 'feed-broke';
  readonly detail: string;
}

/** Why a record could not be read. */
export const UNREADABLE_REASONS = ['incomplete', 'unreadable', 'unknown-region'] as const;
/** Why an opening that could be read does not belong here. */
export const UNWANTED_REASONS = ['foreign', 'not-our-work', 'barred'] as const;
/** Why a record that may belong here brings nothing. */
export const SKIP_REASONS = [
  'withdrawn',
  'expired',
  'too-old',
  'repeated',
  'duplicate',
  'unchanged',
] as const;

export type UnreadableReason = (typeof UNREADABLE_REASONS)[number];
export type UnwantedReason = (typeof UNWANTED_REASONS)[number];
export type SkipReason = (typeof SKIP_REASONS)[number];
export type RefusalReason = UnreadableReason | UnwantedReason;

/** An opening as a source read it. */
export interface MappedOpening {
  readonly kind: 'opening';
  /** The feed's own name for it, at most 200 characters. */
  readonly externalId: string;
  readonly content: OpeningContent;
  /** Tells employers apart in the fingerprint; never stored as it is, for it may name a sole trader. */
  readonly employerKey: string | null;
}

/** What became of one record. */
export type Mapped =
  | MappedOpening
  | {
      readonly kind: 'refused';
      readonly reason: UnreadableReason;
      readonly field: string;
      /** All of several that cannot be read, `field` first: a person mends them at once. */
      readonly fields?: readonly string[];
    }
  | { readonly kind: 'skipped'; readonly reason: 'withdrawn'; readonly externalId: string };

/** A vacancy feed: one file of `sources/`, which exports it as `source`. */
export interface Source {
  /** The name of its file. */
  readonly name: string;
  /** One line for `mehnat import --help`. */
  readonly describe: string;
  /** Its feeds are signed: one is read by the name under which it is trusted, not from any address. */
  readonly signed?: true;
  /** Several send lists of their own: what one does not name is not missed, unless whoever imports says it is whole. */
  readonly partial?: true;
  /** Called once a run: the records in the order of the feed, each as it stands there. */
  records(feed: Feed, context: MappingContext): AsyncIterable<unknown>;
  /** Called for each record. Never throws: what cannot be read is refused. */
  map(record: unknown, context: MappingContext): Mapped;
  /**
   * Present where a feed comes in pages: the address of the page after `records` records and `pages` pages, by how
   * the server counts, or `null` when the address has no pages.
   */
  page?(address: URL, at: { readonly records: number; readonly pages: number }, by: PageCount): URL | null;
}

/** Servers count their offset in records or in pages; only the second page tells. */
export type PageCount = 'records' | 'pages';
