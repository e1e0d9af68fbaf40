import { describe, expect, it } from 'vitest';
import { type Afterword, hear } from '../../src/domain/afterword.ts';
import { counted, dueAt, isOver, type Push, SECOND_COPY_MS, type TurnEnd } from '../../src/domain/push.ts';
import { canJoin, hold, reserve } from '../../src/domain/push-line.ts';
import { folded, snapshotOf } from '../../src/domain/push-snapshot.ts';
import { conclude, endRest } from '../../src/domain/push-turn.ts';
import { takeOver } from '../../src/domain/take-over.ts';
import type { SendReason } from '../../src/domain/terms.ts';
import { rowOf } from '../support/pushes.ts';

const DAY_MS = 86_400_000;
/** Whose turn is the last. */
const SOMEBODY = 7;

/** A push of one person whose message is being sent. */
const sending = (copy = 1): Push => {
  const push = takeOver(rowOf([SOMEBODY]), 0);
  reserve(push, 0);
  if (copy === 1) return push;
  conclude(push, SOMEBODY, { kind: 'unknown' });
  expect(reserve(push, SECOND_COPY_MS)).toBe(SOMEBODY);
  return push;
};
/** A push of one person who was told. */
const told = (): Push => {
  const push = sending();
  conclude(push, SOMEBODY, { kind: 'sent' });
  return push;
};
const standOf = (push: Push) => ({
  sent: push.sent,
  uncertain: push.uncertain,
  failed: push.failed,
  over: isOver(push),
});
const SENT = { sent: 1, uncertain: 0, failed: {}, over: true };
const OPEN = { sent: 0, uncertain: 0, failed: {}, over: false };

/** What becomes of a person whose message failed after it was taken, and when they are next. */
const AFTER: readonly (readonly [SendReason['kind'], { why: string } | { at: number }])[] = [
  ['capped', { at: DAY_MS }],
  ['throttled', { at: 900_000 }],
  ['window-closed', { at: 0 }],
  ['misconfigured', { at: 0 }],
  ['restricted', { at: 0 }],
  ['blocked', { why: 'blocked' }],
  ['unavailable', { why: 'unavailable' }],
  ['rejected', { why: 'rejected' }],
  ['unreachable', { why: 'unreachable' }],
  ['opted-out', { why: 'opted-out' }],
];

function expectEnd(push: Push, end: { why: string } | { at: number }): void {
  if ('why' in end) {
    expect(standOf(push)).toEqual({ ...OPEN, failed: { [end.why]: 1 }, over: true });
    return;
  }
  expect(standOf(push)).toEqual(OPEN);
  expect(dueAt(push, 0)).toBe(end.at);
  if (end.at > 0) expect(reserve(push, end.at - 1)).toBeNull();
  expect(reserve(push, end.at)).toBe(SOMEBODY);
  conclude(push, SOMEBODY, { kind: 'sent' });
  expect(standOf(push)).toEqual(SENT);
}

describe('heard that it arrived', () => {
  it('ends the wait for a second copy', () => {
    const push = sending();
    conclude(push, SOMEBODY, { kind: 'unknown' });
    hear(push, [[SOMEBODY, 'arrived']], 0);
    expect(standOf(push)).toEqual(SENT);
    expect(reserve(push, SECOND_COPY_MS)).toBeNull();
  });

  it.each(['sent', 'unknown'] as const)('while it is being sent, an answer of %s is a message', (answer) => {
    const push = sending();
    hear(push, [[SOMEBODY, 'arrived']], 0);
    expect(standOf(push)).toEqual(OPEN);
    conclude(push, SOMEBODY, { kind: answer });
    expect(standOf(push)).toEqual(SENT);
  });

  it('while it is being sent, a refusal counts as what it is', () => {
    const push = sending();
    hear(push, [[SOMEBODY, 'arrived']], 0);
    conclude(push, SOMEBODY, { kind: 'failed', why: 'rejected' });
    expect(standOf(push)).toEqual({ ...OPEN, failed: { rejected: 1 }, over: true });
  });

  it('of the first copy, makes the second no matter', () => {
    const push = sending(2);
    hear(push, [[SOMEBODY, 'arrived']], 0);
    expect(standOf(push)).toEqual(SENT);
  });

  it.each([
    ['told', [[SOMEBODY, 'arrived']]],
    ['in the push', [[3, 'arrived']]],
    ['who fits into the bitmap', [[900, 'arrived']]],
  ] as const)('of nobody %s, changes nothing', (_, words) => {
    const push = told();
    hear(push, words, 0);
    expect(standOf(push)).toEqual(SENT);
  });

  it('before a crash, is not in doubt after it', () => {
    const row = rowOf([SOMEBODY], { cursor: 8, wire: [[SOMEBODY, 1, 0]] });
    for (const copy of [1, 2]) {
      const words: Afterword[] = [[SOMEBODY, 'arrived']];
      const push = takeOver({ ...row, wire: [[SOMEBODY, copy, 0]], afterwords: words }, 0);
      expect([copy, standOf(push)]).toEqual([copy, SENT]);
    }
  });
});

