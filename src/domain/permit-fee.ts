/** What a new permit costs for work, by the prices on file. */
import { isSettled } from './country.ts';
import { isStale, type Law } from './law.ts';
import type { Day } from './opening.ts';
import type { FeeRule } from './rules.ts';
import { unique } from './unique.ts';
import type { Flag, PermitFee, WorkPlace } from './verdict-terms.ts';

/** A cost, with the rows that it rests on. */
interface Cost {
  readonly fee: PermitFee;
  readonly rules: readonly FeeRule[];
  readonly flags: readonly Flag[];
}

/** Permits are paid month by month and never in part (work-permits page, section 7). */
export function costOf(basis: string, { region, from, to }: WorkPlace, law: Law, now: Day): Cost {
  const rowOn = (day: Day): FeeRule | null => law.fees(basis, region, day).current.find(isSettled) ?? null;
  const days = to === null ? [from] : paymentDays(from, to);
  const rows = days.map(rowOn);
  const known = rows.filter((row) => row !== null);
  const [first = null] = rows;
  const isWhole = to !== null && known.length === days.length;
  return {
    fee: {
      monthly: first?.monthly ?? null,
      currency: first?.currency ?? known[0]?.currency ?? '',
      payments: to === null ? null : days.length,
      total: isWhole ? known.reduce((sum, { monthly }) => sum + monthly, 0) : null,
    },
    rules: unique(known),
    flags: [
      ...(first === null ? (['fee-unknown'] as const) : []),
      ...(known.some((row) => isStale(row, now)) ? (['rule-stale'] as const) : []),
    ],
  };
}

/** The first day of each permit month that the work touches. */
function paymentDays(from: Day, to: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = monthsAfter(from, days.length)) days.push(day);
  return days;
}

/** The same day some months later, or the last of a shorter month. */
export function monthsAfter(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
