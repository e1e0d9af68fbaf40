import type { KeptRule, Proposal } from '../domain/rule-change.ts';
import { staleness } from '../domain/rule-freshness.ts';
import { isOpenQuestion, RULE_KINDS, type Rule } from '../domain/rules.ts';
import { type Command, type CommandInput, JSON_OPTION, Refusal } from './command.ts';
import { lawInForce, todayIn } from './law-in-force.ts';
import { dayOption } from './options.ts';

const about = (rule: Rule): string => {
  switch (rule.kind) {
    case 'basis':
      return `${rule.basis}, bound to: ${rule.bound}`;
    case 'link':
      return `${rule.basis} ${rule.regions.join(' ~ ')}`;
    case 'bar':
      return `${rule.basis} ${rule.region}: ${rule.activities === '*' ? 'everything' : rule.activities.join(', ')}${rule.complete ? '' : ', and more'}`;
    case 'fee':
      return `${rule.basis} ${rule.region}: ${rule.monthly} ${rule.currency} a month`;
    case 'share':
      return `${rule.region} ${rule.activity}: ${rule.percent} %`;
  }
};

const WORDS = { old: 'NOT CHECKED FOR 90 DAYS', over: 'OVER, nothing follows', ends: 'ends within a month' };

/** One rule as a line, with what became of the package's row. */
export function ruleLine({ rule, original, change }: KeptRule, why: keyof typeof WORDS | null): string {
  const { id, kind, from, to, checkedAt, confidence, source } = rule;
  const by =
    change === null
      ? []
      : [original === null ? 'added by keepers' : change.row === null ? 'confirmed' : 'corrected'];
  const state = [confidence, ...by, ...(why === null ? [] : [WORDS[why]])].join('; ');
  return `${id}  ${kind} ${about(rule)}\n    ${from} to ${to ?? 'no end known'}; checked ${checkedAt}; ${state}\n    ${source}`;
}

/** A word of a first keeper, with the row as they want it. */
export const proposalLine = ({ id, ruleId, by, on, row }: Proposal): string =>
  row === null
    ? `${ruleId} confirmed by ${by} on ${on} (${id})`
    : `${ruleId} corrected by ${by} on ${on} (${id})\n${ruleLine({ rule: row, original: null, change: null }, null)}`;

const isAbout = (rule: Rule, region: string): boolean =>
  'regions' in rule ? rule.regions.includes(region) : !('region' in rule) || rule.region === region;

/** Lists the rules in force that the options choose. */
export async function listRules({ config, options, print }: CommandInput): Promise<number> {
  const { rules, waiting, country } = await lawInForce(config, String(options['country'] ?? config.country));
  const now = dayOption(options, 'now') ?? todayIn(country);
  const { region, kind } = options;
  if (kind !== undefined && !RULE_KINDS.some((one) => one === kind))
    throw new Refusal(`--kind takes one of: ${RULE_KINDS.join(', ')}`);
  const all = rules.map(({ rule }) => rule);
  const chosen = rules
    .map((one) => ({ ...one, why: staleness(one.rule, all, now) }))
    .filter(({ why }) => options['stale'] !== true || why !== null)
    .filter(({ rule }) => options['open'] !== true || isOpenQuestion(rule))
    .filter(({ rule }) => kind === undefined || rule.kind === kind)
    .filter(({ rule }) => region === undefined || isAbout(rule, String(region)));
  if (options['json'] === true) {
    const proposed = (id: string): readonly Proposal[] => waiting.filter(({ ruleId }) => ruleId === id);
    print(
      JSON.stringify(
        chosen.map(({ rule, original, change, why }) => ({
          ...rule,
          stale: why,
          state: change === null ? 'package' : change.row === null ? 'confirmed' : 'corrected',
          original,
          waiting: proposed(rule.id).map(({ id, by, on, row }) => ({ id, by, on, row })),
        })),
      ),
    );
    return 0;
  }
  for (const one of chosen) print(ruleLine(one, one.why));
  for (const one of waiting) print(`waits for a second keeper: ${proposalLine(one)}`);
  if (chosen.length === 0)
    print(options['stale'] === true ? 'None of them is stale.' : 'No rule is like that.');
  return 0;
}

/** What chooses among the rules. */
export const LIST_OPTIONS = {
  stale: { type: 'boolean', help: 'only those that somebody must look at' },
  open: { type: 'boolean', help: 'only those that are not settled: nothing is built on them' },
  kind: { type: 'string', help: RULE_KINDS.join(', ') },
  region: { type: 'string', help: 'only those about a region' },
  country: { type: 'string', help: 'of another package, such as gb' },
  now: { type: 'string', help: 'the day on which it is asked, default today' },
  json: JSON_OPTION,
} as const satisfies Command['options'];

/** The rules in force, each with its source. */
export const rules: Command = {
  name: 'rules',
  takes: '',
  summary: 'Lists the rules about who may work where, with source, dates and what keepers said of them.',
  options: LIST_OPTIONS,
  run: listRules,
};
