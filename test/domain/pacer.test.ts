import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPacer } from '../../src/domain/pacer.ts';
import type { Lane } from '../../src/domain/terms.ts';

/** Sends `count` messages, each up to 20 ms late, and gives their times. */
function times(count: number, perSecond: number, lateness: () => number): number[] {
  const pacer = createPacer({ perSecond });
  let now = 0;
  return Array.from({ length: count }, () => {
    now = Math.max(now, pacer.claim(now)) + lateness();
    return now;
  });
}

const mostInASecond = (sent: readonly number[]): number =>
  Math.max(...sent.map((from) => sent.filter((at) => at >= from && at < from + 1000).length));

describe('the pacer', () => {
  it('keeps every sliding second under the cap, whatever the jitter', () => {
    fc.assert(
      fc.property(fc.infiniteStream(fc.integer({ min: 0, max: 20 })), (jitter) => {
        const sent = times(120, 25, () => jitter.next().value ?? 0);
        expect(mostInASecond(sent)).toBeLessThanOrEqual(25);
      }),
      { numRuns: 1000 },
    );
  });

  it('uses 97 % of what is allowed', () => {
    const sent = times(1000, 25, () => 0);
    expect(999 / ((sent.at(-1) ?? 0) / 1000)).toBeGreaterThanOrEqual(25 * 0.97);
  });

  it('gives no burst after idleness', () => {
    const pacer = createPacer({ perSecond: 10, margin: 1 });
    pacer.claim(0);
    expect([pacer.claim(60_000), pacer.claim(60_000)]).toEqual([60_000, 60_100]);
  });

  it('gives nothing before the end of a freeze, and goes slower after it', () => {
    const pacer = createPacer({ perSecond: 10, margin: 1 });
    pacer.claim(0);
    pacer.throttled(7000);
    expect([pacer.claim(200), pacer.claim(200)]).toEqual([7000, 7102]);
  });

  it('takes the tokens of replies from the pushes', () => {
    const pacer = createPacer({ perSecond: 10, margin: 1 });
    pacer.replied(0);
    pacer.replied(0);
    expect(pacer.claim(0)).toBe(200);
  });

  it('chooses urgent before instant, and keeps one token in ten for digests', () => {
    const pacer = createPacer({ perSecond: 10 });
    const waiting = new Set<Lane>(['digest', 'instant', 'urgent']);
    const chosen = Array.from({ length: 20 }, () => pacer.lane(waiting));
    expect(chosen.filter((lane) => lane === 'digest')).toHaveLength(2);
    expect(chosen.filter((lane) => lane === 'urgent')).toHaveLength(18);
    expect(pacer.lane(new Set())).toBeNull();
  });
});
