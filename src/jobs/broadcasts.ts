import type { BroadcastAccount } from '../domain/broadcast.ts';
import { isFew, isSettled, type Standing, standingOf } from '../domain/broadcast-words.ts';
import type { Job, JobAccount } from '../domain/job.ts';

/** A message in somebody's chat that shows how a broadcast fares. */
export interface LiveScreen {
  readonly broadcast: BroadcastAccount;
  /** What it says now, in short. */
  readonly shown: string;
  /** Changes it, or sends it the first time; says whether it could. */
  show(shown: string, perSecond: number | null): Promise<boolean>;
  /** It says the last that there is to say. */
  end(): Promise<void>;
}

/** What was sent of each broadcast, and when that was looked at. */
const seen = new Map<string, { readonly sent: number; readonly at: number }>();

/** Of few people only the state: when a message changes would tell what it does not say. */
const inShort = (standing: Standing): string => {
  const { total, sent, failed, uncertain, left, onTheWay, waiting } = standing;
  const state = `${standing.state}${standing.halted ? '!' : ''}`;
  const counts = [total, sent, failed, uncertain, left, onTheWay, waiting ?? 0];
  return isFew(standing) ? state : [state, ...counts].join(' ');
};

function rateOf({ id }: BroadcastAccount, { sent }: Standing, now: number): number | null {
  const before = seen.get(id);
  seen.set(id, { sent, at: now });
  return before === undefined || now <= before.at
    ? null
    : Math.round(((sent - before.sent) / (now - before.at)) * 1_000);
}

/** Begins what has waited long enough, and keeps the messages up that show how broadcasts fare. */
export const broadcasts: Job<{
  readonly broadcasts: {
    anyDue(now: Date): Promise<boolean>;
    tidy(now: Date): Promise<number>;
    screens(): Promise<readonly LiveScreen[]>;
  };
  readonly match: () => Promise<void>;
  readonly clock: () => Date;
}> = {
  name: 'broadcasts',
  everyMs: 2_000,
  run: async ({ broadcasts: port, match, clock }): Promise<JobAccount> => {
    const now = clock();
    await port.tidy(now);
    if (await port.anyDue(now)) await match();
    let ended = 0;
    for (const screen of await port.screens()) {
      const standing = standingOf(screen.broadcast, now);
      const shown = inShort(standing);
      const rate = rateOf(screen.broadcast, standing, now.getTime());
      const stands = shown === screen.shown || (await screen.show(shown, rate));
      if (!stands || !isSettled(standing)) continue;
      seen.delete(screen.broadcast.id);
      await screen.end();
      ended += 1;
    }
    return { ended };
  },
};
