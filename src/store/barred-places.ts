import type { BarredPlaces } from '../domain/barred-places.ts';
import type { Opening } from '../domain/opening.ts';
import { REPORTS_THAT_PAUSE } from '../domain/opening-change.ts';
import type { Database, Queryable } from './database.ts';
import { OPENING_COLUMNS, type OpeningRow, openingOf } from './opening-row.ts';

const MOST_AT_ONCE = 500;

/** Openings that ended and whose empty places were not looked at yet. What many reported waits for the decision. */
export async function uncounted(database: Queryable): Promise<readonly Opening[]> {
  const { rows } = await database.query<OpeningRow>(
    `select ${OPENING_COLUMNS} from opening o
     where not counted and status in ('closed', 'filled') and places_at is not null
       and (select count(*) from report r where r.opening_id = o.id and not r.decided) < $2
     limit $1`,
    [MOST_AT_ONCE, REPORTS_THAT_PAUSE],
  );
  return rows.map(openingOf);
}

/** Adds what an opening brings and marks it, once whatever happens. */
export async function addBarred(
  database: Pick<Database, 'transaction'>,
  openingId: string,
  brings: readonly BarredPlaces[],
): Promise<void> {
  await database.transaction(async (client) => {
    const { rowCount } = await client.query(
      'update opening set counted = true where id = $1 and not counted',
      [openingId],
    );
    if (rowCount !== 1) return;
    await client.query(
      `insert into barred_places (month, permit_region, region, places)
       select month::date, "permitRegion", region, places
       from jsonb_to_recordset($1::jsonb) as b (month text, "permitRegion" text, region text, places integer)
       on conflict (month, permit_region, region) do update set places = barred_places.places + excluded.places`,
      [JSON.stringify(brings)],
    );
  });
}

/** Every pair of every month, newest month first. */
export async function barredPlaces(database: Queryable): Promise<readonly BarredPlaces[]> {
  const { rows } = await database.query<BarredPlaces>(
    `select month::text, permit_region as "permitRegion", region, places
     from barred_places order by month desc, places desc, permit_region, region`,
  );
  return rows;
}
