import pg from 'pg';
import type { DayNote, Ledger, LedgerWrite, LockToken, SaveResult } from '../../domain/delivery.ts';
import type { Subscriber } from '../../domain/subscriber.ts';
import { dayCounts, foldDay } from '../channel-days.ts';
import { pauseChannel, pausedUntil } from '../pauses.ts';
import { SUBSCRIBER_COLUMNS, type SubscriberRow, subscriberOf } from '../subscriber-row.ts';
import { markGone, restoreGone, strike, struckOn, unstrike } from './gone.ts';
import { PUSH_COLUMNS, type SelectedPush } from './push-row.ts';
import { lastDigest, toldOf } from './told.ts';

/** All our token locks share this first key; the second is a hash of the channel's name. */
const LOCK_SPACE = 0x6d65_686e;

/**
 * Locks of tokens in the database at `url`, each a session of its own: needs a direct connection, no proxy that pools
 * transactions. Waits as long as another process holds the lock.
 */
export function createLockToken(url: string): LockToken {
  return async (channel, signal) => {
    const client = new pg.Client({ connectionString: url, application_name: 'mehnat sender' });
    const lost = new AbortController();
    client.on('error', () => lost.abort());
    client.on('end', () => lost.abort());
    await client.connect();
    const giveUp = (): void => void client.end().catch(() => undefined);
    signal.addEventListener('abort', giveUp, { once: true });
    try {
      signal.throwIfAborted();
      await lock(client, channel, signal);
      return ledgerOn(client, lost.signal, new Set(await struckOn(client, channel)));
    } catch (cause) {
      await client.end().catch(() => undefined);
      throw cause;
    } finally {
      signal.removeEventListener('abort', giveUp);
    }
  };
}

// Asked again and again instead of waited for: a waiting session would hold back PostgreSQL's clean-up.
async function lock(client: pg.Client, channel: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    const { rows } = await client.query<{ held: boolean }>(
      'select pg_try_advisory_lock($1, hashtext($2)) as held',
      [LOCK_SPACE, channel],
    );
    if (rows[0]?.held === true) return;
    await new Promise((resolve) => setTimeout(resolve, 250));
    signal.throwIfAborted();
  }
}

/** `struck`: who is marked "not found"; nobody else marks people of this channel while the lock is held. */
function ledgerOn(client: pg.Client, lost: AbortSignal, struck: Set<string>): Ledger {
  const inTurn = takingTurns();
  return {
    lost,
    takeOver: (pushId, fence) =>
      inTurn(async () => {
        const { rows } = await client.query<SelectedPush>(
          `update push set fence = $2 where id = $1 and state = 'running' returning ${PUSH_COLUMNS}`,
          [pushId, fence],
        );
        return rows[0] ?? null;
      }),
    due: (channel, now) => inTurn(() => due(client, channel, now)),
    save: (writes, told, now) => inTurn(() => save(client, writes, told, now)),
    finish: (write, state, now) =>
      inTurn(async () => {
        const { rowCount } = await client.query(
          `update push set ${SNAPSHOT}, state = $15, over_at = $14 where id = $1 and fence = $2`,
          [...valuesOf(write, now), state],
        );
        return rowCount === 1 ? 'saved' : 'lost';
      }),
    obstacle: (pushId, now) =>
      inTurn(async () => {
        const { rows } = await client.query('select state, channel from push where id = $1', [pushId]);
        const { state, channel } = rows[0] ?? { state: 'stopped', channel: '' };
        return { state, pausedUntil: await pausedUntil(client, channel, now) };
      }),
    pause: (channel, until, reason) => inTurn(() => pauseChannel(client, channel, until, reason)),
    dayCounts: (channel, day) => inTurn(() => dayCounts(client, channel, day)),
    foldDay: (channel, day, counts) => inTurn(() => foldDay(client, channel, day, counts)),
    gone: (subscriberId, now) => inTurn(() => markGone(client, subscriberId, now)),
    strike: (subscriberId, now) => {
      struck.add(subscriberId);
      return inTurn(() => strike(client, subscriberId, now));
    },
    found: async (subscriberId) => {
      if (struck.delete(subscriberId)) await inTurn(() => unstrike(client, subscriberId));
    },
    people: (ordinals) => inTurn(() => people(client, ordinals)),
    lastDigest: (channel, ordinal) => inTurn(() => lastDigest(client, channel, ordinal)),
    restore: (channel, since) => inTurn(() => restoreGone(client, channel, since)),
    toldOf: (channel, ordinal, ids) => inTurn(() => toldOf(client, channel, ordinal, ids)),
    release: () => inTurn(() => client.end()),
  };
}

