import { verdictFor } from './card-verdict.ts';
import { isSettled } from './country.ts';
import { isStale } from './law.ts';
import type { Day, Opening } from './opening.ts';
import { workPlaceOf } from './permit.ts';
import type { RightToWork } from './right-to-work.ts';
import type { PermitCost } from './true-pay.ts';

/**
 * What a month's permit costs for the work and who bears it: a new one by the verdict, else the one the reader has, which
 * is paid for month by month too. Only a settled price that somebody looked at lately is one: of a new permit it is not
 * known otherwise. `null` where none is needed, or theirs has no such price.
 */
export function permitCostOf(opening: Opening, right: RightToWork | null, today: Day): PermitCost | null {
  const verdict = verdictFor(opening, right, today);
  if (verdict === null || right === null || right.permit === null) return null;
  const { fee, rules, whoPays: payer } = verdict;
  if (fee !== null) {
    const price = rules.find(({ kind }) => kind === 'fee');
    const isOld = price !== undefined && isStale(price, today);
    return { monthly: isOld ? null : fee.monthly, currency: fee.currency, payer };
  }
  if (verdict.kind !== 'OK' && verdict.kind !== 'OK_LINKED') return null;
  const { basis, region } = right.permit;
  const { current } = right.law.fees(basis, region ?? '', workPlaceOf(opening, today).from);
  const known = current.find((rule) => isSettled(rule) && !isStale(rule, today));
  return known === undefined ? null : { monthly: known.monthly, currency: known.currency, payer };
}
