import type { core } from 'zod';
import type { Country } from '../domain/country.ts';
import type { RuleRead, RulesPort } from '../domain/rule-desk.ts';
import type { Rule } from '../domain/rules.ts';
import { flawsBetween, type Package } from './flaws.ts';
import { LISTS } from './schema.ts';

/** The file of the package in which rows of a kind stand. */
const FILES = { basis: 'bases', link: 'links', bar: 'bars', fee: 'fees', share: 'shares' } as const;

const NO_ROWS: Package = {
  regions: [],
  bases: [],
  links: [],
  bars: [],
  fees: [],
  shares: [],
  activities: [],
  crops: [],
  seasons: [],
  holidays: [],
  'help-lines': [],
  checklist: [],
};

/** Reads one rule as a row of the country's package would be, for a keeper who corrects it; every mistake at once. */
export function readRule(written: { readonly [field: string]: unknown }, country: Country): RuleRead {
  const { kind, ...row } = written;
  const known = Object.entries(FILES).find(([name]) => name === kind);
  if (known === undefined)
    return {
      kind: 'flawed',
      problems: [`field kind: is none of ${Object.keys(FILES).join(', ')}`],
      fields: ['kind'],
    };
  const [, file] = known;
  const read = LISTS[file].safeParse(row);
  if (!read.success)
    return {
      kind: 'flawed',
      problems: read.error.issues.flatMap(problemsOf),
      fields: read.error.issues.map(({ path }) => String(path[0] ?? '')),
    };
  const flaws = flawsBetween(null, { ...NO_ROWS, [file]: [{ row: 1, value: read.data }] }, namesOf(country));
  return flaws.length === 0
    ? { kind: 'read', rule: { kind, ...read.data } as Rule }
    : {
        kind: 'flawed',
        problems: flaws.map(({ field, says }) => `field ${field ?? ''}: ${says}`),
        fields: flaws.map(({ field }) => field ?? ''),
      };
}

/** The package as keepers correct it. */
export const rulesPort = (country: Country): RulesPort => ({
  activities: country.activities,
  read: (row) => readRule({ ...row }, country),
});

/** A field too many is an issue of the whole row: it names none, and all of them at once. */
const problemsOf = (issue: core.$ZodIssue): readonly string[] =>
  issue.code === 'unrecognized_keys'
    ? issue.keys.map((key) => `field ${[...issue.path, key].join('.')}: there is no such field`)
    : [`field ${issue.path.join('.')}: ${issue.message}`];

const namesOf = ({ regions, rules, activities, crops }: Country) => ({
  regions: new Set(regions.map(({ code }) => code)),
  bases: new Set(rules.flatMap((rule) => (rule.kind === 'basis' ? [rule.basis] : []))),
  activities: new Set(activities.map(({ id }) => id)),
  crops: new Set(crops.map(({ crop }) => crop)),
});
