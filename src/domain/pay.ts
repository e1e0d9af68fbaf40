import type { Pay } from './opening.ts';

/** The currency in which people state their lowest pay. Pay in any other is unknown to the comparison. */
export const FLOOR_CURRENCY = 'RUB';

/**
 * Working days of the Russian production calendar for a five-day week: 247 in 2025 and 247 in 2026 (Labour Code
 * art. 91, 111, 112; the government's decrees on moving days off). Many farms work more: the conversion must not
 * promise what only extra days would bring.
 */
const WORKING_DAYS_A_YEAR = 247;

/** Weeks in a year of 365 days: arithmetic, not a norm. */
const WEEKS_A_YEAR = 365 / 7;

const MONTHS_A_YEAR = 12;

/** What the texts say of a stated pay: never a number that nobody stated. */
export type StatedPay =
  | { readonly kind: 'exact'; readonly amount: number }
  | { readonly kind: 'from'; readonly amount: number }
  | { readonly kind: 'up-to'; readonly amount: number }
  | { readonly kind: 'between'; readonly low: number; readonly high: number };

/** The stated bounds in the words a text needs; `null` when neither bound is stated. Whole units of the currency. */
export function statedPay(pay: Pay | null): StatedPay | null {
  if (pay === null) return null;
  const { min, max } = pay;
  if (min === null) return max === null ? null : { kind: 'up-to', amount: max };
  if (max === null) return { kind: 'from', amount: min };
  return min === max ? { kind: 'exact', amount: min } : { kind: 'between', low: min, high: max };
}

/**
 * The upper end of a pay in whole roubles a month, rounded down, or `null` when it is unknown: not stated, in
 * another currency, by the piece or the season, or by the hour without stated hours a day.
 *
 * A month counts as it is; a day 247/12 times; an hour its stated hours of such a day; a week 365/84 times.
 */
export function monthlyPay(pay: Pay | null, hoursPerDay: number | null): number | null {
  if (pay === null || pay.currency !== FLOOR_CURRENCY) return null;
  const amount = pay.max ?? pay.min;
  if (amount === null) return null;
  switch (pay.unit) {
    case 'month':
      return Math.floor(amount);
    case 'week':
      return Math.floor((amount * WEEKS_A_YEAR) / MONTHS_A_YEAR);
    case 'day':
      return Math.floor((amount * WORKING_DAYS_A_YEAR) / MONTHS_A_YEAR);
    case 'hour':
      return hoursPerDay === null
        ? null
        : Math.floor((amount * hoursPerDay * WORKING_DAYS_A_YEAR) / MONTHS_A_YEAR);
    case 'season':
    case 'kg':
    case 'box':
    case 'piece':
      return null;
  }
}

/** Higher pay first, unknown pay last; for sorting figures of `monthlyPay`. */
export const comparePay = (a: number | null, b: number | null): number => (b ?? -1) - (a ?? -1);
