/** Which keepers of the rules are to hear that some need a look. */
import type { Day } from '../domain/opening.ts';
import type { RuleKeeper } from '../domain/rule-keeper.ts';
import { COORDINATOR_JSON, type CoordinatorJson, coordinatorOf } from './coordinators.ts';
import type { Queryable } from './database.ts';

/** Days from one such message to the next. */
const AGAIN_DAYS = 7;

/** Keepers who were not told for a week and may do more than read; nobody while sending is stopped. */
export async function ruleKeepersOn(database: Queryable, today: Day): Promise<readonly RuleKeeper[]> {
  const { rows } = await database.query<{ keeper: CoordinatorJson }>(
    `select ${COORDINATOR_JSON} as keeper from coordinator c left join organisation o on o.id = c.organisation_id
     where 'keeper' = any(c.roles) and c.trusted_from::date <= $1::date and o.stopped_at is null
       and (c.rules_told_on is null or c.rules_told_on <= $1::date - $2::integer)
       and not exists (select from standstill)
     order by c.id`,
    [today, AGAIN_DAYS],
  );
  return rows.map(({ keeper }) => coordinatorOf(keeper));
}

/** Writes down that one was told on a day, or was not after all (`null`). False: they were told meanwhile. */
export async function noteTold(
  database: Queryable,
  { id }: Pick<RuleKeeper, 'id'>,
  today: Day | null,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update coordinator set rules_told_on = $2::date
     where id = $1 and ($2::date is null or rules_told_on is null or rules_told_on <= $2::date - $3::integer)`,
    [id, today, AGAIN_DAYS],
  );
  return rowCount === 1;
}
