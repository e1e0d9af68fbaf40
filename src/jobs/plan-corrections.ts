import type { Job, JobAccount } from '../domain/job.ts';
import type { Clock } from '../domain/terms.ts';

/** Plans what those who were shown an opening must hear of it: every ten seconds, and at once when it changes. */
export const planCorrections: Job<{
  readonly planCorrections: (channels: readonly string[], now: Date) => Promise<number>;
  readonly channels: readonly string[];
  readonly clock: Clock;
}> = {
  name: 'plan-corrections',
  everyMs: 10_000,
  run: async ({ planCorrections: plan, channels, clock }): Promise<JobAccount> => ({
    planned: await plan(channels, clock()),
  }),
};
