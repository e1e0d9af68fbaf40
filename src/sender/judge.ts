import { CONTENT_OF, isNews } from '../domain/content.ts';
import type { Law } from '../domain/law.ts';
import { fitting } from '../domain/matching.ts';
import type { Day, Opening } from '../domain/opening.ts';
import type { PushRow } from '../domain/push.ts';
import { FIRST, unanswered } from '../domain/questions.ts';
import { dayAt, endOfQuiet, type OffsetAt } from '../domain/quiet-hours.ts';
import type { Subscriber } from '../domain/subscriber.ts';

/** What is known at a person's turn. */
export interface Turn {
  readonly row: Pick<PushRow, 'lane' | 'kind'>;
  readonly subscriber: Subscriber | null;
  readonly now: Date;
  readonly offsetAt: OffsetAt;
  /** Three messages on the person's day already. */
  readonly full: boolean;
  /** Their reply window is closed: whether they got a message today, and when a knock is allowed, in ms. `null`: it is open. */
  readonly outside: { readonly begun: boolean; readonly roomAt: number } | null;
}

/** May this person be written to now? Whether an opening fits is asked afterwards, of each push. */
export type Verdict =
  | {
      readonly kind: 'write';
      readonly today: Day;
      readonly subscriber: Subscriber;
      readonly outside: boolean;
    }
  | { readonly kind: 'skip'; readonly why: SkipReason }
  | { readonly kind: 'later'; readonly at: number };

export type SkipReason = 'forgotten' | 'stopped' | 'blocked' | 'paused' | 'daily' | 'nothing';

/**
 * The judgement of the person. Urgent ones break the cap and the cadence; they, too, wait for the morning, but of
 * those who want to be woken for urgent openings. A digest
 * that was begun is finished for those who meanwhile want messages at once: they would miss what it holds. A pause
 * holds back what is news.
 */
export function judge({ row, subscriber, now, offsetAt, full, outside }: Turn): Verdict {
  if (subscriber === null) return { kind: 'skip', why: 'forgotten' };
  if (subscriber.standing !== 'active') return { kind: 'skip', why: subscriber.standing };
  const today = dayAt(now, offsetAt);
  if (isNews(row.kind) && isSettingUp(subscriber, today))
    return { kind: 'later', at: nextDay(now, offsetAt) };
  if (isNews(row.kind) && subscriber.pausedUntil !== null && subscriber.pausedUntil >= today)
    return { kind: 'skip', why: 'paused' };
  const daily = subscriber.preferences.cadence === 'daily';
  if (isPaced(row) && daily) return { kind: 'skip', why: 'daily' };
  const wake = endOfQuiet(subscriber.preferences.quietHours, now, offsetAt);
  if (wake > now && !mayWake(row, subscriber)) return { kind: 'later', at: wake.getTime() };
  if (full && row.lane !== 'urgent') return { kind: 'later', at: nextDay(now, offsetAt) };
  const at = outside === null ? null : knockAt(outside, row, subscriber, now, offsetAt);
  if (at !== null && at > now.getTime()) return { kind: 'later', at };
  return { kind: 'write', today, subscriber, outside: outside !== null };
}

/** Corrections and outcomes are urgent, too, and wait: nobody asked to be woken for them. */
const mayWake = ({ lane, kind }: Turn['row'], { preferences }: Subscriber): boolean =>
  lane === 'urgent' && kind === 'announce' && preferences.wakeUrgent === true;

/**
 * Whoever agreed today and has not answered the first questions is in the middle of them: what fits comes with their
 * first list. Who stops half-way hears from the next day on of all that their answers let through: nobody who said yes
 * is left without a word.
 */
const isSettingUp = ({ preferences, consentOn }: Subscriber, today: Day): boolean =>
  consentOn >= today && unanswered(preferences, FIRST).length > 0;

/** Openings come as often as somebody said; a season that they wait for comes once a year. */
const isPaced = ({ lane, kind }: Turn['row']): boolean =>
  lane === 'instant' && CONTENT_OF[kind] === 'openings';

/**
 * When a person may be knocked at, in ms. Knocks are paid for and the service bears few: one a day, whatever the
 * cadence; what comes meanwhile goes into the next. Urgent ones wait only for room, and for a service that asked us to.
 */
function knockAt(
  { begun, roomAt }: NonNullable<Turn['outside']>,
  { lane }: Pick<PushRow, 'lane'>,
  { heldUntil }: Subscriber,
  now: Date,
  offsetAt: OffsetAt,
): number {
  if (heldUntil !== null && heldUntil > dayAt(now, offsetAt)) return beginningOf(heldUntil, now, offsetAt);
  if (begun && lane !== 'urgent') return nextDay(now, offsetAt);
  return roomAt;
}

/** When a day begins on the person's clock, in ms. */
const beginningOf = (day: Day, now: Date, offsetAt: OffsetAt): number =>
  Date.parse(`${day}T00:00:00Z`) - offsetAt(now) * 60_000;

/** What of the openings is shown to the person, best first. */
export function shown(
  subscriber: Subscriber,
  openings: readonly Opening[],
  today: Day,
  law: Law,
): readonly Opening[] {
  const once = new Map(openings.map((opening) => [opening.id, opening]));
  const wanted = [...once.values()].filter((opening) => !subscriber.hidden.includes(opening.id));
  return fitting(subscriber.preferences, wanted, today, law);
}

/** When the person's next day begins, in ms. */
function nextDay(now: Date, offsetAt: OffsetAt): number {
  const local = now.getTime() + offsetAt(now) * 60_000;
  const midnight = (Math.floor(local / 86_400_000) + 1) * 86_400_000;
  return midnight - offsetAt(now) * 60_000;
}
