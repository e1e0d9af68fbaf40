import { type Consequence, consequenceOf, PAUSE_MS } from '../domain/consequence.ts';
import type { ClockOf, Compose, DeliveryLog, Ledger, LockToken, SealReceipt } from '../domain/delivery.ts';
import { createGoneGuard, GUARDED_MS, MASS_GONE_MS } from '../domain/gone-guard.ts';
import type { Law } from '../domain/law.ts';
import type { Day } from '../domain/opening.ts';
import { createPacer, type Pace, type Pacer } from '../domain/pacer.ts';
import type { Openings, Subscribers } from '../domain/people-and-openings.ts';
import type { Push } from '../domain/push.ts';
import type { SeasonTeller } from '../domain/season-answer.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import type { Address, Channel, Clock, SendError } from '../domain/terms.ts';
import { type BroadcastBook, createBroadcastBook } from './broadcast-book.ts';
import { createDayBook, type DayBook } from './day-book.ts';
import { type KnockBook, openKnockBook } from './knock-book.ts';
import { createLookAhead, type LookAhead } from './look-ahead.ts';
import { createRoundTrips, type RoundTrips } from './round-trips.ts';
import { createWriter, type Writer } from './writer.ts';

/** What the sender is given. */
export interface SenderPorts {
  readonly channel: Pick<Channel, 'name' | 'send' | 'limits' | 'window'>;
  readonly lockToken: LockToken;
  readonly subscribers: Pick<Subscribers, 'byOrdinal' | 'addressOf'>;
  readonly openings: Pick<Openings, 'byId' | 'candidates'>;
  /** The one opening that an announcement speaks of, also of a broadcast; absent where there are no broadcasts. */
  readonly announced?: Openings['byId'];
  readonly compose: Compose;
  /** The rules in force. */
  readonly law: () => Law;
  /** Absent where nobody waits for seasons. */
  readonly seasons?: SeasonTeller;
  /** Absent where no service speaks of messages later. */
  readonly sealReceipt?: SealReceipt;
  readonly clockOf: ClockOf;
  readonly clock: Clock;
  /** Resolves after `ms`, or at once when `signal` aborts; never rejects. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<void>;
  readonly log: DeliveryLog;
  /** Default: the channel's own rate, 3 % below. */
  readonly pace?: Pace;
  /** Most requests in flight whatever the round trip, default 64. */
  readonly mostInFlight?: number;
}

/** Somebody whose turn it is, and who may be written to. */
export interface Recipient {
  readonly address: Address;
  readonly subscriber: Subscriber;
  readonly today: Day;
  /** Their reply window is closed. */
  readonly outside: boolean;
}

/** A push at work: its state, its fence, and what its job waits for. */
export interface Run {
  readonly push: Push;
  readonly fence: string;
  readonly over: Promise<Date | null>;
  readonly finished: (wake: Date | null) => void;
  /** Turns of it that are under way. */
  turns: number;
  /** An announcement is one opening or a bulletin of many; `null`: not asked yet. */
  single: boolean | null;
  /** Its one opening is no longer open: nobody else is told. */
  closed: boolean;
  /** Its content is refused: nobody else is told. */
  poisoned: boolean;
  readonly ahead: LookAhead;
  /** Its organisation is stopped: no turn until then, in ms. */
  restsUntil: number;
}

/** A run that nothing has been done for. */
export function createRun(push: Push, fence: string): Run {
  const gate = Promise.withResolvers<Date | null>();
  return {
    push,
    fence,
    finished: gate.resolve,
    over: gate.promise,
    turns: 0,
    single: null,
    closed: false,
    poisoned: false,
    ahead: createLookAhead(),
    restsUntil: Number.NEGATIVE_INFINITY,
  };
}

/** One token while its lock is held. */
export interface Token {
  readonly ledger: Ledger;
  readonly pacer: Pacer;
  readonly days: DayBook;
  /** `null` on a channel without reply windows. */
  readonly knocks: KnockBook | null;
  readonly writer: Writer;
  readonly trips: RoundTrips;
  readonly broadcasts: BroadcastBook;
  readonly runs: Map<string, Run>;
  /** Ordinals written to within the last second, and those being written to: one message a second a chat. */
  readonly busy: Map<number, number>;
  /** Until when the service told us to wait, in ms. Our own pauses hold pushes only. */
  told(): number;
  /** Until when no push may be sent, in ms, whoever said so. */
  heldUntil(): number;
  /** Called with what the database says about the channel's pause: also that there is none any more. */
  pausedUntil(until: Date | null): void;
  /** A message arrived: the token is well, and the person is there. */
  arrived(subscriberId: string): Promise<void>;
  /** What an error does to person and token; the turn is the caller's. `today` is the person's. */
  suffer(error: SendError, who: { readonly id: string; readonly today: Day }): Promise<Consequence>;
}

