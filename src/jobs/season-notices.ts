import { idOf } from '../domain/content-id.ts';
import type { Country } from '../domain/country.ts';
import type { Job, JobAccount } from '../domain/job.ts';
import type { Day } from '../domain/opening.ts';
import type { SeasonShift } from '../domain/season.ts';
import { dueNotices, noticeName, type SeasonNotice } from '../domain/season-plan.ts';
import type { Clock } from '../domain/terms.ts';

/** Tells of seasons that come, were moved, or are over, those who wait for them: each once, whenever it runs. */
export const seasonNotices: Job<{
  readonly seasons: {
    readonly country: Pick<Country, 'seasons' | 'regions'>;
    /** As they are now. */
    shifts(): Promise<readonly SeasonShift[]>;
    plan(
      notices: readonly (SeasonNotice & { readonly id: string })[],
      channels: readonly string[],
      now: Date,
    ): Promise<number>;
  };
  readonly channels: readonly string[];
  readonly clock: Clock;
  readonly today: () => Day;
}> = {
  name: 'season-notices',
  everyMs: 3_600_000,
  run: async ({ seasons, channels, clock, today }): Promise<JobAccount> => {
    const due = dueNotices(seasons.country, await seasons.shifts(), today());
    const notices = await Promise.all(
      due.map(async (notice) => ({ ...notice, id: await idOf(noticeName(notice)) })),
    );
    return { planned: notices.length === 0 ? 0 : await seasons.plan(notices, channels, clock()) };
  },
};
