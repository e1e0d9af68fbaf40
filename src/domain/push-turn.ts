/** What becomes of a turn. */
import { has as hasBit } from './bitmap.ts';
import { counted, note, type Push, passed, SECOND_COPY_MS, type TurnEnd } from './push.ts';

/** At most this many copies of anything. */
const COPIES = 2;

/** Ends a turn: out of the wire and into the counts, or back into the line. */
export function conclude(push: Push, ordinal: number, end: TurnEnd): void {
  switch (end.kind) {
    case 'sent':
      if (hasHeard(push, ordinal)) break;
      push.sent++;
      told(push, ordinal);
      break;
    case 'skipped':
      refuse(push, ordinal, push.skipped, end.why);
      break;
    case 'failed':
      refuse(push, ordinal, push.failed, end.why);
      break;
    case 'unknown':
      doubt(push, ordinal);
      break;
    case 'back':
    case 'later':
      if (awaitsCopy(push, ordinal)) wait(push, ordinal, end.at);
      else if (end.kind === 'back') putBack(push, ordinal, end.at);
      else postpone(push, ordinal, end.at);
      break;
  }
}

/** Ends a turn as the service has said, which knows better than whoever sent. */
export function decide(push: Push, ordinal: number, end: TurnEnd): void {
  push.wire.delete(ordinal);
  conclude(push, ordinal, end);
}

/** Gives every reservation back that is not being sent, and not waiting for a copy: for a stop or a refused write. */
export const release = (push: Push, ordinal: number, now: number): void =>
  conclude(push, ordinal, { kind: 'back', at: now });

/** Ends what is left: the wire is uncertain, everybody else is skipped for one reason (closed, expired, stopped). */
export function endRest(push: Push, why: string): void {
  push.uncertain += push.wire.size;
  push.wire.clear();
  const rest = push.row.total - counted(push);
  if (rest > 0) push.skipped[why] = (push.skipped[why] ?? 0) + rest;
  // The walk stays where it is: whom it has not come by was not told.
  push.next.clear();
  push.round = null;
  push.wakeAt = null;
}

/** Told, or perhaps told: the walk must not come back to them. */
function told(push: Push, ordinal: number): void {
  push.wire.delete(ordinal);
  push.next.delete(ordinal);
  if (!passed(push, ordinal)) note(push, ['a', ordinal]);
  if (hasBit(push.later, ordinal)) note(push, ['-', ordinal]);
}

function refuse(push: Push, ordinal: number, counts: Record<string, number>, why: string): void {
  push.wire.delete(ordinal);
  push.next.delete(ordinal);
  note(push, ['c', ordinal]);
  if (hasBit(push.later, ordinal)) note(push, ['-', ordinal]);
  counts[why] = (counts[why] ?? 0) + 1;
}

/** Whether it was heard meanwhile how the turn ends; it has ended so then. */
function hasHeard(push: Push, ordinal: number): boolean {
  const end = push.wire.get(ordinal)?.heard;
  if (end === undefined) return false;
  decide(push, ordinal, end);
  return true;
}

function doubt(push: Push, ordinal: number): void {
  if (hasHeard(push, ordinal)) return;
  const held = push.wire.get(ordinal);
  if (held !== undefined && held.copy < COPIES && push.row.policy === 'at-least-once') {
    push.wire.set(ordinal, { ...held, waiting: true });
    return;
  }
  push.uncertain++;
  told(push, ordinal);
}

/** A second copy that did not go out stays on the wire: the first one may still have arrived. */
const awaitsCopy = (push: Push, ordinal: number): boolean => (push.wire.get(ordinal)?.copy ?? 0) > 1;

function wait(push: Push, ordinal: number, at: number): void {
  const copy = (push.wire.get(ordinal)?.copy ?? COPIES) - 1;
  push.wire.set(ordinal, { copy, since: at - SECOND_COPY_MS, waiting: true });
}

function putBack(push: Push, ordinal: number, at: number): void {
  push.wire.delete(ordinal);
  // The walk is still to come by, and will not leave them out.
  if (!passed(push, ordinal) && !hasBit(push.ahead, ordinal)) return;
  if (!hasBit(push.later, ordinal)) note(push, ['+', ordinal]);
  push.next.set(ordinal, at);
}

/** `later` as a whole is looked at again at the earliest of its times; whoever must still wait says so again. */
function postpone(push: Push, ordinal: number, at: number): void {
  push.wire.delete(ordinal);
  if (!hasBit(push.later, ordinal)) note(push, ['+', ordinal]);
  push.wakeAt = Math.min(push.wakeAt ?? at, at);
}
