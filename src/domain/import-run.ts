/** Where an import writes: a port of the store. */
import type { Day } from './opening.ts';
import type { MappedOpening } from './source.ts';

/** What became of one opening that was admitted. */
export type Outcome = 'imported' | 'updated' | 'unchanged' | 'repeated' | 'duplicate';

/** What the end of a run did. */
export interface RunEnd {
  /** `null` when the run brought nothing to announce. */
  readonly bulletinId: string | null;
  readonly closed: { readonly expired: number; readonly gone: number };
  /** The feed had so few openings that nothing was held against those it no longer names. */
  readonly shrank: boolean;
}

export interface ImportRun {
  /** Called with at most a few thousand admitted openings at a time; answers for each, in order. One transaction. */
  write(openings: readonly MappedOpening[]): Promise<readonly Outcome[]>;
  /** Called with ids that the feed itself marks as over: they close at once. Answers how many did. */
  withdraw(externalIds: readonly string[]): Promise<number>;
  /** Called when the feed was read to its end; `full` lets what vanished be missed. Announces what is new. */
  finish(full: boolean, account: object): Promise<RunEnd>;
  /** Called in any case: lets go of the source. */
  release(): Promise<void>;
}

/** Where imports are written. */
export interface Imports {
  /** Called once a run: `null` while another run of the source is going on. */
  begin(source: string, today: Day): Promise<ImportRun | null>;
}
