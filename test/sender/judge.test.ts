import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PUSH_KINDS, type PushKind } from '../../src/domain/push.ts';
import { isQuiet, localHour } from '../../src/domain/quiet-hours.ts';
import type { Preferences } from '../../src/domain/subscriber.ts';
import { LANES, type Lane } from '../../src/domain/terms.ts';
import { judge } from '../../src/sender/judge.ts';
import { aSubscriber } from '../support/builders.ts';

const judged = (lane: Lane, kind: PushKind, preferences: Partial<Preferences>, now: Date, minutes = 0) =>
  judge({
    row: { lane, kind },
    subscriber: aSubscriber({ preferences: { kinds: 'any', works: 'any', regions: 'any', ...preferences } }),
    now,
    offsetAt: () => minutes,
    full: false,
    outside: null,
  }).kind;

const NIGHT = new Date('2026-06-16T02:00:00Z');

describe('in silent hours', () => {
  it.each([
    ['urgent', 'announce', true, 'write'],
    ['urgent', 'announce', false, 'later'],
    ['urgent', 'announce', null, 'later'],
    ['instant', 'announce', true, 'later'],
    ['digest', 'digest', true, 'later'],
    ['instant', 'season', true, 'later'],
    ['urgent', 'cancelled', true, 'later'],
    ['urgent', 'filled', true, 'later'],
    ['urgent', 'outcome', true, 'later'],
  ] as const)(
    'a push that is %s and of %s, where they may be woken: %s, ends as %s',
    (lane, kind, wakeUrgent, ends) => {
      expect(judged(lane, kind, { wakeUrgent }, NIGHT)).toBe(ends);
    },
  );

  it('nothing wakes anybody but an urgent opening whoever wants that', () => {
    const hour = fc.integer({ min: 0, max: 23 });
    fc.assert(
      fc.property(
        fc.constantFrom(...LANES),
        fc.constantFrom(...PUSH_KINDS),
        fc.option(fc.oneof(fc.constant('off' as const), fc.record({ from: hour, to: hour }))),
        fc.option(fc.boolean()),
        fc.date({ min: new Date('2026-01-01'), max: new Date('2026-12-31'), noInvalidDate: true }),
        fc.integer({ min: -48, max: 56 }),
        (lane, kind, quietHours, wakeUrgent, now, quarters) => {
          const minutes = quarters * 15;
          const kindOfEnd = judged(lane, kind, { quietHours, wakeUrgent }, now, minutes);
          const quiet = isQuiet(
            quietHours,
            localHour(() => minutes, now),
          );
          const wakes = lane === 'urgent' && kind === 'announce' && wakeUrgent === true;
          expect(kindOfEnd).toBe(quiet && !wakes ? 'later' : 'write');
        },
      ),
    );
  });
});
