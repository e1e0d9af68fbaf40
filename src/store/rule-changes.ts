/** What keepers of the rules say, in PostgreSQL. Nothing is ever taken back: a later word stands beside the earlier. */
import { randomUUID } from 'node:crypto';
import type { Proposal, RuleChange } from '../domain/rule-change.ts';
import type { Queryable } from './database.ts';

/** Everything two keepers agreed on, oldest first. */
export async function ruleChanges(database: Queryable): Promise<readonly RuleChange[]> {
  const { rows } = await database.query<RuleChange>(
    `select rule_id as "ruleId", row, (seconded_at at time zone 'UTC')::date::text as "checkedAt"
     from rule_change where seconded_at is not null order by seconded_at, id`,
  );
  return rows;
}

/** What waits for a second keeper, oldest first; of one row or of all. */
export async function proposals(database: Queryable, ruleId?: string): Promise<readonly Proposal[]> {
  const { rows } = await database.query<Proposal>(
    `select id, rule_id as "ruleId", row, source, proposed_by as by, proposed_on::text as on
     from rule_change where seconded_at is null and ($1::text is null or rule_id = $1) order by proposed_on, id`,
    [ruleId ?? null],
  );
  return rows;
}

/** Writes down what a first keeper says; it changes nothing yet, and replaces their earlier word. */
export async function propose(database: Queryable, proposal: Omit<Proposal, 'id'>): Promise<Proposal> {
  const id = randomUUID();
  const { ruleId, row, source, by, on } = proposal;
  await database.query(
    `delete from rule_change where rule_id = $1 and proposed_by = $2 and seconded_at is null`,
    [ruleId, by],
  );
  await database.query(
    `insert into rule_change (id, rule_id, row, source, proposed_by, proposed_on) values ($1, $2, $3, $4, $5, $6)`,
    [id, ruleId, row === null ? null : JSON.stringify(row), source, by, on],
  );
  return { id, ...proposal };
}

/** A second keeper agrees: it is in force from now on. False when somebody was quicker, or it is their own word. */
export async function second(
  database: Queryable,
  proposal: Pick<Proposal, 'id'>,
  by: string,
  now: Date,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update rule_change set seconded_by = $2, seconded_at = $3
     where id = $1 and seconded_at is null and proposed_by <> $2`,
    [proposal.id, by, now],
  );
  if (rowCount === 1) await database.query(`select pg_notify('mehnat', 'rule')`);
  return rowCount === 1;
}

/** A keeper takes back their own word that nobody has agreed to. False when there is none any more. */
export async function withdraw(
  database: Queryable,
  { id }: Pick<Proposal, 'id'>,
  by: string,
): Promise<boolean> {
  const { rowCount } = await database.query(
    'delete from rule_change where id = $1 and proposed_by = $2 and seconded_at is null',
    [id, by],
  );
  return rowCount === 1;
}
