import type { Job, JobAccount } from '../domain/job.ts';
import type { Asked, KeeperAsk } from '../domain/keeper-ask.ts';
import type { Day } from '../domain/opening.ts';

/** Nobody is asked at night: local hours of the country's zone. */
const FROM_HOUR = 9;
const UNTIL_HOUR = 20;

/** Asks whoever posted an opening, three days before it ends, whether it goes on: once for each end. */
export const askKeepers: Job<{
  readonly keepers: {
    /** The next one that is due: written down as asked, so that nobody is asked twice. */
    claim(today: Day): Promise<KeeperAsk | null>;
    ask(one: KeeperAsk): Promise<Asked>;
    /** It was not asked after all. */
    release(one: KeeperAsk): Promise<void>;
    hour(): number;
  };
  readonly today: () => Day;
}> = {
  name: 'ask-keepers',
  everyMs: 600_000,
  run: async ({ keepers, today }): Promise<JobAccount> => {
    if (keepers.hour() < FROM_HOUR || keepers.hour() >= UNTIL_HOUR) return {};
    const account = { asked: 0, lost: 0 };
    for (let one = await keepers.claim(today()); one !== null; one = await keepers.claim(today())) {
      const ended = await keepers.ask(one);
      if (ended === 'later') {
        await keepers.release(one);
        break;
      }
      account[ended] += 1;
    }
    return account;
  },
};
