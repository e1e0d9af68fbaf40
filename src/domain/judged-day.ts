/** What the rules on file say of one day of work: a bar beats a link, and who is not taken need not hear the rest. */
import { isSettled } from './country.ts';
import { holdsOn, isStale, type Law, unnamed } from './law.ts';
import type { Day, RegionCode } from './opening.ts';
import type { BarRule, BasisRule, Rule } from './rules.ts';
import type { Permit } from './subscriber.ts';
import { unique } from './unique.ts';
import type { Flag, Verdict, VerdictKind, WorkPlace } from './verdict-terms.ts';

/** A verdict of one day. */
export type Judged = Pick<Verdict, 'kind' | 'rule' | 'rules' | 'flags'>;

const is = (kind: VerdictKind, rule: Rule | null, ...flags: readonly Flag[]): Judged => ({
  kind,
  rule,
  rules: rule === null ? [] : [rule],
  flags,
});

const beside = (judged: Judged, rules: readonly Rule[], flags: readonly Flag[]): Judged => ({
  ...judged,
  rules: unique([...rules, ...judged.rules]),
  flags: unique([...flags, ...judged.flags]),
});

/** One day, with what the employer says. */
export const judgedOn = (permit: Permit | null, place: WorkPlace, law: Law, now: Day, day: Day): Judged =>
  takenOr(byLawOn(permit, place, law, now, day), permit, place, law);

/**
 * Whoever the employer does not take need not hear what else would be needed; only a ban is worse. Nobody takes or
 * refuses a right that the package does not know.
 */
function takenOr(judged: Judged, permit: Permit | null, { accepts }: WorkPlace, law: Law): Judged {
  if (permit === null || accepts === null || accepts === 'any' || judged.kind === 'BARRED') return judged;
  const isTaken = accepts.includes(permit.basis) || !law.bases.includes(permit.basis);
  return isTaken ? judged : is('NOT_TAKEN', null);
}

/** One day by law alone, in the order of the work-permits page, section 8: a bar beats a link. */
function byLawOn(permit: Permit | null, place: WorkPlace, law: Law, now: Day, day: Day): Judged {
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
