import type { DayCounts } from '../domain/delivery.ts';
import type { Queryable } from './pushes/gone.ts';

/** How many pushed messages everybody got on a day. */
export async function dayCounts(on: Queryable, channel: string, day: string): Promise<DayCounts> {
  const { rows } = await on.query<DayCounts>(
    'select once, twice, thrice, journal from channel_day where channel = $1 and day = $2',
    [channel, day],
  );
  return (
    rows[0] ?? { once: new Uint8Array(), twice: new Uint8Array(), thrice: new Uint8Array(), journal: [] }
  );
}

/** Writes a day's bitmaps whole and empties its journal. */
export async function foldDay(
  on: Queryable,
  channel: string,
  day: string,
  counts: Omit<DayCounts, 'journal'>,
): Promise<void> {
  await on.query(
    `update channel_day set once = $3, twice = $4, thrice = $5, journal = '[]' where channel = $1 and day = $2`,
    [channel, day, Buffer.from(counts.once), Buffer.from(counts.twice), Buffer.from(counts.thrice)],
  );
}

/** Removes days that are over everywhere on earth. */
export async function dropOldDays(on: Queryable, now: Date): Promise<void> {
  await on.query('delete from channel_day where day < $1::date - 2', [now.toISOString().slice(0, 10)]);
}
