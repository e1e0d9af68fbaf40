import type { Job, JobAccount } from '../domain/job.ts';
import type { Outbox } from '../domain/outbox.ts';

/** A push as the sweeper sees it. */
interface RunningPush {
  readonly id: string;
  readonly channel: string;
  readonly urgent: boolean;
  /** Something that changes whenever anything is done for it. */
  readonly progress: string;
  /** Nothing is due: it sleeps, or its channel is paused. */
  readonly resting: boolean;
}

/** How long nothing is done for a push that is due until it is said (delivery.md §6). */
const STILL_MS = 60_000;

/**
 * Wakes what was forgotten: planned pushes get their audience, running ones that have no job get one. PostgreSQL says
 * what is owed, so a queue that lost everything is whole again after one sweep. And says which stand still.
 */
export const sweep: Job<{
  readonly pushes: { running(now: Date): Promise<readonly RunningPush[]> };
  readonly outbox: Pick<Outbox, 'add' | 'has' | 'wake'>;
  /** Gives every planned push its audience. */
  readonly match: () => Promise<void>;
  readonly clock: () => Date;
  /** Called once for a push that stands still; again when it went on in between. */
  readonly stalled?: (push: { readonly id: string; readonly channel: string }) => void;
}> = {
  name: 'sweep',
  everyMs: 10_000,
  run: async ({ pushes, outbox, match, clock, stalled }): Promise<JobAccount> => {
    await match();
    let added = 0;
    const now = clock();
    const running = await pushes.running(now);
    for (const push of running) {
      if (hasStalled(push, now.getTime())) stalled?.(push);
      if (await outbox.has(push)) {
        // It may have fallen asleep in the very moment in which something came up for it.
        if (!push.resting) await outbox.wake(push);
        continue;
      }
      await outbox.add(push);
      added++;
    }
    forgetOthers(running);
    return { added };
  },
};

/** What was seen of each push, and since when it has been so. */
const seen = new Map<string, { readonly progress: string; readonly since: number; said: boolean }>();

function hasStalled({ id, progress, resting }: RunningPush, now: number): boolean {
  const last = seen.get(id);
  if (resting || last?.progress !== progress) {
    seen.set(id, { progress, since: now, said: false });
    return false;
  }
  if (last.said || now - last.since < STILL_MS) return false;
  last.said = true;
  return true;
}

function forgetOthers(running: readonly RunningPush[]): void {
  const ids = new Set(running.map(({ id }) => id));
  for (const id of seen.keys()) if (!ids.has(id)) seen.delete(id);
}
