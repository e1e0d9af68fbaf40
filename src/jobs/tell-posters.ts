import type { Job, JobAccount } from '../domain/job.ts';
import type { Asked } from '../domain/keeper-ask.ts';
import type { PosterWord } from '../domain/poster-word.ts';
import type { Clock } from '../domain/terms.ts';

/** Tells posters that a draft of theirs was approved or sent back: once, or not at all. */
export const tellPosters: Job<{
  readonly posters: {
    /** The next decision: it is written down as told, so that nobody is told twice. */
    claim(now: Date): Promise<PosterWord | null>;
    tell(word: PosterWord): Promise<Asked>;
    /** They were not told after all. */
    release(word: PosterWord): Promise<void>;
  };
  readonly clock: Clock;
}> = {
  name: 'tell-posters',
  everyMs: 10_000,
  run: async ({ posters, clock }): Promise<JobAccount> => {
    const account = { told: 0, lost: 0 };
    const later: PosterWord[] = [];
    const claim = (): Promise<PosterWord | null> => posters.claim(clock());
    for (let word = await claim(); word !== null; word = await claim()) {
      const ended = await posters.tell(word);
      if (ended === 'later') later.push(word);
      else account[ended === 'asked' ? 'told' : 'lost'] += 1;
    }
    // Only now, or the same would be claimed again.
    for (const word of later) await posters.release(word);
    return account;
  },
};
