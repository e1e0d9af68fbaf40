import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bitmapOf } from '../../src/domain/bitmap.ts';
import { consequenceOf } from '../../src/domain/consequence.ts';
import { counted, dueAt, isOver, passed, type TurnEnd } from '../../src/domain/push.ts';
import { reserve } from '../../src/domain/push-line.ts';
import { conclude, endRest } from '../../src/domain/push-turn.ts';
import { takeOver } from '../../src/domain/take-over.ts';
import { reread, rowOf } from '../support/pushes.ts';

describe('a push taken over', () => {
  it.each([
    ['sends a first copy once more', 'at-least-once', 1, 0],
    ['counts a second copy as uncertain', 'at-least-once', 2, 1],
    ['counts an at-most-once one as uncertain', 'at-most-once', 1, 1],
  ] as const)('%s', (_, policy, copy, uncertain) => {
    const push = takeOver(rowOf([3], { cursor: 8, policy, wire: [[3, copy, 1000]] }), 1000);
    expect(push.uncertain).toBe(uncertain);
    expect(isOver(push)).toBe(uncertain === 1);
    expect(reserve(push, 30_999)).toBeNull();
    expect(reserve(push, 31_000)).toBe(uncertain === 1 ? null : 3);
  });
});

describe('a push', () => {
  it('walks round once from its origin', () => {
    const push = takeOver(rowOf([1, 5, 9, 12], { origin: 6 }), 0);
    const order: number[] = [];
    for (let next = reserve(push, 0); next !== null; next = reserve(push, 0)) {
      order.push(next);
      conclude(push, next, { kind: 'sent' });
    }
    expect(order).toEqual([9, 12, 1, 5]);
    expect(isOver(push)).toBe(true);
  });

  it('adds up under any outcomes, writes and crashes, and sends at most two copies', () => {
    const ends: readonly TurnEnd['kind'][] = ['sent', 'skipped', 'failed', 'later', 'unknown', 'back'];
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(200), { minLength: 1, maxLength: 40 }),
        fc.nat(200),
        fc.array(fc.record({ end: fc.constantFrom(...ends), crash: fc.boolean(), ms: fc.nat(20_000) }), {
          maxLength: 120,
        }),
        (ordinals, origin, steps) => {
          const size = bitmapOf(ordinals).length * 8;
          let now = 0;
          let push = takeOver(rowOf(ordinals, { origin: origin % size }), now);
          const copies = new Map<number, number>();
          for (const { end, crash, ms } of steps) {
            now += ms;
            const ordinal = reserve(push, now);
            if (ordinal === null) continue;
            if (crash) {
              copies.set(ordinal, (copies.get(ordinal) ?? 0) + 1);
              push = takeOver(reread(push, now), now);
              continue;
            }
            if (end === 'sent' || end === 'unknown') copies.set(ordinal, (copies.get(ordinal) ?? 0) + 1);
            conclude(push, ordinal, endOf(end, now));
          }
          for (let left = 1000; !isOver(push) && left > 0; left--) {
            now = Math.max(now, dueAt(push, now) ?? now);
            const ordinal = reserve(push, now);
            if (ordinal === null) continue;
            copies.set(ordinal, (copies.get(ordinal) ?? 0) + 1);
            conclude(push, ordinal, { kind: 'sent' });
          }
          expect(isOver(push)).toBe(true);
          expect(counted(push)).toBe(ordinals.length);
          expect(Math.max(0, ...copies.values())).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('counts everybody when it is ended early', () => {
    const push = takeOver(rowOf([1, 2, 3, 4]), 0);
    reserve(push, 0);
    endRest(push, 'expired');
    expect([push.uncertain, push.skipped, counted(push)]).toEqual([1, { expired: 3 }, 4]);
  });

  it('has come by nobody else when it is ended early', () => {
    const push = takeOver(rowOf([1, 2, 3, 4]), 0);
    const first = reserve(push, 0);
    endRest(push, 'closed');
    expect([1, 2, 3, 4].filter((ordinal) => passed(push, ordinal))).toEqual([first]);
  });
});

function endOf(kind: TurnEnd['kind'], now: number): TurnEnd {
  if (kind === 'skipped' || kind === 'failed') return { kind, why: 'test' };
  return kind === 'later' || kind === 'back' ? { kind, at: now + 5000 } : { kind };
}

describe('what follows from a reason', () => {
  it.each([
    [{ kind: 'blocked' }, 'failed', 'gone', null, false],
    [{ kind: 'throttled', retryAfterSeconds: 7, scope: 'token' }, 'back', null, 'freeze', false],
    [{ kind: 'throttled', retryAfterSeconds: 7, scope: 'person' }, 'later', null, null, false],
    [{ kind: 'unavailable', reached: 'no' }, 'back', null, 'back-off', false],
    [{ kind: 'unavailable', reached: 'maybe' }, 'unknown', null, null, false],
    [{ kind: 'rejected' }, 'failed', null, null, true],
    [{ kind: 'misconfigured' }, 'back', null, 'pause', false],
    [{ kind: 'unreachable' }, 'failed', 'strike', null, false],
    [{ kind: 'restricted' }, 'back', null, 'stop', false],
    [{ kind: 'window-closed' }, 'later', 'outside', null, false],
    [{ kind: 'capped' }, 'later', 'hold', null, false],
    [{ kind: 'opted-out' }, 'failed', 'stop', null, false],
  ] as const)('%o', (reason, turn, person, token, poison) => {
    const found = consequenceOf(reason);
    expect([found.turn.kind, found.person, found.token?.kind ?? null, found.poison]).toEqual([
      turn,
      person,
      token,
      poison,
    ]);
  });
});
