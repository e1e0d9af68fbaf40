import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOutside, opensWindow, windowEnd } from '../../src/domain/reply-window.ts';
import { DocumentHandle } from '../../src/domain/sent-document.ts';
import type { InboundEvent, ReplyWindow } from '../../src/domain/terms.ts';

const HOUR_MS = 3_600_000;
const WINDOW: ReplyWindow = { hours: 24, cap: () => 250 };
const at = (time: string): Date => new Date(time);

describe('the end of a reply window', () => {
  it.each([
    ['2026-06-15T09:00:00.000Z', '2026-06-16T09:00:00Z'],
    ['2026-06-15T09:00:00.001Z', '2026-06-16T09:00:00Z'],
    ['2026-06-15T09:59:59.999Z', '2026-06-16T09:00:00Z'],
    ['2026-12-31T23:30:00.000Z', '2027-01-01T23:00:00Z'],
  ])('of a message at %s is %s', (written, end) => {
    expect(windowEnd(at(written), 24)).toEqual(at(end));
  });

  it('is a whole hour, never later than the service says and less than an hour earlier', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 72 }), (ms, hours) => {
        const early = ms + hours * HOUR_MS - windowEnd(new Date(ms), hours).getTime();
        expect(windowEnd(new Date(ms), hours).getTime() % HOUR_MS).toBe(0);
        expect(early).toBeGreaterThanOrEqual(0);
        expect(early).toBeLessThan(HOUR_MS);
      }),
    );
  });
});

describe('somebody', () => {
  it.each([
    ['whose window was never open is outside', null, WINDOW, true],
    ['whose window is open is not', '2026-06-15T10:00:00Z', WINDOW, false],
    ['whose window ends now is outside', '2026-06-15T09:30:00Z', WINDOW, true],
    ['whose window has ended is outside', '2026-06-15T09:00:00Z', WINDOW, true],
    ['on a channel without windows is never outside', null, undefined, false],
    ['who came from a channel with windows is not outside either', '2026-06-15T09:00:00Z', undefined, false],
  ])('%s', (_, until, window, expected) => {
    const windowUntil = until === null ? null : at(until);
    expect(isOutside({ windowUntil }, window, at('2026-06-15T09:30:00Z'))).toBe(expected);
  });
});

const EVENTS: readonly (readonly [InboundEvent, boolean])[] = [
  [{ kind: 'command', name: 'menu', argument: null }, true],
  [{ kind: 'button', data: 'v1:c:menu:', screen: null }, true],
  [{ kind: 'text', text: 'hello' }, true],
  [{ kind: 'other' }, true],
  [{ kind: 'document', document: { handle: new DocumentHandle('x'), bytes: null, mediaType: null } }, true],
  [{ kind: 'left' }, false],
  [{ kind: 'returned' }, false],
  [{ kind: 'opted-out' }, false],
  [{ kind: 'opted-in' }, false],
  [{ kind: 'moved' }, false],
];

it.each(EVENTS)('of %o a window opens: %s', (event, opens) => {
  expect(opensWindow(event)).toBe(opens);
});
