/** Whether somebody may take work, by the rules on file: never a silent yes. Not legal advice. */
import { isSettled } from './country.ts';
import { holdsOn, isStale, type Law, unnamed } from './law.ts';
import type { Day, Payer, RegionCode } from './opening.ts';
import type { BarRule, BasisRule, FeeRule, Rule, ShareRule } from './rules.ts';
import type { Permit } from './subscriber.ts';

/** From the best to the worst, so that of two days the worse is told. */
export const VERDICTS = [
  'OK',
  'OK_LINKED',
  'UNKNOWN',
  'NEEDS_NEW_PERMIT',
  'NEEDS_EMPLOYER_QUOTA',
  /** The law may let them; the employer does not take this right to work. */
  'NOT_TAKEN',
  'BARRED',
] as const;
export type VerdictKind = (typeof VERDICTS)[number];

/** What must be said beside a verdict. */
export const FLAGS = [
  /** Nothing was said about the right to work. */
  'not-said',
  /** A rule that matters was not looked at for too long, or is past its end. */
  'rule-stale',
  /** The region's list of bans of last time is over, and no new one is on file. */
  'ban-list-lapsed',
  /** No list of bans is on file for the region. */
  'ban-list-unverified',
  /** The list on file does not name everything that is barred. */
  'ban-list-incomplete',
  /** Some of this work is barred, and the opening does not say which it is. */
  'may-be-barred',
  /** The law allows one permit for both regions; nobody found that they agreed. */
  'may-be-linked',
  'fee-unknown',
  /** The law limits the share of foreign staff in this activity. */
  'share-limited',
  /** The employer says they hold a quota. */
  'quota-stated',
  /** Lawyers must still say how this is. */
  'counsel',
] as const;
export type Flag = (typeof FLAGS)[number];

/** What a new permit costs for the work. */
export interface PermitFee {
  /** A month, in whole units; `null`: not known, never 0. */
  readonly monthly: number | null;
  readonly currency: string;
  /** Whole permit months that the work touches; `null`: no end is stated. */
  readonly payments: number | null;
  readonly total: number | null;
}

export interface Verdict {
  readonly kind: VerdictKind;
  /** The day of the work that gave it: the worst. */
  readonly on: Day;
  /** The row that decided; `null` where none did. */
  readonly rule: Rule | null;
  /** Every row that was looked at, with its source and day. */
  readonly rules: readonly Rule[];
  /** Of a new permit. */
  readonly fee: PermitFee | null;
  readonly whoPays: Payer | null;
  readonly flags: readonly Flag[];
}

/** What of an opening is judged. */
export interface WorkPlace {
  readonly region: RegionCode;
  /** A work of ours or an activity of the package; `null`: not known. */
  readonly activity: string | null;
  readonly from: Day;
  /** `null`: no end is stated, and only the beginning is judged. */
  readonly to: Day | null;
  readonly permitPayer: Payer | null;
  readonly quota: boolean | null;
  /** Rights to work that the employer takes; `null`: not stated. */
  readonly accepts: 'any' | readonly string[] | null;
}

/** Whether work with this verdict is pushed to somebody who would (or would not) get a new permit for it. */
export function isPushed(
  { kind, flags }: Pick<Verdict, 'kind' | 'flags'>,
  newPermit: boolean | null,
): boolean {
  switch (kind) {
    case 'OK':
    case 'OK_LINKED':
    case 'UNKNOWN':
      return true;
    case 'NEEDS_NEW_PERMIT':
      return newPermit === true;
    case 'NEEDS_EMPLOYER_QUOTA':
      return flags.includes('quota-stated');
    case 'NOT_TAKEN':
    case 'BARRED':
      return false;
  }
}

/** How a permit is written where one line has to do: `patent:RU-MOW`, `open`; nothing for "not said". */
const permitKey = (permit: Permit | null): string =>
  permit === null ? '' : permit.region === null ? permit.basis : `${permit.basis}:${permit.region}`;

const MOST_REMEMBERED = 20_000;

/**
 * Whether somebody with this right to work may take this work, judged on every day of it on which a rule changes, its
 * first and its last; the worst is told. `now` says how old what was read is.
 */
export function verdict(permit: Permit | null, place: WorkPlace, law: Law, now: Day): Verdict {
  const { region, activity, from, to, permitPayer, quota, accepts } = place;
  const key = [permitKey(permit), region, activity, from, to, permitPayer, quota, accepts, now].join('|');
  const known = law.memo.get(key);
  if (known !== undefined) return known as Verdict;
  const found = freshVerdict(permit, place, law, now);
  if (law.memo.size >= MOST_REMEMBERED) law.memo.clear();
  law.memo.set(key, found);
  return found;
}

