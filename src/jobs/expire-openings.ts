import type { Job } from '../domain/job.ts';
import type { Day } from '../domain/opening.ts';

/** Closes openings whose time is over, so that lists and pushes speak of what can still be taken up. */
export const expireOpenings: Job<{
  readonly expire: (today: Day) => Promise<number>;
  readonly today: () => Day;
}> = {
  name: 'expire-openings',
  everyMs: 600_000,
  run: async ({ expire, today }) => ({ expired: await expire(today()) }),
};
