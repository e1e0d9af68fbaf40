import type pg from 'pg';
import type { ClockOf, Receipt } from '../domain/delivery.ts';
import { gains, levelOf } from '../domain/message-status.ts';
import { dayAt } from '../domain/quiet-hours.ts';
import type { ChannelName, Clock, SendReason, Word } from '../domain/terms.ts';
import { type Database, rolledBack } from './database.ts';
import { markGone, strike } from './pushes/gone.ts';
import { closeWindow, holdKnocks, stopPushes } from './pushes/standing.ts';
import { openReceipt } from './receipts.ts';
import { SUBSCRIBER_COLUMNS, type SubscriberRow, subscriberOf } from './subscriber-row.ts';
import type { Vault } from './vault.ts';

type MessageWord = Extract<Word, { kind: 'message' }>;

export interface StatusPorts {
  readonly database: Pick<Database, 'pool'>;
  readonly vault: Vault;
  readonly clock: Clock;
  /** The clock people live by: their own day begins a hold. */
  readonly clockOf: ClockOf;
  /** For how many hours a service may repeat a status: its mark is kept that long. */
  readonly repeatHours: (channel: ChannelName) => number;
}

/**
 * Writes a status down, once and only upwards: in the counts of its pushes, and what follows for them and the person.
 * Resolves to whether it was news.
 */
export type TakeStatus = (channel: ChannelName, word: MessageWord) => Promise<boolean>;

/** In PostgreSQL; all of one status in one transaction. */
export function createTakeStatus(ports: StatusPorts): TakeStatus {
  return async (channel, word) => {
    const client = await ports.database.pool.connect();
    try {
      await client.query('begin');
      const before = await levelBefore(client, ports, channel, word);
      if (before !== null) await apply(client, ports, channel, word, before);
      await client.query('commit');
      client.release();
      return before !== null;
    } catch (error) {
      client.release(await rolledBack(client));
      throw error;
    }
  };
}

/** The level this message had; `null` when this one or a higher came before. */
async function levelBefore(
  client: pg.PoolClient,
  { vault, clock, repeatHours }: StatusPorts,
  channel: ChannelName,
  { id, status }: MessageWord,
): Promise<number | null> {
  const key = vault.hash(`deduplication/${channel}`, `status ${id}`);
  // Two statuses of one message may come at once; the number is ours, not anybody's text.
  await client.query(`select pg_advisory_xact_lock(${key.readBigInt64BE(0)})`);
  const now = clock();
  const { rows } = await client.query<{ before: number | null }>(
    `with known as (select level from seen_update where key = $1)
     insert into seen_update (key, seen_at, expires_at, level) values ($1, $2, $3, $4)
     on conflict (key) do update set level = excluded.level, expires_at = excluded.expires_at
       where seen_update.level < excluded.level
     returning (select level from known) as before`,
    [key, now, new Date(now.getTime() + repeatHours(channel) * 3_600_000), levelOf(status)],
  );
  const [row] = rows;
  return row === undefined ? null : (row.before ?? 0);
}

async function apply(
  client: pg.PoolClient,
  ports: StatusPorts,
  channel: ChannelName,
  { status, receipt: sealed, reason }: MessageWord,
  before: number,
): Promise<void> {
  const receipt = sealed === null ? null : openReceipt(ports.vault, channel, sealed);
  if (receipt === null) return;
  // In the order in which their sender writes them, or the two would wait for each other.
  await client.query('select from push where id = any($1::uuid[]) order by id for update', [receipt.pushIds]);
  await count(client, receipt, gains(before, levelOf(status)));
  if (status !== 'failed') {
    await arrived(client, receipt);
    if (status !== 'sent') await found(client, channel, receipt.ordinal);
  } else if (reason !== null) {
    await failed(client, receipt, reason.kind, ports.clock());
    await befall(client, ports, channel, receipt.ordinal, reason);
  }
}

async function count(
  client: pg.PoolClient,
  { pushIds }: Receipt,
  { delivered, read }: { readonly delivered: number; readonly read: number },
): Promise<void> {
  if (delivered === 0 && read === 0) return;
  await client.query(
    'update push set delivered = delivered + $2, read = read + $3 where id = any($1::uuid[])',
    [pushIds, delivered, read],
  );
}

/** Only of use while it is in doubt: for whoever is on the wire. */
async function arrived(client: pg.PoolClient, { pushIds, ordinal }: Receipt): Promise<void> {
  await client.query(
    `update push set afterwords = afterwords || jsonb_build_array(jsonb_build_array($2::integer, 'arrived'))
     where id = any($1::uuid[]) and state in ('running', 'paused')
       and exists (select from jsonb_array_elements(wire) as entry where (entry ->> 0)::integer = $2)`,
    [pushIds, ordinal],
  );
}

/** Its sender works it in; a push that was over goes on for that. */
async function failed(
  client: pg.PoolClient,
  { pushIds, ordinal }: Receipt,
  why: SendReason['kind'],
  now: Date,
): Promise<void> {
  const { rowCount } = await client.query(
    `update push set afterwords = afterwords || jsonb_build_array(jsonb_build_array($2::integer, $3::text)),
       state = case when state = 'done' then 'running' else state end, over_at = null
     where id = any($1::uuid[]) and recipients is not null and expires_at > $4
       and state in ('running', 'paused', 'done')`,
    [pushIds, ordinal, why, now],
  );
  if (rowCount !== 0) await client.query(`select pg_notify('mehnat', 'push')`);
}

/** It is on their phone: they were only away. That a service took it says nothing yet. */
async function found(client: pg.PoolClient, channel: ChannelName, ordinal: number): Promise<void> {
  await client.query(
    `update subscriber set unreachable_on = null
     where ordinal = $1 and channel = $2 and unreachable_on is not null`,
    [ordinal, channel],
  );
}

/** What it means for the person, as when the service had said it at once. */
async function befall(
  client: pg.PoolClient,
  { clock, clockOf }: StatusPorts,
  channel: ChannelName,
  ordinal: number,
  reason: SendReason,
): Promise<void> {
  const { rows } = await client.query<SubscriberRow>(
    `select ${SUBSCRIBER_COLUMNS} from subscriber s where s.ordinal = $1 and s.channel = $2`,
    [ordinal, channel],
  );
  const [row] = rows;
  if (row === undefined) return;
  const { id } = row;
  const now = clock();
  if (reason.kind === 'blocked') await markGone(client, id, now);
  else if (reason.kind === 'unreachable') await strike(client, id, now);
  else if (reason.kind === 'opted-out') await stopPushes(client, id);
  else if (reason.kind === 'capped') await holdKnocks(client, id, dayAt(now, clockOf(subscriberOf(row))));
  else if (reason.kind === 'window-closed') await closeWindow(client, id);
}
