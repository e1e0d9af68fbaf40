/** Whose right to work lets them take an opening: for one person by the verdict, for everybody by groups of people. */
import type { Law } from './law.ts';
import type { Day, Opening, RegionCode } from './opening.ts';
import type { Permit, Preferences } from './subscriber.ts';
import { freshVerdict, isPushed, verdict } from './verdict.ts';
import type { Verdict, WorkPlace } from './verdict-terms.ts';

/** What of an opening is judged: the work that is still to be done, from today on. */
export const workPlaceOf = (opening: Opening, today: Day): WorkPlace => ({
  region: opening.region,
  activity: opening.activity ?? opening.work,
  from: opening.startsOn === null || opening.startsOn < today ? today : opening.startsOn,
  to: opening.endsOn === null || opening.endsOn < today ? null : opening.endsOn,
  permitPayer: opening.permitPayer,
  quota: opening.quota,
  accepts: opening.accepts,
});

/** The verdict on an opening for somebody; `null` for help, which is no work. */
export const verdictOn = (permit: Permit | null, opening: Opening, today: Day, law: Law): Verdict | null =>
  opening.kind === 'support' ? null : verdict(permit, workPlaceOf(opening, today), law, today);

/**
 * A group of people by what they said: nobody's permit (`''`), a basis (`patent`), a basis of a region
 * (`patent@RU-LIP`; `patent@` where they did not say which), a region whatever the basis (`@RU-LIP`). `except` are groups within it that do not belong.
 */
export interface PermitGroup {
  readonly of: string;
  readonly except: readonly string[];
}

/** Who may take an opening: everybody who is in none of these groups. */
export interface PermitDemand {
  /** Equal keys let the same people through. */
  readonly key: string;
  readonly never: readonly PermitGroup[];
  /** Whom the employer does not take, whatever the law says. */
  readonly untaken: readonly PermitGroup[];
  /** Who may only if they would get a new permit. */
  readonly wish: readonly PermitGroup[];
  /** Whose right to work counts there, for those who wait for harvests wherever it does. */
  readonly counts: readonly PermitGroup[];
  /** The definition, for one person. */
  readonly verdictFor: (permit: Permit | null) => Verdict;
}

/** Whether one person may by law: the definition that the groups keep to. */
export function mayTake({ permit, newPermit }: Preferences, demand: PermitDemand): boolean {
  const found = demand.verdictFor(permit);
  return found.kind === 'NOT_TAKEN' || isPushed(found, newPermit);
}

/** Whether the employer takes one person's right to work. */
export const isTaken = ({ permit }: Preferences, demand: PermitDemand): boolean =>
  demand.verdictFor(permit).kind !== 'NOT_TAKEN';

/**
 * Whether a right to work counts in a region without a new permit. Where nothing was said, everywhere: they are told to
 * check. Where a rule has grown old, in the permit's own region only: neither silence there, nor the whole country at
 * once.
 */
export const permitCounts = (
  verdict: Pick<Verdict, 'kind' | 'flags'>,
  permit: Permit | null,
  region: RegionCode,
): boolean =>
  verdict.kind === 'UNKNOWN' ? permit === null || permit.region === region : isPushed(verdict, false);

/** The groups a person is in. */
export const groupsOf = (permit: Permit | null): readonly string[] => {
  if (permit === null) return [''];
  const { basis, region } = permit;
  return [basis, `${basis}@${region ?? ''}`, ...(region === null ? [] : [`@${region}`])];
};

/** Places of work; a country's openings of a day have fewer. */
const MOST_REMEMBERED = 20_000;

/** Whom an opening lets through, found by asking the verdict for a few: those whose region matters, and one of the rest. */
export function permitDemand(opening: Opening, today: Day, law: Law): PermitDemand {
  const place = workPlaceOf(opening, today);
  const key = [...Object.values(place), today].join('|');
  const known = law.demands.get(key);
  if (known !== undefined) return known as PermitDemand;
  const demand = demandOf(place, today, law);
  if (law.demands.size >= MOST_REMEMBERED) law.demands.clear();
  law.demands.set(key, demand);
  return demand;
}

type Pushed = 'counts' | 'take' | 'wish' | 'untaken' | 'never';

/** A region that no rule knows stands for all whose region does not matter. */
const ELSEWHERE: RegionCode = '-';

function demandOf(place: WorkPlace, today: Day, law: Law): PermitDemand {
  // A dozen verdicts make one demand: remembered, they would crowd out those of people.
  const pushed = (permit: Permit | null): Pushed => {
    const found = freshVerdict(permit, place, law, today);
    if (found.kind === 'NOT_TAKEN') return 'untaken';
    if (!isPushed(found, false)) return isPushed(found, true) ? 'wish' : 'never';
    return permitCounts(found, permit, place.region) ? 'counts' : 'take';
  };
  const groups: Record<Pushed, PermitGroup[]> = {
    counts: [],
    take: [],
    wish: [],
    untaken: [],
    never: [],
  };
  groups[pushed(null)].push({ of: '', except: [] });
  for (const basis of law.bases) {
    const near = [null, ...regionsNear(basis, place.region, law)];
    const rest = pushed({ basis, region: ELSEWHERE });
    const apart = near
      .map((region) => ({ of: `${basis}@${region ?? ''}`, pushed: pushed({ basis, region }) }))
      .filter((one) => one.pushed !== rest);
    groups[rest].push({ of: basis, except: apart.map(({ of }) => of) });
    for (const one of apart) groups[one.pushed].push({ of: one.of, except: [] });
  }
  // Nobody knows what a basis is that the package lost.
  groups.counts.push({ of: `@${place.region}`, except: law.bases });
  const { never, untaken, wish, counts } = groups;
  return {
    key: JSON.stringify([never, untaken, wish, counts]),
    never,
    untaken,
    wish,
    counts,
    verdictFor: (permit) => verdict(permit, place, law, today),
  };
}

/** The region itself and those that any row links to it. */
const regionsNear = (basis: string, region: RegionCode, law: Law): readonly RegionCode[] => [
  ...new Set([region, ...law.links(basis, region).flatMap(({ regions }) => regions)]),
];
