import type { Job } from '../domain/job.ts';
import type { Law } from '../domain/law.ts';
import type { Day } from '../domain/opening.ts';
import { type Staleness, staleRules } from '../domain/rule-freshness.ts';

/** What is wrong is said again after a week: decrees for the next year appear in December. */
const AGAIN_DAYS = 7;

/**
 * Tells those who keep the rules which of them nobody looked at, which are over, and which will be within a month:
 * verdicts that rest on them are "ask" already.
 */
export const ruleFreshness: Job<{
  readonly law: () => Promise<Law>;
  readonly today: () => Day;
  readonly rulesStale: (count: number, why: Staleness) => void;
}> = {
  name: 'rule-freshness',
  everyMs: 3_600_000,
  run: async ({ law, today, rulesStale }) => {
    const day = today();
    if (said !== null && Date.parse(day) - Date.parse(said) < AGAIN_DAYS * 86_400_000) return {};
    const stale = staleRules((await law()).rules, day);
    said = stale.length > 0 ? day : null;
    for (const [why, rules] of Map.groupBy(stale, (one) => one.why)) rulesStale(rules.length, why);
    return { stale: stale.length };
  },
};

/** The day on which it was last said by this process. */
let said: Day | null = null;
