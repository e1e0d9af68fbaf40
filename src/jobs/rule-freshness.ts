import type { Job } from '../domain/job.ts';
import type { Law } from '../domain/law.ts';
import type { Day } from '../domain/opening.ts';
import { type Staleness, staleRules } from '../domain/rule-freshness.ts';
import type { Rule } from '../domain/rules.ts';

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
  /** What was said of which rule by this process, and when last. */
  readonly rulesSaid: Map<string, Day>;
}> = {
  name: 'rule-freshness',
  everyMs: 3_600_000,
  run: async ({ law, today, rulesStale, rulesSaid }) => {
    const day = today();
    const stale = staleRules((await law()).rules, day);
    if (!stale.some((one) => isDue(rulesSaid.get(nameOf(one)), day))) return {};
    rulesSaid.clear();
    for (const one of stale) rulesSaid.set(nameOf(one), day);
    for (const [why, rules] of Map.groupBy(stale, (one) => one.why)) rulesStale(rules.length, why);
    return { stale: stale.length };
  },
};

const nameOf = ({ rule, why }: { readonly rule: Rule; readonly why: Staleness }): string =>
  `${rule.id} ${why}`;

/** Not said yet, or a week ago. */
const isDue = (said: Day | undefined, day: Day): boolean =>
  said === undefined || Date.parse(day) - Date.parse(said) >= AGAIN_DAYS * 86_400_000;
