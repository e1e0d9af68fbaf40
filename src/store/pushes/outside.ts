import type { Queryable } from './gone.ts';

/** How many of a push's audience have a reply window that is closed now. Reads the channel's people once. */
export async function outsideOf(on: Queryable, pushId: string, now: Date): Promise<number> {
  const { rows } = await on.query<{ outside: number }>(
    `select count(*)::integer as outside from push p join subscriber s on s.channel = p.channel
     where p.id = $1
       and case when s.ordinal < length(p.recipients) * 8 then get_bit(p.recipients, s.ordinal) else 0 end = 1
       and (s.window_until is null or s.window_until <= $2)`,
    [pushId, now],
  );
  return rows[0]?.outside ?? 0;
}
