/**
 * Everything between an import and a phone, with the real stores, matcher, outbox, senders and jobs on a real database.
 * The services are scripted, and the clock jumps instead of waiting.
 */
import { randomUUID } from 'node:crypto';
import type { ClockOf } from '../../src/domain/delivery.ts';
import type { Law } from '../../src/domain/law.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { windowEnd } from '../../src/domain/reply-window.ts';
import type { Preferences, Subscriber } from '../../src/domain/subscriber.ts';
import {
  Address,
  type ChannelLimits,
  type Clock,
  type Hear,
  type ReplyWindow,
  type Word,
} from '../../src/domain/terms.ts';
import { zoneOf } from '../../src/domain/zone.ts';
import { createHearing } from '../../src/hearing.ts';
import { digest } from '../../src/jobs/digest.ts';
import { planBulletins } from '../../src/jobs/plan-bulletins.ts';
import { planCorrections } from '../../src/jobs/plan-corrections.ts';
import { retention } from '../../src/jobs/retention.ts';
import { seasonNotices } from '../../src/jobs/season-notices.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { createLog, type Log } from '../../src/log.ts';
import { wakeFor } from '../../src/main/wake-for.ts';
import { createMatcher, type Matcher } from '../../src/matcher.ts';
import { type ClockedOutbox, createOutbox } from '../../src/outbox.ts';
import { createSeasonBook } from '../../src/season-book.ts';
import type { SenderPorts } from '../../src/sender/token.ts';
import { createSender, type Sender } from '../../src/sender.ts';
import { announced } from '../../src/store/announced.ts';
import { callOffBroadcast } from '../../src/store/broadcast-steering.ts';
import { announcedOpening, broadcastPlan } from '../../src/store/broadcasts.ts';
import { planCorrections as plan } from '../../src/store/corrections.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { createOpenings } from '../../src/store/openings.ts';
import { pauseChannel } from '../../src/store/pauses.ts';
import { restoreGone } from '../../src/store/pushes/gone.ts';
import { createLockToken } from '../../src/store/pushes/ledger.ts';
import { createPushes, type Pushes } from '../../src/store/pushes.ts';
import { createSealReceipt } from '../../src/store/receipts.ts';
import { createRetention } from '../../src/store/retention.ts';
import { planSeasonNotices, seasonNotice, seasonShifts, shiftsSince } from '../../src/store/seasons.ts';
import { createTakeStatus } from '../../src/store/statuses.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import type { Vault } from '../../src/store/vault.ts';
import { dayIn, offsetMinutes } from '../../src/time-zones.ts';
import { aMessage, someLimits } from './builders.ts';
import { type Words, wordsOf } from './content-words.ts';
import { ru } from './countries.ts';
import { NO_RULES } from './law.ts';
import { insertOpenings } from './openings.ts';
import { harvestLand } from './seasons.ts';
import { freshVault } from './vault.ts';

/** A channel of the house: its name, and what differs from an ordinary one. */
export interface HouseChannel {
  readonly name: string;
  readonly window?: ReplyWindow;
  readonly limits?: Partial<ChannelLimits>;
}

const TELEGRAM: HouseChannel = { name: 'telegram' };

/** Whoever joins has answered the first questions; who has not hears nothing that day. */
const ANSWERED = { kinds: 'any', works: 'any', regions: 'any' } as const;

/** A message that arrived. */
export interface Arrival extends Words {
  readonly channel: string;
  readonly at: number;
  readonly silent: boolean;
  /** It was made to be a knock, and went out as one. */
  readonly knock: boolean;
  /** As a service would bring it back. */
  readonly receipt: string | null;
}

