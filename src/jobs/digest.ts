import { idOf } from '../domain/content-id.ts';
import type { Job, JobAccount } from '../domain/job.ts';
import type { Clock } from '../domain/terms.ts';

/** When the day's openings are told to those who asked for one message a day: local hour. */
const DIGEST_HOUR = 18;
/** A digest that could not go out within these hours of its time is left to the next. */
const LATE_HOURS = 3;
const HOUR_MS = 3_600_000;

/** Plans the digest of every zone whose digest time has come: one push a channel and moment, its id made of both. */
export const digest: Job<{
  readonly pushes: {
    planDigest(plan: {
      readonly id: string;
      readonly channel: string;
      readonly zones: readonly string[];
      readonly since: Date;
      readonly expiresAt: Date;
    }): Promise<boolean>;
  };
  readonly channels: readonly string[];
  /** The IANA zones people live by. */
  readonly zones: readonly string[];
  /** Minutes a zone is ahead of UTC at a moment. */
  readonly offsetMinutes: (zone: string, at: Date) => number;
  readonly clock: Clock;
}> = {
  name: 'digest',
  everyMs: 60_000,
  run: async ({ pushes, channels, zones, offsetMinutes, clock }): Promise<JobAccount> => {
    const now = clock();
    const due = Map.groupBy([...new Set(zones)].toSorted(), (zone) =>
      digestTime(now, offsetMinutes(zone, now)),
    );
    let planned = 0;
    for (const [time, together] of due) {
      if (now.getTime() - time > LATE_HOURS * HOUR_MS) continue;
      for (const channel of channels) {
        const plan = {
          id: await idOf(`digest ${channel} ${time}`),
          channel,
          zones: together,
          since: new Date(time - 24 * HOUR_MS),
          expiresAt: new Date(time + 20 * HOUR_MS),
        };
        if (await pushes.planDigest(plan)) planned++;
      }
    }
    return { planned };
  },
};

/** The last digest time that has come in a zone, in ms. */
function digestTime(now: Date, offset: number): number {
  const local = now.getTime() + offset * 60_000;
  const today = Math.floor(local / (24 * HOUR_MS)) * 24 * HOUR_MS + DIGEST_HOUR * HOUR_MS;
  return (today > local ? today - 24 * HOUR_MS : today) - offset * 60_000;
}
