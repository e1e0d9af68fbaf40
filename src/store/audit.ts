/** Who in which role did what to what, when. Lines are only ever added; after a year they go. */
import type { AuditLine } from '../domain/desk.ts';
import type { Queryable } from './database.ts';

/** Whoever has the server: their name and their role. No coordinator may be called so. */
export const HOST = 'host';

/** Writes a line, in the transaction of what it speaks of. */
export async function writeAudit(database: Queryable, line: Omit<AuditLine, 'id'>): Promise<void> {
  await database.query(
    `insert into audit (at, organisation_id, alias, role, action, subject, detail)
     values ($1, $2, $3, $4, $5, $6, $7)`,
    [
      line.at,
      line.organisationId,
      line.alias,
      line.role,
      line.action,
      line.subject,
      JSON.stringify(line.detail),
    ],
  );
}

const COLUMNS = 'id, at, organisation_id as "organisationId", alias, role, action, subject, detail';

/** Lines before `before`, newest first: of one organisation, of the host (`null`), or of everybody. */
export async function auditLines(
  database: Queryable,
  of: { readonly organisationId: string | null } | 'everybody',
  { before, limit }: { readonly before: number | null; readonly limit: number },
): Promise<readonly AuditLine[]> {
  const { rows } = await database.query<AuditLine>(
    `select ${COLUMNS} from audit
     where ($1 or organisation_id is not distinct from $2) and ($3::integer is null or id < $3)
     order by id desc limit $4`,
    [of === 'everybody', of === 'everybody' ? null : of.organisationId, before, limit],
  );
  return rows;
}

/**
 * Names of roles that stand beside what was said of seasons and rules go after a year, too. Of a rule two different
 * people agreed, which its row must go on saying.
 */
export async function blankOldNames(database: Queryable, now: Date): Promise<number> {
  const { rowCount: seasons } = await database.query(
    `update season_shift set shifted_by = ''
     where shifted_by <> '' and shifted_at < $1::timestamptz - interval '1 year'`,
    [now],
  );
  const { rowCount: rules } = await database.query(
    `update rule_change set proposed_by = '1', seconded_by = '2'
     where proposed_by <> '1' and seconded_at < $1::timestamptz - interval '1 year'`,
    [now],
  );
  return (seasons ?? 0) + (rules ?? 0);
}

/** Lines older than a year go. */
export async function expireAudit(database: Queryable, now: Date): Promise<number> {
  const { rowCount } = await database.query(
    `delete from audit where at < $1::timestamptz - interval '1 year'`,
    [now],
  );
  return rowCount ?? 0;
}
