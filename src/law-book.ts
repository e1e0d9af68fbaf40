/** The rules in force: those of the country's package with what keepers changed, the same for every room. */
import type { Country } from './domain/country.ts';
import { type Law, lawOf } from './domain/law.ts';
import { kept, type RuleChange } from './domain/rule-change.ts';

export interface LawBook {
  /** The rules as they were last read. */
  current(): Law;
  /** Called at start, when rules changed, and before an audience is found: reads every change that was committed. */
  read(): Promise<Law>;
}

/** Reads nothing until it is first asked: until then the package alone holds. */
export function createLawBook(
  { rules, activities, crops }: Pick<Country, 'rules' | 'activities' | 'crops'>,
  changes: () => Promise<readonly RuleChange[]>,
): LawBook {
  let law = lawOf(rules, activities, crops);
  let seen = 0;
  return {
    current: () => law,
    async read() {
      const all = await changes();
      // Changes are only ever added: as many as before are the same, and fewer were read before them.
      if (all.length > seen) {
        law = lawOf(
          kept(rules, all).map(({ rule }) => rule),
          activities,
          crops,
        );
        seen = all.length;
      }
      return law;
    },
  };
}
