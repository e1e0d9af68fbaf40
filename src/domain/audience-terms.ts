/** Who may be asked for at all, and what is told of those who may not. */
import type { Law } from './law.ts';
import type { Reason } from './matching.ts';
import type { Day } from './opening.ts';
import type { Cadence, Subscriber } from './subscriber.ts';
import type { ChannelName } from './terms.ts';

/** What the index knows of a person. */
export interface AudienceRow
  extends Pick<Subscriber, 'ordinal' | 'channel' | 'locale' | 'standing' | 'pausedUntil' | 'preferences'> {
  /** IANA zone, see `zoneOf`. */
  readonly zone: string;
}

/** Who is asked at all: active people who are not paused on `today`, and of them those on a channel … */
export interface Scope {
  readonly today: Day;
  /** The rules in force, by which openings are judged. */
  readonly law: Law;
  readonly channel?: ChannelName;
  /** `instant` is also everybody who did not say. */
  readonly cadence?: Cadence;
  readonly zones?: readonly string[];
}

/** Why others are not in an audience. A person may have several reasons. */
export interface Exclusion {
  readonly asked: number;
  readonly fits: number;
  /** `people`: whom the reason excludes; `alone`: whom nothing else excludes. Reasons nobody has are left out. */
  readonly reasons: Partial<Record<Reason, { readonly people: number; readonly alone: number }>>;
}

/** Whether pushes of this scope go to the person at all: the definition that the index keeps to. */
export function reachable(
  person: Omit<AudienceRow, 'ordinal' | 'locale' | 'preferences'> & CadenceOf,
  scope: Omit<Scope, 'law'>,
): boolean {
  const daily = person.preferences.cadence === 'daily';
  return (
    person.standing === 'active' &&
    (person.pausedUntil === null || person.pausedUntil < scope.today) &&
    (scope.channel === undefined || person.channel === scope.channel) &&
    (scope.cadence === undefined || daily === (scope.cadence === 'daily')) &&
    (scope.zones === undefined || scope.zones.includes(person.zone))
  );
}

type CadenceOf = { readonly preferences: Pick<AudienceRow['preferences'], 'cadence'> };