/** The same, neither looked up nor remembered: for whoever remembers what they make of many verdicts. */
export function freshVerdict(permit: Permit | null, place: WorkPlace, law: Law, now: Day): Verdict {
  const days = judgedDays(permit, place, law);
  const all = days.map((day) => ({
    day,
    ...takenOr(judgedOn(permit, place, law, now, day), permit, place, law),
  }));
  const worst = all.reduce((a, b) => (VERDICTS.indexOf(b.kind) > VERDICTS.indexOf(a.kind) ? b : a));
  const cost =
    worst.kind === 'NEEDS_NEW_PERMIT' && permit !== null ? costOf(permit.basis, place, law, now) : null;
  const shares = sharesOn(place, law, worst.day);
  return {
    kind: worst.kind,
    on: worst.day,
    rule: worst.rule,
    rules: unique([...all.flatMap(({ rules }) => rules), ...(cost?.rules ?? []), ...shares]),
    fee: cost?.fee ?? null,
    whoPays: place.permitPayer,
    flags: unique([
      ...all.flatMap(({ flags }) => flags),
      ...(cost?.flags ?? []),
      ...(shares.length > 0 ? (['share-limited'] as const) : []),
    ]),
  };
}

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

const judgedDays = (permit: Permit | null, { region, from, to }: WorkPlace, law: Law): readonly Day[] => {
  if (to === null || to <= from) return [from];
  return unique([from, ...(permit === null ? [] : law.turns(permit.basis, region, from, to)), to].sort());
};

/** A verdict of one day. */
type Judged = Pick<Verdict, 'kind' | 'rule' | 'rules' | 'flags'>;

const is = (kind: VerdictKind, rule: Rule | null, ...flags: readonly Flag[]): Judged => ({
  kind,
  rule,
  rules: rule === null ? [] : [rule],
  flags,
});

/**
 * Whoever the employer does not take need not hear what else would be needed; only a ban is worse. Nobody takes or
 * refuses a right that the package does not know.
 */
function takenOr(judged: Judged, permit: Permit | null, { accepts }: WorkPlace, law: Law): Judged {
  if (permit === null || accepts === null || accepts === 'any' || judged.kind === 'BARRED') return judged;
  const isTaken = accepts.includes(permit.basis) || !law.bases.includes(permit.basis);
  return isTaken ? judged : is('NOT_TAKEN', null);
}

const beside = (judged: Judged, rules: readonly Rule[], flags: readonly Flag[]): Judged => ({
  ...judged,
  rules: unique([...rules, ...judged.rules]),
  flags: unique([...flags, ...judged.flags]),
});

/** One day, in the order of the work-permits page, section 8: a bar beats a link. */
function judgedOn(permit: Permit | null, place: WorkPlace, law: Law, now: Day, day: Day): Judged {
  if (permit === null) return is('UNKNOWN', null, 'not-said');
  const { current, lapsed } = law.basis(permit.basis, day);
  const basis = current[0] ?? lapsed.at(-1) ?? null;
  if (basis === null || current.length === 0 || isStale(basis, now))
    return is('UNKNOWN', basis, 'rule-stale');
  if (basis.bound === 'none') return is('OK', basis);
  if (basis.bound === 'employer')
    return is('NEEDS_EMPLOYER_QUOTA', basis, ...(place.quota === true ? (['quota-stated'] as const) : []));
  const bans = bansOn(permit.basis, place, law, now, day);
  if (bans.kind !== 'none') return beside(bans.judged, [basis], []);
  const byRegion = byRegionOn(permit, basis, place.region, law, now, day);
  return beside(byRegion, [basis, ...bans.rules], bans.flags);
}

type Bans =
  | { readonly kind: 'decide'; readonly judged: Judged }
  | { readonly kind: 'none'; readonly rules: readonly BarRule[]; readonly flags: readonly Flag[] };

const decide = (judged: Judged): Bans => ({ kind: 'decide', judged });

/** What the region's list of bans says; no list is no ban, and is said. */
function bansOn(basis: string, place: WorkPlace, law: Law, now: Day, day: Day): Bans {
  const { current, lapsed } = law.bars(basis, place.region, day);
  if (current.length === 0 && lapsed.length > 0)
    return decide(is('UNKNOWN', lapsed.at(-1) ?? null, 'ban-list-lapsed'));
  const hits = current.map((row) => ({ row, hit: hitOf(row, place.activity, law, day) }));
  const sure = hits.find(({ row, hit }) => hit === 'yes' && isSettled(row) && !isStale(row, now));
  if (sure !== undefined) return decide(is('BARRED', sure.row));
  const lost = lapsed.findLast(
    (row) => hitOf({ ...row, activities: unnamed(row, current) }, place.activity, law, day) !== 'no',
  );
  if (lost !== undefined) return decide(is('UNKNOWN', lost, 'ban-list-lapsed'));
  const old = current.find((row) => isStale(row, now));
  if (old !== undefined) return decide(is('UNKNOWN', old, 'rule-stale'));
  const perhaps = hits.find(({ hit }) => hit !== 'no');
  if (perhaps !== undefined) return decide(is('UNKNOWN', perhaps.row, 'may-be-barred'));
  const settled = current.filter(isSettled);
  if (settled.length === 0)
    return {
      kind: 'none',
      rules: current,
      flags: law.isBarredAnywhere(basis) ? ['ban-list-unverified'] : [],
    };
  const whole = settled.every(({ complete }) => complete);
  return { kind: 'none', rules: settled, flags: whole ? [] : ['ban-list-incomplete'] };
}

