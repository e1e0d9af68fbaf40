/**
 * How audience indexes learn of people: everybody once, then whoever changed. Changes are told apart by transaction
 * and not by time: what a reader has seen is a PostgreSQL snapshot, so a transaction that commits late is not
 * skipped, and no time at which a person did something is kept.
 */
import type pg from 'pg';
import { AUDIENCE_LINE, type AudienceRecord, audienceReader } from './audience-rows.ts';
import type { Queryable } from './database.ts';

/** What a reader has seen, as PostgreSQL writes a `pg_snapshot`. */
export type Snapshot = string;

/** What became visible after a snapshot; `rebuild` when it can no longer be told, or would be longer than loading. */
export type Changes =
  | {
      readonly kind: 'changes';
      readonly snapshot: Snapshot;
      /** `record` is `null` for who was forgotten. */
      readonly changed: readonly { readonly ordinal: number; readonly record: AudienceRecord | null }[];
    }
  | { readonly kind: 'rebuild' };

/** Rows fetched at once while loading: enough to make the round trip cheap, little enough to stay small. */
const LOAD_ROWS = 10_000;
/** More changes than this are read faster by loading everybody. */
const MOST_CHANGES = 50_000;
/** Changes kept for readers that lag; about 6 MB. */
const KEPT_CHANGES = 100_000;
/** Stands in `subscriber_change` for "everything before this transaction was pruned"; people begin at 1. */
const PRUNED_ORDINAL = 0;

/**
 * Gives every row to `take`, as of one moment, and returns that moment. Addresses are not read. `expect` hears the
 * highest ordinal before the first row.
 */
export async function loadAudience(
  pool: pg.Pool,
  take: (records: readonly AudienceRecord[]) => void,
  expect: (highest: number) => void = () => undefined,
): Promise<Snapshot> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const { snapshot, highest } = await currentSnapshot(client);
    expect(highest);
    await client.query(
      `declare audience_row no scroll cursor for select ${AUDIENCE_LINE} from subscriber s order by s.ordinal`,
    );
    const read = audienceReader();
    // PostgreSQL writes the next lines while these are read.
    let next = fetchRows(client);
    for (let more = true; more; ) {
      const { rows } = await next;
      more = rows.length === LOAD_ROWS;
      if (more) next = fetchRows(client);
      // Awaited in the next turn, or never when `take` throws.
      next.catch(() => undefined);
      take(rows.map(([line]) => read(line)));
    }
    await client.query('commit');
    client.release();
    return snapshot;
  } catch (error) {
    // The connection may be in the middle of anything: it is closed rather than given back.
    client.release(true);
    throw error;
  }
}

const fetchRows = (client: pg.PoolClient): Promise<pg.QueryArrayResult<[string]>> =>
  client.query<[string]>({ text: `fetch ${LOAD_ROWS} from audience_row`, rowMode: 'array' });

async function currentSnapshot(database: Queryable): Promise<{ snapshot: Snapshot; highest: number }> {
  const { rows } = await database.query<{ snapshot: Snapshot; highest: number }>(
    `select pg_current_snapshot()::text as snapshot,
            coalesce((select max(ordinal) from subscriber), 0) as highest`,
  );
  const [row] = rows;
  if (row === undefined) throw new Error('could not read the snapshot');
  return row;
}

/**
 * What became visible since `snapshot`, in one statement and so as of one moment. Rows of transactions that were
 * still running then count as new, whatever their number.
 */
export async function changesSince(database: Queryable, snapshot: Snapshot): Promise<Changes> {
  const { rows } = await database.query<[Snapshot, boolean, number | null, string | null]>({
    name: 'subscriber changes',
    text: `select pg_current_snapshot()::text, seen.lost, changed.ordinal, ${AUDIENCE_LINE}
      from (select pg_snapshot_xmax($1::pg_snapshot) > pg_snapshot_xmax(pg_current_snapshot())
              or exists (select from subscriber_change
                          where ordinal = ${PRUNED_ORDINAL} and tx > pg_snapshot_xmin($1::pg_snapshot)) as lost) seen
      left join (select distinct ordinal from subscriber_change
                  where ordinal <> ${PRUNED_ORDINAL} and tx >= pg_snapshot_xmin($1::pg_snapshot)
                    and not pg_visible_in_snapshot(tx, $1::pg_snapshot)
                  limit ${MOST_CHANGES + 1}) changed on true
      left join subscriber s on s.ordinal = changed.ordinal`,
    values: [snapshot],
    rowMode: 'array',
  });
  const [first] = rows;
  if (first === undefined || first[1] || rows.length > MOST_CHANGES) return { kind: 'rebuild' };
  const read = audienceReader();
  // A changed ordinal without a line is somebody who was forgotten.
  const changed = rows.flatMap(([, , ordinal, line]) =>
    ordinal === null ? [] : [{ ordinal, record: line === null ? null : read(line) }],
  );
  return { kind: 'changes', snapshot: first[0], changed };
}

/**
 * Drops old changes, all but the newest hundred thousand, and leaves a mark that makes readers from before rebuild.
 * Nothing a running transaction may still add lies before the mark. Called now and then by anybody.
 */
export async function pruneChanges(database: Queryable, keep: number = KEPT_CHANGES): Promise<number> {
  const { rowCount } = await database.query(
    `with oldest as (
       select tx from subscriber_change where ordinal <> ${PRUNED_ORDINAL} order by tx desc offset $1 limit 1
     ), horizon as (
       select least(tx, pg_snapshot_xmin(pg_current_snapshot())) as tx from oldest
     ), mark as (
       insert into subscriber_change (ordinal, tx) select ${PRUNED_ORDINAL}, tx from horizon on conflict do nothing
     )
     delete from subscriber_change using horizon where subscriber_change.tx < horizon.tx`,
    [keep],
  );
  return rowCount ?? 0;
}
