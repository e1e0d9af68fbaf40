/** What becomes of broadcasts that were written: not agreed to, taken back, called off, paused, stopped. */
import { type Day, isOpen } from '../domain/opening.ts';
import type { Openings } from '../domain/people-and-openings.ts';
import { broadcastPlan, TELL } from './broadcasts.ts';
import type { Database, Queryable } from './database.ts';

/** Nobody agrees to it. */
export async function refuseBroadcast(on: Queryable, id: string): Promise<boolean> {
  const { rowCount } = await on.query(
    `update broadcast set state = 'refused' where id = $1 and state = 'asked'`,
    [id],
  );
  return rowCount === 1;
}

/** Takes back what has not begun: of the row and its pushes whoever is first wins, this or the matcher. */
export async function undoBroadcast(on: Queryable, id: string, now: Date): Promise<boolean> {
  const { rowCount: asked } = await on.query(
    `update broadcast set state = 'undone' where id = $1 and state = 'asked'`,
    [id],
  );
  if (asked === 1) return true;
  await on.query('select from push where announcement_id = $1 order by id for update', [id]);
  const { rowCount } = await on.query(
    `update push set state = 'stopped', over_at = $2 where announcement_id = $1 and state = 'planned'
       and not exists (select from push p where p.announcement_id = $1 and p.state <> 'planned')`,
    [id, now],
  );
  if (rowCount === 0) return false;
  await on.query(`update broadcast set state = 'undone' where id = $1`, [id]);
  return true;
}

/**
 * Looks at a broadcast again when it is to begin: it is called off where its opening is not open, or where whoever wrote
 * it may send no more. Says whether; others are none of its business.
 */
export async function callOffBroadcast(
  database: Database,
  openings: Pick<Openings, 'byId'>,
  id: string,
  { today, now }: { readonly today: Day; readonly now: Date },
): Promise<boolean> {
  const plan = await broadcastPlan(database.pool, openings, id);
  if (plan === null) return false;
  const isOver = plan.opening.endsOn !== null && plan.opening.endsOn < today;
  const closed = isOver || !isOpen(plan.opening, today);
  return database.transaction(async (on) => {
    // In the order in which undoing locks them.
    const { rows } = await on.query<{ state: string }>(
      'select state from push where announcement_id = $1 order by id for update',
      [id],
    );
    if (rows.some(({ state }) => state !== 'planned')) return rows.every(({ state }) => state === 'stopped');
    const { rowCount } = await on.query(
      `update broadcast b set state = case when $2 then 'closed' else 'left' end
       where b.id = $1 and b.state = 'sent' and ($2 or not exists (
         select from coordinator c where c.id = b.posted_by and c.organisation_id = b.organisation_id
           and 'broadcaster' = any (c.roles)))`,
      [id, closed],
    );
    if (rowCount === 0) return false;
    await on.query(`update push set state = 'stopped', over_at = $2 where announcement_id = $1`, [id, now]);
    return true;
  });
}

/** From which states to which, and whether it is the end. */
const STEERED = {
  pause: { from: ['running'], to: 'paused' },
  resume: { from: ['paused'], to: 'running' },
  stop: { from: ['planned', 'running', 'paused'], to: 'stopped' },
} as const;

/** Pauses its pushes, lets them go on, or stops them for good: nobody is reserved any more from this commit on. */
export async function steerPushes(
  on: Queryable,
  id: string,
  how: keyof typeof STEERED,
  now: Date,
): Promise<boolean> {
  const { from, to } = STEERED[how];
  await on.query('select from push where announcement_id = $1 order by id for update', [id]);
  const { rowCount } = await on.query(
    `update push set state = $3, over_at = case when $3 = 'stopped' then $4::timestamptz end,
       wake_at = case when $3 = 'running' then null else wake_at end
     where announcement_id = $1 and state = any ($2)`,
    [id, from, to, now],
  );
  await on.query(TELL);
  return (rowCount ?? 0) > 0;
}
