/**
 * What stated pay comes to, a day and a month (harvest calendar, §5): a calculation from what whoever posted an opening
 * says, and never a promise. What is not stated is not guessed; a sum is a range, and never its upper end alone.
 */
import type { Opening, Pay, Payer, Provision } from './opening.ts';

/** Whole units of the currency, the lower first; below 0 the deductions are more than the pay. */
export interface Span {
  readonly min: number;
  readonly max: number;
}

/** What is taken off for a day: `null` is a price that nobody stated, and never 0. */
export interface Deduction {
  readonly what: 'food' | 'housing';
  readonly aDay: number | null;
}

/** What a permit costs a month and who pays it, as the verdict says; `monthly` may be unknown. */
export interface PermitCost {
  readonly monthly: number | null;
  readonly currency: string;
  readonly payer: Payer | null;
}

/** What is not stated, so that there is no sum. */
export type Missing = 'rate' | 'units' | 'hours' | 'days';

export interface UnstatedPay {
  readonly kind: 'unstated';
  readonly missing: Missing;
  readonly deductions: readonly Deduction[];
}

export interface CountedPay {
  readonly kind: 'stated';
  readonly currency: string;
  /** Units a day that it is counted from; `null` where pay is not by the piece. */
  readonly units: Span | null;
  readonly deductions: readonly Deduction[];
  /** A day, before and after deductions; `null` where only a month is stated. */
  readonly gross: Span | null;
  readonly net: Span | null;
  /** The guaranteed minimum is higher than the lower end by the rate. */
  readonly lifted: boolean;
  /** The work is shorter than a month: `days`, `month` and `left` are then of all of it. */
  readonly whole: boolean;
  /** Working days a month and what they bring after deductions; `null` where days a week are not stated. */
  readonly days: number | null;
  readonly month: Span | null;
  /** What is left of a month once the worker has paid the permit; `null` where they do not, or it is not known. */
  readonly left: Span | null;
}

export type TruePay = UnstatedPay | CountedPay;

/** What of an opening is counted. */
export type Paid = Pick<Opening, 'pay' | 'hoursPerDay' | 'food' | 'housing' | 'harvest'> &
  Partial<Pick<Opening, 'startsOn' | 'endsOn'>>;

/** Counts what can be counted. Paid food or housing without a price stays named and is not subtracted. */
export function truePay(opening: Paid, permit: PermitCost | null = null): TruePay {
  const { pay, harvest } = opening;
  const rate = rateOf(pay);
  const deductions = deductionsOf(opening);
  if (pay === null || rate === null) return { kind: 'unstated', missing: 'rate', deductions };
  const off = deductions.reduce((sum, { aDay }) => sum + (aDay ?? 0), 0);
  const perWeek = harvest?.daysPerWeek ?? null;
  const inAll = pay.unit === 'month' ? null : daysInAll(opening, perWeek);
  const days = inAll ?? daysAMonth(perWeek);
  const counted = grossOf(opening, pay, rate);
  if (typeof counted === 'string') return { kind: 'unstated', missing: counted, deductions };
  const gross = counted.day === null ? null : guaranteed(counted.day, harvest?.guaranteedDay ?? null);
  const net = gross === null ? null : less(gross, off);
  const month = net === null ? monthOf(counted.month, days, off) : days === null ? null : times(net, days);
  return {
    kind: 'stated',
    currency: pay.currency,
    units: counted.units,
    deductions,
    gross,
    net,
    lifted: gross !== null && gross.min !== counted.day?.min,
    whole: inAll !== null,
    days,
    month,
    left: permit?.currency === pay.currency ? leftOf(month, permit) : null,
  };
}

/** An upper end alone says nothing of what somebody gets; a lower end alone is what is paid. */
function rateOf(pay: Pay | null): Span | null {
  if (pay === null || pay.min === null) return null;
  return { min: pay.min, max: Math.max(pay.min, pay.max ?? pay.min) };
}

/** Before deductions, a day or a month; else what is missing. */
type Gross =
  | Missing
  | { readonly day: Span; readonly month: null; readonly units: Span | null }
  | { readonly day: null; readonly month: Span; readonly units: null };

/** Whole units at each step, rounded down: nothing is promised that was not stated. */
function grossOf({ hoursPerDay, harvest }: Paid, { unit }: Pay, rate: Span): Gross {
  const aDay = (min: number, max: number, units: Span | null = null): Gross => ({
    day: { min: Math.floor(min), max: Math.floor(max) },
    month: null,
    units,
  });
  switch (unit) {
    case 'day':
      return aDay(rate.min, rate.max);
    case 'hour':
      return hoursPerDay === null ? 'hours' : aDay(rate.min * hoursPerDay, rate.max * hoursPerDay);
    case 'week': {
      const perWeek = harvest?.daysPerWeek ?? null;
      return perWeek === null ? 'days' : aDay(rate.min / perWeek, rate.max / perWeek);
    }
    case 'month':
      return { day: null, month: rate, units: null };
    case 'season':
      return 'days';
    case 'kg':
    case 'box':
    case 'piece': {
      const units = unitsOf(harvest);
      return units === null ? 'units' : aDay(rate.min * units.min, rate.max * units.max, units);
    }
  }
}

/** What one person does a day; an upper end alone says nothing here either. */
export function unitsOf(harvest: Paid['harvest']): Span | null {
  const min = harvest?.unitsMin ?? null;
  return min === null ? null : { min, max: Math.max(min, harvest?.unitsMax ?? min) };
}

/** In the order they are said. What is free or not there takes nothing off; a price alone says that it is paid. */
function deductionsOf({ food, housing, harvest }: Paid): readonly Deduction[] {
  const one = (what: Deduction['what'], given: Provision | null, price: number | null) =>
    given === 'paid' || (given === null && price !== null) ? [{ what, aDay: price }] : [];
  return [
    ...one('food', food, harvest?.foodADay ?? null),
    ...one('housing', housing, harvest?.housingADay ?? null),
  ];
}

const WEEKS_A_MONTH = 365 / 7 / 12;

/** Working days in an average month, whole: six a week are 26. */
const daysAMonth = (perWeek: number | null): number | null =>
  perWeek === null ? null : Math.floor(perWeek * WEEKS_A_MONTH);

/** Days of a month, in which no work that is shorter brings a month's pay. */
const MONTH_DAYS = 30;

/** Working days of work that is shorter than a month; `null` where it is not, or nobody said when it ends. */
function daysInAll({ startsOn = null, endsOn = null }: Paid, perWeek: number | null): number | null {
  if (startsOn === null || endsOn === null || perWeek === null) return null;
  const all = 1 + Math.round((Date.parse(endsOn) - Date.parse(startsOn)) / 86_400_000);
  if (all < 1 || all >= MONTH_DAYS) return null;
  return Math.floor(all / 7) * perWeek + Math.min(all % 7, perWeek);
}

const guaranteed = ({ min, max }: Span, least: number | null): Span => ({
  min: Math.max(min, least ?? 0),
  max: Math.max(max, least ?? 0),
});

const less = ({ min, max }: Span, sum: number): Span => ({ min: min - sum, max: max - sum });
const times = ({ min, max }: Span, by: number): Span => ({ min: min * by, max: max * by });

/** Of pay by the month: deductions are by the day, so that without the days there is no sum after them. */
function monthOf(month: Span | null, days: number | null, off: number): Span | null {
  if (month === null || (off > 0 && days === null)) return null;
  return less(month, off * (days ?? 0));
}

const leftOf = (month: Span | null, { monthly, payer }: PermitCost): Span | null =>
  month === null || payer !== 'worker' || monthly === null ? null : less(month, monthly);
