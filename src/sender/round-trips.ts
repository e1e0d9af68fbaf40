/** How long the service takes to answer, from the last hundred answers. */
export interface RoundTrips {
  note(ms: number): void;
  /** ⌈rate × p95⌉ + 1, at most `most`: more in flight would only be more in doubt after a crash (delivery.md §4). */
  inFlight(perSecond: number, most: number): number;
}

/** Begins with 60 ms, which allows three in flight at Telegram's normal rate. */
export function createRoundTrips(): RoundTrips {
  const last: number[] = [60];
  return {
    note(ms) {
      last.push(ms);
      if (last.length > 100) last.shift();
    },
    inFlight(perSecond, most) {
      const sorted = last.toSorted((a, b) => a - b);
      const p95 = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.95))] ?? 60;
      return Math.min(most, Math.ceil((perSecond * p95) / 1000) + 1);
    },
  };
}
