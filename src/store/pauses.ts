import type { Queryable } from './pushes/gone.ts';

/** Pauses a channel until then; a pause that lasts longer stays as it is. */
export async function pauseChannel(
  on: Queryable,
  channel: string,
  until: Date,
  reason: string,
): Promise<void> {
  await on.query(
    `insert into channel_pause (channel, until, reason) values ($1, $2, $3)
     on conflict (channel) do update set until = excluded.until, reason = excluded.reason
     where channel_pause.until < excluded.until`,
    [channel, until, reason],
  );
}

/** Until when a channel is paused, or `null`. */
export async function pausedUntil(on: Queryable, channel: string, now: Date): Promise<Date | null> {
  const { rows } = await on.query<{ until: Date }>(
    'select until from channel_pause where channel = $1 and until > $2',
    [channel, now],
  );
  return rows[0]?.until ?? null;
}

/** Lets a channel go on: an operator's word, after a pause that needed one. */
export async function resumeChannel(on: Queryable, channel: string): Promise<void> {
  await on.query('delete from channel_pause where channel = $1', [channel]);
}
