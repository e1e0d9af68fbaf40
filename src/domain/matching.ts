/**
 * Which openings fit a person: the definition. `audience.ts` answers the same for everybody at once, and a property
 * test holds the two equal.
 *
 * A harvest that somebody waits for fits beside what they look for, as far as kind, work and place go.
 * What was not answered (`null`) and "any" never exclude; neither does what an opening does not state, except
 * housing: nobody travels four hundred kilometres to find out that there is no bed. What an employer says of the rights
 * to work that they take is kept to like the law, and is a reason of its own: it is theirs to change.
 */
import type { Law } from './law.ts';
import { type Day, isOpen, type Kind, type Opening, type RegionCode, type Work } from './opening.ts';
import { monthlyPay } from './pay.ts';
import { isTaken, mayTake, type PermitDemand, permitCounts, permitDemand } from './permit.ts';
import { ANY_CROP, PERMIT_PLACE } from './season-wish.ts';
import type { AnyOf, Preferences } from './subscriber.ts';

/** Why an opening does not fit anybody. */
export const OVER_REASONS = ['closed', 'expired', 'full'] as const;
export type OverReason = (typeof OVER_REASONS)[number];

/** Why an opening does not fit a person, or, where it fits, which of their answers it meets. */
export const ANSWER_REASONS = [
  'kind',
  'work',
  'region',
  'housing',
  'pay',
  'dates',
  'crew',
  'permit',
  /** The employer does not take their right to work. */
  'accepts',
] as const;
export type AnswerReason = (typeof ANSWER_REASONS)[number];

/** The closed list of reasons, in the order they are given. */
export const REASONS = [...OVER_REASONS, ...ANSWER_REASONS] as const;
export type Reason = (typeof REASONS)[number];

/** `why` are the answers an opening meets (none that was not given); `reasons` are all that speak against it. */
export type Match =
  | { readonly fits: true; readonly why: readonly AnswerReason[] }
  | { readonly fits: false; readonly reasons: readonly Reason[] };

/** What matching looks at in an opening: two openings with the same demands fit the same people. */
export interface Demands {
  readonly over: OverReason | null;
  readonly kind: Kind;
  /** `null`: what works a person chose does not matter. */
  readonly work: Work | null;
  readonly region: RegionCode;
  /** Fits those who need housing. */
  readonly housed: boolean;
  /** Roubles a month; `null` is unknown and fits every floor. */
  readonly pay: number | null;
  /** The last day on which somebody can come; `null` fits any day. */
  readonly lastDay: Day | null;
  /** The largest group there is room for; `null` is not stated. */
  readonly room: number | null;
  /** Words by which people wait for such a harvest (`season-wish.ts`); none of what is no harvest. */
  readonly subjects: readonly string[];
  /** Who may take it, by their right to work; `null`: that does not bear on it. */
  readonly permit: PermitDemand | null;
}

/**
 * What an opening demands of people today. Support (medical, food, cash, legal help) is not work: works, housing,
 * pay and the day a person is free do not bear on it.
 */
export function demandsOf(opening: Opening, today: Day, law: Law): Demands {
  const { kind, region, placesLeft: room } = opening;
  const over = overReason(opening, today);
  if (kind === 'support')
    return {
      ...{ over, kind, work: null, region, housed: true, pay: null, lastDay: null, room },
      subjects: [],
      permit: null,
    };
  return {
    over,
    kind,
    work: opening.work,
    region,
    housed: opening.housing === 'free' || opening.housing === 'paid',
    pay: monthlyPay(opening.pay, opening.hoursPerDay),
    lastDay: lastDayToCome(opening, today),
    room,
    subjects: subjectsOfOpening(opening, law),
    permit: permitDemand(opening, today, law),
  };
}

/** Words by which people wait for what the opening is. */
export const subjectsOfOpening = ({ kind, crop, work }: Opening, law: Law): readonly string[] =>
  kind !== 'harvest'
    ? []
    : [...new Set([ANY_CROP, crop, crop === null ? null : law.groupOf(crop), work])].filter(
        (subject) => subject !== null,
      );

/** Whether somebody waits for this harvest, there or wherever their permit counts: then it comes, whatever else they look for. */
function waits({ seasons, permit }: Preferences, { subjects, region, permit: demand }: Demands): boolean {
  if (seasons === null || subjects.length === 0) return false;
  const isWish = (place: string): boolean =>
    subjects.some((subject) => seasons.includes(`${subject}@${place}`));
  if (isWish(region)) return true;
  return isWish(PERMIT_PLACE) && demand !== null && permitCounts(demand.verdictFor(permit), permit, region);
}

/** Whether the person may be shown the opening, and why or why not. */
export function matches(preferences: Preferences, opening: Opening, today: Day, law: Law): Match {
  return meets(preferences, demandsOf(opening, today, law), today);
}

/** The same for demands already taken from an opening. */
function meets(preferences: Preferences, demands: Demands, today: Day): Match {
  const against = ANSWER_REASONS.filter((reason) => !CHECKS[reason](preferences, demands, today));
  if (demands.over !== null) return { fits: false, reasons: [demands.over, ...against] };
  if (against.length > 0) return { fits: false, reasons: against };
  return { fits: true, why: ANSWER_REASONS.filter((reason) => MET[reason](preferences, demands)) };
}

type Check = (preferences: Preferences, demands: Demands, today: Day) => boolean;

