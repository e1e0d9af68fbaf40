import type { DeskWord } from '../domain/desk-word.ts';
import type { Job, JobAccount } from '../domain/job.ts';
import type { Asked } from '../domain/keeper-ask.ts';
import type { PosterWord } from '../domain/poster-word.ts';
import type { Clock } from '../domain/terms.ts';

/** Words of one sort that wait for who is to hear them. */
interface Words<Word> {
  /** The next one: it is written down as told, so that nobody is told twice. */
  claim(now: Date): Promise<Word | null>;
  tell(word: Word): Promise<Asked>;
  /** They were not told after all. */
  release(word: Word): Promise<void>;
}

async function tellAll<Word>(
  words: Words<Word>,
  clock: Clock,
): Promise<{ readonly told: number; readonly lost: number }> {
  const account = { told: 0, lost: 0 };
  const later: Word[] = [];
  const claim = (): Promise<Word | null> => words.claim(clock());
  for (let word = await claim(); word !== null; word = await claim()) {
    const ended = await words.tell(word);
    if (ended === 'later') later.push(word);
    else account[ended === 'asked' ? 'told' : 'lost'] += 1;
  }
  // Only now, or the same would be claimed again.
  for (const word of later) await words.release(word);
  return account;
}

/**
 * Tells posters that a draft of theirs was approved or sent back, and coordinators what others ask of them or decided:
 * once, or not at all. Also at night: what is asked for is urgent.
 */
export const tellPosters: Job<{
  readonly posters: Words<PosterWord>;
  readonly colleagues: Words<DeskWord>;
  readonly clock: Clock;
}> = {
  name: 'tell-posters',
  everyMs: 10_000,
  run: async ({ posters, colleagues, clock }): Promise<JobAccount> => {
    const first = await tellAll(colleagues, clock);
    const then = await tellAll(posters, clock);
    return { told: first.told + then.told, lost: first.lost + then.lost };
  },
};
