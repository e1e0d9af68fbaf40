/** People and openings, as they are kept: the store's ports to every room that reads or changes one. */
import type { Day, Opening, RegionCode } from './opening.ts';
import type { Preferences, Subscriber } from './subscriber.ts';
import type { Address, ChannelName } from './terms.ts';

/** People who opted in. Every method that changes something also tells the audience index of other processes. */
export interface Subscribers {
  find(channel: ChannelName, address: Address): Promise<Subscriber | null>;
  byOrdinal(ordinal: number): Promise<Subscriber | null>;
  /** Called on an explicit yes; a person who comes back gets a new row and a new ordinal. */
  optIn(who: {
    readonly channel: ChannelName;
    readonly address: Address;
    readonly locale: string;
    readonly consentVersion: number;
  }): Promise<Subscriber>;
  /** Called with each finished answer. */
  change(id: string, change: SubscriberChange): Promise<void>;
  /** Deletes the row; resolves when no reservation of the person is on its way any more, at most two seconds. */
  forget(id: string): Promise<void>;
  /** Opens one sealed address: the sender's, at the person's turn. */
  addressOf(subscriber: Subscriber): Promise<Address | null>;
}

export interface SubscriberChange {
  readonly locale?: string;
  readonly preferences?: Partial<Preferences>;
  readonly standing?: Subscriber['standing'];
  readonly pausedUntil?: Day | null;
  readonly windowUntil?: Date | null;
  /** An opening put aside, or shown again: its id. */
  readonly hide?: string;
  readonly unhide?: string;
}

/** Openings, as conversations and the sender read them. */
export interface Openings {
  byId(id: string): Promise<Opening | null>;
  byCode(code: string): Promise<Opening | null>;
  /** Called for lists and messages: open ones that may fit (the exact rule is `matches`), newest first. */
  candidates(
    preferences: Preferences,
    today: Day,
    scope?: { readonly bulletinId?: string; readonly publishedAfter?: Date; readonly limit?: number },
  ): Promise<readonly Opening[]>;
  /** Called to say where there is work: how many openings are open, by region; help is not counted. */
  openCounts(today: Day): Promise<ReadonlyMap<RegionCode, number>>;
  /** One vote a person and opening, kept under a keyed hash; false when it was cast before. */
  report(opening: Opening, subscriber: Subscriber, reason: ReportReason): Promise<boolean>;
  /** How many reports wait for a decision, this person's own apart. */
  reportsOf(opening: Opening, subscriber: Subscriber | null): Promise<number>;
  /** Called before a person is shown one opening: they hear of its changes. Resolves to the opening as it is now. */
  showed(opening: Opening, subscriber: Subscriber): Promise<Opening>;
}

/** The five points of the pledge, then what people meet most. */
export const REPORT_REASONS = [
  'fee',
  'passport',
  'terms',
  'privacy',
  'remedy',
  'not-real',
  'pay',
  'filled',
] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];
