import type { Day } from './opening.ts';

/**
 * Who has been silent for six full months is asked whether they still want this; after seven they go. Only the month of
 * an answer is known, so one calendar month more must have begun.
 */
const ASKED_AFTER = 7;
const FORGOTTEN_AFTER = 8;

const months = (day: Day): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));

/** Whether to ask somebody, with the next message, if they still want this. `answeredIn` is the first of a month. */
export const isSilent = (answeredIn: Day, today: Day): boolean =>
  months(today) - months(answeredIn) >= ASKED_AFTER;

/** The first of the latest month whose answers are too old on `today`: who answered then or before is forgotten. */
export function forgottenBefore(today: Day): Day {
  const month = months(today) - FORGOTTEN_AFTER - 1;
  return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}-01`;
}
