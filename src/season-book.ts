/** The seasons as everybody asks of them: the country's package, what coordinators said, and what is offered now. */
import type { SeasonsPort } from './domain/conversation.ts';
import type { Country } from './domain/country.ts';
import type { Law } from './domain/law.ts';
import type { Day, Opening } from './domain/opening.ts';
import type { SeasonShift } from './domain/season.ts';
import { UNANSWERED } from './domain/subscriber.ts';
import type { Clock, Openings } from './domain/terms.ts';
import { verdict } from './domain/verdict.ts';

/** Harvests are counted from the newest; a country's open ones are fewer. */
const MOST_HARVESTS = 5_000;
/** A push asks for each of its people: what was read is good for as long. */
const FRESH_MS = 10_000;

/** Keeps what was read for a moment; whoever asks meanwhile waits for the same reading. */
function kept<Value>(read: () => Promise<Value>, clock: Clock): () => Promise<Value> {
  let held: { readonly until: number; readonly value: Promise<Value> } | null = null;
  return () => {
    const now = clock().getTime();
    if (held !== null && now < held.until) return held.value;
    const value = read();
    held = { until: now + FRESH_MS, value };
    value.catch(() => {
      held = null;
    });
    return value;
  };
}

export function createSeasonBook(parts: {
  readonly country: Country;
  readonly shifts: () => Promise<readonly SeasonShift[]>;
  readonly openings: Pick<Openings, 'candidates'>;
  readonly law: () => Law;
  readonly clock: Clock;
  readonly today: () => Day;
}): SeasonsPort {
  const { country, openings, law, clock, today } = parts;
  return {
    country,
    shifts: kept(parts.shifts, clock),
    judge: (permit) => (place) => verdict(permit, place, law(), today()),
    openings: kept<readonly Opening[]>(
      () => openings.candidates({ ...UNANSWERED, kinds: ['harvest'] }, today(), { limit: MOST_HARVESTS }),
      clock,
    ),
  };
}
