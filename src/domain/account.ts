/** The account of an import run: every row of the feed, once. */
import type { RefusalReason, SkipReason, Warning } from './source.ts';

/** `row` counts from 1 in the order of the feed; `field` is the name of ours or the feed's, never its content. */
export interface Refusal {
  readonly row: number;
  readonly reason: RefusalReason;
  readonly field: string;
}

/** `read` is the sum of `imported`, `updated`, `skipped` and `refused`. */
export interface Account {
  readonly source: string;
  readonly asOf: string;
  readonly dryRun: boolean;
  /** Whether the feed was read to its end; if not, the run must be repeated. */
  readonly complete: boolean;
  readonly read: number;
  readonly imported: number;
  readonly updated: number;
  readonly skipped: number;
  readonly refused: number;
  /** Openings the run closed that the feed no longer has, or that are over. */
  readonly closed: number;
  /** Rows by why they were skipped or refused. */
  readonly byReason: Readonly<Partial<Record<SkipReason | RefusalReason, number>>>;
  /** The first step apart: rows that could be read as openings, and why others could not. */
  readonly mapping: { readonly mapped: number; readonly refused: number; readonly skipped: number };
  /** The second step apart, of those that could be read. */
  readonly admission: { readonly admitted: number; readonly refused: number; readonly skipped: number };
  readonly refusals: readonly Refusal[];
  /** Refusals beyond those listed. */
  readonly refusalsLeftOut: number;
  readonly warnings: readonly Warning[];
  readonly bulletinId: string | null;
  readonly seconds: number;
}

/** Listed refusals; the rest is counted. */
const MOST_REFUSALS = 1_000;
const MOST_WARNINGS = 50;

/** Counts rows as they come and closes to an `Account`. */
export class Ledger {
  read = 0;
  imported = 0;
  updated = 0;
  skipped = 0;
  refused = 0;
  closed = 0;
  readonly mapping = { mapped: 0, refused: 0, skipped: 0 };
  readonly admission = { admitted: 0, refused: 0, skipped: 0 };
  readonly #byReason: Partial<Record<SkipReason | RefusalReason, number>> = {};
  readonly #refusals: Refusal[] = [];
  readonly #warnings: Warning[] = [];

  refuse(refusal: Refusal): void {
    this.refused += 1;
    this.#count(refusal.reason);
    if (this.#refusals.length < MOST_REFUSALS) this.#refusals.push(refusal);
  }

  skip(reason: SkipReason): void {
    this.skipped += 1;
    this.#count(reason);
  }

  warn(warning: Warning): void {
    const told = this.#warnings.some(
      ({ kind, detail }) => kind === warning.kind && detail === warning.detail,
    );
    if (!told && this.#warnings.length < MOST_WARNINGS) this.#warnings.push(warning);
  }

  /** Rows refused or skipped for this reason so far. */
  countOf(reason: SkipReason | RefusalReason): number {
    return this.#byReason[reason] ?? 0;
  }

  /** The first refusals, in the order of the feed. */
  get refusals(): readonly Refusal[] {
    return this.#refusals;
  }

  #count(reason: SkipReason | RefusalReason): void {
    this.#byReason[reason] = (this.#byReason[reason] ?? 0) + 1;
  }

  close(run: Pick<Account, 'source' | 'asOf' | 'dryRun' | 'complete' | 'bulletinId' | 'seconds'>): Account {
    const { read, imported, updated, skipped, refused, closed, mapping, admission } = this;
    return {
      ...run,
      ...{ read, imported, updated, skipped, refused, closed },
      byReason: { ...this.#byReason },
      mapping: { ...mapping },
      admission: { ...admission },
      refusals: [...this.#refusals],
      refusalsLeftOut: refused - this.#refusals.length,
      warnings: [...this.#warnings],
    };
  }
}
