/** People without phones, for loads of any size: a number each, and nothing of what they got. */
import type { Crowd } from './terms.ts';

export interface CrowdMember extends Crowd {
  has(id: number): boolean;
  isBlocked(id: number): boolean;
  arrive(id: number): void;
}

/** A crowd of `count` people with ids from `firstId`; `ticks` stamps what arrives. */
export function createCrowd(firstId: number, count: number, ticks: () => number): CrowdMember {
  const arrivals = new Uint32Array(count);
  let blockedShare = 0;
  let arrived = 0;
  let firstAt: number | null = null;
  let lastAt: number | null = null;
  return {
    firstId,
    count,
    arrivals,
    get arrived() {
      return arrived;
    },
    get firstAt() {
      return firstAt;
    },
    get lastAt() {
      return lastAt;
    },
    blocks(share) {
      blockedShare = share;
    },
    has: (id) => id >= firstId && id < firstId + count,
    isBlocked(id) {
      const position = id - firstId;
      return Math.floor((position + 1) * blockedShare) > Math.floor(position * blockedShare);
    },
    arrive(id) {
      const position = id - firstId;
      arrivals[position] = (arrivals[position] ?? 0) + 1;
      arrived += 1;
      lastAt = ticks();
      firstAt ??= lastAt;
    },
  };
}