export interface DeliveryHouse {
  /** Milliseconds; set it to move the clock. Of several channels each goes on from here by itself, as far as it waits. */
  now: number;
  law: Law;
  /** Called when a message reaches the service, before it counts as arrived; may throw. */
  script: (name: string, attempt: number, channel: string) => unknown;
  /** By the name (address) of the person. */
  readonly arrived: Map<string, Arrival[]>;
  /** Receipts of all that was tried, by the name of the person. */
  readonly receipts: Map<string, string[]>;
  readonly said: string[];
  readonly database: Database;
  /** For another house over the same rows. */
  readonly vault: Vault;
  readonly subscribers: ReturnType<typeof createSubscribers>;
  readonly pushes: Pushes;
  readonly matcher: Matcher;
  readonly outbox: ClockedOutbox;
  /** Of the first channel. */
  readonly sender: Sender;
  readonly openings: ReturnType<typeof createOpenings>;
  joins(name: string, preferences?: Partial<Preferences>, channel?: string): Promise<Subscriber>;
  /** A person says something: their reply window opens, and whoever waits for that is told. */
  writes(person: Subscriber): Promise<void>;
  /** A service says something of its own accord. */
  hears(channel: string, word: Word): Promise<void>;
  /** An import's end: a finished bulletin with these openings, each given its id. */
  imports(openings: readonly Partial<Opening>[]): Promise<readonly Opening[]>;
  /** One round of the schedules: digests, bulletins, audiences, jobs. */
  plans(): Promise<void>;
  /** What a change of an opening brings about at once. */
  corrects(): Promise<void>;
  /** One round of the schedule that plans what is told of seasons. */
  tellsSeasons(): Promise<void>;
  /** The sweeper alone: nobody who sleeps is woken for nothing. */
  sweeps(): Promise<void>;
  /** Resolves when every push is over or asleep: of one channel, or of all. */
  quiet(channel?: string): Promise<void>;
  /** `plans` and `quiet`. */
  round(): Promise<void>;
  erases(): Promise<void>;
  /** Of announcements, or of pushes of another kind. */
  accounts(kind?: string): Promise<readonly Account[]>;
  close(): Promise<void>;
}

export interface Account {
  readonly id: string;
  readonly channel: string;
  readonly kind: string;
  readonly state: string;
  readonly total: number;
  readonly sent: number;
  readonly uncertain: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  readonly wire: readonly unknown[];
  readonly wakeAt: Date | null;
  readonly outside: number | null;
  readonly beyond: number | null;
  readonly delivered: number;
  readonly read: number;
}