const BACK_OFF_MS = { least: 1000, most: 600_000 };
/** What was in flight when a pause began brings the same answer, and is no news. */
const SAME_PAUSE_MS = 60_000;

/** A token whose lock is held, with nothing under way. */
export async function createToken(ports: SenderPorts, ledger: Ledger): Promise<Token> {
  const { channel, clock, log } = ports;
  const pacer = createPacer(ports.pace ?? { perSecond: channel.limits.perSecond });
  const guard = createGoneGuard();
  let failures = 0;
  let toldToWait = Number.NEGATIVE_INFINITY;
  let trippedUntil = Number.NEGATIVE_INFINITY;
  let paused = Number.NEGATIVE_INFINITY;

  const pause = async (ms: number, reason: string): Promise<void> => {
    const until = clock().getTime() + ms;
    paused = Math.max(paused, until);
    log.warn('push.paused', { channel: channel.name, reason, seconds: Math.round(ms / 1000) });
    await ledger.pause(channel.name, new Date(until), reason);
  };

  const answered = async (gone: boolean): Promise<void> => {
    failures = 0;
    const now = clock().getTime();
    if (!guard.note(now, gone)) return;
    trippedUntil = now + MASS_GONE_MS;
    log.error('guard.tripped', { channel: channel.name });
    await pause(MASS_GONE_MS, 'mass-gone');
    await ledger.restore(channel.name, new Date(now - GUARDED_MS));
  };

  const lose = async (
    person: Consequence['person'],
    { id, today }: { readonly id: string; readonly today: Day },
  ): Promise<void> => {
    const isGone = person === 'gone' || person === 'strike';
    await answered(isGone);
    if (isGone && trippedUntil > clock().getTime()) return;
    if (person === 'gone') await ledger.gone(id, clock());
    else if (person === 'strike') await ledger.strike(id, clock());
    else if (person === 'stop') await ledger.stopped(id);
    else if (person === 'hold') await ledger.held(id, today);
    else if (person === 'outside') await ledger.windowClosed(id);
  };

  const isPausedFor = (ms: number): boolean => paused > clock().getTime() + ms - SAME_PAUSE_MS;

  const hold = async (token: NonNullable<Consequence['token']>): Promise<void> => {
    const now = clock().getTime();
    if (token.kind === 'freeze') {
      const ms = token.seconds * 1000 + Math.ceil(Math.random() * 250);
      pacer.throttled(now + ms);
      toldToWait = Math.max(toldToWait, now + ms);
      log.info('token.frozen', { channel: channel.name, seconds: token.seconds });
      await ledger.pause(channel.name, new Date(now + ms), 'throttled');
    } else if (token.kind === 'back-off') {
      const ms = Math.min(BACK_OFF_MS.most, BACK_OFF_MS.least * 2 ** failures);
      failures = Math.min(failures + 1, 20);
      pacer.freeze(now + ms * (0.75 + Math.random() / 4));
    } else if (token.kind === 'pause') {
      if (isPausedFor(PAUSE_MS.misconfigured)) return;
      log.error('channel.misconfigured', { channel: channel.name });
      await pause(PAUSE_MS.misconfigured, 'misconfigured');
    } else if (!isPausedFor(PAUSE_MS.restricted)) {
      log.error('channel.restricted', { channel: channel.name, reason: 'account' });
      await pause(PAUSE_MS.restricted, 'restricted');
    }
  };

  const days = createDayBook(channel.name, ledger);
  return {
    ledger,
    pacer,
    days,
    knocks: await openKnockBook(channel, ledger, clock()),
    writer: createWriter({ ledger, days }, clock),
    trips: createRoundTrips(),
    broadcasts: createBroadcastBook(ledger, clock),
    runs: new Map(),
    busy: new Map(),
    told: () => toldToWait,
    heldUntil: () => Math.max(pacer.frozenUntil(), paused),
    pausedUntil(until) {
      paused = until?.getTime() ?? Number.NEGATIVE_INFINITY;
    },
    async arrived(subscriberId) {
      await answered(false);
      await ledger.found(subscriberId);
    },
    async suffer(error, who) {
      const consequence = consequenceOf(error.reason);
      if (consequence.token !== null) await hold(consequence.token);
      else await lose(consequence.person, who);
      return consequence;
    },
  };
}
