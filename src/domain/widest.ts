import type { Demands } from './matching.ts';

/**
 * The fewest demands that fit the same people as all of these together: of those that differ only in how far they
 * reach (housing, pay, last day, room) the ones that no other reaches over. What is over is left out. A hundred
 * thousand openings come down to a few thousand, because they share work, crop, region and the rules about it.
 */
export function widest(demands: readonly Demands[]): readonly Demands[] {
  const fronts = new Map<string, Demands[]>();
  for (const one of demands) {
    if (one.over !== null) continue;
    const key = `${one.kind} ${one.work} ${one.region} ${one.subjects.join()} ${one.permit?.key}`;
    const front = fronts.get(key) ?? [];
    if (front.some((other) => reachesOver(other, one))) continue;
    fronts.set(key, [...front.filter((other) => !reachesOver(one, other)), one]);
  }
  return [...fronts.values()].flat();
}

/** Whether `a` fits everybody whom `b` fits, kind, work and region being the same. */
const reachesOver = (a: Demands, b: Demands): boolean =>
  (a.housed || !b.housed) &&
  atLeast(a.pay, b.pay) &&
  atLeast(a.lastDay, b.lastDay) &&
  atLeast(a.room, b.room);

/** `null` has no bound. */
const atLeast = <T extends number | string>(a: T | null, b: T | null): boolean =>
  a === null || (b !== null && a >= b);