/** Whether a bar means an activity: `maybe` where it bars a part of a work and nobody says which part it is. */
function hitOf(
  { activities, except }: BarRule,
  activity: string | null,
  law: Law,
  day: Day,
): 'yes' | 'maybe' | 'no' {
  const isPartOf = (part: string): boolean => activity !== null && law.workOf(part) === activity;
  const allowed = except.filter(({ to }) => day <= to).map((one) => one.activity);
  const means = (named: string): boolean =>
    named === activity || (activity !== null && named === law.workOf(activity));
  if (allowed.some(means)) return 'no';
  if (activities !== '*' && activity === null) return 'maybe';
  if (activities === '*' || activities.some(means)) return allowed.some(isPartOf) ? 'maybe' : 'yes';
  return activities.some(isPartOf) ? 'maybe' : 'no';
}

/** What follows from the region of a permit that no ban stands against. */
function byRegionOn(
  permit: Permit,
  basis: BasisRule,
  region: RegionCode,
  law: Law,
  now: Day,
  day: Day,
): Judged {
  if (permit.region === null) return is('UNKNOWN', basis, 'not-said');
  if (permit.region === region) return is('OK', basis);
  const own = permit.region;
  const links = law.links(permit.basis, region).filter(({ regions }) => regions.includes(own));
  const link = links.find((row) => holdsOn(row, day)) ?? null;
  if (link !== null) {
    if (!isSettled(link)) return is('UNKNOWN', link, 'may-be-linked');
    return isStale(link, now) ? is('UNKNOWN', link, 'rule-stale') : is('OK_LINKED', link);
  }
  const lapsed = links.find(({ to }) => to !== null && to < day);
  if (lapsed !== undefined) return is('UNKNOWN', lapsed, 'rule-stale');
  if (basis.elsewhere === 'new-permit') return is('NEEDS_NEW_PERMIT', basis);
  return is('BARRED', basis, ...(basis.elsewhereConfidence === 'open' ? (['counsel'] as const) : []));
}

/** Shares of foreign staff that the activity falls under. */
const sharesOn = ({ region, activity }: WorkPlace, law: Law, day: Day): readonly ShareRule[] =>
  activity === null
    ? []
    : law
        .shares(region, day)
        .filter((row) => row.activity === activity || row.activity === law.workOf(activity));

interface Cost {
  readonly fee: PermitFee;
  readonly rules: readonly FeeRule[];
  readonly flags: readonly Flag[];
}

/** Permits are paid month by month and never in part (work-permits page, section 7). */
function costOf(basis: string, { region, from, to }: WorkPlace, law: Law, now: Day): Cost {
  const rowOn = (day: Day): FeeRule | null => law.fees(basis, region, day).current.find(isSettled) ?? null;
  const days = to === null ? [from] : paymentDays(from, to);
  const rows = days.map(rowOn);
  const known = rows.filter((row) => row !== null);
  const [first = null] = rows;
  const isWhole = to !== null && known.length === days.length;
  return {
    fee: {
      monthly: first?.monthly ?? null,
      currency: first?.currency ?? known[0]?.currency ?? '',
      payments: to === null ? null : days.length,
      total: isWhole ? known.reduce((sum, { monthly }) => sum + monthly, 0) : null,
    },
    rules: unique(known),
    flags: [
      ...(first === null ? (['fee-unknown'] as const) : []),
      ...(known.some((row) => isStale(row, now)) ? (['rule-stale'] as const) : []),
    ],
  };
}

/** The first day of each permit month that the work touches. */
function paymentDays(from: Day, to: Day): readonly Day[] {
  const days: Day[] = [];
  for (let day = from; day <= to; day = monthsAfter(from, days.length)) days.push(day);
  return days;
}

/** The same day some months later, or the last of a shorter month. */
export function monthsAfter(day: Day, months: number): Day {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number);
  const last = new Date(Date.UTC(year, month - 1 + months + 1, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10);
}
