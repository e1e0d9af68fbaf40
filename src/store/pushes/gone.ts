import type pg from 'pg';

/** What both a pool and a client can do. */
export type Queryable = Pick<pg.ClientBase, 'query'>;

/** Marks a person as having blocked us: no pushes from now on. Repeating it keeps the first time. */
export async function markGone(on: Queryable, subscriberId: string, now: Date): Promise<void> {
  await on.query(
    `update subscriber set standing = 'blocked', blocked_at = $2 where id = $1 and standing <> 'blocked'`,
    [subscriberId, now],
  );
}

/** Not found: remembered to the day. A second time, at least a whole day later, is as good as gone. */
export async function strike(on: Queryable, subscriberId: string, now: Date): Promise<void> {
  await on.query(
    `update subscriber set
       standing = case when unreachable_on < $2::date - 1 then 'blocked' else standing end,
       blocked_at = case when unreachable_on < $2::date - 1 then $3::timestamptz else blocked_at end,
       unreachable_on = coalesce(unreachable_on, $2::date)
     where id = $1 and standing <> 'blocked'`,
    [subscriberId, now.toISOString().slice(0, 10), now],
  );
}

/** Whoever is marked "not found" on a channel: ids. */
export async function struckOn(on: Queryable, channel: string): Promise<readonly string[]> {
  const { rows } = await on.query<{ id: string }>(
    'select id from subscriber where channel = $1 and unreachable_on is not null',
    [channel],
  );
  return rows.map(({ id }) => id);
}

/** A message arrived: the person was only away. */
export async function unstrike(on: Queryable, subscriberId: string): Promise<void> {
  await on.query('update subscriber set unreachable_on = null where id = $1', [subscriberId]);
}

/** A mass of "gone" is a fault of ours: whoever was marked since then is active again. */
export async function restoreGone(on: Queryable, channel: string, since: Date): Promise<void> {
  await on.query(
    `update subscriber set standing = 'active', blocked_at = null
     where channel = $1 and standing = 'blocked' and blocked_at >= $2`,
    [channel, since],
  );
}

/** Ten minutes without a trip of the guard (delivery.md §8). */
const GUARD_MS = 600_000;

/** Ids of people who may be forgotten: marked gone for ten minutes, on a channel whose guard has not tripped. */
export async function goneForGood(on: Queryable, now: Date): Promise<readonly string[]> {
  const { rows } = await on.query<{ id: string }>(
    `select id from subscriber s where standing = 'blocked' and blocked_at < $1
       and not exists (select 1 from channel_pause p
                       where p.channel = s.channel and p.reason = 'mass-gone' and p.until > $2)`,
    [new Date(now.getTime() - GUARD_MS), now],
  );
  return rows.map((row) => row.id);
}
