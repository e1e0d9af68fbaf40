import type { Queryable } from './gone.ts';

/** How many of a push's audience have a reply window that is closed now. Reads the channel's people once. */
export async function outsideOf(on: Queryable, pushId: string, now: Date): Promise<number> {
  const { rows } = await on.query<{ outside: number }>(
    // Put together anew, the bits are unpacked once, not for every person.
    `with audience as materialized (
       select channel, recipients || ''::bytea as bits from push where id = $1)
     select count(*)::integer as outside from audience a join subscriber s on s.channel = a.channel
     where case when s.ordinal < length(a.bits) * 8 then get_bit(a.bits, s.ordinal) else 0 end = 1
       and (s.window_until is null or s.window_until <= $2)`,
    [pushId, now],
  );
  return rows[0]?.outside ?? 0;
}
