/** Which posters are to be asked whether their opening goes on. */
import type { KeeperAsk } from '../domain/keeper-ask.ts';
import type { Day } from '../domain/opening.ts';
import type { Queryable } from './database.ts';

/** Days before its end. */
const BEFORE = 3;

/**
 * Takes the next open opening that ends soon and whose poster was not asked about this end, and writes down that they
 * were: after a crash they are rather not asked than asked twice. Nobody is asked while sending is stopped.
 */
export async function claimKeeperAsk(database: Queryable, today: Day): Promise<KeeperAsk | null> {
  const { rows } = await database.query<KeeperAsk>(
    `update opening o set asked_on = $1 from coordinator c
     where c.id = o.posted_by and o.id = (
       select d.id from opening d join coordinator p on p.id = d.posted_by
       where p.roles && '{poster,moderator}' and d.status = 'open' and d.expires_on between $1 and $1::date + $2::integer
         and (d.asked_on is null or d.asked_on < d.expires_on - $2::integer)
         and not exists (select from standstill)
         and not exists (select from organisation g where g.id = d.organisation_id and g.stopped_at is not null)
       order by d.expires_on, d.id limit 1 for update of d skip locked)
     returning o.id as "openingId", o.code, o.title, o.expires_on::text as "expiresOn",
       c.id as "coordinatorId", c.locale`,
    [today, BEFORE],
  );
  return rows[0] ?? null;
}

/** It was not asked after all. */
export async function releaseKeeperAsk(
  database: Queryable,
  { openingId }: Pick<KeeperAsk, 'openingId'>,
): Promise<void> {
  await database.query('update opening set asked_on = null where id = $1', [openingId]);
}
