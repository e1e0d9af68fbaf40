/** A bucket of tokens: what every limit of rate is made of. */
export interface Bucket {
  level: number;
  /** Ticks of the last look. */
  at: number;
}

/** Tokens there now; `perSecond` flow in up to `capacity`. */
export function refill(bucket: Bucket, now: number, perSecond: number, capacity: number): number {
  bucket.level = Math.min(capacity, bucket.level + ((now - bucket.at) / 1000) * perSecond);
  bucket.at = now;
  return bucket.level;
}
