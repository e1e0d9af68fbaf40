/**
 * Everything between an import and a phone, with the real stores, matcher, outbox, sender and jobs on a real database.
 * The service is scripted, and the clock jumps instead of waiting.
 */
import { randomUUID } from 'node:crypto';
import { ru } from '../../src/countries/ru/ru.ts';
import type { Opening } from '../../src/domain/opening.ts';
import type { Preferences, Subscriber } from '../../src/domain/subscriber.ts';
import { Address, type Outbox } from '../../src/domain/terms.ts';
import { zoneOf } from '../../src/domain/zone.ts';
import { digest } from '../../src/jobs/digest.ts';
import { planBulletins } from '../../src/jobs/plan-bulletins.ts';
import { retention } from '../../src/jobs/retention.ts';
import { sweep } from '../../src/jobs/sweep.ts';
import { createLog } from '../../src/log.ts';
import { createMatcher, type Matcher } from '../../src/matcher.ts';
import { createOutbox } from '../../src/outbox.ts';
import { createSender, type Sender } from '../../src/sender.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { OPENING_TYPES, rowOf } from '../../src/store/opening-row.ts';
import { createOpenings } from '../../src/store/openings.ts';
import { createLockToken } from '../../src/store/pushes/ledger.ts';
import { createPushes, type Pushes } from '../../src/store/pushes.ts';
import { createRetention } from '../../src/store/retention.ts';
import { createSubscribers } from '../../src/store/subscribers.ts';
import { dayIn, offsetMinutes } from '../../src/time-zones.ts';
import { aMessage, anOpening, someLimits } from './builders.ts';
import { freshVault } from './vault.ts';

const CHANNEL = 'telegram';

/** A message that arrived: the ids of the openings shown, and how many more were said to fit. */
export interface Arrival {
  readonly openings: readonly string[];
  readonly more: number;
  readonly at: number;
  readonly silent: boolean;
}

export interface DeliveryHouse {
  /** Milliseconds; set it to move the clock. */
  now: number;
  /** Called when a message reaches the service, before it counts as arrived; may throw. */
  script: (name: string, attempt: number) => unknown;
  /** By the name (address) of the person. */
  readonly arrived: Map<string, Arrival[]>;
  readonly said: string[];
  readonly database: Database;
  readonly subscribers: ReturnType<typeof createSubscribers>;
  readonly pushes: Pushes;
  readonly matcher: Matcher;
  readonly outbox: Outbox;
  readonly sender: Sender;
  readonly openings: ReturnType<typeof createOpenings>;
  joins(name: string, preferences?: Partial<Preferences>): Promise<Subscriber>;
  /** An import's end: a finished bulletin with these openings, each given its id. */
  imports(openings: readonly Partial<Opening>[]): Promise<readonly Opening[]>;
  /** One round of the schedules: digests, bulletins, audiences, jobs. */
  plans(): Promise<void>;
  /** Resolves when every push is over or asleep. */
  quiet(): Promise<void>;
  /** `plans` and `quiet`. */
  round(): Promise<void>;
  erases(): Promise<void>;
  accounts(): Promise<readonly Account[]>;
  close(): Promise<void>;
}

export interface Account {
  readonly id: string;
  readonly kind: string;
  readonly state: string;
  readonly total: number;
  readonly sent: number;
  readonly uncertain: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  readonly wire: readonly unknown[];
}

