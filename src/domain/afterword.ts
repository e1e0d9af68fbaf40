/** What a service says later of a message that it had taken: that it arrived, or that it did not after all. */
import { has as hasBit } from './bitmap.ts';
import { type Push, passed, type Reservation, type TurnEnd } from './push.ts';
import { conclude, decide } from './push-turn.ts';
import type { SendReason } from './terms.ts';

/** As a push's row holds it until its sender has worked it in. */
export type Afterword = readonly [ordinal: number, what: 'arrived' | SendReason['kind']];

const HOUR_MS = 3_600_000;

/** Works words in, each once; tell the row with the next write how many (`heard`). */
export function hear(push: Push, words: readonly Afterword[], now: number): void {
  for (const [ordinal, what] of words) {
    const end: TurnEnd = what === 'arrived' ? { kind: 'sent' } : endAfter(what, now);
    const held = push.wire.get(ordinal);
    if (held !== undefined) settle(push, ordinal, held, end);
    else if (what !== 'arrived' && wasSent(push, ordinal)) takeBack(push, ordinal, end);
  }
  push.heard += words.length;
}

/**
 * Whoever waits for a second copy is in doubt no more. While a copy is being sent, its answer is still to come; only a
 * first one that arrived makes the second no matter.
 */
function settle(push: Push, ordinal: number, held: Reservation, end: TurnEnd): void {
  if (held.waiting) decide(push, ordinal, end);
  else if (end.kind === 'sent' && held.copy > 1) decide(push, ordinal, end);
  else if (end.kind !== 'sent' || held.heard === undefined) push.wire.set(ordinal, { ...held, heard: end });
}

const wasSent = (push: Push, ordinal: number): boolean =>
  push.sent > 0 &&
  hasBit(push.recipients, ordinal) &&
  (passed(push, ordinal) || hasBit(push.ahead, ordinal)) &&
  !hasBit(push.later, ordinal) &&
  !push.wire.has(ordinal);

/** What was counted as sent ends in another way. */
function takeBack(push: Push, ordinal: number, end: TurnEnd): void {
  push.sent--;
  conclude(push, ordinal, end);
}

function endAfter(what: SendReason['kind'], now: number): TurnEnd {
  switch (what) {
    case 'capped':
      return { kind: 'later', at: now + 24 * HOUR_MS };
    case 'throttled':
      return { kind: 'later', at: now + HOUR_MS / 4 };
    // Their window was closed, or the whole channel rests: next in line, as soon as anybody is.
    case 'window-closed':
    case 'misconfigured':
    case 'restricted':
      return { kind: 'back', at: now };
    case 'blocked':
    case 'unavailable':
    case 'rejected':
    case 'unreachable':
    case 'opted-out':
      return { kind: 'failed', why: what };
  }
}
