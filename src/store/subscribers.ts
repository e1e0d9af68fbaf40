import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { MOST_HIDDEN } from '../domain/changed.ts';
import type { SubscriberChange, Subscribers } from '../domain/people-and-openings.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import type { Address, ChannelName, Clock } from '../domain/terms.ts';
import type { Queryable } from './database.ts';
import { preferenceColumns, SUBSCRIBER_COLUMNS, type SubscriberRow, subscriberOf } from './subscriber-row.ts';
import type { Place, Vault } from './vault.ts';

export interface SubscriberPorts {
  readonly database: Queryable;
  readonly vault: Vault;
  readonly clock: Clock;
}

const FORGET_PATIENCE_MS = 2_000;
const FORGET_GLANCE_MS = 25;

/** People who opted in, in PostgreSQL. The table's trigger tells the audience indexes of every change. */
export function createSubscribers(ports: SubscriberPorts): Subscribers {
  return subscribersWith(ports, async (ordinal) => untilNothingIsOnItsWay(ports.database, ordinal));
}

/** The same inside a transaction; `forgotten` is told the ordinal and does the waiting after the commit. */
export function subscribersWith(
  { database, vault, clock }: SubscriberPorts,
  forgotten: (ordinal: number) => Promise<void>,
): Subscribers {
  return {
    find: async (channel, address) =>
      one(database, 's.channel = $1 and s.lookup = $2', [channel, vault.lookup(channel, address)]),
    byOrdinal: async (ordinal) => one(database, 's.ordinal = $1', [ordinal]),
    optIn: async (who) => optIn({ database, vault, clock }, who),
    change: async (id, change) => applyChange(database, id, change, clock()),
    forget: async (id) => {
      const { rows } = await database.query<{ ordinal: number }>(
        'delete from subscriber where id = $1 returning ordinal',
        [id],
      );
      for (const { ordinal } of rows) await forgotten(ordinal);
    },
    addressOf: async (subscriber) => openAddress(database, vault, subscriber),
  };
}

/**
 * Resolves when no running push has this ordinal on the wire, after two seconds at the latest. Whoever reserved it
 * before the row went has then sent; whoever comes later finds no row.
 */
export async function untilNothingIsOnItsWay(database: Queryable, ordinal: number): Promise<void> {
  for (let waited = 0; waited < FORGET_PATIENCE_MS; waited += FORGET_GLANCE_MS) {
    const { rowCount } = await database.query(
      `select from push, jsonb_array_elements(wire) as entry
       where state in ('planned', 'running', 'paused') and (entry ->> 0)::integer = $1 limit 1`,
      [ordinal],
    );
    if (rowCount === 0) return;
    await wait(FORGET_GLANCE_MS);
  }
}

async function one(database: Queryable, where: string, values: unknown[]): Promise<Subscriber | null> {
  const { rows } = await database.query<SubscriberRow>({
    name: `subscriber where ${where}`,
    text: `select ${SUBSCRIBER_COLUMNS} from subscriber s where ${where}`,
    values,
  });
  const [row] = rows;
  return row === undefined ? null : subscriberOf(row);
}

type WhoOptsIn = Parameters<Subscribers['optIn']>[0];

/** A second yes of somebody active changes only what they agreed to; anybody else begins afresh. */
async function optIn({ database, vault, clock }: SubscriberPorts, who: WhoOptsIn): Promise<Subscriber> {
  const id = randomUUID();
  const lookup = vault.lookup(who.channel, who.address);
  const sealed = vault.sealAddress(placeOf({ id, channel: who.channel }), who.address);
  const today = dayOf(clock());
  await database.query(`delete from subscriber where channel = $1 and lookup = $2 and standing <> 'active'`, [
    who.channel,
    lookup,
  ]);
  const { rows } = await database.query<SubscriberRow>(
    `insert into subscriber as s
       (id, channel, lookup, sealed, locale, consent_on, consent_version, answered_in)
     values ($1, $2, $3, $4, $5, $6, $7, $8)
     on conflict (channel, lookup) do update
       set locale = excluded.locale, consent_on = excluded.consent_on, consent_version = excluded.consent_version
     returning ${SUBSCRIBER_COLUMNS}`,
    [id, who.channel, lookup, sealed, who.locale, today, who.consentVersion, monthOf(today)],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('an opt-in was not stored');
  return subscriberOf(row);
}

async function applyChange(
  database: Queryable,
  id: string,
  change: SubscriberChange,
  now: Date,
): Promise<void> {
  const columns = changedColumns(change, now);
  const settings = columns.map(([column], index) => `${column} = $${index + 2}`);
  const values: unknown[] = [id, ...columns.map(([, value]) => value)];
  if (change.hide !== undefined) {
    values.push(change.hide);
    const hidden = `array_remove(hidden, $${values.length}::uuid) || $${values.length}::uuid`;
    settings.push(`hidden = (${hidden})[greatest(1, cardinality(${hidden}) - ${MOST_HIDDEN - 1}):]`);
  }
  if (change.unhide !== undefined) {
    values.push(change.unhide);
    settings.push(`hidden = array_remove(hidden, $${values.length}::uuid)`);
  }
  if (settings.length === 0) return;
  await database.query(`update subscriber set ${settings.join(', ')} where id = $1`, values);
}

function changedColumns(change: SubscriberChange, now: Date): readonly (readonly [string, unknown])[] {
  const columns: (readonly [string, unknown])[] = [...preferenceColumns(change.preferences ?? {})];
  if (change.locale !== undefined) columns.push(['locale', change.locale]);
  if (change.pausedUntil !== undefined) columns.push(['paused_until', change.pausedUntil]);
  if (change.windowUntil !== undefined) columns.push(['window_until', change.windowUntil]);
  if (change.standing !== undefined) {
    columns.push(['standing', change.standing]);
    columns.push(['blocked_at', change.standing === 'blocked' ? now : null]);
  }
  // Blocking us is no answer: it must not put off the day they are forgotten.
  if (change.standing !== 'blocked') columns.push(['answered_in', thisMonth(now)]);
  return columns;
}

async function openAddress(
  database: Queryable,
  vault: Vault,
  subscriber: Subscriber,
): Promise<Address | null> {
  const { rows } = await database.query<{ sealed: Buffer }>({
    name: 'subscriber address',
    text: 'select sealed from subscriber where id = $1',
    values: [subscriber.id],
  });
  const [row] = rows;
  return row === undefined ? null : vault.openAddress(placeOf(subscriber), row.sealed);
}

/** Where the sealed address of a person belongs. */
export const placeOf = ({ id, channel }: { readonly id: string; readonly channel: ChannelName }): Place => ({
  table: 'subscriber',
  column: 'sealed',
  row: id,
  channel,
});

const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

/** The month of an answer that comes now. */
export const thisMonth = (now: Date): string => monthOf(dayOf(now));

/** The first of the month: nothing finer is kept of the last answer. */
const monthOf = (day: string): string => `${day.slice(0, 7)}-01`;
