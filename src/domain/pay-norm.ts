/** What work usually pays, by what the exchange itself carries: no other figures are on file. Pure. */
import type { Pay } from './opening.ts';
import { monthlyPay } from './pay.ts';

/** What work usually and at least pays a month in a region, in whole units of the country's currency. */
export interface PayNorm {
  readonly usual: number | null;
  /** The legal minimum of a full month; `null` where no source is on file. */
  readonly least: number | null;
  /** What `usual` is the middle of. */
  readonly source: { readonly openings: number; readonly of: 'region' | 'country' } | null;
}

/** Openings of a work that state the same pay. */
export interface SamePay {
  readonly pay: Pay;
  readonly hoursPerDay: number | null;
  /** Of the region itself. */
  readonly isHere: boolean;
  readonly openings: number;
}

/** Fewer say nothing of what is usual. */
export const LEAST_OPENINGS = 20;

/** Of one employer, or of one organisation that vouches, no more are counted: nobody moves what is usual alone. */
export const MOST_OF_ONE = 3;

/** The median of the region's openings, else of the country's; `null` where there are not enough of either. */
export function payNormOf(all: readonly SamePay[]): PayNorm | null {
  const figures = all.flatMap(({ pay, hoursPerDay, isHere, openings }) => {
    const monthly = monthlyPay(pay, hoursPerDay);
    return monthly === null ? [] : [{ monthly, isHere, openings }];
  });
  for (const area of ['region', 'country'] as const) {
    const some = figures.filter(({ isHere }) => area === 'country' || isHere);
    const openings = some.reduce((sum, one) => sum + one.openings, 0);
    if (openings >= LEAST_OPENINGS)
      return { usual: medianOf(some, openings), least: null, source: { openings, of: area } };
  }
  return null;
}

/** The lower middle of an even number. */
function medianOf(
  some: readonly { readonly monthly: number; readonly openings: number }[],
  total: number,
): number | null {
  let before = 0;
  for (const { monthly, openings } of some.toSorted((a, b) => a.monthly - b.monthly)) {
    before += openings;
    if (before * 2 >= total) return monthly;
  }
  return null;
}