/** Opens the house at a moment, with its queue on Redis when a URL is given. */
export async function openDeliveryHouse(
  url: string,
  redisUrl: string | null,
  moment: string,
): Promise<DeliveryHouse> {
  const database = openDatabase({ url });
  const clock = (): Date => new Date(house.now);
  const vault = freshVault();
  const subscribers = createSubscribers({ database: database.pool, vault, clock });
  const pushes = createPushes(database.pool);
  const today = (): string => dayIn(ru.defaultTimeZone, clock());
  const openings = createOpenings({ database: database.pool, hash: () => Buffer.alloc(1), today });
  const arrived = new Map<string, Arrival[]>();
  const attempts = new Map<string, number>();
  const said: string[] = [];
  const log = createLog({ level: 'info', write: (line) => said.push(line) });
  const outbox = await createOutbox({ redisUrl, databaseUrl: url, log: log.for('outbox') });
  const matcher = createMatcher({
    pool: database.pool,
    plans: pushes,
    openingsOf: async (id) => {
      const one = await openings.byId(id);
      return one === null
        ? openings.candidates(ANYTHING, today(), { bulletinId: id, limit: 1_000_000 })
        : [one];
    },
    country: ru,
    clock,
    log: log.for('matcher'),
  });
  const sender = createSender({
    channel: {
      name: CHANNEL,
      limits: someLimits({ perSecond: 25 }),
      send: async (to, { text }, options) => {
        const name = to.reveal();
        attempts.set(name, (attempts.get(name) ?? 0) + 1);
        await house.script(name, attempts.get(name) ?? 1);
        const [more = '0', ...shown] = text.split(' ');
        const one = {
          openings: shown,
          more: Number(more),
          at: house.now,
          silent: options?.silent === true,
        };
        arrived.set(name, [...(arrived.get(name) ?? []), one]);
        return null;
      },
    },
    lockToken: createLockToken(url),
    subscribers,
    openings,
    compose: ({ openings: shown, more }) => aMessage([more, ...shown.map(({ id }) => id)].join(' ')),
    clockOf:
      ({ preferences }) =>
      (at) =>
        offsetMinutes(
          zoneOf(preferences, ru, (zone) => offsetMinutes(zone, at)),
          at,
        ),
    clock,
    wait: async (ms, signal) => {
      // Long waits take a moment, so that a house at rest does not run away with the clock.
      await new Promise((resolve) => (ms > 500 ? setTimeout(resolve, 5) : setImmediate(resolve)));
      if (!signal.aborted) house.now += ms;
    },
    log: log.for('sender'),
  });
  await outbox.work(CHANNEL, sender.run);
  const erasing = createRetention(database, subscribers);

  const house: DeliveryHouse = {
    now: Date.parse(moment),
    script: () => undefined,
    arrived,
    said,
    database,
    subscribers,
    pushes,
    matcher,
    outbox,
    sender,
    openings,
    async joins(name, preferences = {}) {
      const who = { channel: CHANNEL, address: new Address(name), locale: 'ru', consentVersion: 1 };
      const { id, ordinal } = await subscribers.optIn(who);
      if (Object.keys(preferences).length > 0) await subscribers.change(id, { preferences });
      const joined = await subscribers.byOrdinal(ordinal);
      if (joined === null) throw new Error('somebody who joined is not there');
      return joined;
    },
    async imports(some) {
      const bulletinId = randomUUID();
      const all = some.map((one) =>
        anOpening({ id: randomUUID(), expiresOn: '2026-12-31', ...one, bulletinId }),
      );
      await database.pool.query('insert into bulletin (id, source, finished_at) values ($1, $2, $3)', [
        bulletinId,
        'demo',
        clock(),
      ]);
      await insert(database, all, clock());
      return all;
    },
    async plans() {
      await digest.run({ pushes, channels: [CHANNEL], zones: ZONES, offsetMinutes, clock });
      await planBulletins.run({ pushes, channels: [CHANNEL], clock });
      await sweep.run({ pushes, outbox, match: () => matcher.plan(), clock });
    },
    async quiet() {
      const until = Date.now() + 30_000;
      while (await anyAwake(database, clock())) {
        if (Date.now() > until)
          throw new Error(`pushes are still awake: ${JSON.stringify(await awake(database))}`);
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
    async accounts() {
      const { rows } = await database.pool.query<Account>(
        `select id, kind, state, total, sent, uncertain, skipped, failed, wire from push where kind = 'announce' order by planned_at`,
      );
      return rows;
    },
    async close() {
      await sender.stop();
      await outbox.close();
      await database.close();
    },
  };
  return house;
}

/** Preferences that leave nothing out. */
const ANYTHING: Preferences = {
  kinds: null,
  works: null,
  regions: null,
  housingNeeded: null,
  payFloor: null,
  freeFrom: null,
  crew: null,
  cadence: null,
  quietHours: null,
};

const ZONES = [
  ...new Set(ru.regions.flatMap(({ timeZone, otherTimeZones }) => [timeZone, ...otherTimeZones])),
];

/** Sent + skipped + failed + uncertain. */
export function ended({ sent, uncertain, skipped, failed }: Account): number {
  const reasons = [...Object.values(skipped), ...Object.values(failed)];
  return reasons.reduce((all, one) => all + one, sent + uncertain);
}

async function insert(database: Database, openings: readonly Opening[], at: Date): Promise<void> {
  const columns = Object.keys(OPENING_TYPES).join(', ');
  const types = Object.entries(OPENING_TYPES).map(([name, type]) => `${name} ${type}`);
  await database.pool.query(
    `insert into opening (${columns}, fingerprint, published_at)
     select ${columns}, decode(md5(id::text), 'hex'), $2 from jsonb_to_recordset($1) as o(${types.join(', ')})`,
    [JSON.stringify(openings.map((one) => ({ ...rowOf(one), code: one.id.slice(0, 8) }))), at],
  );
}

async function anyAwake(database: Database, now: Date): Promise<boolean> {
  const { rowCount } = await database.pool.query(
    `select from push where state = 'planned'
       or state = 'running' and (wake_at is null or wake_at <= $1 or cursor < coalesce(length(recipients), 0) * 8
                                 or jsonb_array_length(wire) > 0)`,
    [now],
  );
  return rowCount !== 0;
}

async function awake(database: Database): Promise<readonly unknown[]> {
  const { rows } = await database.pool.query(
    `select state, kind, wake_at, cursor, total, sent, wire, journal, length(recipients) as bytes from push
     where state in ('planned', 'running') limit 3`,
  );
  return rows;
}
