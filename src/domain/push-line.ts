/** Whose turn it is. */
import { has as hasBit } from './bitmap.ts';
import { nextBit, type Push, passed, SECOND_COPY_MS } from './push.ts';

/** Reserves the next person whose turn it is, if there is one now: their ordinal, or `null`. */
export function reserve(push: Push, now: number): number | null {
  const ordinal = dueCopy(push, now) ?? dueNext(push, now) ?? dueLater(push, now) ?? walk(push);
  if (ordinal !== null) hold(push, ordinal, now);
  return ordinal;
}

/** Whether a message to `ordinal` may carry this push too: their turn is still to come. */
export function canJoin(push: Push, ordinal: number, now: number): boolean {
  if (!hasBit(push.recipients, ordinal)) return false;
  const held = push.wire.get(ordinal);
  if (held !== undefined) return held.waiting && held.since + SECOND_COPY_MS <= now;
  return hasBit(push.later, ordinal) || !(passed(push, ordinal) || hasBit(push.ahead, ordinal));
}

/** Reserves `ordinal` out of turn, for a message that carries several pushes. */
export function hold(push: Push, ordinal: number, now: number): void {
  const held = push.wire.get(ordinal);
  push.next.delete(ordinal);
  push.wire.set(ordinal, { copy: (held?.copy ?? 0) + 1, since: now, waiting: false });
}

/** Somebody who waits in `later` is next in line from `now` on. */
export function hasten(push: Push, ordinal: number, now: number): void {
  if (hasBit(push.later, ordinal) && !push.wire.has(ordinal)) push.next.set(ordinal, now);
}

/**
 * Up to `most` people whose turn comes soon, as far as the bitmaps say; nothing changes. For reading ahead: some of
 * them may be reserved by others before.
 */
export function upcoming(push: Push, most: number): readonly number[] {
  const soon: number[] = [];
  for (let at = push.round; at !== null && soon.length < most; ) {
    const ordinal = nextBit(push.later, at);
    if (ordinal >= 0) soon.push(ordinal);
    at = ordinal < 0 ? null : ordinal + 1;
  }
  let steps = push.cursor;
  while (steps < push.size && soon.length < most) {
    const from = (push.row.origin + steps) % push.size;
    const found = nextBit(push.recipients, from);
    const ordinal = found < 0 ? nextBit(push.recipients, 0) : found;
    if (ordinal < 0) break;
    steps += ((ordinal - from + push.size) % push.size) + 1;
    if (steps <= push.size) soon.push(ordinal);
  }
  return soon;
}

function dueCopy(push: Push, now: number): number | null {
  for (const [ordinal, one] of push.wire)
    if (one.waiting && one.since + SECOND_COPY_MS <= now) return ordinal;
  return null;
}

function dueNext(push: Push, now: number): number | null {
  for (const [ordinal, at] of push.next) if (at <= now) return ordinal;
  return null;
}

function dueLater(push: Push, now: number): number | null {
  if (push.round === null && push.wakeAt !== null && push.wakeAt <= now) {
    push.round = 0;
    push.wakeAt = null;
  }
  while (push.round !== null) {
    const ordinal = nextBit(push.later, push.round);
    push.round = ordinal < 0 ? null : ordinal + 1;
    if (ordinal >= 0 && !push.wire.has(ordinal) && !push.next.has(ordinal)) return ordinal;
  }
  return null;
}

/** One step round the circle, over everybody who was told ahead, is on the wire or waits in `later`. */
function walk(push: Push): number | null {
  while (push.cursor < push.size) {
    const from = (push.row.origin + push.cursor) % push.size;
    const found = nextBit(push.recipients, from);
    const ordinal = found < 0 ? nextBit(push.recipients, 0) : found;
    const steps = (ordinal - from + push.size) % push.size;
    if (ordinal < 0 || push.cursor + steps >= push.size) {
      push.cursor = push.size;
      return null;
    }
    push.cursor += steps + 1;
    if (!hasBit(push.ahead, ordinal) && !hasBit(push.later, ordinal) && !push.wire.has(ordinal))
      return ordinal;
  }
  return null;
}
