/** What a bench says. Ratios within one run carry over to other machines; bare numbers do not. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  /** `ms`, `rows/s`, `B` … */
  readonly unit: string;
  /** The rival measured in the same run, on the same data. */
  readonly against?: string;
  /** How many times better than the rival. */
  readonly ratio?: number;
  readonly note?: string;
}

/** `short` proves that a bench runs and that its answers agree; only `full` figures are worth quoting. */
export type Scale = 'full' | 'short';

/** What each `*.bench.ts` exports. */
export interface Bench {
  readonly name: string;
  readonly run: (scale: Scale) => Promise<readonly Figure[]>;
}

/** The middle of what was measured. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** The value that 99 of a hundred do not exceed. */
export function p99(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
}
