/**
 * Who was shown an opening: one bit an ordinal. New ones stand in a journal first, because a bitmap rewritten for each
 * would be a megabyte of log for every eight people.
 */
import { type Bitmap, bitmapOf, count, union } from '../domain/bitmap.ts';
import type { Told } from '../domain/push-plans.ts';
import type { Database, Queryable } from './database.ts';

/** How long after its end it is kept who was shown an opening: time for a correction. */
export const TOLD_HOURS = 48;

/** When the journal is folded into the bits. */
const FOLD_ENTRIES = 1_000;

/** The upsert of `told` from rows `(opening_id, ordinal)`; answers how long the journal is now. */
export const noteFrom = (rows: string): string =>
  // Always in this order, or two who write several would wait for each other.
  `insert into told (opening_id, journal)
   select opening_id, jsonb_agg(ordinal) from (${rows}) as seen (opening_id, ordinal)
   where exists (select from opening o where o.id = seen.opening_id) group by 1 order by 1
   on conflict (opening_id) do update set journal = told.journal || excluded.journal
   returning opening_id as "openingId", jsonb_array_length(journal) as length`;

const NOTE_ONE = noteFrom('select $1::uuid, $2::integer');

/** Somebody sees an opening. */
export async function noteShown(database: Database, openingId: string, ordinal: number): Promise<void> {
  const { rows } = await database.pool.query<Noted>(NOTE_ONE, [openingId, ordinal]);
  for (const { openingId: id } of rows.filter(isLong))
    await database.transaction((client) => foldTold(client, id));
}

/** An opening whose journal grew. */
export interface Noted {
  readonly openingId: string;
  readonly length: number;
}

/** Whether it is time to fold. */
export const isLong = ({ length }: Noted): boolean => length >= FOLD_ENTRIES;

/** Folds the journal into the bits. Called within a transaction. */
export async function foldTold(client: Queryable, openingId: string): Promise<void> {
  const { rows } = await client.query<Held>(
    'select bits, journal from told where opening_id = $1 for no key update',
    [openingId],
  );
  const [held] = rows;
  if (held === undefined) return;
  await client.query(`update told set bits = $2, journal = '[]' where opening_id = $1`, [
    openingId,
    Buffer.from(folded(held)),
  ]);
}

interface Held {
  readonly bits: Uint8Array;
  readonly journal: readonly number[];
}

const folded = ({ bits, journal }: Held): Bitmap => union(bits, bitmapOf(journal));

/** How many were told of an opening. */
export async function countTold(on: Queryable, openingId: string): Promise<number> {
  const { rows } = await on.query<Held>('select bits, journal from told where opening_id = $1', [openingId]);
  return rows[0] === undefined ? 0 : count(folded(rows[0]));
}

/**
 * Who was told of an opening on a channel, or perhaps was: what stands on a wire can arrive any moment, and is written
 * down only then. Of any push: a message may carry others that are reserved later, and a correction offers what else
 * fits. One statement, so that nobody is missed who goes from the one to the other.
 */
export async function toldOfOpening(on: Queryable, openingId: string, channel: string): Promise<Told> {
  const { rows } = await on.query<Held & { wire: readonly number[] }>(
    `select coalesce(t.bits, '') as bits, coalesce(t.journal, '[]') as journal,
       array(select distinct (w->>0)::integer from push p, jsonb_array_elements(p.wire) as w
             where p.channel = $2 and p.state = 'running') as wire
     from opening o left join told t on t.opening_id = o.id where o.id = $1`,
    [openingId, channel],
  );
  const [row] = rows;
  if (row === undefined) return { told: bitmapOf([]), perhaps: bitmapOf([]) };
  return { told: folded(row), perhaps: bitmapOf(row.wire) };
}

/** Whether one of these ordinals, a SQL expression, is among those who were told by a row of `told`. */
const holds = (some: string): string =>
  `exists (select from unnest(${some}) as o
     where case when length(bits) * 8 > o then get_bit(bits, o) else 0 end = 1 or journal @> to_jsonb(o))`;

/**
 * What was told to the old ordinals of a person is told to the new one; again, it changes nothing. One statement, whose
 * locks come in the order of everybody who writes several.
 */
export async function carryTold(client: Queryable, from: readonly number[], to: number): Promise<void> {
  await client.query(
    `with seen as (
       select opening_id, ${holds('$1::int[]')} and not ${holds('array[$2::int]')} as carried from told
       where ${holds('$1::int[]')} or reporters && $1
       order by opening_id for no key update)
     update told t set journal = case when seen.carried then t.journal || to_jsonb($2::int) else t.journal end,
       reporters = array(select distinct case when r = any($1) then $2 else r end from unnest(t.reporters) as r)
     from seen where t.opening_id = seen.opening_id`,
    [from, to],
  );
}
