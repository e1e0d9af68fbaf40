import type { Job, JobAccount } from '../domain/job.ts';
import type { Asked } from '../domain/keeper-ask.ts';
import type { Law } from '../domain/law.ts';
import type { Message } from '../domain/message.ts';
import type { Day } from '../domain/opening.ts';
import type { Proposal } from '../domain/rule-change.ts';
import { type RuleKeeper, ruleKeeperMessage } from '../domain/rule-keeper.ts';

/** Nobody is told at night: local hours of the country's zone. */
const FROM_HOUR = 9;
const UNTIL_HOUR = 20;

/** Tells those who keep the rules that some need a look or their yes: by day, and at most once a week. */
export const tellRuleKeepers: Job<{
  readonly law: () => Promise<Law>;
  readonly today: () => Day;
  readonly ruleKeepers: {
    /** Keepers who were not told for a week. */
    due(today: Day): Promise<readonly RuleKeeper[]>;
    /** Words that wait for a second keeper. */
    waiting(today: Day): Promise<readonly Proposal[]>;
    /** Written down before it is said, so that nobody is told twice. False: somebody else did. */
    told(keeper: RuleKeeper, today: Day): Promise<boolean>;
    /** It was not said after all. */
    untold(keeper: RuleKeeper): Promise<unknown>;
    tell(keeper: RuleKeeper, message: Message): Promise<Asked>;
    hour(): number;
  };
}> = {
  name: 'tell-rule-keepers',
  everyMs: 1_800_000,
  run: async ({ law, today, ruleKeepers }): Promise<JobAccount> => {
    const day = today();
    if (ruleKeepers.hour() < FROM_HOUR || ruleKeepers.hour() >= UNTIL_HOUR) return {};
    const keepers = await ruleKeepers.due(day);
    if (keepers.length === 0) return {};
    const { rules } = await law();
    const waiting = await ruleKeepers.waiting(day);
    const account = { asked: 0, lost: 0 };
    for (const keeper of keepers) {
      const message = ruleKeeperMessage(keeper, rules, waiting, day);
      if (message === null || !(await ruleKeepers.told(keeper, day))) continue;
      const ended = await ruleKeepers.tell(keeper, message);
      if (ended === 'later') await ruleKeepers.untold(keeper);
      else account[ended] += 1;
    }
    return account;
  },
};