const CHECKS: Readonly<Record<AnswerReason, Check>> = {
  kind: (p, d) => allows(p.kinds, d.kind) || waits(p, d),
  work: (p, d) => d.work === null || allows(p.works, d.work) || waits(p, d),
  region: (p, d) => allows(p.regions, d.region) || waits(p, d),
  housing: (p, d) => p.housingNeeded !== true || d.housed,
  pay: (p, d) => p.payFloor === null || d.pay === null || p.payFloor <= d.pay,
  // Whoever was free on a day in the past is free now; `lastDay` is never before today.
  dates: (p, d, today) =>
    p.freeFrom === null || p.freeFrom <= today || d.lastDay === null || p.freeFrom <= d.lastDay,
  crew: (p, d) => p.crew === null || d.room === null || p.crew <= d.room,
  permit: (p, d) => d.permit === null || mayTake(p, d.permit),
  accepts: (p, d) => d.permit === null || isTaken(p, d.permit),
};

/** Of a demand that fits: did the person ask for this, and does the opening say it? */
const MET: Readonly<Record<AnswerReason, (preferences: Preferences, demands: Demands) => boolean>> = {
  kind: (p, d) => names(p.kinds, d.kind),
  work: (p, d) => d.work !== null && names(p.works, d.work),
  region: (p, d) => names(p.regions, d.region),
  housing: (p, d) => p.housingNeeded === true && d.kind !== 'support',
  pay: (p, d) => p.payFloor !== null && p.payFloor > 0 && d.pay !== null,
  dates: (p, d) => p.freeFrom !== null && d.lastDay !== null,
  crew: (p, d) => p.crew !== null && p.crew > 1 && d.room !== null,
  permit: (p, d) => p.permit !== null && d.permit !== null,
  accepts: () => false,
};

const names = <T extends string>(answer: AnyOf<T>, value: T): boolean =>
  answer !== null && answer !== 'any' && answer.includes(value);

const allows = <T extends string>(answer: AnyOf<T>, value: T): boolean =>
  answer === null || answer === 'any' || answer.includes(value);

/** Why nobody can take the opening any more: what `isOpen` says, and an end that lies in the past. */
function overReason(opening: Opening, today: Day): OverReason | null {
  if (!isOpen(opening, today)) {
    if (opening.status !== 'open') return opening.status === 'filled' ? 'full' : 'closed';
    return opening.placesLeft === 0 ? 'full' : 'expired';
  }
  return opening.endsOn !== null && opening.endsOn < today ? 'expired' : null;
}

/**
 * One can come until it starts; with no start day until it ends; else until it expires. What has started and is
 * still open can be taken up today.
 */
function lastDayToCome(opening: Opening, today: Day): Day {
  const day = opening.startsOn ?? opening.endsOn ?? opening.expiresOn;
  return day < today ? today : day;
}

/**
 * How good a fitting opening is for a person, as numbers to be compared one after the other, higher is better:
 * a work they named, a region they named, housing when they need it (free before paid), pay that can be compared,
 * the sooner start that they are free for, the newer posting, the higher pay.
 */
function rank(preferences: Preferences, opening: Opening, today: Day): readonly number[] {
  const pay = monthlyPay(opening.pay, opening.hoursPerDay);
  return [
    opening.work !== null && names(preferences.works, opening.work) ? 1 : 0,
    names(preferences.regions, opening.region) ? 1 : 0,
    preferences.housingNeeded === true ? bedRank(opening) : 0,
    pay === null ? 0 : 1,
    -startFor(preferences, opening, today),
    dayNumber(opening.postedOn),
    pay ?? -1,
  ];
}

/** What fits a person today, best first; equal ones by pay and then by id, so that the order never wavers. */
export const fitting = (
  preferences: Preferences,
  openings: readonly Opening[],
  today: Day,
  law: Law,
): readonly Opening[] =>
  ranked(
    preferences,
    openings.filter((opening) => matches(preferences, opening, today, law).fits),
    today,
  );

/** Reasons that speak of the right to work. */
const RIGHTS: readonly Reason[] = ['permit', 'accepts'];

/** What a person may look at: what fits them, then what only their right to work speaks against, both best first. */
export function browsable(
  preferences: Preferences,
  openings: readonly Opening[],
  today: Day,
  law: Law,
): readonly Opening[] {
  const found = Map.groupBy(openings, (opening) => {
    const match = matches(preferences, opening, today, law);
    if (match.fits) return 'fits';
    return match.reasons.every((reason) => RIGHTS.includes(reason)) ? 'permit' : 'other';
  });
  return (['fits', 'permit'] as const).flatMap((sort) => ranked(preferences, found.get(sort) ?? [], today));
}

function ranked(preferences: Preferences, openings: readonly Opening[], today: Day): readonly Opening[] {
  return openings
    .map((opening) => ({ opening, rank: rank(preferences, opening, today) }))
    .sort((a, b) => compareRanks(a.rank, b.rank) || (a.opening.id < b.opening.id ? -1 : 1))
    .map(({ opening }) => opening);
}

/** Negative when `a` is better. */
function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (const [at, mine] of a.entries()) {
    const difference = (b[at] ?? 0) - mine;
    if (difference !== 0) return difference;
  }
  return 0;
}

const bedRank = (opening: Opening): number =>
  opening.housing === 'free' ? 2 : opening.housing === 'paid' ? 1 : 0;

/** The number of the day they would begin: no start day stated means as soon as they are free. */
const startFor = (preferences: Preferences, opening: Opening, today: Day): number =>
  Math.max(dayNumber(today), dayNumber(preferences.freeFrom ?? today), dayNumber(opening.startsOn ?? today));

/** Few days are ever spoken of, and each a million times. */
const dayNumbers = new Map<Day, number>();

/** Days since 1970-01-01 of a calendar day. */
export function dayNumber(day: Day): number {
  const known = dayNumbers.get(day);
  if (known !== undefined) return known;
  const number = Math.floor(Date.parse(`${day}T00:00:00Z`) / 86_400_000);
  if (dayNumbers.size >= 10_000) dayNumbers.clear();
  dayNumbers.set(day, number);
  return number;
}
