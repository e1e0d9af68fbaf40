import { asItWas, type BarredPlaces, barredBy, firstOfMonth } from '../domain/barred-places.ts';
import type { Job, JobAccount } from '../domain/job.ts';
import type { Day, Opening, RegionCode } from '../domain/opening.ts';

/** Counts places that stayed empty because a permit counts elsewhere, once for each opening that ended. */
export const countBarred: Job<{
  readonly barred: {
    uncounted(): Promise<readonly Opening[]>;
    add(openingId: string, brings: readonly BarredPlaces[]): Promise<void>;
  };
  /** How many people nothing but a new permit kept from an opening, by the region of theirs. */
  readonly keptAway: (opening: Opening) => Promise<ReadonlyMap<RegionCode, number>>;
  readonly today: () => Day;
}> = {
  name: 'count-barred',
  everyMs: 600_000,
  run: async ({ barred, keptAway, today }): Promise<JobAccount> => {
    let counted = 0;
    for (const opening of await barred.uncounted()) {
      const was = asItWas(opening);
      const brings = was === null ? [] : barredBy(was, await keptAway(was), firstOfMonth(today()));
      await barred.add(opening.id, brings);
      counted += brings.length;
    }
    return { counted };
  },
};
