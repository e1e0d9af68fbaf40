import type { Job, JobAccount } from '../domain/job.ts';
import type { Clock } from '../domain/terms.ts';

/** Announces each finished bulletin once on every channel: also one whose import ran elsewhere and died at its end. */
export const planBulletins: Job<{
  readonly pushes: { planBulletins(channels: readonly string[], now: Date): Promise<number> };
  readonly channels: readonly string[];
  readonly clock: Clock;
}> = {
  name: 'plan-bulletins',
  everyMs: 10_000,
  run: async ({ pushes, channels, clock }): Promise<JobAccount> => ({
    planned: await pushes.planBulletins(channels, clock()),
  }),
};
