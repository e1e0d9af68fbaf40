/** The ports of the sender: what it is given, and what it keeps its accounts in. */
import type { Afterword } from './afterword.ts';
import type { Content } from './content.ts';
import type { RenderedMessage } from './message.ts';
import type { Day, Opening } from './opening.ts';
import type { PushRow, PushSnapshot, PushState } from './push.ts';
import type { OffsetAt } from './quiet-hours.ts';
import type { Subscriber } from './subscriber.ts';
import type { ChannelName } from './terms.ts';

/** Makes one message of what is to be said; `outside` wants its knocks too. */
export type Compose = (what: {
  readonly subscriber: Subscriber;
  readonly content: Content;
  readonly today: Day;
  readonly outside: boolean;
}) => RenderedMessage;

/** Which message of which pushes it is, for when a service speaks of it later. */
export interface Receipt {
  readonly pushIds: readonly string[];
  readonly ordinal: number;
  readonly copy: number;
}

/** Seals a receipt: nobody but us can read it. */
export type SealReceipt = (channel: ChannelName, receipt: Receipt) => string;

/** The clock of the zone a person lives by: minutes to add to UTC. */
export type ClockOf = (subscriber: Subscriber) => OffsetAt;

/** One pushed message that a person got, or may have got, on a day of theirs. */
export interface DayNote {
  readonly day: Day;
  readonly ordinal: number;
  /** It is one of the few they get a day: urgent ones are not. */
  readonly counts: boolean;
  /** When it went out as a knock; `null` when as a message. */
  readonly knockedAt: Date | null;
  /** Ids of openings that it showed and that somebody keeps true: whoever saw them hears when they change. */
  readonly shown: readonly string[];
}

/** People knocked at within an hour. */
export interface KnockCount {
  readonly hour: Date;
  readonly knocks: number;
}

/** How many pushed messages an ordinal got on one day: in `once` from the first, in `thrice` from the third. */
export interface DayCounts {
  readonly once: Uint8Array;
  readonly twice: Uint8Array;
  readonly thrice: Uint8Array;
  /** Not folded in yet, one entry a message. */
  readonly journal: readonly number[];
}

/** `refused`: nothing was written, nobody may be reserved now. `lost`: the fence is another's, leave the push. */
export type SaveResult = 'saved' | 'refused' | 'lost';

/** A write, and what each push's row has heard meanwhile that was not worked in: nothing in most. */
export interface Saved {
  readonly result: SaveResult;
  readonly heard: ReadonlyMap<string, readonly Afterword[]>;
}

/** What the database says about a push that may not reserve. */
export interface Obstacle {
  readonly state: PushState;
  /** Of the channel, or because everything rests. */
  readonly pausedUntil: Date | null;
  /** Running pushes of the channel whose organisation is stopped. */
  readonly stopped: readonly string[];
}

