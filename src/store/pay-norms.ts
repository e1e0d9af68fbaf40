/** What open openings of a work pay, for whoever writes one: figures only, and none of their own organisation's. */
import type { Desk, PaidWork } from '../domain/desk.ts';
import type { Pay } from '../domain/opening.ts';
import { MOST_OF_ONE, type PayNorm, payNormOf } from '../domain/pay-norm.ts';
import type { Queryable } from './database.ts';
import type { Seat } from './seat.ts';

/** What the desk knows of pay; asked once a message. */
export function payNormsAt({ ports: { database } }: Pick<Seat, 'ports'>): Pick<Desk, 'payNorm'> {
  const known = new Map<string, Promise<PayNorm | null>>();
  return {
    payNorm(of) {
      const key = `${of.work} ${of.region} ${of.organisationId}`;
      const found = known.get(key) ?? payNorm(database, of);
      known.set(key, found);
      return found;
    },
  };
}

interface Row {
  readonly pay_min: number | null;
  readonly pay_max: number | null;
  readonly pay_unit: Pay['unit'];
  readonly pay_currency: string;
  readonly hours_per_day: number | null;
  readonly is_here: boolean;
  readonly openings: number;
}

/**
 * Whoever stands behind openings counts a few times: the organisation that vouches, the exchange that they come from,
 * else the employer; those of nobody who is named count together.
 */
async function payNorm(
  database: Queryable,
  { work, region, organisationId }: PaidWork,
): Promise<PayNorm | null> {
  const { rows } = await database.query<Row>(
    `with counted as (
       select pay_min, pay_max, pay_unit, pay_currency, hours_per_day, region = $2 as is_here,
         row_number() over (
           partition by region = $2, coalesce(organisation_id::text,
             case when source like 'exchange:%' then source end, employer_id, employer, source)
           order by id) as nth
       from opening
       where status = 'open' and work = $1 and region like split_part($2, '-', 1) || '-%'
         and pay_unit in ('month', 'week', 'day', 'hour') and coalesce(pay_max, pay_min) is not null
         and organisation_id is distinct from $3)
     select pay_min, pay_max, pay_unit, pay_currency, hours_per_day, is_here, count(*)::integer as openings
     from counted where nth <= $4 group by 1, 2, 3, 4, 5, 6`,
    [work, region, organisationId, MOST_OF_ONE],
  );
  return payNormOf(
    rows.map((row) => ({
      pay: { min: row.pay_min, max: row.pay_max, unit: row.pay_unit, currency: row.pay_currency },
      hoursPerDay: row.hours_per_day,
      isHere: row.is_here,
      openings: row.openings,
    })),
  );
}
