import { keeperAskMessage } from '../domain/keeper-ask.ts';
import { posterWordMessage } from '../domain/poster-word.ts';
import type { askKeepers } from '../jobs/ask-keepers.ts';
import type { tellPosters } from '../jobs/tell-posters.ts';
import { claimKeeperAsk, releaseKeeperAsk } from '../store/keeper-asks.ts';
import { claimPosterWord, releasePosterWord } from '../store/poster-words.ts';
import { tellCoordinator } from './tell-coordinator.ts';

/** What coordinators are written to about, though they did not write first. */
export function createPrompts(
  room: Parameters<typeof tellCoordinator>[0] & { readonly hour: () => number },
): Pick<Parameters<typeof askKeepers.run>[0], 'keepers'> &
  Pick<Parameters<typeof tellPosters.run>[0], 'posters'> {
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
  };
}
