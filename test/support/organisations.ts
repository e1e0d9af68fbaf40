/** Organisations and what they posted, written straight into a database. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import type { Opening } from '../../src/domain/opening.ts';
import { OPENING_TYPES, rowOf } from '../../src/store/opening-row.ts';
import { anOpening } from './builders.ts';

/** Writes an organisation down; resolves to its id. */
export async function anOrganisation(
  pool: pg.Pool,
  { slug = 'union', titles = { ru: 'Профсоюз', en: 'Union' } }: { slug?: string; titles?: object } = {},
): Promise<string> {
  const id = randomUUID();
  await pool.query(
    `insert into organisation (id, slug, titles, line, regions, created_on)
     values ($1, $2, $3, '+996 312 000000', '{any}', '2026-06-01')`,
    [id, slug, JSON.stringify(titles)],
  );
  return id;
}

/** Writes an opening of an organisation down, as a coordinator posts it. */
export async function post(
  pool: pg.Pool,
  organisationId: string | null,
  differing: Partial<Opening> = {},
): Promise<Opening> {
  const id = randomUUID();
  const opening = anOpening({ id, code: id.slice(0, 5).toUpperCase(), source: 'coordinator', ...differing });
  const columns = Object.keys(OPENING_TYPES).join(', ');
  const given = Object.entries(OPENING_TYPES).map(([name, type]) => `${name} ${type}`);
  await pool.query(
    `insert into opening (${columns}, fingerprint, organisation_id)
     select ${columns}, '\\x00', $2 from jsonb_to_recordset($1::jsonb) as o (${given.join(', ')})`,
    [JSON.stringify([rowOf(opening)]), organisationId],
  );
  return opening;
}
