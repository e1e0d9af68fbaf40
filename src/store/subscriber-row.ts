import type {
  AnyOf,
  Cadence,
  Preferences,
  QuietHours,
  SeasonWish,
  Standing,
  Subscriber,
} from '../domain/subscriber.ts';

/** A subscriber as PostgreSQL gives it: what the exchange may know, without the lookup and the sealed address. */
export interface SubscriberRow {
  readonly id: string;
  readonly ordinal: number;
  readonly channel: string;
  readonly locale: string;
  readonly kinds: string[] | null;
  readonly works: string[] | null;
  readonly regions: string[] | null;
  readonly housing_needed: boolean | null;
  readonly pay_floor: number | null;
  readonly free_from: string | null;
  readonly crew: number | null;
  readonly cadence: string | null;
  readonly quiet_from: number | null;
  readonly quiet_to: number | null;
  readonly wake_urgent: boolean | null;
  readonly standing: string;
  readonly paused_until: string | null;
  readonly hidden: string[];
  readonly consent_on: string;
  readonly consent_version: number;
  readonly answered_in: string;
  /** A time, or the text of one where the row came as JSON. */
  readonly window_until: Date | string | null;
  readonly held_until: string | null;
  readonly permit_basis: string | null;
  readonly permit_region: string | null;
  readonly new_permit: boolean | null;
  readonly seasons: string[] | null;
}

/** The columns of `SubscriberRow`, of the table called `s`. */
export const SUBSCRIBER_COLUMNS: string = [
  's.id, s.ordinal, s.channel, s.locale, s.kinds, s.works, s.regions, s.housing_needed, s.pay_floor, s.free_from',
  's.crew, s.cadence, s.quiet_from, s.quiet_to, s.standing, s.paused_until, s.hidden, s.consent_on',
  's.consent_version, s.answered_in, s.window_until, s.held_until, s.permit_basis, s.permit_region',
  's.new_permit, s.seasons, s.wake_urgent',
].join(', ');

/** How "anything" stands in a list, and "no quiet hours" in both of their columns. */
const ANY = ['any'];
const QUIET_OFF = -1;

export function subscriberOf(row: SubscriberRow): Subscriber {
  return {
    id: row.id,
    ordinal: row.ordinal,
    channel: row.channel,
    locale: row.locale,
    preferences: preferencesOf(row),
    // The columns hold only what this module wrote: closed values of the domain.
    standing: row.standing as Standing,
    pausedUntil: row.paused_until,
    hidden: row.hidden,
    consentOn: row.consent_on,
    consentVersion: row.consent_version,
    answeredIn: row.answered_in,
    windowUntil: row.window_until === null ? null : new Date(row.window_until),
    heldUntil: row.held_until,
  };
}

/** The preferences in a row, whoever selected it. */
function preferencesOf(row: Omit<SubscriberRow, 'id' | 'hidden'>): Preferences {
  return {
    kinds: listOf(row.kinds),
    works: listOf(row.works),
    regions: listOf(row.regions),
    housingNeeded: row.housing_needed,
    payFloor: row.pay_floor,
    freeFrom: row.free_from,
    crew: row.crew,
    cadence: row.cadence as Cadence | null,
    quietHours: quietHoursOf(row.quiet_from, row.quiet_to),
    wakeUrgent: row.wake_urgent,
    permit: row.permit_basis === null ? null : { basis: row.permit_basis, region: row.permit_region },
    newPermit: row.new_permit,
    seasons: row.seasons as readonly SeasonWish[] | null,
  };
}

/** Column and value for each preference that is given; those left out are not touched. */
export function preferenceColumns(
  preferences: Partial<Preferences>,
): readonly (readonly [string, unknown])[] {
  const { kinds, works, regions, housingNeeded, payFloor, freeFrom, crew, cadence, quietHours } = preferences;
  const { wakeUrgent, permit, newPermit, seasons } = preferences;
  const columns: readonly (readonly [string, unknown])[] = [
    ['kinds', listColumn(kinds)],
    ['works', listColumn(works)],
    ['regions', listColumn(regions)],
    ['housing_needed', housingNeeded],
    ['pay_floor', payFloor],
    ['free_from', freeFrom],
    ['crew', crew],
    ['cadence', cadence],
    ['quiet_from', quietColumn(quietHours, 'from')],
    ['quiet_to', quietColumn(quietHours, 'to')],
    ['wake_urgent', wakeUrgent],
    ['permit_basis', permit === undefined ? undefined : (permit?.basis ?? null)],
    ['permit_region', permit === undefined ? undefined : (permit?.region ?? null)],
    ['new_permit', newPermit],
    ['seasons', seasons?.length === 0 ? null : seasons],
  ];
  return columns.filter(([, value]) => value !== undefined);
}

const listOf = <T extends string>(list: string[] | null): AnyOf<T> =>
  list === null ? null : list[0] === 'any' ? 'any' : (list as T[]);

/** An empty list is no answer. */
const listColumn = (list: AnyOf<string> | undefined): readonly string[] | null | undefined =>
  list === 'any' ? ANY : list?.length === 0 ? null : list;

const quietHoursOf = (from: number | null, to: number | null): QuietHours | 'off' | null =>
  from === null || to === null ? null : from === QUIET_OFF ? 'off' : { from, to };

const quietColumn = (
  hours: Preferences['quietHours'] | undefined,
  end: 'from' | 'to',
): number | null | undefined => (hours === 'off' ? QUIET_OFF : hours == null ? hours : hours[end]);
