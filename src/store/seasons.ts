/** What coordinators say of this year's seasons, and what is told of them, in PostgreSQL. */
import type { Day } from '../domain/opening.ts';
import type { SeasonSaid, SeasonShift } from '../domain/season.ts';
import { NEWS_DAYS, type SeasonNotice } from '../domain/season-plan.ts';
import type { Queryable } from './database.ts';

/** Everything said of seasons that begin in this year or later. */
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

/** The same, with who said it and when. */
export interface SaidOfSeason extends SeasonSaid {
  readonly by: string;
  readonly at: Date;
}

/** Takes a coordinator's word in place of the last one; the running exchange says it at once. False: nothing is new. */
export async function shiftSeason(database: Queryable, said: SaidOfSeason): Promise<boolean> {
  const { seasonId, region, year, days, over, by, at } = said;
  const { rowCount } = await database.query(
    `insert into season_shift as s (season_id, region, year, days, over, shifted_by, shifted_at)
     select $1::text, $2::text, $3::smallint, $4::smallint, $5::boolean, $6::text, $7::timestamptz
     where $4::smallint <> 0 or $5::boolean or exists
       (select from season_shift where season_id = $1::text and region = $2::text and year = $3::smallint)
     on conflict (season_id, region, year) do update
       set days = excluded.days, over = excluded.over, shifted_by = excluded.shifted_by,
         shifted_at = excluded.shifted_at, revision = s.revision + 1
       where (s.days, s.over) is distinct from (excluded.days, excluded.over)`,
    [seasonId, region, year, days, over, by, at],
  );
  if (rowCount === 1) await database.query(`select pg_notify('mehnat', 'season')`);
  return rowCount === 1;
}

/** A notice with the id that is made of it. */
export interface PlannedNotice extends SeasonNotice {
  readonly id: string;
}

/**
 * Writes down what is to be said and one push a channel for it, together or not at all; what was planned before is not
 * planned again, also when its pushes are gone. Says how many pushes are new.
 */
export async function planSeasonNotices(
  database: Queryable,
  notices: readonly PlannedNotice[],
  channels: readonly string[],
  now: Date,
): Promise<number> {
  const { rowCount } = await database.query(
    `with made as (
       insert into season_notice (id, kind, season_id, region, year, revision)
       select id, kind, "seasonId", region, year, revision
       from jsonb_to_recordset($1) as n(id uuid, kind text, "seasonId" text, region text, year smallint, revision integer)
       on conflict do nothing returning id)
     insert into push (id, announcement_id, channel, kind, lane, expires_at)
     select gen_random_uuid(), made.id, c.channel, 'season', 'instant', $3::timestamptz + $4 * interval '1 day'
     from made cross join unnest($2::text[]) as c(channel)`,
    [JSON.stringify(notices), channels, now, NEWS_DAYS],
  );
  if (rowCount !== 0) await database.query(`select pg_notify('mehnat', 'push')`);
  return rowCount ?? 0;
}

/** A notice by its id. */
export async function seasonNotice(database: Queryable, id: string): Promise<SeasonNotice | null> {
  const { rows } = await database.query<SeasonNotice>(
    `select kind, season_id as "seasonId", region, year, revision from season_notice where id = $1`,
    [id],
  );
  return rows[0] ?? null;
}

/** The year from which shifts are read on a day: a season of last year may still run. */
export const shiftsSince = (today: Day): number => Number(today.slice(0, 4)) - 1;
