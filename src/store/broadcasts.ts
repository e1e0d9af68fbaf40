/** Broadcasts in PostgreSQL: an opening, a filter of closed values, and one push a channel. */
import { randomUUID } from 'node:crypto';
import {
  ASKED_MS,
  type AudienceFilter,
  type BroadcastAccount,
  type BroadcastPlan,
  BUDGET_MS,
  LASTS_MS,
  UNDO_MS,
} from '../domain/broadcast.ts';
import type { Opening } from '../domain/opening.ts';
import type { Openings } from '../domain/people-and-openings.ts';
import type { Queryable } from './database.ts';
import { codeOf } from './opening-code.ts';
import { OPENING_COLUMNS, type OpeningRow, openingOf } from './opening-row.ts';

/** Whoever runs pushes looks at them at once. */
export const TELL = `select pg_notify('mehnat', 'push')`;

/** What a broadcast announces, and to whom; `null` for what is no broadcast. */
export async function broadcastPlan(
  on: Queryable,
  openings: Pick<Openings, 'byId'>,
  id: string,
): Promise<BroadcastPlan | null> {
  const { rows } = await on.query<{ opening: string; filter: AudienceFilter; urgent: boolean }>(
    'select opening_id as opening, audience as filter, urgent from broadcast where id = $1',
    [id],
  );
  const [row] = rows;
  const opening = row === undefined ? null : await openings.byId(row.opening);
  return row === undefined || opening === null ? null : { ...row, opening };
}

/** The one opening that an announcement speaks of: itself, or what a broadcast announces. */
export const announcedOpening =
  (on: Queryable, openings: Pick<Openings, 'byId'>): Openings['byId'] =>
  async (id) =>
    (await openings.byId(id)) ?? (await broadcastPlan(on, openings, id))?.opening ?? null;

/** Openings of an organisation that are open, newest first. */
export async function openOpenings(on: Queryable, organisationId: string): Promise<readonly Opening[]> {
  const { rows } = await on.query<OpeningRow>(
    `select ${OPENING_COLUMNS} from opening o where o.organisation_id = $1 and o.status = 'open'
     order by o.published_at desc limit 50`,
    [organisationId],
  );
  return rows.map(openingOf);
}

/** What is written down of one that somebody sends. */
export interface NewBroadcast {
  readonly organisationId: string;
  readonly by: string;
  readonly openingId: string;
  readonly filter: AudienceFilter;
  readonly urgent: boolean;
  /** So many it would reach now. */
  readonly foreseen: number;
  /** The time that was chosen; `null`: as soon as may be. */
  readonly at: Date | null;
}

/**
 * Writes it down; a normal one is planned at once. Resolves to its code, or to `null` where an urgent one is more than
 * the week's budget. Within a transaction: the organisation's row keeps two from spending the same.
 */
export async function writeBroadcast(
  on: Queryable,
  one: NewBroadcast,
  channels: readonly string[],
  now: Date,
): Promise<string | null> {
  const kind = one.urgent ? 'urgent' : 'normal';
  if (one.urgent && !(await isWithinBudget(on, one, now))) return null;
  const sendAt = one.at ?? new Date(now.getTime() + (one.urgent ? ASKED_MS : UNDO_MS.normal));
  const expiresAt = new Date(sendAt.getTime() + LASTS_MS[kind]);
  const id = randomUUID();
  for (let attempt = 0; ; attempt += 1) {
    const { rows } = await on.query<{ code: string }>(
      `insert into broadcast (id, code, organisation_id, posted_by, urgent, audience, opening_id, state, foreseen,
         send_at, expires_at, created_at, set_for)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) on conflict (code) do nothing returning code`,
      [
        id,
        codeOf(`broadcast ${id}`, attempt),
        one.organisationId,
        one.by,
        one.urgent,
        JSON.stringify(one.filter),
        one.openingId,
        one.urgent ? 'asked' : 'sent',
        one.foreseen,
        sendAt,
        expiresAt,
        now,
        one.at,
      ],
    );
    const [row] = rows;
    if (row === undefined) continue;
    if (!one.urgent) await planPushes(on, id, channels, sendAt, expiresAt, now);
    return row.code;
  }
}

/** Whether an urgent one to anybody at all is within the week's budget. */
export const isUrgentLeft = (on: Queryable, organisationId: string, now: Date): Promise<boolean> =>
  isWithinBudget(on, { organisationId, foreseen: 1 }, now);

async function isWithinBudget(
  on: Queryable,
  { organisationId, foreseen }: Pick<NewBroadcast, 'organisationId' | 'foreseen'>,
  now: Date,
): Promise<boolean> {
  const { rows } = await on.query<{ budget: number }>(
    'select urgent_budget as budget from organisation where id = $1 for no key update',
    [organisationId],
  );
  const { rows: spent } = await on.query<{ people: number }>(
    `select coalesce(sum(foreseen), 0)::integer as people from broadcast
     where organisation_id = $1 and urgent and send_at > $2
       and (state = 'sent' or (state = 'asked' and send_at > $3))`,
    [organisationId, new Date(now.getTime() - BUDGET_MS), now],
  );
  return foreseen + (spent[0]?.people ?? 0) <= (rows[0]?.budget ?? 0);
}

