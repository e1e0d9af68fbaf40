/** The queues, as everybody but BullMQ sees them. */
import type { ChannelName } from './terms.ts';

/** Wakes the worker of a push. Carries ids only; PostgreSQL knows what is owed. */
export interface Outbox {
  /** Called after a push was committed; adding it again changes nothing. */
  add(push: { readonly id: string; readonly channel: ChannelName; readonly urgent: boolean }): Promise<void>;
  /** Called by the sweeper: is a job for this push waiting, asleep or active? */
  has(push: { readonly id: string; readonly channel: ChannelName }): Promise<boolean>;
  /** Called when a push that sleeps has something to do after all. */
  wake(push: { readonly id: string; readonly channel: ChannelName }): Promise<void>;
  /** Called once a channel: `run` works a push until it is over or says when to wake it again. */
  work(
    channel: ChannelName,
    run: (pushId: string, signal: AbortSignal) => Promise<Date | null>,
  ): Promise<void>;
  /** Called at start for each job of `jobs/`. */
  schedule(name: string, everyMs: number, run: () => Promise<void>): Promise<void>;
  /** Which engine carries it, and whether it answers. */
  health(): Promise<{ readonly engine: 'redis' | 'postgresql'; readonly ok: boolean }>;
  close(): Promise<void>;
}
