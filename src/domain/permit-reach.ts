/** Where a right to work lets somebody work, region by region: the verdict on a place without an opening in mind. */
import { isSettled } from './country.ts';
import type { Law } from './law.ts';
import type { Day, RegionCode, Work } from './opening.ts';
import type { AnyOf, Permit } from './subscriber.ts';
import { verdict } from './verdict.ts';
import type { Verdict } from './verdict-terms.ts';

/** What somebody may do in a region; `check`: nobody here can say. */
export const REACHES = ['own', 'linked', 'check', 'new', 'barred', 'employer'] as const;
export type ReachKind = (typeof REACHES)[number];

export interface Reach {
  readonly region: RegionCode;
  readonly kind: ReachKind;
  readonly verdict: Verdict;
  /** Some of the work there is barred, of the works they chose where they chose some. */
  readonly partly: boolean;
  /** Openings of work that are open there. */
  readonly open: number;
}

/** What is looked at. */
export interface Survey {
  readonly regions: readonly RegionCode[];
  readonly works: AnyOf<Work>;
  readonly law: Law;
  readonly today: Day;
  readonly counts: ReadonlyMap<RegionCode, number>;
}

/** An activity that no list names: what a region says of work in general. */
const IN_GENERAL = '-';

const KINDS: Readonly<Record<Verdict['kind'], ReachKind>> = {
  OK: 'own',
  OK_LINKED: 'linked',
  UNKNOWN: 'check',
  NEEDS_NEW_PERMIT: 'new',
  NEEDS_EMPLOYER_QUOTA: 'employer',
  NOT_TAKEN: 'barred',
  BARRED: 'barred',
};

/** Every region, as a permit lets work there from today on. */
export const reachOf = (permit: Permit, survey: Survey): readonly Reach[] =>
  survey.regions.map((region) => reachIn(region, permit, survey));

function reachIn(region: RegionCode, permit: Permit, { works, law, today, counts }: Survey): Reach {
  const on = (activity: string): Verdict =>
    verdict(
      permit,
      { region, activity, from: today, to: null, permitPayer: null, quota: null, accepts: null },
      law,
      today,
    );
  const general = on(IN_GENERAL);
  const wished = Array.isArray(works) ? works.map(on) : null;
  const all = wished?.every(isBarred) === true;
  const some = wished?.some(mayBeBarred) ?? barsSome(permit, region, law, today);
  const said = all ? (wished?.[0] ?? general) : general;
  return {
    region,
    kind: KINDS[said.kind],
    verdict: said,
    partly: some && said.kind !== 'BARRED',
    open: counts.get(region) ?? 0,
  };
}

const isBarred = ({ kind }: Verdict): boolean => kind === 'BARRED';
const mayBeBarred = ({ kind, flags }: Verdict): boolean =>
  kind === 'BARRED' || flags.includes('may-be-barred');

/** Whether any work at all is barred there, by what is settled. */
const barsSome = ({ basis }: Permit, region: RegionCode, law: Law, today: Day): boolean =>
  law.bars(basis, region, today).current.some((row) => isSettled(row) && row.activities.length > 0);

/** Regions whose price is named: more would not be read. */
const MOST_PRICED = 5;

const isPriced = ({ verdict: { fee } }: Reach): boolean => (fee?.monthly ?? null) !== null;

/** Where a second permit may be worth its price: the regions they chose, else those with openings; known prices first. */
export function worthAPermit(reaches: readonly Reach[], chosen: AnyOf<RegionCode>): readonly Reach[] {
  const could = reaches.filter(({ kind }) => kind === 'new');
  const wished = could.filter(({ region }) => Array.isArray(chosen) && chosen.includes(region));
  const offered = wished.length > 0 ? wished : could.filter(({ open }) => open > 0);
  return offered
    .toSorted((a, b) => Number(isPriced(b)) - Number(isPriced(a)) || b.open - a.open)
    .slice(0, MOST_PRICED);
}
