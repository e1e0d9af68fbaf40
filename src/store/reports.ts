/** Reports of openings: written down, counted, decided. Who reported leaves this file only as the bits of a push. */
import { bitmapOf } from '../domain/bitmap.ts';
import type { Day, Opening } from '../domain/opening.ts';
import {
  type ChangeOf,
  clearedOfReports,
  endedByReports,
  pausedByReports,
} from '../domain/opening-change.ts';
import type { ReportReason } from '../domain/people-and-openings.ts';
import type { CorrectionKind } from '../domain/push.ts';
import type { ReportedOpening } from '../domain/reported-opening.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import type { Database, Queryable } from './database.ts';
import { lockOpening, writeChange } from './opening-changes.ts';
import { isHeldByReports } from './undecided-reports.ts';

/** A report as it is written down; `reporter` tells people apart and does not say who they are. */
export interface ReportRow {
  readonly openingId: string;
  readonly reason: ReportReason;
  readonly reporter: Buffer;
  readonly day: Day;
}

/** Writes a report down; the third of different people that nobody has decided pauses the opening. False: cast before. */
export async function fileReport(
  database: Pick<Database, 'transaction'>,
  { openingId, reason, reporter, day }: ReportRow,
  { ordinal }: Pick<Subscriber, 'ordinal'>,
  at: Date,
): Promise<boolean> {
  return database.transaction(async (client) => {
    const opening = await lockOpening(client, 'id', openingId);
    if (opening === null) return false;
    const { rowCount } = await client.query(
      `insert into report (opening_id, reason, reporter, day) values ($1, $2, $3, $4) on conflict do nothing`,
      [openingId, reason, reporter, day],
    );
    if (rowCount !== 1) return false;
    await client.query(
      `insert into told (opening_id, reporters) values ($1, array[$2::integer])
       on conflict (opening_id) do update set reporters = array_append(told.reporters, $2::integer)`,
      [openingId, ordinal],
    );
    if (await isHeldByReports(client, openingId)) await applyTo(client, opening, pausedByReports, at);
    return true;
  });
}

/** The change where it applies; otherwise the opening as it is. */
async function applyTo(
  client: Queryable,
  opening: Opening,
  change: ChangeOf,
  at: Date,
): Promise<{ readonly opening: Opening; readonly correction: CorrectionKind | null }> {
  const changed = change(opening);
  return changed.kind === 'refused' ? { opening, correction: null } : writeChange(client, changed, at);
}

/** What became of a decision. */
export type Decided =
  | {
      readonly kind: 'decided';
      readonly opening: Opening;
      readonly correction: CorrectionKind | null;
      /** False: who reported has been erased, two days after the opening ended; nobody hears of the decision. */
      readonly awaited: boolean;
    }
  | { readonly kind: 'unknown-code' }
  | { readonly kind: 'nothing-reported' };

/** A decision on the reports of an opening. */
export interface Decision {
  readonly code: string;
  readonly upheld: boolean;
  readonly today: Day;
  readonly at: Date;
}

/** Decides on all reports of an opening so far, and lets those who reported hear of it. */
export const decideReports = (
  database: Pick<Database, 'transaction'>,
  decision: Decision,
): Promise<Decided> => database.transaction((client) => decideReportsIn(client, decision));

/** The same within a transaction. */
export async function decideReportsIn(
  client: Queryable,
  { code, upheld, today, at }: Decision,
): Promise<Decided> {
  const found = await lockOpening(client, 'code', code);
  if (found === null) return { kind: 'unknown-code' };
  const { rowCount } = await client.query(
    'update report set decided = true where opening_id = $1 and not decided',
    [found.id],
  );
  if (rowCount === 0) return { kind: 'nothing-reported' };
  const done = await applyTo(client, found, upheld ? endedByReports : clearedOfReports(today), at);
  const awaited = await announceOutcome(client, found.id, at);
  return { kind: 'decided', ...done, awaited };
}

/** As long as a correction. */
const OUTCOME_DAYS = 7;

/**
 * One push a channel to those who reported, running at once: nobody else is to work out who they are. Each decision has a
 * revision of its own, the number of reports decided by then. From here on only the bits of the push know them. False: it is not known
 * any more who reported.
 */
async function announceOutcome(client: Queryable, openingId: string, at: Date): Promise<boolean> {
  const { rows } = await client.query<{ channel: string; ordinals: readonly number[] }>(
    `select s.channel, array_agg(s.ordinal) as ordinals
     from told t join subscriber s on s.ordinal = any(t.reporters) where t.opening_id = $1 group by 1`,
    [openingId],
  );
  for (const { channel, ordinals } of rows)
    await client.query(
      `insert into push (id, announcement_id, channel, kind, lane, revision, recipients, total, state, expires_at)
       select gen_random_uuid(), $1, $2, 'outcome', 'urgent', count(*), $3, $4, 'running', $5::timestamptz + $6 * interval '1 day'
       from report where opening_id = $1 and decided`,
      [openingId, channel, Buffer.from(bitmapOf(ordinals)), ordinals.length, at, OUTCOME_DAYS],
    );
  const { rowCount } = await client.query(
    `update told set reporters = '{}' where opening_id = $1 and reporters <> '{}'`,
    [openingId],
  );
  await client.query(`select pg_notify('mehnat', 'push')`);
  return rowCount === 1;
}

/** Openings with reports that nobody has decided, of all or of one organisation, the most reported first. */
export async function reportedOpenings(
  on: Queryable,
  organisationId: string | null = null,
): Promise<readonly ReportedOpening[]> {
  const { rows } = await on.query<ReportedOpening>(
    `select o.code, o.title, o.status, jsonb_object_agg(r.reason, r.count) as reasons,
       min(r.first)::text as first, max(r.last)::text as last
     from (select opening_id, reason, count(*) as count, min(day) as first, max(day) as last
           from report where not decided group by 1, 2) as r
     join opening o on o.id = r.opening_id
     where $1::uuid is null or o.organisation_id = $1
     group by o.id order by sum(r.count) desc, o.code`,
    [organisationId],
  );
  return rows;
}
