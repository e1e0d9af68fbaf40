import type { Config } from '../config.ts';
import { countryCodes, loadCountry } from '../country.ts';
import type { Country } from '../domain/country.ts';
import { type Law, lawOf } from '../domain/law.ts';
import type { Day } from '../domain/opening.ts';
import { isWaiting, type KeptRule, kept, type Proposal } from '../domain/rule-change.ts';
import { proposals, ruleChanges } from '../store/rule-changes.ts';
import { dayIn } from '../time-zones.ts';
import { Refusal } from './command.ts';
import { hasDatabase, withDatabase } from './with-database.ts';

/** The rules of a country as a command sees them. */
export interface LawInForce {
  readonly country: Country;
  readonly rules: readonly KeptRule[];
  /** Words of first keepers that wait for a second. */
  readonly waiting: readonly Proposal[];
  readonly law: Law;
}

/** Keepers' words are kept by the exchange of one country; where none was ever started there are none. */
const hasKeepers = (config: Config, code: string): boolean => code === config.country && hasDatabase(config);

/** The package of a country with what its keepers changed. Throws a `Refusal` for a country there is no package of. */
export async function lawInForce(config: Config, code: string): Promise<LawInForce> {
  if (!countryCodes().includes(code))
    throw new Refusal(`There is no package for ${code}; there are: ${countryCodes().join(', ')}.`);
  const country = await loadCountry(code);
  const { changes, waiting } = hasKeepers(config, code)
    ? await withDatabase(config, async (pool) => ({
        changes: await ruleChanges(pool),
        waiting: await proposals(pool),
      }))
    : { changes: [], waiting: [] };
  const rules = kept(country.rules, changes);
  return {
    country,
    rules,
    waiting: waiting.filter((one) => isWaiting(one, todayIn(country))),
    law: lawOf(
      rules.map(({ rule }) => rule),
      country.activities,
      country.crops,
    ),
  };
}

/** Today where the country is. */
export const todayIn = ({ defaultTimeZone }: Country): Day => dayIn(defaultTimeZone, new Date());
