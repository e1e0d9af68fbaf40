/** Openings in a database, as they are. */
import { randomUUID } from 'node:crypto';
import type { Opening } from '../../src/domain/opening.ts';
import type { Database } from '../../src/store/database.ts';
import { OPENING_TYPES, rowOf } from '../../src/store/opening-row.ts';
import { anOpening } from './builders.ts';

/** Stores them, published at `at`; each gets an id where it has none. */
export async function insertOpenings(
  database: Database,
  some: readonly Partial<Opening>[],
  at = new Date('2026-06-15T09:00:00Z'),
): Promise<readonly Opening[]> {
  const openings = some.map((one) => anOpening({ id: randomUUID(), ...one }));
  const columns = Object.keys(OPENING_TYPES).join(', ');
  const types = Object.entries(OPENING_TYPES).map(([name, type]) => `${name} ${type}`);
  await database.pool.query(
    `insert into opening (${columns}, fingerprint, published_at)
     select ${columns}, decode(md5(id::text), 'hex'), $2 from jsonb_to_recordset($1) as o(${types.join(', ')})`,
    [JSON.stringify(openings.map(rowOf)), at],
  );
  return openings;
}
