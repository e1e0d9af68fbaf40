import type { Job, JobAccount } from '../domain/job.ts';
import type { Outbox } from '../domain/terms.ts';

/**
 * Wakes what was forgotten: planned pushes get their audience, running ones that have no job get one. PostgreSQL says
 * what is owed, so a queue that lost everything is whole again after one sweep.
 */
export const sweep: Job<{
  readonly pushes: {
    running(): Promise<
      readonly { readonly id: string; readonly channel: string; readonly urgent: boolean }[]
    >;
  };
  readonly outbox: Pick<Outbox, 'add' | 'has'>;
  /** Gives every planned push its audience. */
  readonly match: () => Promise<void>;
}> = {
  name: 'sweep',
  everyMs: 10_000,
  run: async ({ pushes, outbox, match }): Promise<JobAccount> => {
    await match();
    let added = 0;
    for (const push of await pushes.running()) {
      if (await outbox.has(push)) continue;
      await outbox.add(push);
      added++;
    }
    return { added };
  },
};
