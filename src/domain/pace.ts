/** How fast one chat may talk to us: a token bucket, so that one person cannot crowd out the others. */
export interface Bucket {
  readonly tokens: number;
  readonly atMs: number;
}

/** Messages a chat may send at once, and how many a second come back: far above any thumb. */
export const BURST = 60;
const PER_SECOND = 5;

/** Takes one token; `null` when there is none. */
export function takeToken(bucket: Bucket | undefined, nowMs: number): Bucket | null {
  const before = bucket ?? { tokens: BURST, atMs: nowMs };
  const gained = (Math.max(0, nowMs - before.atMs) / 1000) * PER_SECOND;
  const tokens = Math.min(BURST, before.tokens + gained) - 1;
  return tokens < 0 ? null : { tokens, atMs: nowMs };
}

/** A bucket that is full again says nothing and may be dropped. */
export const isIdle = (bucket: Bucket, nowMs: number): boolean =>
  nowMs - bucket.atMs > (BURST / PER_SECOND) * 1000;
