/** Whether an opening that could be read belongs here. */

import { folded, wordPattern } from './classify.ts';
import { daysAfter, earliest } from './feed-values.ts';
import type { Day, OpeningContent } from './opening.ts';
import type { SkipReason, UnwantedReason } from './source.ts';
import { BARRED_WORDS } from './work-words.ts';

/** How long an opening is shown when its origin states no end. Ours; a peer uses 30 to 45 days for channel posts. */
const MAX_AGE_DAYS = 30;

export type Admission =
  | { readonly kind: 'admitted'; readonly expiresOn: Day }
  | { readonly kind: 'refused'; readonly reason: UnwantedReason; readonly field: string }
  | { readonly kind: 'skipped'; readonly reason: Extract<SkipReason, 'expired' | 'too-old'> };

/** The last day an opening is shown: what its origin states, else thirty days after it was posted. */
export const expiresOn = (content: Pick<OpeningContent, 'validUntil' | 'endsOn' | 'postedOn'>): Day =>
  earliest(content.validUntil, content.endsOn) ?? daysAfter(content.postedOn, MAX_AGE_DAYS);

const barred = wordPattern(BARRED_WORDS.flatMap(({ stems }) => stems));

/**
 * Admits openings in the served regions, of work people here look for, that are still open on `today`; refuses what
 * is foreign, what is not our work, and covers for recruitment to war and the like.
 */
export function admit(
  content: OpeningContent,
  served: { readonly regions: ReadonlySet<string>; readonly today: Day },
): Admission {
  const refusal = whyUnwanted(content, served.regions);
  if (refusal !== null) return { kind: 'refused', ...refusal };
  const last = expiresOn(content);
  if (last >= served.today) return { kind: 'admitted', expiresOn: last };
  const stated = content.validUntil !== null || content.endsOn !== null;
  return { kind: 'skipped', reason: stated ? 'expired' : 'too-old' };
}

function whyUnwanted(
  content: OpeningContent,
  regions: ReadonlySet<string>,
): { reason: UnwantedReason; field: string } | null {
  if (!regions.has(content.region)) return { reason: 'foreign', field: 'region' };
  const field = barredField(content);
  if (field !== null) return { reason: 'barred', field };
  return content.kind !== 'support' && content.work === null
    ? { reason: 'not-our-work', field: 'work' }
    : null;
}

const barredField = (content: OpeningContent): string | null =>
  (['title', 'note', 'employer'] as const).find((field) => barred.test(folded(content[field] ?? ''))) ?? null;
