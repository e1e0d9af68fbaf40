import type { Clock } from '../domain/terms.ts';
import type { Queryable } from './database.ts';

/** How long wrong codes of a chat are counted, from the first of them. */
export const TRY_MINUTES = 10;

/** No count grows beyond its column; long before it nothing is looked up any more. */
const MOST_COUNTED = 30_000;

/** Counts one wrong code more under each of these keys; a count that has had its time begins anew. */
export async function countTry(
  { database, clock }: { readonly database: Queryable; readonly clock: Clock },
  table: 'move' | 'guess',
  keys: readonly Buffer[],
): Promise<void> {
  const now = clock();
  await database.query(
    `insert into ${table} as counted (key, tries, expires_at) select key, 1, $2 from unnest($1::bytea[]) as key
     on conflict (key) do update set
       tries = case when counted.expires_at > $3 then least(counted.tries + 1, $4) else 1 end,
       expires_at = case when counted.expires_at > $3 then counted.expires_at else excluded.expires_at end`,
    [keys, new Date(now.getTime() + TRY_MINUTES * 60_000), now, MOST_COUNTED],
  );
}
