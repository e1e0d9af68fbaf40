/** The rules at the desk of those who keep them: which need a look, and what a keeper says of one. Pure. */

import type { Coordinator } from './coordinator.ts';
import type { Activity } from './country.ts';
import type { Done } from './desk.ts';
import { daysAfter } from './feed-values.ts';
import { subjectOf } from './law.ts';
import type { Day } from './opening.ts';
import type { Proposal } from './rule-change.ts';
import { type Staleness, staleness } from './rule-freshness.ts';
import { isOpenQuestion, type Rule } from './rules.ts';

/** What a keeper says: the row stands as it is (`null`), or it is another. */
export interface RuleSaid {
  readonly ruleId: string;
  readonly row: Rule | null;
  /** Where it was read; `null`: at the source that the row names. */
  readonly source: string | null;
}

/** What keepers see at their desk. */
export interface RuleView {
  /** Words of keepers that wait for a second, oldest first. */
  ruleProposals(today: Day): Promise<readonly Proposal[]>;
}

/** What keepers do there. */
export interface RuleDesk {
  /** Says something of a rule. In force at once where another keeper waits with an equal "it is still so". */
  sayOfRule(said: RuleSaid, today: Day): Promise<Done<'waits' | 'in-force'>>;
  /** Agrees to what another keeper said. */
  agreeToRule(proposalId: string, today: Day): Promise<Done<'in-force' | 'gone'>>;
  /** Takes back one's own word that nobody has agreed to. */
  withdrawRule(proposalId: string, today: Day): Promise<Done<'withdrawn' | 'gone'>>;
}

/** The country's package, for whoever corrects its rows. */
export interface RulesPort {
  readonly activities: readonly Activity[];
  /** Reads a row as one of the package would be. */
  read(row: Rule): RuleRead;
}

/** A row that fits the package, or everything that is wrong with it and the fields in which that stands. */
export type RuleRead =
  | { readonly kind: 'read'; readonly rule: Rule }
  | { readonly kind: 'flawed'; readonly problems: readonly string[]; readonly fields: readonly string[] };

/** Under what name a keeper's word is kept: names of roles are unique in an organisation. No command can write it. */
export const keeperName = ({ alias, organisation }: Pick<Coordinator, 'alias' | 'organisation'>): string =>
  `${alias} @${organisation?.slug ?? ''}`;

