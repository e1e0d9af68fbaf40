import type { Day, Kind, RegionCode, Work } from './opening.ts';

/** A closed choice, "anything", or `null`: not asked yet. An empty list is never stored. */
export type AnyOf<T extends string> = 'any' | readonly T[] | null;

/** How often pushes come. */
export const CADENCES = ['instant', 'daily'] as const;
export type Cadence = (typeof CADENCES)[number];

/** The hours in which nothing rings, local to the person's region: whole hours 0–23, may wrap midnight. */
export interface QuietHours {
  readonly from: number;
  readonly to: number;
}

/** What a person asked to hear about. `null` means "not answered yet" and never excludes an opening. */
export interface Preferences {
  readonly kinds: AnyOf<Kind>;
  readonly works: AnyOf<Work>;
  readonly regions: AnyOf<RegionCode>;
  /** Only openings that say they house people. */
  readonly housingNeeded: boolean | null;
  /** Lowest pay a month in whole roubles; 0 is "any". */
  readonly payFloor: number | null;
  /** Free to start from this day; a day in the past is "now". */
  readonly freeFrom: Day | null;
  /** How many people travel together, 1–50. */
  readonly crew: number | null;
  readonly cadence: Cadence | null;
  /** `null` is not answered: the default hours hold. `off` is no quiet hours. */
  readonly quietHours: QuietHours | 'off' | null;
  /** Urgent openings ring in these hours, too; `null` is not said, which is no. */
  readonly wakeUrgent: boolean | null;
  /** Which right to work they have. `null` is not said, and means nothing else. */
  readonly permit: Permit | null;
  /** Would get a new permit for good work. */
  readonly newPermit: boolean | null;
  /** Harvests they want to hear of in advance: `<crop or group>@<region or "permit">`; `null` is none. */
  readonly seasons: readonly SeasonWish[] | null;
}

/** A right to work: a basis of the country's package, and its region where the basis is bound to one. */
export interface Permit {
  readonly basis: string;
  readonly region: RegionCode | null;
}

/** What to hear of and where; `permit` is wherever their right to work counts. */
export type SeasonWish = `${string}@${RegionCode | 'permit'}`;

/** Nothing answered yet. */
export const UNANSWERED: Preferences = {
  kinds: null,
  works: null,
  regions: null,
  housingNeeded: null,
  payFloor: null,
  freeFrom: null,
  crew: null,
  cadence: null,
  quietHours: null,
  wakeUrgent: null,
  permit: null,
  newPermit: null,
  seasons: null,
};

/** Whether pushes go to a person: `stopped` after opting out, `blocked` after blocking us, until forgotten. */
export const STANDINGS = ['active', 'stopped', 'blocked'] as const;
export type Standing = (typeof STANDINGS)[number];

/** A person who opted in. Nothing else about them exists; the address is sealed in the store. */
export interface Subscriber {
  /** Random UUID v4; the only name other rows may carry. */
  readonly id: string;
  /** Number in the bitmaps; never reused. */
  readonly ordinal: number;
  readonly channel: string;
  readonly locale: string;
  readonly preferences: Preferences;
  readonly standing: Standing;
  /** No pushes up to and including this day. */
  readonly pausedUntil: Day | null;
  /** Openings they put aside with "not for me": ids, at most 100, dropped when the opening ends. */
  readonly hidden: readonly string[];
  /** Day and version of the consent text. */
  readonly consentOn: Day;
  readonly consentVersion: number;
  /** First day of the month of their last answer; nothing finer is kept. */
  readonly answeredIn: Day;
  /** End of the reply window, down to a whole hour; `null` when it is over, or the channel has none. */
  readonly windowUntil: Date | null;
  /** The service asked us not to knock before this day. */
  readonly heldUntil: Day | null;
}
