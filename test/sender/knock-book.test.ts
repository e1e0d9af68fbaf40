import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKnockBook, openKnockBook } from '../../src/sender/knock-book.ts';

const NINE = Date.parse('2026-06-15T09:00:00Z');
const HOUR = 3_600_000;
const hour = (hours: number): Date => new Date(NINE + hours * HOUR);

describe('the book of knocks', () => {
  it('is kept only where there are reply windows', async () => {
    const ledger = { knocks: async () => [{ hour: hour(0), knocks: 3 }] };
    expect(await openKnockBook({ name: 'telegram' }, ledger, hour(1))).toBeNull();
    const window = { hours: 24, cap: () => 10 };
    const book = await openKnockBook({ name: 'whatsapp', window }, ledger, hour(1));
    expect(book?.room(hour(1).getTime())).toBe(7);
  });

  it.each([
    ['as many as the service bears, when there were none', 10, [], 10],
    [
      'what is left of today',
      10,
      [
        [-3, 4],
        [-1, 5],
      ],
      1,
    ],
    ['nothing, when there were more than it bears now', 10, [[-3, 40]], 0],
    [
      'what hours leave that count no more',
      10,
      [
        [-25, 9],
        [-24, 4],
      ],
      6,
    ],
    ['nothing where nobody may be knocked at', 0, [], 0],
    ['no end, where the service sets none', Number.POSITIVE_INFINITY, [[-3, 1e6]], Number.POSITIVE_INFINITY],
  ] as const)('has room for %s', (_, cap, before, room) => {
    const book = createKnockBook(
      () => cap,
      before.map(([hours, knocks]) => ({ hour: hour(hours), knocks })),
    );
    expect(book.room(NINE)).toBe(room);
    expect(book.take(new Date(NINE)) === null).toBe(room === 0);
  });

  it.each([
    ['now, where there is', 10, [[-3, 9]], 0],
    [
      'when the oldest hour counts no more',
      10,
      [
        [-3, 4],
        [-1, 6],
      ],
      22,
    ],
    [
      'when enough hours count no more, where the service bears fewer than it did',
      10,
      [
        [-3, 4],
        [-2, 30],
        [-1, 6],
      ],
      23,
    ],
    ['in a day, where nobody may be knocked at', 0, [], 24],
  ] as const)('has room again %s', (_, cap, before, hours) => {
    const counts = before.map(([at, knocks]) => ({ hour: hour(at), knocks }));
    const book = createKnockBook(() => cap, counts);
    expect(new Date(book.roomAt(NINE))).toEqual(hour(hours));
  });

  it('gives room back for what did not go out, and looks soon while that is not known', () => {
    const book = createKnockBook(() => 2, []);
    const [first, second] = [book.take(new Date(NINE)), book.take(new Date(NINE))];
    expect(book.take(new Date(NINE))).toBeNull();
    expect(book.roomAt(NINE)).toBe(NINE + 30_000);
    first?.wentOut();
    first?.end();
    expect(book.roomAt(NINE)).toBe(NINE + 30_000);
    second?.end();
    expect([book.room(NINE), book.roomAt(NINE)]).toEqual([1, NINE]);
    const third = book.take(new Date(NINE));
    third?.wentOut();
    third?.end();
    expect(book.roomAt(NINE)).toBe(NINE + 25 * HOUR);
  });

  it('lets no more through within any 24 hours than the service bears, whenever they come', () => {
    const step = fc.record({
      wait: fc.oneof(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 0, max: 9 * HOUR })),
      out: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.array(step, { maxLength: 200 }), (cap, steps) => {
        const book = createKnockBook(() => cap, []);
        const out: number[] = [];
        let now = NINE;
        for (const each of steps) {
          now += each.wait;
          const knocking = book.take(new Date(now));
          if (knocking !== null && each.out) {
            knocking.wentOut();
            out.push(now);
          }
          knocking?.end();
        }
        for (const at of out)
          expect(out.filter((other) => other > at - 24 * HOUR && other <= at).length).toBeLessThanOrEqual(
            cap,
          );
      }),
    );
  });

  it('holds nobody back longer than it must by more than an hour', () => {
    const book = createKnockBook(() => 1, []);
    const last = NINE + 59 * 60_000;
    const knocking = book.take(new Date(last));
    knocking?.wentOut();
    knocking?.end();
    expect(book.take(new Date(last + 24 * HOUR - 60_000))).toBeNull();
    expect(book.take(new Date(last + 24 * HOUR + 60_000))).not.toBeNull();
  });
});