/** The columns of a write; `coalesce` leaves the bitmaps alone unless they come along. */
const SNAPSHOT = `cursor = $3, wire = $4, wake_at = $5, sent = $6, uncertain = $7, skipped = $8, failed = $9,
  journal = $10, recipients = coalesce($11, recipients), later = coalesce($12, later), ahead = coalesce($13, ahead)`;

const SAVE = `update push set ${SNAPSHOT} where id = $1 and fence = $2 and $14::timestamptz is not null`;

const RESERVE = `update push set ${SNAPSHOT}
  where id = $1 and fence = $2 and state = 'running' and expires_at > $14
    and not exists (select 1 from channel_pause p where p.channel = push.channel and p.until > $14)`;

/** One row a day; an entry is an ordinal. */
const NOTE_DAYS = `noted as (
  insert into channel_day (channel, day, journal)
  select saved.channel, (n->>'day')::date, jsonb_agg((n->>'ordinal')::int)
  from saved, jsonb_array_elements($15::jsonb) as n group by 1, 2
  on conflict (channel, day) do update set journal = channel_day.journal || excluded.journal)`;

async function save(
  client: pg.Client,
  writes: readonly LedgerWrite[],
  told: readonly DayNote[],
  now: Date,
): Promise<SaveResult> {
  const [only] = writes;
  if (only !== undefined && writes.length === 1) return saveOne(client, only, told, now);
  await client.query('begin');
  try {
    for (const [at, write] of writes.entries()) {
      const result = await saveOne(client, write, at === 0 ? told : [], now);
      if (result !== 'saved') {
        await client.query('rollback');
        return result;
      }
    }
    await client.query('commit');
    return 'saved';
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    throw cause;
  }
}

/** With what people were told on their days in the same statement: a round trip less for every message. */
async function saveOne(
  client: pg.Client,
  write: LedgerWrite,
  told: readonly DayNote[],
  now: Date,
): Promise<SaveResult> {
  const where = write.reserving ? RESERVE : SAVE;
  const noting = told.length > 0;
  const name = `${write.reserving ? 'reserve' : 'save'}${noting ? ' and note' : ''}`;
  const { rowCount } = await client.query({
    name,
    text: noting ? `with saved as (${where} returning channel), ${NOTE_DAYS} select from saved` : where,
    values: noting ? [...valuesOf(write, now), JSON.stringify(told)] : valuesOf(write, now),
  });
  if (rowCount === 1) return 'saved';
  return write.reserving ? 'refused' : 'lost';
}

async function due(client: pg.Client, channel: string, now: Date): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from push where channel = $1 and state = 'running' and coalesce(wake_at, $2) <= $2
     order by planned_at desc limit 50`,
    [channel, now],
  );
  return rows.map(({ id }) => id);
}

/** People who are there, in one question. As JSON, because days must stay days. */
async function people(client: pg.Client, ordinals: readonly number[]): Promise<readonly Subscriber[]> {
  const { rows } = await client.query<{ row: SubscriberRow }>({
    name: 'people',
    text: `select to_jsonb(r) as row from
             (select ${SUBSCRIBER_COLUMNS} from subscriber s where s.ordinal = any($1::int[])) r`,
    values: [ordinals],
  });
  return rows.map(({ row }) => subscriberOf(row));
}

function valuesOf({ snapshot, fence }: LedgerWrite, now: Date): unknown[] {
  const { bitmaps } = snapshot;
  return [
    snapshot.id,
    fence,
    snapshot.cursor,
    JSON.stringify(snapshot.wire),
    snapshot.wakeAt,
    snapshot.sent,
    snapshot.uncertain,
    snapshot.skipped,
    snapshot.failed,
    JSON.stringify(snapshot.journal),
    bitmaps === null ? null : Buffer.from(bitmaps.recipients),
    bitmaps === null ? null : Buffer.from(bitmaps.later),
    bitmaps === null ? null : Buffer.from(bitmaps.ahead),
    now,
  ];
}

/** One call at a time: a transaction must not be cut in two by another write on the same session. */
function takingTurns(): <T>(call: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (call) => {
    const turn = last.then(call, call);
    last = turn.catch(() => undefined);
    return turn;
  };
}
