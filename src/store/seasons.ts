/** What coordinators say of this year's seasons, in PostgreSQL. */
import type { SeasonShift } from '../domain/season.ts';
import type { Queryable } from './database.ts';

/** Everything said of seasons that begin in these years. */
export async function seasonShifts(
  database: Queryable,
  zone: string,
  fromYear: number,
): Promise<readonly SeasonShift[]> {
  const { rows } = await database.query<SeasonShift>(
    `select season_id as "seasonId", region, year, days, over, revision,
       (shifted_at at time zone $1)::date::text as on
     from season_shift where year >= $2 order by season_id, region, year`,
    [zone, fromYear],
  );
  return rows;
}
