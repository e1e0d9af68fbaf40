/** What the rows of a country package must agree on with each other; each row by itself is `schema.ts`. */
import { type Day, WORKS } from '../domain/opening.ts';
import type { CountryFacts, ListName, RowOf } from './schema.ts';

/** A row that can be read, and where it stands in its file: 1 is the first. */
export interface Placed<Value> {
  readonly row: number;
  readonly value: Value;
}
export type Package = { readonly [Name in ListName]: readonly Placed<RowOf<Name>>[] };

/** Names that rows may use: those of every row there is, also of one that has a mistake of its own. */
export interface Known {
  readonly regions: ReadonlySet<string>;
  readonly bases: ReadonlySet<string>;
  readonly activities: ReadonlySet<string>;
  readonly crops: ReadonlySet<string>;
}

export interface Flaw {
  readonly file: ListName | 'country';
  /** `null` in `country.json`. */
  readonly row: number | null;
  /** `null`: the whole row. */
  readonly field: string | null;
  readonly says: string;
}

/** Notes a flaw of the row at hand. */
type Say = (field: string, says: string) => void;
type Facts = Pick<CountryFacts, 'districts' | 'currency'>;
type Check<Name extends ListName> = (row: RowOf<Name>, say: Say, known: Known, facts: Facts | null) => void;

/** Every disagreement, file by file and row by row. */
export function flawsBetween(facts: CountryFacts | null, rows: Package, known: Known): readonly Flaw[] {
  const flaws: Flaw[] = [];
  const noting =
    (file: Flaw['file'], row: number | null): Say =>
    (field, says) =>
      void flaws.push({ file, row, field, says });
  const look = <Name extends ListName>(file: Name): void => {
    for (const { row, value } of rows[file]) CHECKS[file](value, noting(file, row), known, facts);
  };
  if (facts !== null) checkFacts(facts, noting('country', null), known);
  for (const file of FILES) look(file);
  return [...flaws, ...repeated(rows), ...overlapping(rows)];
}

const CHECKS: { readonly [Name in ListName]: Check<Name> } = {
  regions({ district }, say, _, facts) {
    if (facts?.districts.includes(district) === false)
      say('district', `${district} is no district of country.json`);
  },
  bases(row, say) {
    checkDates(row, say);
    if ((row.bound === 'region') !== (row.elsewhere !== null))
      say('elsewhere', 'is said exactly where the basis is bound to a region');
    if ((row.elsewhere === null) !== (row.elsewhereConfidence === null))
      say('elsewhereConfidence', 'is said exactly where elsewhere is');
  },
  links({ regions, ...row }, say, known) {
    checkDates(row, say);
    checkBases([row.basis], 'basis', say, known);
    checkRegions(regions, 'regions', say, known);
  },
  bars(row, say, known) {
    checkDates(row, say);
    checkBases([row.basis], 'basis', say, known);
    checkRegions([row.region], 'region', say, known);
    checkActivities(row.activities, 'activities', say, known);
    for (const { activity, to } of row.except) {
      checkActivities([activity], 'except', say, known);
      if (to < row.from || (row.to !== null && to > row.to)) say('except', `${to} lies outside the row`);
    }
  },
  fees(row, say, known, facts) {
    checkDates(row, say);
    checkBases([row.basis], 'basis', say, known);
    checkRegions([row.region], 'region', say, known);
    if (facts !== null && row.currency !== facts.currency)
      say('currency', `is not ${facts.currency}, as in country.json`);
  },
  shares(row, say, known) {
    checkDates(row, say);
    if (row.region !== '*') checkRegions([row.region], 'region', say, known);
    checkActivities([row.activity], 'activity', say, known);
  },
  activities({ id }, say) {
    if (isWork(id)) say('id', `${id} is a work of ours already`);
  },
  crops({ activity }, say, known) {
    if (activity !== null && !known.activities.has(activity))
      say('activity', `${activity} is no activity of this package`);
  },
  seasons(row, say, known) {
    checkRegions(row.regions, 'regions', say, known);
    for (const name of row.crops)
      if (!known.crops.has(name)) say('crops', `${name} is no crop of this package`);
    if (row.crops.length === 0 && row.work === null) say('work', 'is needed where there is no crop');
    if (row.regions.length === 0 && !row.abroad) say('regions', 'is empty, and only abroad may it be');
    if (row.unitsPerDay === null) return;
    if (row.payUnit === null) say('payUnit', 'is needed beside unitsPerDay');
    if (row.unitsPerDay.max < row.unitsPerDay.min) say('unitsPerDay', 'is less at most than at least');
  },
  holidays({ regions }, say, known) {
    checkRegions(regions, 'regions', say, known);
  },
  'help-lines'(row, say, known) {
    checkRegions(row.regions, 'regions', say, known);
    if (row.phone === null && row.url === null && row.confidence !== 'open')
      say('confidence', 'must be open where no contact is known');
  },
  checklist(row, say, known) {
    checkBases(row.bases, 'bases', say, known);
    checkRegions(row.leaving, 'leaving', say, known);
    checkRegions(row.entering, 'entering', say, known);
    checkRegions(row.within, 'within', say, known);
  },
};
const FILES = Object.keys(CHECKS) as readonly ListName[];