/** Opens the house at a moment, with its queue on Redis when a URL is given. */
export async function openDeliveryHouse(
  url: string,
  redisUrl: string | null,
  moment: string,
  channels: readonly HouseChannel[] = [TELEGRAM],
  vault: Vault = freshVault(),
): Promise<DeliveryHouse> {
  const database = openDatabase({ url });
  const clock = (): Date => new Date(house.now);
  const subscribers = createSubscribers({ database: database.pool, vault, clock });
  const pushes = createPushes(database.pool);
  const today = (): string => dayIn(ru.defaultTimeZone, clock());
  const openings = createOpenings({
    database,
    hash: (_, text) => vault.hash('report', text),
    today,
    clock,
  });
  const arrived = new Map<string, Arrival[]>();
  const attempts = new Map<string, number>();
  const receipts = new Map<string, string[]>();
  const said: string[] = [];
  const log = createLog({ level: 'info', write: (line) => said.push(line) });
  const outbox = await createOutbox({ redisUrl, databaseUrl: url, log: log.for('outbox'), clock });
  const shifts = () => seasonShifts(database.pool, ru.defaultTimeZone, shiftsSince(today()));
  const seasons = createSeasonBook({
    country: harvestLand,
    shifts,
    notice: (id) => seasonNotice(database.pool, id),
    openings,
    law: () => house.law,
    clock,
    today,
  });
  const matcher = createMatcher({
    pool: database.pool,
    plans: pushes,
    openingsOf: (id) => announced(openings, id, today()),
    country: ru,
    seasonWishes: (id) => seasons.wishesOf(id),
    broadcastOf: (id) => broadcastPlan(database.pool, openings, id),
    calledOff: (id) => callOffBroadcast(database, openings, id, { today: today(), now: clock() }),
    channels: channels.map(({ name }) => name),
    law: async () => house.law,
    clock,
    log: log.for('matcher'),
  });
  const clockOf: ClockOf =
    ({ preferences }) =>
    (at) =>
      offsetMinutes(
        zoneOf(preferences, ru, (zone) => offsetMinutes(zone, at)),
        at,
      );
  /** How far each of several channels is ahead. */
  const ahead = new Map<string, number>();
  const nowOn = (channel: string): number => house.now + (ahead.get(channel) ?? 0);
  const pass = (channel: string, ms: number): void => {
    if (channels.length === 1) house.now += ms;
    else ahead.set(channel, (ahead.get(channel) ?? 0) + ms);
  };
  const serviceOf = ({ name: channel, limits, window }: HouseChannel): SenderPorts['channel'] => ({
    name: channel,
    limits: someLimits({ perSecond: 25, ...limits }),
    ...(window === undefined ? {} : { window }),
    send: async (to, { text, knocks }, options) => {
      const name = to.reveal();
      attempts.set(name, (attempts.get(name) ?? 0) + 1);
      receipts.set(name, [...(receipts.get(name) ?? []), options?.receipt ?? '']);
      await house.script(name, attempts.get(name) ?? 1, channel);
      const one: Arrival = {
        ...(JSON.parse(text) as Words),
        channel,
        at: nowOn(channel),
        silent: options?.silent === true,
        knock: knocks !== undefined && options?.outside === true,
        receipt: options?.receipt ?? null,
      };
      arrived.set(name, [...(arrived.get(name) ?? []), one]);
      return null;
    },
  });
  const senders = new Map(
    channels.map((each) => [
      each.name,
      createSender({
        channel: serviceOf(each),
        law: () => house.law,
        lockToken: createLockToken(url),
        subscribers,
        openings,
        announced: announcedOpening(database.pool, openings),
        seasons,
        compose: ({ content, outside }) => ({
          ...aMessage(JSON.stringify(wordsOf(content))),
          ...(outside ? { knocks: [] } : {}),
        }),
        sealReceipt: createSealReceipt(vault),
        clockOf,
        clock: () => new Date(nowOn(each.name)),
        wait: async (ms, signal) => {
          // Long waits take a moment, so that a house at rest does not run away with the clock.
          await new Promise((resolve) => (ms > 500 ? setTimeout(resolve, 5) : setImmediate(resolve)));
          if (!signal.aborted) pass(each.name, ms);
        },
        log: log.for('sender'),
      }),
    ]),
  );
  const asleep = new Map<string, number>();
  for (const [name, { run }] of senders)
    await outbox.work(name, async (id, signal) => {
      asleep.delete(id);
      const wake = await run(id, signal);
      if (wake !== null) asleep.set(id, wake.getTime());
      return wake;
    });
  const [sender] = senders.values();
  if (sender === undefined) throw new Error('a house needs a channel');
  const names = [...senders.keys()];
  const windowOf = (name: string): ReplyWindow | undefined =>
    channels.find((each) => each.name === name)?.window;
  const erasing = createRetention(database, subscribers);
  const hearing = hearingIn({ database, vault, clock, clockOf, log: log.for('sender') });

  const house: DeliveryHouse = {
    now: Date.parse(moment),
    law: NO_RULES,
    script: () => undefined,
    arrived,
    receipts,
    said,
    database,
    vault,
    subscribers,
    pushes,
    matcher,
    outbox,
    sender,
    openings,
    async joins(name, preferences = {}, channel = names[0] ?? '') {
      const who = { channel, address: new Address(name), locale: 'ru', consentVersion: 1 };
      const { id, ordinal } = await subscribers.optIn(who);
      await subscribers.change(id, { preferences: { ...ANSWERED, ...preferences } });
      const joined = await subscribers.byOrdinal(ordinal);
      if (joined === null) throw new Error('somebody who joined is not there');
      return joined;
    },
    async writes({ id, channel, ordinal }) {
      const window = windowOf(channel);
      if (window === undefined) return;
      await subscribers.change(id, { windowUntil: windowEnd(clock(), window.hours) });
      senders.get(channel)?.opened(ordinal);
      await wakeFor({ pushes, outbox, clock }, channel, ordinal);
    },
    hears: (channel, word) => hearing(channel)(word),
    async imports(some) {
      const bulletinId = randomUUID();
      const all = some.map((one) => {
        const id = randomUUID();
        return { id, code: id.slice(0, 8), expiresOn: '2026-12-31', ...one, bulletinId };
      });
      await database.pool.query('insert into bulletin (id, source, finished_at) values ($1, $2, $3)', [
        bulletinId,
        'demo',
        clock(),
      ]);
      return insertOpenings(database, all, clock());
    },
    async plans() {
      // The clock may have been moved: whoever sleeps looks again.
      asleep.clear();
      await outbox.wakeAll();
      await digest.run({ pushes, channels: names, zones: ZONES, offsetMinutes, clock });
      await planBulletins.run({ pushes, channels: names, clock });
      await house.corrects();
      await house.sweeps();
    },
    async corrects() {
      await Promise.all([...senders.values()].map((each) => each.lookAgain()));
      await planCorrections.run({
        planCorrections: (on, now) => plan(database.pool, on, now),
        channels: names,
        clock,
      });
    },
    async tellsSeasons() {
      const plan = (
        ...planned: Parameters<typeof planSeasonNotices> extends [unknown, ...infer Rest] ? Rest : never
      ) => planSeasonNotices(database.pool, ...planned);
      await seasonNotices.run({
        seasons: { country: harvestLand, shifts, plan },
        channels: names,
        clock,
        today,
      });
    },
    async sweeps() {
      await sweep.run({ pushes, outbox, match: () => matcher.plan(), clock });
    },
    async quiet(channel) {
      const until = Date.now() + 30_000;
      const isAwake = (push: { readonly id: string; readonly channel: string }): boolean =>
        (asleep.get(push.id) ?? 0) < nowOn(push.channel) + SOON_MS;
      const channelsHere = channel === undefined ? names : [channel];
      for (let looks = 1; ; looks++) {
        const awake = (await unfinished(database, channelsHere, clock())).filter(isAwake);
        if (awake.length === 0) return;
        // A job that was just going to sleep was not woken, and one that was just ending not added again: both wait for
        // the sweep, which comes every minute where the clock is nobody's.
        if (looks % 50 === 0) await outbox.wakeAll();
        if (looks % 50 === 0) await house.sweeps();
        if (Date.now() > until) throw new Error(`pushes are still awake: ${JSON.stringify(awake)}`);
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    },
    async round() {
      await house.plans();
      await house.quiet();
    },
    async erases() {
      await retention.run({ retention: erasing, clock });
    },
    async accounts(kind = 'announce') {
      const { rows } = await database.pool.query<Account>(
        `select id, channel, kind, state, total, sent, uncertain, skipped, failed, wire, wake_at as "wakeAt",
           outside, beyond, delivered, read
         from push where kind = $1 order by planned_at, channel`,
        [kind],
      );
      return rows;
    },
    async close() {
      await Promise.all([...senders.values()].map((each) => each.stop()));
      await outbox.close();
      await database.close();
    },
  };
  return house;
}

/** A sleep so short that it is only a pause. */
const SOON_MS = 2_000;

const ZONES = [
  ...new Set(ru.regions.flatMap(({ timeZone, otherTimeZones }) => [timeZone, ...otherTimeZones])),
];

/** Sent + skipped + failed + uncertain. */
export function ended({ sent, uncertain, skipped, failed }: Account): number {
  const reasons = [...Object.values(skipped), ...Object.values(failed)];
  return reasons.reduce((all, one) => all + one, sent + uncertain);
}

/** What a house hears is written down, and holds its pushes back. */
function hearingIn(room: {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly clockOf: ClockOf;
  readonly log: Log;
}): (channel: string) => Hear {
  const { database, clock, log } = room;
  return createHearing({
    takeStatus: createTakeStatus({ ...room, repeatHours: () => 168 }),
    pause: (channel, ms, reason) =>
      pauseChannel(database.pool, channel, new Date(clock().getTime() + ms), reason),
    restore: (channel, since) => restoreGone(database.pool, channel, since),
    clock,
    log,
  });
}

async function unfinished(
  database: Database,
  channels: readonly string[],
  now: Date,
): Promise<readonly { readonly id: string; readonly channel: string }[]> {
  const { rows } = await database.pool.query<{ id: string; channel: string }>(
    `select id, channel, state, wake_at, cursor, total, sent, wire, journal, length(recipients) as bytes from push
     where channel = any($1) and (state = 'running' or (state = 'planned' and coalesce(not_before, $2) <= $2))`,
    [channels, now],
  );
  return rows;
}
