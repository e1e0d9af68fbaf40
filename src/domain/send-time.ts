/** When a broadcast goes: a time on the clock of where its opening is, typed or chosen. */
import { daysAfter, earliest } from './feed-values.ts';
import { momentAt } from './local-time.ts';
import type { Day, Opening } from './opening.ts';
import { dayIn } from './prefill.ts';
import { dayAt, type OffsetAt } from './quiet-hours.ts';
import { readingOf } from './reading.ts';

/** Nothing is decided longer beforehand: openings change. */
const MOST_AHEAD_MS = 7 * 24 * 3_600_000;
/** What goes sooner goes now. */
const LEAST_AHEAD_MS = 10 * 60_000;

/** The last moment at which it may be sent: before the opening's last day begins, where it is. */
export function latestSendTime(
  { expiresOn, endsOn, validUntil, harvest }: Opening,
  now: Date,
  offsetAt: OffsetAt,
): Date {
  const lastDay = earliest(expiresOn, endsOn, validUntil, harvest?.comeUntil ?? null) ?? expiresOn;
  const before = momentAt(lastDay, 0, offsetAt).getTime() - 60_000;
  return new Date(Math.min(now.getTime() + MOST_AHEAD_MS, before));
}

/** Times that are offered, as days from today and minutes of the day. */
const OFFERED = [
  [0, 18 * 60],
  [1, 8 * 60],
  [1, 18 * 60],
] as const;

/** Times that may be tapped, those that lie ahead and not too far. */
export function offeredTimes(
  now: Date,
  latest: Date,
  offsetAt: OffsetAt,
): readonly { readonly days: 0 | 1; readonly at: Date }[] {
  const today = dayAt(now, offsetAt);
  return OFFERED.map(([days, minutes]) => ({ days, at: momentAt(daysAfter(today, days), minutes, offsetAt) }))
    .filter(({ at }) => at.getTime() - now.getTime() >= LEAST_AHEAD_MS)
    .filter(({ at }) => at <= latest);
}

/** Whether there is time for anything but "now". */
export const canWait = (now: Date, latest: Date): boolean =>
  latest.getTime() - now.getTime() >= LEAST_AHEAD_MS;

/** Whether a broadcast may be set for a moment. */
export function judgeSendTime(at: Date, now: Date, latest: Date): 'fits' | 'past' | 'late' {
  if (at <= now) return 'past';
  return at > latest ? 'late' : 'fits';
}

/** How days are called in the languages people type in, in any spelling; `beside` says nothing. */
export interface DayWords {
  readonly days: readonly (readonly string[])[];
  readonly beside: readonly string[];
}

const DATE = /(?<!\d)(?:\d{1,2}\.\d{1,2}(?:\.\d{4}|\.\d{2})?(?!\d)|\d{1,2}[\s-]{1,2}\p{L}{3,})/u;
const COLON = /(?<!\d)(\d{1,2})\s?:\s?(\d{2})(?!\d)/u;
const DOT = /(?<!\d)(\d{1,2})[.-](\d{2})(?!\d)/u;
const HOUR = /(?<!\d)(\d{1,2})(?!\d)/u;

/** A text of which piece by piece is taken away once it is understood. */
class Rest {
  text: string;
  constructor(text: string) {
    this.text = text;
  }
  take(pattern: RegExp): RegExpExecArray | null {
    const found = pattern.exec(this.text);
    if (found !== null) this.text = this.text.replace(pattern, ' ');
    return found;
  }
  takeWord(words: readonly string[]): boolean {
    const spelled = words.map((word) => readingOf(word).text.trim()).filter((word) => word !== '');
    return spelled.some((word) => this.take(new RegExp(`(?<!\\p{L})${word}(?!\\p{L})`, 'u')) !== null);
  }
}

/**
 * The moment that a text names, such as `14:30`, `tomorrow 6:00` or `29.11 06:00`, in any digits; `null` where not all
 * of it is understood. A time alone is the next one.
 */
export function readSendTime(typed: string, now: Date, offsetAt: OffsetAt, words: DayWords): Date | null {
  const rest = new Rest(readingOf(typed.slice(0, 60)).text);
  const today = dayAt(now, offsetAt);
  const colon = rest.take(COLON);
  const days = words.days.findIndex((names) => rest.takeWord(names));
  const day = days >= 0 ? daysAfter(today, days) : dateIn(rest, today);
  const time = colon ?? rest.take(DOT) ?? (day === null ? null : rest.take(HOUR));
  while (rest.takeWord(words.beside));
  const [hour, minute] = [Number(time?.[1]), Number(time?.[2] ?? 0)];
  if (time === null || /[\p{L}\p{N}]/u.test(rest.text) || hour > 23 || minute > 59) return null;
  const moment = (on: Day): Date => momentAt(on, hour * 60 + minute, offsetAt);
  if (day !== null) return moment(day);
  return moment(today) > now ? moment(today) : moment(daysAfter(today, 1));
}

/** Takes a date away only where it is one: `14.30` is none. */
function dateIn(rest: Rest, today: Day): Day | null {
  const written = DATE.exec(rest.text)?.[0];
  const day = written === undefined ? null : dayIn(written, today);
  if (day !== null) rest.take(DATE);
  return day;
}
