/** What somebody does who moves to another region to work: static, of the country's package, for one pair of regions. */
import { standsFirst, verdictLine } from './card-verdict.ts';
import type { ChecklistStep } from './country.ts';
import { helpIn } from './help-lines.ts';
import { type Phrase, phrase } from './message.ts';
import type { Day, Opening, RegionCode } from './opening.ts';
import { workPlaceOf } from './permit.ts';
import { regionName } from './phrases.ts';
import { hasRules, type RightToWork } from './right-to-work.ts';
import { verdict } from './verdict.ts';
import type { Verdict } from './verdict-terms.ts';

/** A way from one region to another; what nobody said is `null`. */
export interface Moving {
  readonly from: RegionCode | null;
  readonly to: RegionCode | null;
  readonly basis: string | null;
}

/** Whether a list of regions means one; a region that was not said is meant by every list, so that nothing is left out. */
const means = (regions: readonly RegionCode[] | '*', region: RegionCode | null): boolean =>
  regions === '*' || region === null || regions.includes(region);

/** Whether a step is about leaving one region for another, and both are the same to it. */
const staysWithin = ({ within }: ChecklistStep, { from, to }: Moving): boolean =>
  from !== null &&
  to !== null &&
  within.length > 0 &&
  (from === to || (within.includes(from) && within.includes(to)));

/** The steps of a way. Whoever did not say their right to work sees those of every one. */
export const stepsFor = (moving: Moving, checklist: readonly ChecklistStep[]): readonly ChecklistStep[] =>
  checklist.filter(
    (step) =>
      (step.bases === '*' || moving.basis === null || step.bases.includes(moving.basis)) &&
      means(step.leaving, moving.from) &&
      means(step.entering, moving.to) &&
      !staysWithin(step, moving),
  );

/** What the right to work means at the end of the way, for an opening or for work in general. */
function verdictAt(to: RegionCode, opening: Opening | null, right: RightToWork, today: Day): Verdict {
  const general = {
    region: to,
    activity: '-',
    from: today,
    to: null,
    permitPayer: null,
    quota: null,
    accepts: null,
  };
  const place = opening === null ? general : workPlaceOf(opening, today);
  return verdict(right.permit, place, right.law, today);
}

/** What speaks against going, and what a new permit costs; somebody who did not say theirs is told neither. */
function againstLines(
  { to }: Moving,
  opening: Opening | null,
  right: RightToWork,
  today: Day,
): readonly Phrase[] {
  if (to === null || right.permit === null || !hasRules(right.law)) return [];
  const found = verdictAt(to, opening, right, today);
  return standsFirst(found) ? verdictLine(found, right, today) : [];
}

/** Those whom one may ask, at most. */
const MOST_HELP = 3;

/** The whole list in lines. */
export function movingLines(
  moving: Moving,
  opening: Opening | null,
  checklist: readonly ChecklistStep[],
  right: RightToWork,
  today: Day,
): readonly Phrase[] {
  const { from, to } = moving;
  const help = helpIn(to, right.helpLines).slice(0, MOST_HELP);
  return [
    from === null || to === null
      ? phrase('moving:title')
      : phrase('moving:title-way', { from: regionName(from), to: regionName(to) }),
    ...againstLines(moving, opening, right, today),
    ...stepsFor(moving, checklist).map(({ id }) => phrase(`moving:${id}`)),
    ...help.map((contact) => phrase('moving:help', { contact })),
    phrase('moving:kept'),
  ];
}
