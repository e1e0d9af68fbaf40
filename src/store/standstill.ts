/** The emergency stop: while it is written down, no push of an organisation, or none at all, reserves anybody. */
import type { Queryable } from './database.ts';

/** Whether the organisation that announced a push (the table called `push`) is stopped. */
const ORGANISATION_STOPPED = `exists (
  select from organisation o where o.stopped_at is not null and o.id in (
    select organisation_id from opening where id = push.announcement_id
    union all select organisation_id from broadcast where id = push.announcement_id))`;

/** Whether a push may not reserve anybody: everything rests, or whoever announced it. */
export const STOPPED = `(exists (select from standstill) or ${ORGANISATION_STOPPED})`;

/** Running pushes of a channel whose organisation is stopped. */
export async function stoppedPushes(database: Queryable, channel: string): Promise<readonly string[]> {
  const { rows } = await database.query<{ id: string }>(
    `select id from push where channel = $1 and state = 'running' and ${ORGANISATION_STOPPED}`,
    [channel],
  );
  return rows.map(({ id }) => id);
}

const TELL = `select pg_notify('mehnat', 'push')`;

/** Since when everything rests, or `null`. */
export async function standstillSince(database: Queryable): Promise<Date | null> {
  const { rows } = await database.query<{ since: Date }>('select since from standstill');
  return rows[0]?.since ?? null;
}

/** Stops an organisation, or everything (`null`); stopping again changes nothing. */
export async function halt(
  database: Queryable,
  organisationId: string | null,
  by: string,
  now: Date,
): Promise<void> {
  if (organisationId === null)
    await database.query('insert into standstill (since, by) values ($1, $2) on conflict do nothing', [
      now,
      by,
    ]);
  else
    await database.query('update organisation set stopped_at = coalesce(stopped_at, $2) where id = $1', [
      organisationId,
      now,
    ]);
  await database.query(TELL);
}

/** Lets an organisation, or everything (`null`), go on. What was stopped by itself stays stopped. */
export async function goOn(database: Queryable, organisationId: string | null): Promise<void> {
  if (organisationId === null) await database.query('delete from standstill');
  else await database.query('update organisation set stopped_at = null where id = $1', [organisationId]);
  await database.query(TELL);
}
