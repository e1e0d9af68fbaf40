/** The rules of a country as they are in force, ready to be asked. */
import type { Activity, CropEntry } from './country.ts';
import type { Crop, Day, RegionCode } from './opening.ts';
import type { BarRule, BasisRule, FeeRule, LinkRule, Rule, ShareRule } from './rules.ts';
import { FRESH_DAYS } from './rules.ts';

/** Whether a row holds on a day; whether it is over by then. */
export const holdsOn = ({ from, to }: Rule, day: Day): boolean => from <= day && (to === null || day <= to);
export const isOverBy = ({ to }: Rule, day: Day): boolean => to !== null && to < day;

const DAY_MS = 86_400_000;

/** Whether nobody looked at the row's source for too long. */
export const isStale = ({ checkedAt }: Pick<Rule, 'checkedAt'>, now: Day): boolean =>
  Date.parse(now) - Date.parse(checkedAt) > FRESH_DAYS * DAY_MS;

/** What a row is about: rows about the same follow each other in time. */
export function subjectOf(rule: Rule): string {
  switch (rule.kind) {
    case 'basis':
      return `basis ${rule.basis}`;
    case 'link':
      return `link ${rule.basis} ${[...rule.regions].sort().join(' ')}`;
    case 'bar':
    case 'fee':
      return `${rule.kind} ${rule.basis} ${rule.region}`;
    case 'share':
      return `share ${rule.region} ${rule.activity}`;
  }
}

/** What is on file about a subject on a day. */
export interface OnFile<R extends Rule> {
  /** Rows that hold on the day. */
  readonly current: readonly R[];
  /** Rows that are over by then and that no other took over. */
  readonly lapsed: readonly R[];
}

/** The rules in force. */
export interface Law {
  readonly rules: readonly Rule[];
  readonly bases: readonly string[];
  basis(basis: string, day: Day): OnFile<BasisRule>;
  /** Lapsed beside current ones: rows that named what none of these does. */
  bars(basis: string, region: RegionCode, day: Day): OnFile<BarRule>;
  /** Whether regions bar anything to holders of the basis: then each is expected to have a list. */
  isBarredAnywhere(basis: string): boolean;
  /** Links of a region to others, whichever. */
  links(basis: string, region: RegionCode): readonly LinkRule[];
  fees(basis: string, region: RegionCode, day: Day): OnFile<FeeRule>;
  shares(region: RegionCode, day: Day): readonly ShareRule[];
  /** The work that an activity is a part of, an activity itself being a part of it; `null`: of none. */
  workOf(activity: string): string | null;
  /** What people may call a crop together with others; `null`: nothing. */
  groupOf(crop: Crop): string | null;
  /** Days within a time on which any rule about the region begins or has ended. */
  turns(basis: string, region: RegionCode, from: Day, to: Day): readonly Day[];
  /** Verdicts found once; dropped when there are too many. */
  readonly memo: Map<string, unknown>;
  /** What places of work demand, likewise. */
  readonly demands: Map<string, unknown>;
}

const grouped = <R extends Rule>(rules: readonly R[], keyOf: (rule: R) => string): ReadonlyMap<string, R[]> =>
  Map.groupBy(rules, keyOf);

const onFile = <R extends Rule>(rows: readonly R[], day: Day): OnFile<R> => {
  const current = rows.filter((row) => holdsOn(row, day));
  return { current, lapsed: current.length > 0 ? [] : rows.filter((row) => isOverBy(row, day)) };
};

const barsOnFile = (rows: readonly BarRule[], day: Day): OnFile<BarRule> => {
  const { current, lapsed } = onFile(rows, day);
  if (current.length === 0) return { current, lapsed };
  const over = rows.filter((row) => isOverBy(row, day));
  return { current, lapsed: over.filter((row) => unnamed(row, current).length > 0) };
};

/**
 * What a row bars that none of the others speaks of. When it is over, nobody knows whether it was dropped or forgotten,
 * until a keeper says in the row that follows that it is allowed (`except`).
 */
export function unnamed({ activities }: BarRule, others: readonly BarRule[]): BarRule['activities'] {
  if (others.some((other) => other.activities === '*')) return [];
  if (activities === '*') return '*';
  const named = others.flatMap((other) => [...other.activities, ...other.except.map((one) => one.activity)]);
  return activities.filter((activity) => !named.includes(activity));
}

const nextDay = (day: Day): Day => new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);

/** Rules as they are in force now: see `rule-change.ts`. */
export function lawOf(
  rules: readonly Rule[],
  activities: readonly Activity[],
  crops: readonly Pick<CropEntry, 'crop' | 'group'>[] = [],
): Law {
  const of = <K extends Rule['kind']>(kind: K): readonly Extract<Rule, { kind: K }>[] =>
    rules.filter((rule): rule is Extract<Rule, { kind: K }> => rule.kind === kind);
  const bases = grouped(of('basis'), ({ basis }) => basis);
  const bars = grouped(of('bar'), ({ basis, region }) => `${basis} ${region}`);
  const fees = grouped(of('fee'), ({ basis, region }) => `${basis} ${region}`);
  const links = of('link');
  const shares = of('share');
  const barred = new Set(of('bar').map(({ basis }) => basis));
  const works = new Map(activities.map(({ id, work }) => [id, work]));
  const groups = new Map<string, string | null>(crops.map(({ crop, group }) => [crop, group]));
  const barsOf = (basis: string, region: RegionCode): readonly BarRule[] =>
    bars.get(`${basis} ${region}`) ?? [];
  const linksOf = (basis: string, region: RegionCode): readonly LinkRule[] =>
    links.filter((row) => row.basis === basis && row.regions.includes(region));
  const feesOf = (basis: string, region: RegionCode): readonly FeeRule[] =>
    fees.get(`${basis} ${region}`) ?? [];
  return {
    rules,
    bases: [...bases.keys()],
    basis: (basis, day) => onFile(bases.get(basis) ?? [], day),
    bars: (basis, region, day) => barsOnFile(barsOf(basis, region), day),
    isBarredAnywhere: (basis) => barred.has(basis),
    links: linksOf,
    fees: (basis, region, day) => onFile(feesOf(basis, region), day),
    shares: (region, day) =>
      shares.filter((row) => (row.region === region || row.region === '*') && holdsOn(row, day)),
    workOf: (activity) => works.get(activity) ?? null,
    groupOf: (crop) => groups.get(crop) ?? null,
    turns: (basis, region, from, to) =>
      [...(bases.get(basis) ?? []), ...barsOf(basis, region), ...linksOf(basis, region)]
        .flatMap((row) => [
          row.from,
          ...(row.to === null ? [] : [nextDay(row.to)]),
          ...(row.kind === 'bar' ? row.except.map((one) => nextDay(one.to)) : []),
        ])
        .filter((day) => from < day && day < to),
    memo: new Map(),
    demands: new Map(),
  };
}
