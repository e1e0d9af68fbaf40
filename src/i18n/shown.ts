import { cleanText, escapeText } from '../domain/texts.ts';
import type { LocaleMeta } from './locale.ts';

const NO_BREAK = '\u00A0';
/** First strong isolate and its end: keep numbers and foreign names in order inside right-to-left text. */
export const isolate = (meta: LocaleMeta, text: string): string =>
  meta.direction === 'rtl' ? `\u2068${text}\u2069` : text;

/** Groups digits by U+00A0 in every locale: others print 85.000, which is read as eighty-five. */
export function showNumber(meta: LocaleMeta, value: number): string {
  const [whole = '0', part] = String(Math.round(Math.abs(value) * 100) / 100).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, NO_BREAK);
  return `${value < 0 ? '−' : ''}${grouped}${part === undefined ? '' : meta.decimal + part}`;
}

/** The symbol follows the amount in every locale; only the rouble has a symbol that everybody reads. */
export function showAmount(meta: LocaleMeta, amount: number, currency: string): string {
  const unit = currency === 'RUB' ? '₽' : currency;
  return isolate(meta, `${showNumber(meta, amount)}${NO_BREAK}${unit}`);
}

/** A day as a locale writes it; by itself without the year, because openings are near. */
export class ShownDay {
  readonly #meta: LocaleMeta;
  readonly #day: string;
  constructor(meta: LocaleMeta, day: string) {
    this.#meta = meta;
    this.#day = day;
  }
  as(form: keyof LocaleMeta['dates']): string {
    const date = new Date(`${this.#day}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return escapeText(cleanText(this.#day));
    const parts: Readonly<Record<string, string | undefined>> = {
      d: String(date.getUTCDate()),
      month: this.#meta.months[date.getUTCMonth()],
      year: String(date.getUTCFullYear()),
      weekday: this.#meta.weekdays[(date.getUTCDay() + 6) % 7],
    };
    return this.#meta.dates[form].replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? '');
  }
  toString(): string {
    return this.as('day');
  }
}
