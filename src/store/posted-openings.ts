/** What organisations posted, as whoever has the server sees it. */
import { type Opening, STATUSES } from '../domain/opening.ts';
import type { Queryable } from './database.ts';
import { OPENING_COLUMNS, type OpeningRow, openingOf } from './opening-row.ts';

export interface PostedOpening {
  /** The short name of the organisation. */
  readonly organisation: string;
  readonly opening: Opening;
}

/** Openings of one organisation, or of all (`null`), newest first. */
export async function postedOpenings(
  database: Queryable,
  organisationId: string | null,
  limit: number,
): Promise<readonly PostedOpening[]> {
  const { rows } = await database.query<OpeningRow & { readonly slug: string }>(
    `select ${OPENING_COLUMNS}, g.slug from opening o join organisation g on g.id = o.organisation_id
     where ($1::uuid is null or g.id = $1) and o.status = any($2)
     order by o.published_at desc, o.id limit $3`,
    [organisationId, STATUSES, limit],
  );
  return rows.map((row) => ({ organisation: row.slug, opening: openingOf(row) }));
}