const isWork = (name: string): boolean => WORKS.some((work) => work === name);

type Names = '*' | readonly string[];

function checkRegions(names: Names, field: string, say: Say, { regions }: Known): void {
  if (names === '*') return;
  for (const name of names) if (!regions.has(name)) say(field, `${name} is no region of this package`);
  const twice = names.find((name, at) => names.indexOf(name) < at);
  if (twice !== undefined) say(field, `names ${twice} twice`);
}

function checkBases(names: Names, field: string, say: Say, { bases }: Known): void {
  if (names === '*') return;
  for (const name of names) if (!bases.has(name)) say(field, `${name} is no basis of this package`);
}

function checkActivities(names: Names, field: string, say: Say, { activities }: Known): void {
  if (names === '*') return;
  for (const name of names)
    if (!activities.has(name) && !isWork(name))
      say(field, `${name} is no activity of this package, and no work of ours`);
}

function checkFacts({ pairs, payFloors, districts }: CountryFacts, say: Say, known: Known): void {
  for (const pair of pairs) checkRegions(pair, 'pairs', say, known);
  if (payFloors.some((floor, at) => floor <= (payFloors[at - 1] ?? 0))) say('payFloors', 'does not rise');
  const twice = districts.find((name, at) => districts.indexOf(name) < at);
  if (twice !== undefined) say('districts', `names ${twice} twice`);
}

function checkDates({ from, to }: { readonly from: Day; readonly to: Day | null }, say: Say): void {
  if (to !== null && to < from) say('to', 'ends before it begins');
}

/** What a row is called by, and the field in which that stands. */
const NAMES: {
  readonly [Name in ListName]: (row: RowOf<Name>) => readonly (readonly [field: string, name: string])[];
} = {
  regions: ({ code, feedCodes }) => [
    ['code', code],
    ...feedCodes.map((feedCode) => ['feedCodes', feedCode] as const),
  ],
  crops: ({ crop }) => [['crop', crop]],
  holidays: ({ day, regions }) =>
    (regions === '*' ? ['*'] : regions).map((region) => ['day', `${day} in ${region}`] as const),
  bases: ({ id }) => [['id', id]],
  links: ({ id }) => [['id', id]],
  bars: ({ id }) => [['id', id]],
  fees: ({ id }) => [['id', id]],
  shares: ({ id }) => [['id', id]],
  activities: ({ id }) => [['id', id]],
  seasons: ({ id }) => [['id', id]],
  'help-lines': ({ id }) => [['id', id]],
  checklist: ({ id }) => [['id', id]],
};

/** Names that stand in two rows: corrections and people could mean either. */
function repeated(rows: Package): readonly Flaw[] {
  const first = new Map<string, string>();
  const flaws: Flaw[] = [];
  const look = <Name extends ListName>(file: Name): void => {
    for (const { row, value } of rows[file])
      for (const [field, name] of NAMES[file](value)) {
        // Activities are another kind of name; so are codes, crops and days.
        const key = field === 'id' && file !== 'activities' ? name : `${file} ${field} ${name}`;
        const where = first.get(key);
        if (where === undefined) first.set(key, `${file}.json, row ${row}`);
        else flaws.push({ file, row, field, says: `${name} stands in ${where} already` });
      }
  };
  for (const file of FILES) look(file);
  return flaws;
}

interface Span {
  readonly from: Day;
  readonly to: Day | null;
}
const meet = (one: Span, other: Span): boolean =>
  (other.to === null || one.from <= other.to) && (one.to === null || other.from <= one.to);

/** Rows of which only one may hold on a day, by what they speak of. */
const SINGLE = {
  bases: ({ basis }: RowOf<'bases'>) => basis,
  links: ({ basis, regions }: RowOf<'links'>) => `${basis} ${[...regions].sort().join(' ')}`,
  fees: ({ basis, region }: RowOf<'fees'>) => `${basis} ${region}`,
  shares: ({ region, activity }: RowOf<'shares'>) => `${activity} ${region}`,
};

function overlapping(rows: Package): readonly Flaw[] {
  const look = <Name extends keyof typeof SINGLE>(
    file: Name,
    subject: (row: RowOf<Name>) => string,
  ): readonly Flaw[] =>
    rows[file].flatMap(({ row, value }, at) => {
      const other = rows[file]
        .slice(0, at)
        .find((before) => subject(before.value) === subject(value) && meet(before.value, value));
      return other === undefined
        ? []
        : [
            {
              file,
              row,
              field: 'from',
              says: `holds on days on which row ${other.row} (${other.value.id}) holds`,
            },
          ];
    });
  return [
    ...look('bases', SINGLE.bases),
    ...look('links', SINGLE.links),
    ...look('fees', SINGLE.fees),
    ...look('shares', SINGLE.shares),
  ];
}
