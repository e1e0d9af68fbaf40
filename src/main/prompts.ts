import { deskWordMessage } from '../domain/desk-word.ts';
import { keeperAskMessage } from '../domain/keeper-ask.ts';
import { posterWordMessage } from '../domain/poster-word.ts';
import { isWaiting } from '../domain/rule-change.ts';
import type { askKeepers } from '../jobs/ask-keepers.ts';
import type { tellPosters } from '../jobs/tell-posters.ts';
import type { tellRuleKeepers } from '../jobs/tell-rule-keepers.ts';
import { claimDeskWord, sayAtDesk } from '../store/desk-words.ts';
import { claimKeeperAsk, releaseKeeperAsk } from '../store/keeper-asks.ts';
import { claimPosterWord, releasePosterWord } from '../store/poster-words.ts';
import { proposals } from '../store/rule-changes.ts';
import { noteTold, ruleKeepersOn } from '../store/rule-keepers.ts';
import { tellCoordinator } from './tell-coordinator.ts';

/** What coordinators are written to about, though they did not write first. */
export function createPrompts(
  room: Parameters<typeof tellCoordinator>[0] & { readonly hour: () => number },
): Pick<Parameters<typeof askKeepers.run>[0], 'keepers'> &
  Pick<Parameters<typeof tellPosters.run>[0], 'posters' | 'colleagues'> &
  Pick<Parameters<typeof tellRuleKeepers.run>[0], 'ruleKeepers'> {
  const { database, hour } = room;
  return {
    keepers: {
      claim: (day) => claimKeeperAsk(database, day),
      release: (one) => releaseKeeperAsk(database, one),
      hour,
      ask: (one) => tellCoordinator(room, one.coordinatorId, one.locale, keeperAskMessage(one)),
    },
    posters: {
      claim: (now) => claimPosterWord(database, now),
      release: (one) => releasePosterWord(database, one),
      tell: (one) => tellCoordinator(room, one.coordinatorId, one.locale, posterWordMessage(one)),
    },
    colleagues: {
      claim: (now) => claimDeskWord(database, now),
      release: (one) => sayAtDesk(database, one),
      tell: (one) => tellCoordinator(room, one.coordinatorId, one.locale, deskWordMessage(one)),
    },
    ruleKeepers: {
      due: (day) => ruleKeepersOn(database, day),
      waiting: async (day) => (await proposals(database)).filter((one) => isWaiting(one, day)),
      told: (keeper, day) => noteTold(database, keeper, day),
      untold: (keeper) => noteTold(database, keeper, null),
      hour,
      tell: (keeper, message) => tellCoordinator(room, keeper.id, keeper.locale, message),
    },
  };
}
