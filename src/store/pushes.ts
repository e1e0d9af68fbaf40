import type pg from 'pg';
import { EMPTY_BITMAP } from '../domain/bitmap.ts';
import type { PlannedPush, PushPlans } from '../domain/push-plans.ts';
import { STOPPED } from './standstill.ts';
import { toldOfOpening } from './told.ts';

/** What a sweeper must know of a push that runs. */
export interface RunningPush {
  readonly id: string;
  readonly channel: string;
  readonly urgent: boolean;
  /** Changes whenever a turn ends. */
  readonly progress: string;
  /** Nothing is due now: it sleeps, its channel is paused, or it is stopped. */
  readonly resting: boolean;
}

/** A digest to be planned: for everybody who lives by these zones. */
export interface DigestPlan {
  readonly id: string;
  readonly channel: string;
  readonly zones: readonly string[];
  readonly since: Date;
  readonly expiresAt: Date;
}

/** The pushes, as everybody but their sender sees them. */
export interface Pushes extends PushPlans {
  /** Called after an import and on schedule: one push a channel for each finished bulletin. Says how many are new. */
  planBulletins(channels: readonly string[], now: Date): Promise<number>;
  /** Called at digest time; the same digest again changes nothing. Says whether it is new. */
  planDigest(digest: DigestPlan): Promise<boolean>;
  /** Called when a person may be written to now: the pushes that sleep and wait for them are due. Their ids. */
  hasten(channel: string, ordinal: number, now: Date): Promise<readonly string[]>;
  /** Called by the sweeper. */
  running(now: Date): Promise<readonly RunningPush[]>;
}

/** A bulletin is news for two days; older ones are in everybody's list. A simulator's clock that was moved ahead ages none. */
const BULLETIN_DAYS = 2;

export function createPushes(pool: pg.Pool): Pushes {
  return {
    async planBulletins(channels, now) {
      const { rowCount } = await pool.query(
        `insert into push (id, announcement_id, channel, kind, lane, expires_at)
         select gen_random_uuid(), b.id, c.channel, 'announce', 'instant', $2::timestamptz + $3 * interval '1 day'
         from bulletin b cross join unnest($1::text[]) as c(channel)
         where b.finished_at > least($2::timestamptz, clock_timestamp()) - $3 * interval '1 day'
           and exists (select 1 from opening o where o.bulletin_id = b.id and o.status = 'open')
         on conflict (announcement_id, channel, kind, revision) where not moved do nothing`,
        [channels, now, BULLETIN_DAYS],
      );
      const posted = await planPosted(pool, channels, now);
      if (rowCount !== 0 || posted !== 0) await tell(pool);
      return (rowCount ?? 0) + posted;
    },
    async planDigest({ id, channel, zones, since, expiresAt }) {
      const { rowCount } = await pool.query(
        `insert into push (id, announcement_id, channel, kind, lane, since, zones, expires_at)
         values (gen_random_uuid(), $1, $2, 'digest', 'digest', $3, $4, $5)
         on conflict (announcement_id, channel, kind, revision) where not moved do nothing`,
        [id, channel, since, zones, expiresAt],
      );
      if (rowCount === 1) await tell(pool);
      return rowCount === 1;
    },
    async planned(now) {
      const { rows } = await pool.query<PlannedPush>(
        `select id, announcement_id as "announcementId", channel, kind, zones
         from push where state = 'planned' and coalesce(not_before, $1) <= $1 order by planned_at`,
        [now],
      );
      return rows;
    },
    told: (announcementId, channel) => toldOfOpening(pool, announcementId, channel),
    begin: (id, recipients, total) => begin(pool, id, recipients, total),
    async hasten(channel, ordinal, now) {
      const { rows } = await pool.query<{ id: string }>(
        `with waiting as (
           select id from push where channel = $1 and state = 'running' and wake_at > $3
             and (case when length(later) * 8 > $2 then get_bit(later, $2) else 0 end = 1
                  or journal @> jsonb_build_array(jsonb_build_array('+', $2::integer)))
           order by id for update)
         update push set wake_at = $3 from waiting where push.id = waiting.id returning push.id`,
        [channel, ordinal, now],
      );
      return rows.map(({ id }) => id);
    },
    async running(now) {
      const { rows } = await pool.query<RunningPush>(
        `select id, channel, lane = 'urgent' as urgent, concat_ws(' ', cursor, sent, uncertain, skipped, failed) as progress,
           coalesce(wake_at > $1, false) or exists
             (select from channel_pause p where p.channel = push.channel and p.until > $1) or ${STOPPED} as resting
         from push where state = 'running' order by planned_at`,
        [now],
      );
      return rows;
    },
  };
}

/** An opening that a coordinator posted is an announcement of its own. */
async function planPosted(pool: pg.Pool, channels: readonly string[], now: Date): Promise<number> {
  const { rowCount } = await pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, expires_at)
     select gen_random_uuid(), o.id, c.channel, 'announce', 'instant', $2::timestamptz + $3 * interval '1 day'
     from opening o cross join unnest($1::text[]) as c(channel)
     where o.organisation_id is not null and o.source = 'chat' and o.status = 'open'
       and o.published_at > least($2::timestamptz, clock_timestamp()) - $3 * interval '1 day'
     on conflict (announcement_id, channel, kind, revision) where not moved do nothing`,
    [channels, now, BULLETIN_DAYS],
  );
  return rowCount ?? 0;
}

// Begins at a random ordinal, so that nobody is always last (delivery.md §8).
async function begin(pool: pg.Pool, id: string, recipients: Uint8Array, total: number): Promise<void> {
  const bits = total === 0 ? EMPTY_BITMAP : recipients;
  const origin = bits.length === 0 ? 0 : Math.floor(Math.random() * bits.length * 8);
  await pool.query(
    `update push set recipients = $2, total = $3, origin = $4, state = case when $3 = 0 then 'done' else 'running' end,
       over_at = case when $3 = 0 then clock_timestamp() end
     where id = $1 and state = 'planned'`,
    [id, Buffer.from(bits), total, origin],
  );
  await tell(pool);
}

/** Whoever runs looks at the pushes at once, not only when the sweeper comes by. */
async function tell(pool: pg.Pool): Promise<void> {
  await pool.query(`select pg_notify('mehnat', 'push')`);
}
