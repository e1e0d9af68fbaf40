/** What people say of openings, written down: one change at a time of one opening, and what it means for its pushes. */
import { isKept, type Opening } from '../domain/opening.ts';
import type { Change, ChangeOf, ChangeRefusal } from '../domain/opening-change.ts';
import type { CorrectionKind } from '../domain/push.ts';
import type { Database, Queryable } from './database.ts';
import { OPENING_COLUMNS, type OpeningRow, openingOf } from './opening-row.ts';
import { countTold } from './told.ts';
import { isHeldByReports } from './undecided-reports.ts';

/** What became of a change. */
export type Changed =
  | {
      readonly kind: 'changed';
      readonly opening: Opening;
      /** What those who were told hear; `null`: nothing. */
      readonly correction: CorrectionKind | null;
    }
  | { readonly kind: 'refused'; readonly why: ChangeRefusal; readonly opening: Opening }
  | { readonly kind: 'unknown-code' };

/** Changes the opening of a code. Two who count down at the same time come one after the other. */
export async function changeOpening(
  database: Pick<Database, 'transaction'>,
  code: string,
  change: ChangeOf,
  at: Date,
): Promise<Changed> {
  return database.transaction(async (client) => {
    const opening = await lockOpening(client, 'code', code);
    if (opening === null) return { kind: 'unknown-code' };
    const changed = change(opening);
    if (changed.kind === 'refused') return { ...changed, opening };
    if (opens(opening, changed.opening) && (await isHeldByReports(client, opening.id)))
      return { kind: 'refused', why: 'reported', opening };
    return { ...(await writeChange(client, changed, at)), kind: 'changed' };
  });
}

const opens = (before: Opening, after: Opening): boolean =>
  before.status !== 'open' && after.status === 'open';

/** Fewer people are not counted: the number would point at them. */
const FEWEST = 20;

/** The opening of a code as it is, and how many were told of it; `null` for fewer than twenty. */
export async function openingAndTold(
  on: Queryable,
  code: string,
): Promise<{ readonly opening: Opening; readonly told: number | null } | null> {
  const { rows } = await on.query<OpeningRow>(`select ${OPENING_COLUMNS} from opening o where o.code = $1`, [
    code,
  ]);
  if (rows[0] === undefined) return null;
  const opening = openingOf(rows[0]);
  const people = await countTold(on, opening.id);
  return { opening, told: people < FEWEST ? null : people };
}

/** The opening, held until the end of the transaction: against other changes, not against what refers to it. */
export async function lockOpening(
  client: Queryable,
  by: 'code' | 'id',
  value: string,
): Promise<Opening | null> {
  const { rows } = await client.query<OpeningRow>(
    `select ${OPENING_COLUMNS} from opening o where o.${by} = $1 for no key update`,
    [value],
  );
  return rows[0] === undefined ? null : openingOf(rows[0]);
}

/**
 * Writes a change of a locked opening. What is open again is new to everybody who did not see it: lists and digests take
 * it for published now.
 */
export async function writeChange(
  client: Queryable,
  { opening, correction }: Extract<Change, { kind: 'changed' }>,
  at: Date,
): Promise<{ readonly opening: Opening; readonly correction: CorrectionKind | null }> {
  const due = isKept(opening) ? correction : null;
  await client.query(
    `update opening set status = $2, close_reason = $3, places_left = $4, places_at = $5, valid_until = $6,
       expires_on = $7, revision = $8, correction = coalesce($9, correction),
       closed_at = case when $2 in ('open', 'paused') then null else coalesce(closed_at, $10) end,
       published_at = case when $9 = 'reopened' then $10 else published_at end
     where id = $1`,
    [
      opening.id,
      opening.status,
      opening.closeReason,
      opening.placesLeft,
      opening.placesAt,
      opening.validUntil,
      opening.expiresOn,
      opening.revision,
      due,
      at,
    ],
  );
  if (due !== null) await client.query(`select pg_notify('mehnat', 'opening')`);
  return { opening, correction: due };
}
