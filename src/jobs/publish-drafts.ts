import type { Job, JobAccount } from '../domain/job.ts';
import type { Clock } from '../domain/terms.ts';

/** Makes openings of what was published a minute ago and not taken back. Whoever plans pushes is woken by each. */
export const publishDrafts: Job<{
  readonly publishDue: (now: Date) => Promise<number>;
  readonly clock: Clock;
}> = {
  name: 'publish-drafts',
  everyMs: 2_000,
  run: async ({ publishDue, clock }): Promise<JobAccount> => ({ published: await publishDue(clock()) }),
};
