import pg from 'pg';
import type { Afterword } from '../../domain/afterword.ts';
import type { DayNote, Ledger, LedgerWrite, LockToken, Saved, SaveResult } from '../../domain/delivery.ts';
import { dayCounts, foldDay } from '../channel-days.ts';
import { knocksOf } from '../channel-hours.ts';
import { pauseChannel, pausedUntil } from '../pauses.ts';
import { STOPPED, standstillSince, stoppedPushes } from '../standstill.ts';
import { foldTold, isLong, type Noted, noteFrom } from '../told.ts';
import { markGone, restoreGone, strike, struckOn, unstrike } from './gone.ts';
import { outsideOf } from './outside.ts';
import { people } from './people.ts';
import { PUSH_COLUMNS, type SelectedPush } from './push-row.ts';
import { closeWindow, holdKnocks, stopPushes } from './standing.ts';
import { broadcastLately, broadcastTo, lastDigest, sightOf, toldOf } from './told.ts';

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

/** `struck`: who was marked "not found" by this sender, or before it. What a service says later marks and unmarks rows. */
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
          `update push set ${SNAPSHOT}, state = $16, over_at = $15
           where id = $1 and fence = $2 and jsonb_array_length(afterwords) <= $14`,
          [...valuesOf(write, now), state],
        );
        return rowCount === 1 ? 'saved' : refusedOrLost(client, write);
      }),
    obstacle: (pushId, now) =>
      inTurn(async () => {
        const { rows } = await client.query('select state, channel from push where id = $1', [pushId]);
        const { state, channel } = rows[0] ?? { state: 'stopped', channel: '' };
        const until = await pausedUntil(client, channel, now);
        const rests = (await standstillSince(client)) !== null;
        return {
          state,
          pausedUntil: rests ? new Date(now.getTime() + STANDSTILL_MS) : until,
          stopped: await stoppedPushes(client, channel),
        };
      }),
    pause: (channel, until, reason) => inTurn(() => pauseChannel(client, channel, until, reason)),
    dayCounts: (channel, day) => inTurn(() => dayCounts(client, channel, day)),
    foldDay: (channel, day, counts) => inTurn(() => foldDay(client, channel, day, counts)),
    knocks: (channel, now) => inTurn(() => knocksOf(client, channel, now)),
    outside: (pushId, now) => inTurn(() => outsideOf(client, pushId, now)),
    foresee: (pushId, { outside, beyond }) =>
      inTurn(async () => {
        await client.query('update push set outside = $2, beyond = $3 where id = $1', [
          pushId,
          outside,
          beyond,
        ]);
      }),
    gone: (subscriberId, now) => inTurn(() => markGone(client, subscriberId, now)),
    strike: (subscriberId, now) => {
      struck.add(subscriberId);
      return inTurn(() => strike(client, subscriberId, now));
    },
    stopped: (subscriberId) => inTurn(() => stopPushes(client, subscriberId)),
    held: (subscriberId, today) => inTurn(() => holdKnocks(client, subscriberId, today)),
    windowClosed: (subscriberId) => inTurn(() => closeWindow(client, subscriberId)),
    found: async (subscriberId) => {
      if (struck.delete(subscriberId)) await inTurn(() => unstrike(client, subscriberId));
    },
    people: (ordinals) => inTurn(() => people(client, ordinals)),
    lastDigest: (channel, ordinal) => inTurn(() => lastDigest(client, channel, ordinal)),
    restore: (channel, since) => inTurn(() => restoreGone(client, channel, since)),
    broadcastLately: (now) => inTurn(() => broadcastLately(client, now)),
    broadcastTo: (channel, ordinal, ids, push) =>
      inTurn(() => broadcastTo(client, channel, ordinal, ids, push)),
    toldOf: (channel, ordinal, ids) => inTurn(() => toldOf(client, channel, ordinal, ids)),
    sightOf: (channel, ordinal, opening, now, asking) =>
      inTurn(() => sightOf(client, channel, ordinal, opening, now, asking)),
    release: () => inTurn(() => client.end()),
  };
}

/** The columns of a write; `coalesce` leaves the bitmaps alone unless they come along. What was heard goes. */
const SNAPSHOT = `cursor = $3, wire = $4, wake_at = $5, sent = $6, uncertain = $7, skipped = $8, failed = $9,
  journal = $10, recipients = coalesce($11, recipients), later = coalesce($12, later), ahead = coalesce($13, ahead),
  afterwords = case when $14::integer = 0 then afterwords else
    (select coalesce(jsonb_agg(word order by at), '[]')
     from jsonb_array_elements(afterwords) with ordinality as w(word, at) where at > $14) end`;

const SAVE = `update push set ${SNAPSHOT} where id = $1 and fence = $2 and $15::timestamptz is not null`;

const RESERVE = `update push set ${SNAPSHOT}
  where id = $1 and fence = $2 and state = 'running' and expires_at > $15
    and not exists (select 1 from channel_pause p where p.channel = push.channel and p.until > $15)
    and not ${STOPPED}`;

