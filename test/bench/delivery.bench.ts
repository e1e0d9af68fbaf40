/** How fast pushes go out when nothing but ourselves holds them back, and how soon the first message leaves. */
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { AudienceIndex } from '../../src/domain/audience.ts';
import { count as bitsIn } from '../../src/domain/bitmap.ts';
import type { Outbox } from '../../src/domain/outbox.ts';
import { UNANSWERED } from '../../src/domain/subscriber.ts';
import { Address } from '../../src/domain/terms.ts';
import { createOutbox } from '../../src/outbox.ts';
import { createSender, type Sender } from '../../src/sender.ts';
import { createLockToken } from '../../src/store/pushes/ledger.ts';
import { createPushes } from '../../src/store/pushes.ts';
import { aMessage, anOpening, someLimits, TODAY } from '../support/builders.ts';
import { NO_RULES } from '../support/law.ts';
import { findRedis } from '../support/redis.ts';
import { benchDatabase } from './bench-database.ts';
import type { Figure, Scale } from './figure.ts';

export const name = 'delivery';

const silent = (): void => undefined;

interface Line {
  readonly pool: pg.Pool;
  readonly outbox: Outbox;
  readonly sender: Sender;
  /** Resolves when so many messages have gone out in all. */
  arrived(count: number): Promise<void>;
  sent(): number;
  close(): Promise<void>;
}

/** Outbox, sender and a service that answers at once, on one database and engine. */
async function open(url: string, redisUrl: string | null, channel: string, perSecond: number): Promise<Line> {
  const pool = new pg.Pool({ connectionString: url });
  const outbox = await createOutbox({ redisUrl, databaseUrl: url, log: { warn: silent } });
  let count = 0;
  const awaited: { readonly at: number; readonly done: () => void }[] = [];
  const sender = createSender({
    channel: {
      name: channel,
      limits: someLimits({ perSecond }),
      send: async () => {
        count++;
        for (const { at, done } of awaited) if (at === count) done();
        return null;
      },
    },
    pace: { perSecond },
    mostInFlight: 16,
    law: () => NO_RULES,
    lockToken: createLockToken(url),
    subscribers: {
      byOrdinal: async (ordinal) => ({
        id: randomUUID(),
        ordinal,
        channel,
        locale: 'ru',
        preferences: { ...UNANSWERED, quietHours: 'off' },
        standing: 'active',
        pausedUntil: null,
        hidden: [],
        consentOn: '2026-01-01',
        consentVersion: 1,
        windowUntil: null,
        heldUntil: null,
        answeredIn: '2026-06-01',
      }),
      addressOf: async ({ ordinal }) => new Address(`${ordinal}`),
    },
    openings: { byId: async (id) => anOpening({ id, expiresOn: '2999-12-31' }), candidates: async () => [] },
    compose: () => aMessage('one'),
    clockOf: () => () => 0,
    clock: () => new Date(),
    wait: (ms, signal) => sleep(ms, undefined, { signal }).catch(silent),
    log: { info: silent, warn: silent, error: silent },
  });
  await outbox.work(channel, sender.run);
  return {
    pool,
    outbox,
    sender,
    arrived: (at) => new Promise((done) => void awaited.push({ at, done })),
    sent: () => count,
    close: async () => {
      await sender.stop();
      await outbox.close();
      await pool.end();
    },
  };
}

/** Everybody of 1…`people`, in an index as the matcher holds it; all of them take anything. */
function crowd(channel: string, people: number): AudienceIndex {
  const index = new AudienceIndex(TODAY);
  for (let ordinal = 1; ordinal <= people; ordinal += 1)
    index.put({
      ordinal,
      channel,
      locale: 'ru',
      standing: 'active',
      pausedUntil: null,
      preferences: UNANSWERED,
      zone: 'Europe/Moscow',
    });
  return index;
}

/** A coordinator's opening: planned, matched, written, and its job added, as the exchange does it. */
async function publish(line: Line, channel: string, index: AudienceIndex): Promise<void> {
  const id = randomUUID();
  await line.pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, expires_at)
     values ($1, $2, $3, 'announce', 'instant', now() + interval '1 day')`,
    [id, randomUUID(), channel],
  );
  const opening = anOpening({ expiresOn: '2999-12-31' });
  const recipients = index.audience(opening, { today: TODAY, law: NO_RULES, channel, cadence: 'instant' });
  await createPushes(line.pool).begin(id, recipients, bitsIn(recipients));
  await line.outbox.add({ id, channel, urgent: false });
}

async function throughput(url: string, redisUrl: string | null, count: number): Promise<Figure> {
  const engine = redisUrl === null ? 'postgresql' : 'redis';
  const line = await open(url, redisUrl, `rate-${engine}`, 1_000_000);
  try {
    const index = crowd(`rate-${engine}`, count);
    const all = line.arrived(count);
    const from = performance.now();
    await publish(line, `rate-${engine}`, index);
    await all;
    const seconds = (performance.now() - from) / 1000;
    return {
      name: `deliveries without the pacer, ${engine}`,
      value: Math.round(count / seconds),
      unit: '/s',
    };
  } finally {
    await line.close();
  }
}

async function firstMessage(url: string, people: number): Promise<Figure> {
  const channel = `first-${people}`;
  const line = await open(url, null, channel, 25);
  try {
    const index = crowd(channel, people);
    const first = line.arrived(1);
    const from = performance.now();
    await publish(line, channel, index);
    await first;
    const value = Math.round(performance.now() - from);
    const note = 'planned, matched against an index in memory, written, taken up, judged, sent';
    return { name: `publishing to first message, ${people} recipients`, value, unit: 'ms', note };
  } finally {
    await line.close();
  }
}

export async function run(scale: Scale): Promise<readonly Figure[]> {
  const database = await benchDatabase();
  const redis = await findRedis();
  const count = scale === 'full' ? 4000 : 400;
  try {
    const figures = [await throughput(database.url, null, count)];
    if (redis !== null) figures.push(await throughput(database.url, redis.url, count));
    for (const people of scale === 'full' ? [10_000, 1_000_000] : [10_000])
      figures.push(await firstMessage(database.url, people));
    return figures;
  } finally {
    await redis?.stop();
    await database.close();
  }
}
