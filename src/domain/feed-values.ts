/** Reading what feeds say: 0, empty, null and missing all mean "not stated", never zero and never no. */
import type { Day, Pay, PayUnit } from './opening.ts';

/** An object of unknown content. */
export type Fields = Readonly<Record<string, unknown>>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value as an object; an empty one when it is none. */
export const fields = (value: unknown): Fields => (isFields(value) ? value : {});

/** The value as a list: one value is a list of one, nothing an empty one. */
export const list = (value: unknown): readonly unknown[] => {
  if (value === null || value === undefined) return [];
  return Array.isArray(value) ? value : [value];
};

/** Trimmed text of a string or number, or `null` when there is none. */
export function text(value: unknown): string | null {
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value !== 'string') return null;
  const trimmed = value.trim();
  return trimmed === '' || trimmed === 'null' ? null : trimmed;
}

/** The first of these that has text. */
export const firstText = (...values: readonly unknown[]): string | null => {
  for (const value of values) {
    const found = text(value);
    if (found !== null) return found;
  }
  return null;
};

/** A number above 0 and at most `max`; strings may carry spaces between digits and a decimal comma. */
export function amount(value: unknown, max = 100_000_000): number | null {
  const written = text(value);
  if (written === null) return null;
  const number = Number(written.replace(/[\s\u00A0\u202F']/g, '').replace(',', '.'));
  return Number.isFinite(number) && number > 0 && number <= max ? number : null;
}

/** Like `amount`, whole: rounded down, so that nothing is promised that was not stated. */
export const whole = (value: unknown, max?: number): number | null => {
  const number = amount(value, max);
  return number === null || number < 1 ? null : Math.floor(number);
};

/** True, false, or not stated; a closed list of words feeds use. */
export function flag(value: unknown): boolean | null {
  if (typeof value === 'boolean') return value;
  const word = text(value)?.toLowerCase();
  if (word === undefined) return null;
  if (/^(?:true|yes|y|да|1|ha|ҳа|ооба|free|бесплатно)$/.test(word)) return true;
  return /^(?:false|no|n|нет|0|yo[ʻ‘’']q|йўқ|не|жок)$/.test(word) ? false : null;
}

const calendarDay = (year: string, month: string, day: string): Day | null => {
  const written = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${written}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(written) &&
    year >= '1990' &&
    year < '2100'
    ? written
    : null;
};

/**
 * The calendar day a feed wrote, in the zone it wrote it in: `YYYY-MM-DD`, with or without a time and an offset, or
 * `DD.MM.YYYY`. Impossible days are `null`.
 */
export function day(value: unknown): Day | null {
  const written = text(value);
  if (written === null) return null;
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:$|[T ])/.exec(written);
  if (iso) return calendarDay(iso[1] ?? '', iso[2] ?? '', iso[3] ?? '');
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})(?:$|[T ])/.exec(written);
  return dotted ? calendarDay(dotted[3] ?? '', dotted[2] ?? '', dotted[1] ?? '') : null;
}

/** The day `days` later. */
export const daysAfter = (from: Day, days: number): Day =>
  new Date(Date.parse(`${from}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The earliest day of these that is stated. */
export const earliest = (...days: readonly (Day | null)[]): Day | null =>
  days.reduce((least, next) => (next !== null && (least === null || next < least) ? next : least), null);

/** The currency words of feeds. ISO 4217; `RUR` left it in 2004 and lives on in feeds. */
const CURRENCIES: Readonly<Record<string, string>> = {
  руб: 'RUB',
  рубль: 'RUB',
  рублей: 'RUB',
  '₽': 'RUB',
  rur: 'RUB',
  rub: 'RUB',
  $: 'USD',
  usd: 'USD',
  '€': 'EUR',
  eur: 'EUR',
};

/** ISO 4217 of a feed's currency word such as `«руб.»`; `fallback` when it states none. */
export function currency(value: unknown, fallback: string): string {
  const word = text(value)
    ?.toLowerCase()
    .replace(/[«»".\s]/g, '');
  if (word === undefined || word === '') return fallback;
  return CURRENCIES[word] ?? (/^[a-z]{3}$/.test(word) ? word.toUpperCase() : fallback);
}

/** Pay of two bounds, either of which may be unstated; bounds in the wrong order are swapped. */
export function pay(low: unknown, high: unknown, unit: PayUnit, code: string): Pay | null {
  const min = whole(low);
  const max = whole(high);
  if (min === null && max === null) return null;
  const swapped = min !== null && max !== null && min > max;
  return swapped ? { min: max, max: min, unit, currency: code } : { min, max, unit, currency: code };
}

/** Pay written as words of Russian feeds: `от 60000`, `до 50 000 руб.`, `80 000 - 100 000`. */
export function payInWords(value: unknown, unit: PayUnit, code: string): Pay | null {
  const written = text(value)?.toLowerCase();
  if (written === undefined) return null;
  const figures = written.match(/\d[\d\s\u00A0]*/g) ?? [];
  const [first, second] = figures;
  if (first === undefined) return null;
  if (second !== undefined) return pay(first, second, unit, code);
  return written.includes('до') ? pay(null, first, unit, code) : pay(first, null, unit, code);
}

/** A web address of the public kind that may be shown, or `null`. */
export function webAddress(value: unknown): string | null {
  const written = text(value);
  if (written === null || !URL.canParse(written)) return null;
  const url = new URL(written);
  return /^https?:$/.test(url.protocol) && url.username === '' && url.href.length <= 500 ? url.href : null;
}
