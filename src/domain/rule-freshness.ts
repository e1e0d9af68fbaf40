/** Which rules somebody must look at, so that no yes rests on what may have changed. */
import { daysAfter } from './feed-values.ts';
import { isOverBy, isStale, subjectOf, unnamed } from './law.ts';
import type { Day } from './opening.ts';
import type { Rule } from './rules.ts';

/** `old`: nobody looked for ninety days. `over`: its time is past. `ends`: it will be within a month. Nothing follows it. */
export type Staleness = 'old' | 'over' | 'ends';

/** Decrees for the next year appear in December: who keeps the rules hears of it a month ahead. */
const AHEAD_DAYS = 31;

/** Why a row must be looked at; `null` for one that may be built on. */
export function staleness(rule: Rule, rules: readonly Rule[], now: Day): Staleness | null {
  const followed = isFollowed(
    rule,
    rules.filter((other) => other !== rule && subjectOf(other) === subjectOf(rule)),
    now,
  );
  if (isOverBy(rule, now)) return followed ? null : 'over';
  if (isStale(rule, now)) return 'old';
  return isOverBy(rule, daysAfter(now, AHEAD_DAYS)) && !followed ? 'ends' : null;
}

/** A list of bans is followed where all that it names is spoken of. */
function isFollowed(rule: Rule, others: readonly Rule[], now: Day): boolean {
  const next = others.filter((other) => goesOn(other, rule, now));
  if (rule.kind !== 'bar' || next.length === 0) return next.length > 0;
  return (
    unnamed(
      rule,
      next.filter((other) => other.kind === 'bar'),
    ).length === 0
  );
}

/** A row about the same that holds when the other is over. */
const goesOn = (other: Rule, rule: Rule, now: Day): boolean =>
  !isOverBy(other, now) && (other.to === null || rule.to === null || other.to > rule.to);

/** All that must be looked at, in the order of the rules. */
export const staleRules = (
  rules: readonly Rule[],
  now: Day,
): readonly { readonly rule: Rule; readonly why: Staleness }[] =>
  rules.flatMap((rule) => {
    const why = staleness(rule, rules, now);
    return why === null ? [] : [{ rule, why }];
  });
