import { expect, it } from 'vitest';
import { isDoubleTap, isPast, type Press } from '../../src/domain/double-tap.ts';

const FIRST: Press = { what: '7 v1:q:start:works:!any', updateId: '1', atMs: 10_000 };

it.each<readonly [string, Partial<Press>, boolean]>([
  ['the same button at once', { updateId: '2' }, true],
  ['the same button just in time', { updateId: '2', atMs: 12_999 }, true],
  ['the same button later', { updateId: '2', atMs: 13_000 }, false],
  ['another button', { updateId: '2', what: '7 v1:q:start:works:+berries' }, false],
  ['the same button below another message', { updateId: '2', what: '8 v1:q:start:works:!any' }, false],
  ['the same update once more', {}, false],
])('takes %s for a second tap or not', (_, change, double) => {
  expect(isDoubleTap(FIRST, { ...FIRST, ...change })).toBe(double);
  expect(isDoubleTap(undefined, { ...FIRST, ...change })).toBe(false);
});

it('forgets a press after three seconds', () => {
  expect(isPast(FIRST, 12_999)).toBe(false);
  expect(isPast(FIRST, 13_000)).toBe(true);
});
