/** The seasons as everybody asks of them: the country's package, what coordinators said, and what is offered now. */
import type { SeasonsPort } from './domain/conversation.ts';
import type { Country } from './domain/country.ts';
import type { Law } from './domain/law.ts';
import type { Day, Opening } from './domain/opening.ts';
import type { Openings } from './domain/people-and-openings.ts';
import type { SeasonShift } from './domain/season.ts';
import { type SeasonTeller, toldOf } from './domain/season-answer.ts';
import { type SeasonNotice, wishesAbout } from './domain/season-plan.ts';
import { type SeasonWish, UNANSWERED } from './domain/subscriber.ts';
import type { Clock } from './domain/terms.ts';
import { verdict } from './domain/verdict.ts';

/** Harvests are counted from the newest; a country's open ones are fewer. */
const MOST_HARVESTS = 5_000;
/** A push asks for each of its people: what was read is good for as long. */
const FRESH_MS = 10_000;

export interface SeasonBook extends SeasonsPort, SeasonTeller {
  /** Every wish that a notice may concern; none of a notice that is gone. */
  wishesOf(noticeId: string): Promise<readonly SeasonWish[]>;
}

interface Kept<Value> {
  (): Promise<Value>;
  /** Whoever asks next reads again. */
  forget(): void;
}

/** Keeps what was read for a moment; whoever asks meanwhile waits for the same reading. */
function kept<Value>(read: () => Promise<Value>, clock: Clock): Kept<Value> {
  let held: { readonly until: number; readonly value: Promise<Value> } | null = null;
  const ask = (): Promise<Value> => {
    const now = clock().getTime();
    if (held !== null && now < held.until) return held.value;
    const value = read();
    const mine = { until: now + FRESH_MS, value };
    held = mine;
    value.catch(() => {
      if (held === mine) held = null;
    });
    return value;
  };
  return Object.assign(ask, {
    forget: () => {
      held = null;
    },
  });
}

export function createSeasonBook(parts: {
  readonly country: Country;
  readonly shifts: () => Promise<readonly SeasonShift[]>;
  readonly notice: (id: string) => Promise<SeasonNotice | null>;
  readonly openings: Pick<Openings, 'candidates'>;
  readonly law: () => Law;
  readonly clock: Clock;
  readonly today: () => Day;
}): SeasonBook {
  const { country, openings, law, clock, today } = parts;
  const shifts = kept(parts.shifts, clock);
  const harvests = kept<readonly Opening[]>(
    () => openings.candidates({ ...UNANSWERED, kinds: ['harvest'] }, today(), { limit: MOST_HARVESTS }),
    clock,
  );
  const judge: SeasonsPort['judge'] = (permit) => (place) => verdict(permit, place, law(), today());
  const notices = new Map<string, SeasonNotice | null>();
  /** Read once: a notice never changes. What it speaks of was written before it, so shifts are read again. */
  const noticeOf = async (id: string): Promise<SeasonNotice | null> => {
    const known = notices.get(id);
    if (known !== undefined) return known;
    const notice = await parts.notice(id);
    notices.set(id, notice);
    shifts.forget();
    return notice;
  };
  return {
    country,
    shifts,
    judge,
    openings: harvests,
    async wishesOf(noticeId) {
      const notice = await noticeOf(noticeId);
      return notice === null ? [] : wishesAbout(notice, country);
    },
    async tell(noticeId, preferences) {
      const notice = await noticeOf(noticeId);
      if (notice === null) return null;
      const known = { openings: await harvests(), shifts: await shifts(), today: today() };
      return toldOf(notice, preferences, { country, judge }, known);
    },
  };
}