/** Why a rule stands where it does in the list; the most urgent first. */
export const STANDINGS = ['second', 'mine', 'over', 'old', 'ends', 'open', 'fine'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A rule as a keeper sees it. */
export interface ListedRule {
  readonly id: string;
  /** The row in force; `null`: it is only proposed. */
  readonly rule: Rule | null;
  readonly standing: Standing;
  readonly why: Staleness | null;
  readonly proposals: readonly Proposal[];
}

/** All rules and what was proposed of them, the most urgent first. */
export function listedRules(
  rules: readonly Rule[],
  proposals: readonly Proposal[],
  by: string,
  today: Day,
): readonly ListedRule[] {
  const known = new Map<string, Rule | null>(rules.map((rule) => [rule.id, rule]));
  for (const { ruleId } of proposals) if (!known.has(ruleId)) known.set(ruleId, null);
  const listed = [...known].map(([id, rule]): ListedRule => {
    const said = proposals.filter(({ ruleId }) => ruleId === id);
    const why = rule === null ? null : staleness(rule, rules, today);
    const unsettled = rule !== null && isOpenQuestion(rule) ? 'open' : 'fine';
    const standing = said.some((one) => one.by !== by)
      ? 'second'
      : said.length > 0
        ? 'mine'
        : (why ?? unsettled);
    return { id, rule, standing, why, proposals: said };
  });
  return listed.sort((a, b) => STANDINGS.indexOf(a.standing) - STANDINGS.indexOf(b.standing));
}

/** What stands for an id in buttons, which have no room for it (FNV-1a). */
export function markOf(id: string): string {
  let hash = 0x811c9dc5;
  for (const char of id) hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  return hash.toString(36);
}

/** The row that begins when this one ends, for the year of its first day; `null` where none is needed. */
export function following(rule: Rule, rules: readonly Rule[]): Rule | null {
  const { to } = rule;
  const isFollowed = rules.some(
    (other) => subjectOf(other) === subjectOf(rule) && to !== null && other.from > to,
  );
  if (to === null || isFollowed) return null;
  const from = daysAfter(to, 1);
  const year = from.slice(0, 4);
  const { note: _, ...row } = rule;
  const next = { ...row, id: idFor(rule.id, year, rules), from, to: `${year}-12-31` };
  return next.kind === 'bar' ? { ...next, except: next.except.filter((one) => one.to >= from) } : next;
}

function idFor(id: string, year: string, rules: readonly Rule[]): string {
  const wanted = `${id.replace(/-\d{4}$/, '')}-${year}`;
  const isTaken = (name: string): boolean => rules.some((rule) => rule.id === name);
  let name = wanted;
  for (let more = 2; isTaken(name); more += 1) name = `${wanted}-${more}`;
  return name;
}

/** Another row about the same that holds on days on which this one does; lists of bans may. */
export function clashing(row: Rule, rules: readonly Rule[]): Rule | null {
  const meets = (other: Rule): boolean =>
    (other.to === null || row.from <= other.to) && (row.to === null || other.from <= row.to);
  const found = rules.find(
    (other) =>
      other.id !== row.id && other.kind !== 'bar' && subjectOf(other) === subjectOf(row) && meets(other),
  );
  return found ?? null;
}

/** What of a row can be corrected in the chat; what it is about stays, or it would be another row. */
export type RuleField =
  | 'monthly'
  | 'percent'
  | 'activities'
  | 'complete'
  | 'except'
  | 'bound'
  | 'elsewhere'
  | 'from'
  | 'to'
  | 'confidence';

const OF_KIND: Readonly<Record<Rule['kind'], readonly RuleField[]>> = {
  basis: ['bound'],
  link: [],
  bar: ['activities', 'complete', 'except'],
  fee: ['monthly'],
  share: ['percent'],
};

/** The fields of a row that can be corrected. */
export const fieldsOf = (rule: Rule): readonly RuleField[] => [
  ...OF_KIND[rule.kind],
  ...(rule.kind === 'basis' && rule.elsewhere !== null ? (['elsewhere'] as const) : []),
  'from',
  'to',
  'confidence',
];

/** What a basis is bound to and what that means elsewhere, as one answer. */
export const BOUNDS = ['none', 'new-permit', 'barred', 'employer'] as const;
export type Bound = (typeof BOUNDS)[number];

/** The answer that a basis gives now. */
export const boundOf = ({
  bound,
  elsewhere,
}: {
  readonly bound: string;
  readonly elsewhere: string | null;
}): Bound =>
  bound === 'none' || bound === 'employer' ? bound : elsewhere === 'barred' ? 'barred' : 'new-permit';

/** What a field was answered with: closed values, numbers and days. */
export type FieldValue = string | number | readonly string[] | null;

/** The row with one answer; whether it fits is said by `RulesPort.read`. */
export const edited = (rule: Rule, field: RuleField, value: FieldValue): Rule =>
  ({ ...rule, ...changeOf(rule, field, value) }) as Rule;

function changeOf(rule: Rule, field: RuleField, value: FieldValue): Readonly<Record<string, unknown>> {
  switch (field) {
    case 'bound':
      return boundTo(value as Bound, rule);
    case 'elsewhere':
      return { elsewhereConfidence: value };
    case 'activities':
      return { activities: value === 'any' ? '*' : value };
    case 'complete':
      return { complete: value === 'yes' };
    case 'except':
      return { except: exceptFor(rule, Array.isArray(value) ? value : []) };
    case 'to':
      return { to: value === 'none' ? null : value };
    default:
      return { [field]: value };
  }
}

function boundTo(bound: Bound, rule: Rule): Readonly<Record<string, unknown>> {
  if (bound === 'none' || bound === 'employer') return { bound, elsewhere: null, elsewhereConfidence: null };
  const sure = rule.kind === 'basis' ? rule.elsewhereConfidence : null;
  return { bound: 'region', elsewhere: bound, elsewhereConfidence: sure ?? 'general' };
}

/** What stays allowed does so until the row ends, unless a day was said before. */
function exceptFor(rule: Rule, activities: readonly string[]): readonly unknown[] {
  if (rule.kind !== 'bar') return [];
  return activities.map(
    (activity) =>
      rule.except.find((one) => one.activity === activity) ?? {
        activity,
        to: rule.to ?? `${rule.from.slice(0, 4)}-12-31`,
      },
  );
}

/** In which fields two rows about the same differ. */
export const differing = (before: Rule, after: Rule): readonly RuleField[] =>
  [...new Set([...fieldsOf(after), ...fieldsOf(before)])].filter(
    (field) => JSON.stringify(saidIn(before, field)) !== JSON.stringify(saidIn(after, field)),
  );

/** What a row says in a field; `null`: nothing. */
export function saidIn(rule: Rule, field: RuleField): unknown {
  if (field === 'bound') return rule.kind === 'basis' ? boundOf(rule) : null;
  if (field === 'elsewhere') return rule.kind === 'basis' ? rule.elsewhereConfidence : null;
  return Object(rule)[field] ?? null;
}
