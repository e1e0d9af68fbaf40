/** What keepers of the rules say of a row: it is still so, or it is otherwise. Two of them must say it. */
import { daysAfter } from './feed-values.ts';
import type { Day } from './opening.ts';
import type { Rule } from './rules.ts';

/** A change in force: the package's own row stays as it is beside it. */
export interface RuleChange {
  readonly ruleId: string;
  /** The whole row as it shall be; `null`: the row is confirmed as it stands. */
  readonly row: Rule | null;
  /** The day the second keeper agreed: since then it is checked. */
  readonly checkedAt: Day;
}

/** A word of a first keeper that waits for a second. */
export interface Proposal {
  readonly id: string;
  readonly ruleId: string;
  /** The whole row as it shall be; `null`: it is still so. */
  readonly row: Rule | null;
  /** Where it was read; `null`: at the source that the row names. */
  readonly source: string | null;
  readonly by: string;
  readonly on: Day;
}

/** How long a first keeper's word waits: nobody shall agree to what was true some weeks ago. Ours. */
const WAITS_DAYS = 28;

/** Whether the word of a first keeper may still be agreed to. */
export const isWaiting = ({ on }: { readonly on: Day }, today: Day): boolean =>
  daysAfter(on, WAITS_DAYS) >= today;

/** A row with what became of it. */
export interface KeptRule {
  readonly rule: Rule;
  /** The row of the package; `null` where keepers added it. */
  readonly original: Rule | null;
  /** Confirmed, corrected or added by keepers; `null`: as the package has it. */
  readonly change: RuleChange | null;
}

/** The rows of the package with all changes, in the order in which they came into force. A package checked later wins. */
export function kept(rules: readonly Rule[], changes: readonly RuleChange[]): readonly KeptRule[] {
  const rows = new Map<string, KeptRule>(
    rules.map((rule) => [rule.id, { rule, original: rule, change: null }]),
  );
  for (const change of changes) {
    const before = rows.get(change.ruleId);
    // Somebody looked at the package's row after the keepers did.
    if (before?.original && before.original.checkedAt > change.checkedAt) continue;
    const row = change.row ?? before?.rule;
    // A confirmed row that the package no longer has: nothing is left to confirm.
    if (row === undefined) continue;
    rows.set(change.ruleId, {
      rule: confirmed(row, change),
      original: before?.original ?? null,
      change,
    });
  }
  return [...rows.values()];
}

/** Whoever confirms a row says how they know it: it is read at its source. */
const confirmed = (row: Rule, { checkedAt }: RuleChange): Rule =>
  row.checkedAt >= checkedAt ? row : { ...row, checkedAt };
