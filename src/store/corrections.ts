import type pg from 'pg';

/** A correction is of use as long as somebody may still be on the way: longer than an outage of days. */
const CORRECTION_DAYS = 7;
/** What is open again is news as long as what is new. */
const NEWS_DAYS = 2;

/**
 * One push a channel for each opening of which something must still be said, once for each of its revisions; what is
 * open again is also announced to those who were not told. Pushes of the opening that sleep are woken: they may have
 * nothing left to say. Says how many pushes are new.
 */
export async function planCorrections(
  pool: pg.Pool,
  channels: readonly string[],
  now: Date,
): Promise<number> {
  const { rows } = await pool.query<{ planned: number }>(PLAN, [
    channels,
    now,
    CORRECTION_DAYS,
    NEWS_DAYS,
    MOST_AT_ONCE,
  ]);
  return rows[0]?.planned ?? 0;
}

/** The rest ten seconds later. */
const MOST_AT_ONCE = 1_000;

const PLAN = `
  with due as (
    select id, correction, revision from opening where correction is not null
    order by id limit $5 for no key update skip locked),
  planned as (
    insert into push (id, announcement_id, channel, kind, lane, revision, expires_at)
    select gen_random_uuid(), due.id, c.channel, p.kind, p.lane, due.revision,
      $2::timestamptz + p.days * interval '1 day'
    from due cross join unnest($1::text[]) as c(channel)
    cross join lateral (
      select due.correction as kind, 'urgent' as lane, $3::integer as days
      union all select 'announce', 'instant', $4::integer where due.correction = 'reopened') as p
    on conflict (announcement_id, channel, kind, revision) where not moved do nothing
    returning id),
  woken as (
    update push set wake_at = $2 from due
    where (push.announcement_id = due.id
        or push.announcement_id in (select b.id from broadcast b where b.opening_id = due.id))
      and push.state = 'running' and push.wake_at > $2
    returning push.id),
  said as (update opening o set correction = null from due where o.id = due.id returning o.id)
  select (select count(*) from planned)::integer as planned, (select count(*) from woken)::integer as woken,
    (select count(*) from said)::integer as said, case when exists (select from due) then pg_notify('mehnat', 'push') end`;
