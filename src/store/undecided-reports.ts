import { REPORTS_THAT_PAUSE } from '../domain/opening-change.ts';
import type { Queryable } from './database.ts';

/** How many people reported an opening whose reports nobody has decided. */
async function undecidedReports(client: Queryable, openingId: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    'select count(*)::integer as count from report where opening_id = $1 and not decided',
    [openingId],
  );
  return rows[0]?.count ?? 0;
}

/** Whether so many reports wait that nobody may open it before they are decided, whatever it ended of. */
export const isHeldByReports = async (client: Queryable, openingId: string): Promise<boolean> =>
  (await undecidedReports(client, openingId)) >= REPORTS_THAT_PAUSE;
