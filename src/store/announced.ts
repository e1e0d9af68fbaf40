import type { Day, Opening } from '../domain/opening.ts';
import type { Openings } from '../domain/people-and-openings.ts';
import { UNANSWERED } from '../domain/subscriber.ts';

/** More than any bulletin brings. */
const MOST_OPENINGS = 1_000_000;

/** What an announcement is about: one opening, as it is now, or those of a bulletin that are open. */
export async function announced(
  openings: Pick<Openings, 'byId' | 'candidates'>,
  announcementId: string,
  today: Day,
): Promise<readonly Opening[]> {
  const one = await openings.byId(announcementId);
  if (one !== null) return [one];
  return openings.candidates(UNANSWERED, today, { bulletinId: announcementId, limit: MOST_OPENINGS });
}
