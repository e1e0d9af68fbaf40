import type { Opening } from '../../src/domain/opening.ts';
import type { Queryable } from '../../src/store/database.ts';
import { OPENING_TYPES, rowOf } from '../../src/store/opening-row.ts';

/** Stores openings as they are, published when it is said. */
export async function putOpenings(
  database: Queryable,
  given: readonly Opening[],
  publishedAt: Date | string = '2026-06-15T09:00:00Z',
): Promise<void> {
  const columns = Object.keys(OPENING_TYPES).join(', ');
  const types = Object.entries(OPENING_TYPES).map(([name, type]) => `${name} ${type}`);
  await database.query(
    `insert into opening (${columns}, fingerprint, published_at)
     select ${columns}, decode(md5(given.id::text), 'hex'), $2
     from jsonb_to_recordset($1::jsonb) as given (${types.join(', ')})`,
    [JSON.stringify(given.map(rowOf)), publishedAt],
  );
}
