import type { KnockCount } from '../domain/delivery.ts';
import type { Queryable } from './pushes/gone.ts';

/** Knocks of the last 25 hours, by the hour: what counts within any 24 of them is at most this. */
export async function knocksOf(on: Queryable, channel: string, now: Date): Promise<readonly KnockCount[]> {
  const { rows } = await on.query<KnockCount>(
    `select hour, knocks from channel_hour where channel = $1 and hour > $2::timestamptz - interval '25 hours'`,
    [channel, now],
  );
  return rows;
}

/** Removes hours that count no more. */
export async function dropOldHours(on: Queryable, now: Date): Promise<void> {
  await on.query(`delete from channel_hour where hour < $1::timestamptz - interval '48 hours'`, [now]);
}
