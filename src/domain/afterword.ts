/** What a service says later of a message that it had taken: that it arrived, or that it did not after all. */
import { has as hasBit } from './bitmap.ts';
import { type Push, passed, type TurnEnd } from './push.ts';
import { conclude } from './push-turn.ts';
import type { SendReason } from './terms.ts';

/** As a push's row holds it until its sender has worked it in. */
export type Afterword = readonly [ordinal: number, what: 'arrived' | SendReason['kind']];

const HOUR_MS = 3_600_000;

/** Works words in, each once; tell the row with the next write how many (`heard`). */
export function hear(push: Push, words: readonly Afterword[], now: number): void {
  for (const [ordinal, what] of words) {
    if (what === 'arrived') settle(push, ordinal);
    else if (wasSent(push, ordinal)) takeBack(push, ordinal, endAfter(what, now));
  }
  push.heard += words.length;
}

/** Whoever is to get a second copy has got the first; while the first is being sent, its answer is still to come. */
function settle(push: Push, ordinal: number): void {
  const held = push.wire.get(ordinal);
  if (held === undefined) return;
  if (held.waiting || held.copy > 1) conclude(push, ordinal, { kind: 'sent' });
  else push.wire.set(ordinal, { ...held, arrived: true });
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