/** The accounts of one token. Every write goes over the one session that holds the token's lock. */
export interface Ledger {
  /** Aborted when the session ended: nothing may be sent any more. */
  readonly lost: AbortSignal;
  /** Called when a push's job begins: sets the fence. `null` when the push does not run. */
  takeOver(pushId: string, fence: string): Promise<PushRow | null>;
  /** Called at the first push after a rest: which pushes of the channel have something to do now, fifty at most. */
  due(channel: ChannelName, now: Date): Promise<readonly string[]>;
  /**
   * Called before and after every attempt, all pushes of a message in one transaction. `reserving` writes only while
   * each of them runs, is not expired, and neither the channel is paused at `now` nor whoever announced it stopped.
   */
  save(writes: readonly LedgerWrite[], told: readonly DayNote[], now: Date): Promise<Saved>;
  /** Called when a push is over or stopped. `refused`: something was heard of it meanwhile, it must be looked at again. */
  finish(write: LedgerWrite, state: PushState, now: Date): Promise<SaveResult>;
  obstacle(pushId: string, now: Date): Promise<Obstacle>;
  /** Called on a 429 and on a misconfiguration: survives a restart; a longer pause stays. */
  pause(channel: ChannelName, until: Date, reason: string): Promise<void>;
  /** Called once per day of people's calendars. */
  dayCounts(channel: ChannelName, day: Day): Promise<DayCounts>;
  /** Called when a day's journal is folded: the bitmaps hold it all. */
  foldDay(channel: ChannelName, day: Day, counts: Omit<DayCounts, 'journal'>): Promise<void>;
  /** Called when the token is locked: knocks of the last 25 hours. */
  knocks(channel: ChannelName, now: Date): Promise<readonly KnockCount[]>;
  /** Called before a push begins on a channel with reply windows: how many of its audience are outside theirs now. */
  outside(pushId: string, now: Date): Promise<number>;
  /** Called with what was foreseen of a push, for those who announced it. */
  foresee(pushId: string, seen: { readonly outside: number; readonly beyond: number }): Promise<void>;
  /** Called when a person blocked us: no pushes from now on, forgotten later if the guard has not tripped. */
  gone(subscriberId: string, now: Date): Promise<void>;
  /** Called when a person is not found: the second time, a day later, counts as gone. */
  strike(subscriberId: string, now: Date): Promise<void>;
  /** Called when a person wants no pushes any more; replies go on. */
  stopped(subscriberId: string): Promise<void>;
  /** Called when the service would take no knock for a person: none for a day, then for two, four, seven. */
  held(subscriberId: string, today: Day): Promise<void>;
  /** Called when a reply window was closed after all. */
  windowClosed(subscriberId: string): Promise<void>;
  /** Called when a message arrived: an earlier "not found" is forgotten. */
  found(subscriberId: string): Promise<void>;
  /** Called to set many aside at once: those of these ordinals who are there, as they are now. */
  people(ordinals: readonly number[]): Promise<readonly Subscriber[]>;
  /** When the last digest was that was, or perhaps was, told to `ordinal` on this channel; `null`: none in two days. */
  lastDigest(channel: ChannelName, ordinal: number): Promise<Date | null>;
  /** Called when the guard trips: those marked gone since then are not. */
  restore(channel: ChannelName, since: Date): Promise<void>;
  /** Openings of which a broadcast may have told somebody in the last days. */
  broadcastLately(now: Date): Promise<readonly string[]>;
  /** Which of these openings were, or perhaps were, told to `ordinal` by a broadcast that is not this push. */
  broadcastTo(
    channel: ChannelName,
    ordinal: number,
    openingIds: readonly string[],
    pushId: string,
  ): Promise<readonly string[]>;
  /** Which announcements were, or perhaps were, told to `ordinal` on this channel. */
  toldOf(
    channel: ChannelName,
    ordinal: number,
    announcementIds: readonly string[],
  ): Promise<readonly string[]>;
  /** Called before a message of an opening goes out: whether `ordinal` was shown it by any push but the one that asks. */
  sightOf(
    channel: ChannelName,
    ordinal: number,
    opening: Pick<Opening, 'id' | 'bulletinId'>,
    now: Date,
    asking: string,
  ): Promise<Sight>;
  release(): Promise<void>;
}

/** `in-many`: a message of many openings came or is coming, with this one if it fitted; nothing says which. */
export type Sight = 'seen' | 'in-many' | 'unseen';

export interface LedgerWrite {
  readonly snapshot: PushSnapshot;
  readonly fence: string;
  readonly reserving: boolean;
}

/** Called at the first push: resolves when no other sender holds the token; rejects when `signal` aborts first. */
export type LockToken = (channel: ChannelName, signal: AbortSignal) => Promise<Ledger>;

/** What the sender says aloud. */
export type DeliveryEvent =
  | 'delivery.failed'
  | 'guard.tripped'
  | 'channel.misconfigured'
  | 'channel.restricted'
  | 'push.begun'
  | 'push.failed'
  | 'push.finished'
  | 'push.foreseen'
  | 'push.paused'
  | 'push.resumed'
  | 'push.stopped'
  | 'token.frozen'
  | 'token.locked'
  | 'token.waited';

type Say = (
  event: DeliveryEvent,
  fields?: {
    readonly push?: string;
    readonly channel?: string;
    readonly lane?: string;
    readonly reason?: string;
    readonly seconds?: number;
    readonly count?: number;
    readonly total?: number;
    readonly sent?: number;
    readonly skipped?: number;
    readonly failed?: number;
    readonly uncertain?: number;
    readonly outside?: number;
    readonly beyond?: number;
  },
) => void;

/** Part of the log. */
export interface DeliveryLog {
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
}