describe('heard that it failed', () => {
  it.each(AFTER)('as %s, after it was sent', (why, end) => {
    const push = told();
    hear(push, [[SOMEBODY, why]], 0);
    expectEnd(push, end);
  });

  it.each(AFTER)('as %s, before its answer was read', (why, end) => {
    for (const answer of ['sent', 'unknown'] as const) {
      const push = sending();
      hear(push, [[SOMEBODY, why]], 0);
      expect(standOf(push)).toEqual(OPEN);
      conclude(push, SOMEBODY, { kind: answer });
      expectEnd(push, end);
    }
  });

  it.each(AFTER)('as %s, while nobody knew: no second copy', (why, end) => {
    const push = sending();
    conclude(push, SOMEBODY, { kind: 'unknown' });
    hear(push, [[SOMEBODY, why]], 0);
    expectEnd(push, end);
  });

  it.each(AFTER)('as %s, before a crash', (why, end) => {
    const row = rowOf([SOMEBODY], { cursor: 8, wire: [[SOMEBODY, 1, 0]] });
    expectEnd(takeOver({ ...row, afterwords: [[SOMEBODY, why]] }, 0), end);
  });

  it.each(AFTER)('as %s, who was told before their turn came', (why, end) => {
    const push = takeOver(rowOf([SOMEBODY, 5]), 0);
    hold(push, 5, 0);
    conclude(push, 5, { kind: 'sent' });
    hear(push, [[5, why]], 0);
    expect(push.sent).toBe(0);
    expect(canJoin(push, 5, 'at' in end ? end.at : DAY_MS)).toBe('at' in end);
    for (let turns = 5; turns > 0 && !isOver(push); turns--) {
      const next = reserve(push, 2 * DAY_MS);
      if (next !== null) conclude(push, next, { kind: 'sent' });
    }
    expect(isOver(push)).toBe(true);
    expect(counted(push)).toBe(2);
  });

  it('after it arrived, takes the place of that', () => {
    const push = sending();
    hear(
      push,
      [
        [SOMEBODY, 'arrived'],
        [SOMEBODY, 'rejected'],
      ],
      0,
    );
    conclude(push, SOMEBODY, { kind: 'sent' });
    expect(push.failed).toEqual({ rejected: 1 });
  });

  it.each([
    [
      'again',
      [
        [SOMEBODY, 'rejected'],
        [SOMEBODY, 'rejected'],
      ],
    ],
    [
      'of others in the push’s bitmap',
      [
        [SOMEBODY, 'rejected'],
        [5, 'capped'],
        [7, 'blocked'],
      ],
    ],
    [
      'of others beyond it',
      [
        [SOMEBODY, 'rejected'],
        [900, 'unreachable'],
      ],
    ],
  ] as const)('%s, changes nothing more', (_, words) => {
    const push = told();
    hear(push, words, 0);
    expect(standOf(push)).toEqual({ ...OPEN, failed: { rejected: 1 }, over: true });
  });

  it.each(['skipped', 'later'] as const)('of somebody whose turn ended as %s, changes nothing', (kind) => {
    const push = takeOver(rowOf([SOMEBODY, 5]), 0);
    for (const end of [
      { kind: 'sent' },
      kind === 'later' ? { kind, at: DAY_MS } : { kind, why: 'paused' },
    ] as const satisfies readonly TurnEnd[])
      conclude(push, reserve(push, 0) ?? 0, end);
    const before = [counted(push), push.sent];
    hear(push, [[SOMEBODY, 'rejected']], 0);
    expect([counted(push), push.sent]).toEqual(before);
  });

  it('of a push that was ended early, still ends as something', () => {
    const push = takeOver(rowOf([SOMEBODY, 5]), 0);
    conclude(push, reserve(push, 0) ?? 0, { kind: 'sent' });
    endRest(push, 'expired');
    hear(push, [[5, 'capped']], 0);
    endRest(push, 'expired');
    expect([counted(push), push.skipped]).toEqual([2, { expired: 2 }]);
  });
});

it('tells the row with the next write how many words were worked in', () => {
  const push = told();
  hear(
    push,
    [
      [SOMEBODY, 'capped'],
      [900, 'arrived'],
    ],
    0,
  );
  const written = snapshotOf(push, 0);
  expect(written.heard).toBe(2);
  hear(push, [[SOMEBODY, 'capped']], 0);
  folded(push, written, 0);
  expect(snapshotOf(push, 0).heard).toBe(1);
});
