/** Drafts as rows. What was published and can still be taken back is left out: nobody writes or decides on it. */
import type { Organisation, Subject } from '../domain/coordinator.ts';
import type { KeptDraft, Said } from '../domain/draft.ts';
import type { Queryable } from './database.ts';
import { organisations } from './organisations.ts';

/** What a row of `draft` holds of a draft. */
export interface DraftRow {
  readonly id: string;
  readonly coordinator_id: string;
  readonly organisation_id: string;
  readonly content: Said;
  readonly updated_at: Date;
  readonly submitted_at: Date | null;
  readonly review: readonly string[];
  readonly refused: boolean;
}

/** `select` list of `DraftRow`. */
export const DRAFT_COLUMNS: string =
  'id, coordinator_id, organisation_id, content, updated_at, submitted_at, review, refused';

const keptOf = (row: DraftRow, organisation: Organisation): KeptDraft => ({
  id: row.id,
  said: row.content,
  organisation,
  by: row.coordinator_id,
  updatedAt: row.updated_at,
  submitted: row.submitted_at !== null,
  review: row.review,
  refused: row.refused,
});

/** Rows with their organisations. */
export async function keptDrafts(
  database: Queryable,
  rows: readonly DraftRow[],
): Promise<readonly KeptDraft[]> {
  if (rows.length === 0) return [];
  const all = new Map((await organisations(database)).map((each) => [each.id, each]));
  return rows.flatMap((row) => {
    const organisation = all.get(row.organisation_id);
    return organisation === undefined ? [] : [keptOf(row, organisation)];
  });
}

/** Drafts of which this is so. */
export async function findDrafts(
  database: Queryable,
  where: string,
  values: readonly unknown[],
): Promise<readonly KeptDraft[]> {
  const { rows } = await database.query<DraftRow>(
    `select ${DRAFT_COLUMNS} from draft where publish_at is null and ${where}`,
    [...values],
  );
  return keptDrafts(database, rows);
}

/** The draft, held until the end of the transaction: two who decide at once decide one after the other. */
export async function lockedDraft(database: Queryable, id: string): Promise<KeptDraft | null> {
  const [draft] = await findDrafts(database, 'id = $1 for update', [id]);
  return draft ?? null;
}

/** What deciding on a draft, or publishing it, is done to. */
export const draftSubject = ({ organisation, by, said }: KeptDraft, people?: number): Subject => ({
  organisationId: organisation.id,
  by,
  ...(said.content.region === undefined ? {} : { region: said.content.region }),
  ...(people === undefined ? {} : { people }),
});
