/**
 * Who was shown an opening: one bit an ordinal. New ones stand in a journal first, because a bitmap rewritten for each
 * would be a megabyte of log for every eight people.
 */
import { type Bitmap, bitmapOf, count, union } from '../domain/bitmap.ts';
import type { Told } from '../domain/terms.ts';
import type { Database, Queryable } from './database.ts';

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
 * Who was told of an opening on a channel, or perhaps was: what stands on the wire of a push that may show it can arrive
 * any moment, and is written down only then. One statement, so that nobody is missed who goes from the one to the other.
 */
export async function toldOfOpening(on: Queryable, openingId: string, channel: string): Promise<Told> {
  const { rows } = await on.query<Held & { wire: readonly number[] }>(
    `select coalesce(t.bits, '') as bits, coalesce(t.journal, '[]') as journal,
       array(select distinct (w->>0)::integer from push p, jsonb_array_elements(p.wire) as w
             where p.channel = $2 and p.state = 'running'
               and (p.kind = 'digest' or p.announcement_id in (o.id, o.bulletin_id)
                 or p.announcement_id in (select b.id from broadcast b where b.opening_id = o.id))) as wire
     from opening o left join told t on t.opening_id = o.id where o.id = $1`,
    [openingId, channel],
  );
  const [row] = rows;
  if (row === undefined) return { told: bitmapOf([]), perhaps: bitmapOf([]) };
  return { told: folded(row), perhaps: bitmapOf(row.wire) };
}

/** What was told to the old ordinals of a person is told to the new one. Called within a transaction. */
export async function carryTold(client: Queryable, from: readonly number[], to: number): Promise<void> {
  for (const ordinal of from)
    await client.query(
      `with seen as (
         select opening_id,
           case when length(bits) * 8 > $1 then get_bit(bits, $1) else 0 end = 1 or journal @> to_jsonb($1::integer) as told
         from told
         where case when length(bits) * 8 > $1 then get_bit(bits, $1) else 0 end = 1
           or journal @> to_jsonb($1::integer) or $1 = any(reporters)
         order by opening_id for no key update)
       update told t set journal = case when seen.told then t.journal || to_jsonb($2::integer) else t.journal end,
         reporters = array_replace(t.reporters, $1, $2)
       from seen where t.opening_id = seen.opening_id`,
      [ordinal, to],
    );
}
