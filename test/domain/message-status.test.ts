import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gains, levelOf } from '../../src/domain/message-status.ts';
import { MESSAGE_STATUSES, type MessageStatus } from '../../src/domain/terms.ts';

interface Counts {
  delivered: number;
  read: number;
}

/** The counts after statuses of one message in this order, merged as the store merges them. */
function countsAfter(statuses: readonly MessageStatus[]): Counts {
  let level = 0;
  const counts = { delivered: 0, read: 0 };
  for (const status of statuses) {
    const higher = levelOf(status);
    if (higher <= level) continue;
    const { delivered, read } = gains(level, higher);
    counts.delivered += delivered;
    counts.read += read;
    level = higher;
  }
  return counts;
}

const NONE = { delivered: 0, read: 0 };
const DELIVERED = { delivered: 1, read: 0 };
const READ = { delivered: 1, read: 1 };

/** All orders of some things. */
const ordersOf = <T>(some: readonly T[]): readonly (readonly T[])[] =>
  some.length === 0
    ? [[]]
    : some.flatMap((one, at) => ordersOf(some.toSpliced(at, 1)).map((rest) => [one, ...rest]));

describe('a message', () => {
  it.each<[readonly MessageStatus[], Counts]>([
    [['sent'], NONE],
    [['delivered'], DELIVERED],
    [['read'], READ],
    [['failed'], NONE],
    [['sent', 'delivered'], DELIVERED],
    [['sent', 'read'], READ],
    [['sent', 'failed'], NONE],
    [['delivered', 'read'], READ],
    [['delivered', 'failed'], NONE],
    [['read', 'failed'], NONE],
    [['sent', 'delivered', 'read'], READ],
    [['sent', 'delivered', 'failed'], NONE],
    [['sent', 'delivered', 'read', 'failed'], NONE],
  ])('that was %j counts the same in every order', (statuses, counts) => {
    for (const order of ordersOf(statuses)) expect([order, countsAfter(order)]).toEqual([order, counts]);
  });

  it('counts the same however its statuses are shuffled and doubled', () => {
    const some = fc.uniqueArray(fc.constantFrom(...MESSAGE_STATUSES), { minLength: 1 });
    const doubled = some.chain((once) =>
      fc.tuple(
        fc.constant(once),
        fc
          .array(fc.constantFrom(...once), { maxLength: 8 })
          .chain((more) => fc.shuffledSubarray([...once, ...more], { minLength: once.length + more.length })),
      ),
    );
    fc.assert(
      fc.property(doubled, ([once, all]) => {
        expect(countsAfter(all)).toEqual(countsAfter(once));
      }),
    );
  });
});