async function planPushes(
  on: Queryable,
  id: string,
  channels: readonly string[],
  notBefore: Date,
  expiresAt: Date,
  now: Date,
): Promise<void> {
  await on.query(
    `insert into push (id, announcement_id, channel, kind, lane, planned_at, not_before, expires_at)
     select gen_random_uuid(), b.id, c.channel, 'announce', case when b.urgent then 'urgent' else 'instant' end, $5, $3, $4
     from broadcast b cross join unnest($2::text[]) as c(channel) where b.id = $1
     on conflict (announcement_id, channel, kind, revision) where not moved do nothing`,
    [id, channels, notBefore, expiresAt, now],
  );
  await on.query(TELL);
}

const ACCOUNT = `b.id, b.code, b.organisation_id as "organisationId", b.posted_by as by,
  (select c.alias from coordinator c where c.id = b.posted_by) as alias, b.audience as filter, o.code as "openingCode", o.region,
  b.urgent, b.set_for as "setFor", b.state, b.send_at as "sendAt", b.expires_at as "expiresAt", b.foreseen,
  (exists (select from standstill) or exists
    (select from organisation g where g.id = b.organisation_id and g.stopped_at is not null)) as halted,
  (select coalesce(jsonb_agg(jsonb_build_object('state', p.state, 'total', p.total, 'sent', p.sent,
     'uncertain', p.uncertain, 'skipped', p.skipped, 'failed', p.failed,
     'onTheWay', jsonb_array_length(p.wire), 'waiting', bit_count(coalesce(p.later, ''))) order by p.channel), '[]')
   from push p where p.announcement_id = b.id) as pushes
  from broadcast b join opening o on o.id = b.opening_id`;

/** Those of an organisation that are to come, and the newest. */
export async function broadcastAccounts(
  on: Queryable,
  organisationId: string,
): Promise<readonly BroadcastAccount[]> {
  const { rows } = await on.query<BroadcastAccount>(
    `select ${ACCOUNT} where b.organisation_id = $1 order by b.send_at desc limit 10`,
    [organisationId],
  );
  return rows;
}

/** One, by its code or its id. */
export async function broadcastAccount(
  on: Queryable,
  by: { readonly code: string } | { readonly id: string },
): Promise<BroadcastAccount | null> {
  const [column, value] = 'id' in by ? ['id', by.id] : ['code', by.code];
  const { rows } = await on.query<BroadcastAccount>(`select ${ACCOUNT} where b.${column} = $1`, [value]);
  return rows[0] ?? null;
}

/** The second person agreed: it leaves at `sendAt`, or at its time. Says whether it was still asked for. */
export async function releaseBroadcast(
  on: Queryable,
  id: string,
  by: string,
  channels: readonly string[],
  { now, sendAt }: { readonly now: Date; readonly sendAt: Date },
): Promise<boolean> {
  const { rows } = await on.query<{ sendAt: Date; expiresAt: Date }>(
    `update broadcast set state = 'sent', approved_by = $2, send_at = greatest(set_for, $3),
       expires_at = greatest(set_for, $3) + $5 * interval '1 millisecond'
     where id = $1 and state = 'asked' and send_at > $4 returning send_at as "sendAt", expires_at as "expiresAt"`,
    [id, by, sendAt, now, LASTS_MS.urgent],
  );
  const [row] = rows;
  if (row === undefined) return false;
  await planPushes(on, id, channels, row.sendAt, row.expiresAt, now);
  return true;
}

/** Ends what was paused and is over; forgets questions of yesterday. */
export async function tidyBroadcasts(on: Queryable, now: Date): Promise<number> {
  const { rowCount } = await on.query(
    `update push set state = 'expired', over_at = $1 where state = 'paused' and expires_at <= $1`,
    [now],
  );
  // Of one that never said its last word, because somebody was out of reach.
  await on.query(
    `delete from push_watch w using broadcast b
     where b.id = w.announcement_id and b.expires_at <= $1::timestamptz - interval '1 day'`,
    [now],
  );
  await on.query(`delete from audience_question where asked_at <= $1::timestamptz - interval '1 day'`, [now]);
  return rowCount ?? 0;
}

/** Whether pushes that waited may begin by now. */
export async function anyDue(on: Queryable, now: Date): Promise<boolean> {
  const { rowCount } = await on.query(
    `select from push where state = 'planned' and not_before <= $1 limit 1`,
    [now],
  );
  return rowCount === 1;
}
