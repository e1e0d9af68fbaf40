/** What those who keep the rules hear without asking: that some need a look, or wait for their yes. */
import { beginData } from './button-data.ts';
import type { Coordinator } from './coordinator.ts';
import { type Message, phrase } from './message.ts';
import type { Day } from './opening.ts';
import type { Proposal } from './rule-change.ts';
import { keeperName } from './rule-desk.ts';
import { staleRules } from './rule-freshness.ts';
import type { Rule } from './rules.ts';

/** A keeper who was not told for a week. */
export type RuleKeeper = Pick<Coordinator, 'id' | 'locale' | 'alias' | 'organisation'>;

/** What they hear; `null`: nothing is due. What is not settled is no news, and stands in the list. */
export function ruleKeeperMessage(
  keeper: RuleKeeper,
  rules: readonly Rule[],
  waiting: readonly Proposal[],
  today: Day,
): Message | null {
  const stale = staleRules(rules, today).length;
  const words = waiting.filter(({ by }) => by !== keeperName(keeper)).length;
  if (stale === 0 && words === 0) return null;
  return {
    lines: [
      ...(stale === 0 ? [] : [phrase('rules:due', { number: stale })]),
      ...(words === 0 ? [] : [phrase('rules:due-second', { number: words })]),
    ],
    buttons: [[{ label: phrase('desk:to-rules'), press: { kind: 'data', data: beginData('rules') } }]],
  };
}