/** A standstill has no end that anybody knows: pushes sleep, and are woken when somebody lets them go on. */
const STANDSTILL_MS = 600_000;

/** One row a day, where an entry is an ordinal, one an hour, which counts knocks, and one for each opening shown. */
const NOTE = `noted as (
  insert into channel_day (channel, day, journal)
  select saved.channel, (n->>'day')::date, jsonb_agg((n->>'ordinal')::int)
  from saved, jsonb_array_elements($16::jsonb) as n where (n->>'counts')::boolean group by 1, 2
  on conflict (channel, day) do update set journal = channel_day.journal || excluded.journal),
knocked as (
  insert into channel_hour (channel, hour, knocks)
  select saved.channel, date_trunc('hour', (n->>'knockedAt')::timestamptz, 'UTC'), count(*)
  from saved, jsonb_array_elements($16::jsonb) as n where n->>'knockedAt' is not null group by 1, 2
  on conflict (channel, hour) do update set knocks = channel_hour.knocks + excluded.knocks),
shown as (${noteFrom(`select opening::uuid, (n->>'ordinal')::integer
  from saved, jsonb_array_elements($16::jsonb) as n, jsonb_array_elements_text(n->'shown') as opening`)})`;

/** What a write learns beside its result: what was heard of its pushes, and openings whose journals are long. */
interface Learned {
  readonly heard: Map<string, readonly Afterword[]>;
  readonly full: Set<string>;
}

async function save(
  client: pg.Client,
  writes: readonly LedgerWrite[],
  told: readonly DayNote[],
  now: Date,
): Promise<Saved> {
  const learned: Learned = { heard: new Map(), full: new Set() };
  const [only] = writes;
  const result =
    only !== undefined && writes.length === 1
      ? await saveOne(client, only, told, now, learned)
      : await inOne(client, () => saveAll(client, writes, told, now, learned));
  if (result !== 'saved') return { result, heard: new Map() };
  for (const id of learned.full)
    await inOne(client, async () => {
      await foldTold(client, id);
      return 'saved';
    });
  return { result, heard: learned.heard };
}

async function saveAll(
  client: pg.Client,
  writes: readonly LedgerWrite[],
  told: readonly DayNote[],
  now: Date,
  learned: Learned,
): Promise<SaveResult> {
  // All who write several pushes at a time do so in this order, or two would wait for each other.
  for (const [at, write] of writes.toSorted(byId).entries()) {
    const result = await saveOne(client, write, at === 0 ? told : [], now, learned);
    if (result !== 'saved') return result;
  }
  return 'saved';
}

/** Commits what was saved; anything else is undone. */
async function inOne(client: pg.Client, work: () => Promise<SaveResult>): Promise<SaveResult> {
  await client.query('begin');
  try {
    const result = await work();
    await client.query(result === 'saved' ? 'commit' : 'rollback');
    return result;
  } catch (cause) {
    await client.query('rollback').catch(() => undefined);
    throw cause;
  }
}

const byId = ({ snapshot: a }: LedgerWrite, { snapshot: b }: LedgerWrite): number => (a.id < b.id ? -1 : 1);

/** With what people were told on their days in the same statement: a round trip less for every message. */
async function saveOne(
  client: pg.Client,
  write: LedgerWrite,
  told: readonly DayNote[],
  now: Date,
  { heard, full }: Learned,
): Promise<SaveResult> {
  const where = write.reserving ? RESERVE : SAVE;
  const noting = told.length > 0;
  const name = `${write.reserving ? 'reserve' : 'save'}${noting ? ' and note' : ''}`;
  const { rows } = await client.query<{ afterwords: readonly Afterword[]; shown?: readonly Noted[] }>({
    name,
    text: noting
      ? `with saved as (${where} returning channel, afterwords), ${NOTE}
         select afterwords, (select coalesce(jsonb_agg(shown), '[]') from shown) as shown from saved`
      : `${where} returning afterwords`,
    values: noting ? [...valuesOf(write, now), JSON.stringify(told)] : valuesOf(write, now),
  });
  const [row] = rows;
  if (row === undefined) return write.reserving ? 'refused' : 'lost';
  if (row.afterwords.length > 0) heard.set(write.snapshot.id, row.afterwords);
  for (const { openingId } of row.shown?.filter(isLong) ?? []) full.add(openingId);
  return 'saved';
}

async function refusedOrLost(client: pg.Client, { snapshot, fence }: LedgerWrite): Promise<SaveResult> {
  const { rowCount } = await client.query('select from push where id = $1 and fence = $2', [
    snapshot.id,
    fence,
  ]);
  return rowCount === 1 ? 'refused' : 'lost';
}

async function due(client: pg.Client, channel: string, now: Date): Promise<readonly string[]> {
  const { rows } = await client.query<{ id: string }>(
    `select id from push where channel = $1 and state = 'running' and coalesce(wake_at, $2) <= $2
     order by planned_at desc limit 50`,
    [channel, now],
  );
  return rows.map(({ id }) => id);
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
    snapshot.heard,
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
