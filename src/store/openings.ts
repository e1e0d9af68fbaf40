/** Openings, as conversations and the sender read them. */
import { type Day, isKept, type Opening, type RegionCode } from '../domain/opening.ts';
import type { Openings } from '../domain/people-and-openings.ts';
import { PERMIT_PLACE, readWish } from '../domain/season-wish.ts';
import type { AnyOf, Preferences, Subscriber } from '../domain/subscriber.ts';
import type { Clock } from '../domain/terms.ts';
import type { Database, Queryable } from './database.ts';
import { OPENING_COLUMNS, type OpeningRow, openingOf } from './opening-row.ts';
import { fileReport } from './reports.ts';
import { noteShown } from './told.ts';

export interface OpeningsPorts {
  readonly database: Database;
  /** Keyed hash, from the vault: who reported is told apart and not known. */
  readonly hash: (purpose: string, text: string) => Buffer;
  readonly today: () => Day;
  readonly clock: Clock;
}

/** Openings in PostgreSQL. */
export function createOpenings({ database, hash, today, clock }: OpeningsPorts): Openings {
  const { pool } = database;
  const reporter = (opening: Opening, subscriber: Subscriber): Buffer =>
    hash('report', `${opening.id} ${subscriber.id}`);
  return {
    byId: (id) => one(pool, 'o.id = $1', id),
    byCode: (code) => one(pool, 'o.code = $1', code),
    candidates: (preferences, day, scope = {}) => candidates(pool, preferences, day, scope),
    openCounts: (day) => openCounts(pool, day),
    report: (opening, subscriber, reason) =>
      fileReport(
        database,
        { openingId: opening.id, reason, reporter: reporter(opening, subscriber), day: today() },
        subscriber,
        clock(),
      ),
    showed: async (opening, { ordinal }) => {
      if (!isKept(opening)) return opening;
      await noteShown(database, opening.id, ordinal);
      return (await one(pool, 'o.id = $1', opening.id)) ?? opening;
    },
    reportsOf: async (opening, subscriber) => {
      const own = subscriber === null ? null : reporter(opening, subscriber);
      const { rowCount } = await pool.query(
        'select from report where opening_id = $1 and not decided and reporter is distinct from $2',
        [opening.id, own],
      );
      return rowCount ?? 0;
    },
  };
}

/**
 * Closes what is over on `today`, of one source or of all: stated ends first, then age. Answers how many were closed.
 */
export async function expireOpenings(database: Queryable, today: Day, source?: string): Promise<number> {
  const { rowCount } = await database.query(
    `update opening set status = 'closed', closed_at = clock_timestamp(),
       close_reason = case when least(valid_until, ends_on) < $1 then 'expired' else 'too-old' end
     where status in ('open', 'paused') and expires_on < $1 and ($2::text is null or source = $2)`,
    [today, source ?? null],
  );
  return rowCount ?? 0;
}

async function one(database: Queryable, where: string, value: string): Promise<Opening | null> {
  const { rows } = await database.query<OpeningRow>(
    `select ${OPENING_COLUMNS} from opening o where ${where}`,
    [value],
  );
  const [row] = rows;
  return row === undefined ? null : openingOf(row);
}

const MOST_CANDIDATES = 200;

/** A wider net than `matches`: whatever it leaves out cannot fit. Harvests of places that somebody waits at come too. Support is for everybody who asked for support. */
async function candidates(
  database: Queryable,
  { kinds, works, regions, housingNeeded, seasons }: Preferences,
  today: Day,
  scope: NonNullable<Parameters<Openings['candidates']>[2]>,
): Promise<readonly Opening[]> {
  const waited = [...new Set((seasons ?? []).map((wish) => readWish(wish).place))];
  const { rows } = await database.query<OpeningRow>(
    `select ${OPENING_COLUMNS} from opening o
     where o.status = 'open' and o.expires_on >= $1 and o.places_left is distinct from 0
       and (($2::text[] is null or o.kind = any ($2))
           and ($3::text[] is null or o.work is null or o.kind = 'support' or o.work = any ($3))
           and ($4::text[] is null or o.region = any ($4))
         or o.kind = 'harvest' and ($9 or o.region = any ($10)))
       and (not $5 or o.kind = 'support' or o.housing in ('free', 'paid'))
       and not exists (select from organisation g where g.id = o.organisation_id and g.stopped_at is not null)
       and ($6::uuid is null or o.bulletin_id = $6)
       and ($7::timestamptz is null or o.published_at > $7)
     order by o.published_at desc, o.id
     limit $8`,
    [
      today,
      chosen(kinds),
      chosen(works),
      chosen(regions),
      housingNeeded === true,
      scope.bulletinId ?? null,
      scope.publishedAfter ?? null,
      scope.limit ?? MOST_CANDIDATES,
      waited.includes(PERMIT_PLACE),
      waited,
    ],
  );
  return rows.map(openingOf);
}

/** Every open opening is read once: a hundred thousand take some tens of milliseconds, and few people ask. */
async function openCounts(database: Queryable, today: Day): Promise<ReadonlyMap<RegionCode, number>> {
  const { rows } = await database.query<{ region: RegionCode; open: number }>(
    `select region, count(*)::int as open from opening
     where status = 'open' and expires_on >= $1 and places_left is distinct from 0 and kind <> 'support'
     group by region`,
    [today],
  );
  return new Map(rows.map(({ region, open }) => [region, open]));
}

const chosen = (choice: AnyOf<string>): readonly string[] | null =>
  choice === null || choice === 'any' ? null : choice;
