import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Afterword, hear } from '../../src/domain/afterword.ts';
import { counted, dueAt, isOver, type Push, type TurnEnd } from '../../src/domain/push.ts';
import { canJoin, hold, reserve } from '../../src/domain/push-line.ts';
import { folded, snapshotOf } from '../../src/domain/push-snapshot.ts';
import { conclude } from '../../src/domain/push-turn.ts';
import { takeOver } from '../../src/domain/take-over.ts';
import type { SendReason } from '../../src/domain/terms.ts';
import { reread, rowOf } from '../support/pushes.ts';

const REASONS: readonly SendReason['kind'][] = [
  ...(['capped', 'throttled', 'window-closed', 'misconfigured', 'restricted'] as const),
  ...(['blocked', 'unavailable', 'rejected', 'unreachable', 'opted-out'] as const),
];

type Step =
  | { readonly kind: 'turn'; readonly end: TurnEnd['kind']; readonly words: readonly Afterword[] }
  | { readonly kind: 'words'; readonly words: readonly Afterword[] }
  | { readonly kind: 'join'; readonly ordinal: number }
  | { readonly kind: 'crash' }
  | { readonly kind: 'write' };

const ORDINALS = 24;
const word: fc.Arbitrary<Afterword> = fc.tuple(
  fc.integer({ min: 0, max: ORDINALS + 8 }),
  fc.oneof(fc.constant('arrived' as const), fc.constantFrom(...REASONS)),
);
const words = fc.array(word, { maxLength: 3 });
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({
      kind: fc.constant('turn' as const),
      end: fc.constantFrom<TurnEnd['kind']>('sent', 'sent', 'skipped', 'failed', 'later', 'unknown', 'back'),
      words,
    }),
    weight: 6,
  },
  { arbitrary: fc.record({ kind: fc.constant('words' as const), words }), weight: 4 },
  {
    arbitrary: fc.record({ kind: fc.constant('join' as const), ordinal: fc.nat(ORDINALS) }),
    weight: 2,
  },
  fc.record({ kind: fc.constant('crash' as const) }),
  fc.record({ kind: fc.constant('write' as const) }),
);

const endOf = (kind: TurnEnd['kind'], now: number): TurnEnd => {
  if (kind === 'skipped' || kind === 'failed') return { kind, why: 'test' };
  return kind === 'later' || kind === 'back' ? { kind, at: now + 5000 } : { kind };
};

/** A push with the row that its writes have left, and words that lie in the row unheard. */
class Walk {
  push: Push;
  now = 0;
  unheard: Afterword[] = [];
  constructor(ordinals: readonly number[], origin: number) {
    const row = rowOf(ordinals);
    this.push = takeOver({ ...row, origin: origin % (row.recipients.length * 8) }, 0);
  }
  write(): void {
    const row = reread(this.push, this.now);
    this.push = { ...this.push, row };
    // As the sender's writer: what the row heard meanwhile comes back with the write.
    hear(this.push, this.unheard, this.now);
    this.unheard = [];
  }
  crash(): void {
    const row = reread(this.push, this.now);
    this.push = takeOver({ ...row, afterwords: this.unheard }, this.now);
    folded(this.push, snapshotOf(this.push, this.now), this.now);
    this.unheard = [];
  }
  take(some: Step): void {
    this.now += 7_000;
    const { push, now } = this;
    if (some.kind === 'words') this.unheard.push(...some.words);
    else if (some.kind === 'write') this.write();
    else if (some.kind === 'crash') this.crash();
    else if (some.kind === 'join') {
      if (!canJoin(push, some.ordinal, now)) return;
      hold(push, some.ordinal, now);
      conclude(push, some.ordinal, { kind: 'sent' });
    } else {
      const ordinal = reserve(push, now);
      if (ordinal === null) return;
      this.unheard.push(...some.words);
      this.write();
      // As the sender does: what was heard meanwhile may have ended the turn.
      if (this.push.wire.has(ordinal)) conclude(this.push, ordinal, endOf(some.end, now));
    }
  }
  finish(): void {
    this.write();
    for (let left = 2000; !isOver(this.push) && left > 0; left--) {
      this.now = Math.max(this.now, dueAt(this.push, this.now) ?? this.now);
      const ordinal = reserve(this.push, this.now);
      if (ordinal !== null) conclude(this.push, ordinal, { kind: 'sent' });
    }
  }
}

describe('whatever is heard, and whenever', () => {
  it('everybody is counted once, and nobody is waited for for ever', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.nat(ORDINALS), { minLength: 1, maxLength: 12 }),
        fc.nat(ORDINALS),
        fc.array(step, { maxLength: 80 }),
        (ordinals, origin, steps) => {
          const walk = new Walk(ordinals, origin);
          for (const each of steps) {
            walk.take(each);
            expect(counted(walk.push)).toBeLessThanOrEqual(ordinals.length);
            expect(walk.push.sent).toBeGreaterThanOrEqual(0);
          }
          walk.finish();
          expect(isOver(walk.push)).toBe(true);
          expect(counted(walk.push)).toBe(ordinals.length);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
