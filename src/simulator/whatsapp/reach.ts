/** How many people a portfolio may write to outside their windows within a moving day. */

const DAY_MS = 86_400_000;

/** Names of the tiers, with their people; anything between has the name below it. */
const TIERS: readonly (readonly [name: string, people: number])[] = [
  ['TIER_250', 250],
  ['TIER_2K', 2000],
  ['TIER_10K', 10_000],
  ['TIER_100K', 100_000],
  ['TIER_UNLIMITED', Number.POSITIVE_INFINITY],
];

export interface Reach {
  /** Counts a person who is written to outside the window; false when that would be one too many. */
  take(person: number): boolean;
  setTier(people: number): void;
  /** As the service names it, such as `TIER_2K`. */
  tierName(): string;
  save(): unknown;
}

interface SavedReach {
  readonly reached: readonly (readonly [person: number, at: number])[];
}
const isSaved = (value: unknown): value is SavedReach =>
  typeof value === 'object' && value !== null && 'reached' in value && Array.isArray(value.reached);

/** An empty day, or as saved. */
export function createReach(options: {
  readonly now: () => Date;
  readonly tier: number;
  readonly saved?: unknown;
}): Reach {
  let tier = options.tier;
  // By the time of the latest message, the oldest first.
  const reached = new Map(isSaved(options.saved) ? options.saved.reached : []);

  function forget(now: number): void {
    for (const [person, at] of reached) {
      if (now - at < DAY_MS) return;
      reached.delete(person);
    }
  }

  return {
    take(person) {
      const now = options.now().getTime();
      forget(now);
      if (!reached.has(person) && reached.size >= tier) return false;
      reached.delete(person);
      reached.set(person, now);
      return true;
    },
    setTier(people) {
      tier = people;
    },
    tierName: () => TIERS.findLast(([, people]) => people <= tier)?.[0] ?? 'TIER_250',
    save: () => ({ reached: [...reached] }),
  };
}
