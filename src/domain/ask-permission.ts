import type { Dialogue } from './conversation.ts';
import type { Action, Permission, Subject } from './coordinator.ts';
import type { Desk } from './desk.ts';
import { phrase, say } from './message.ts';

const said = (permission: Permission): string =>
  permission.kind === 'no' ? `no-${permission.why}` : permission.kind;

/** Reads a one-time code where one is asked for: it goes to the desk and nowhere else. */
export async function readCodeAt(text: string, desk: Desk) {
  const result = await desk.stepUp(text);
  return result === 'wrong'
    ? { kind: 'unclear' as const, hint: phrase('desk:code-wrong') }
    : { kind: 'kept' as const, value: result };
}

async function stepsUp(dialogue: Dialogue): Promise<boolean> {
  const code = await dialogue.askText({
    id: 'code',
    text: [phrase('desk:code-ask')],
    options: [{ value: 'never', label: phrase('desk:code-never') }],
    read: readCodeAt,
  });
  if (code === 'right') return true;
  await dialogue.say(say(phrase(code === 'locked' ? 'desk:code-locked' : 'desk:unchanged')), { apart: true });
  return false;
}

/**
 * Asks for what it takes to do something: for a fresh one-time code, where one is needed. What is missing has been said
 * when it resolves to `no`. `second`: another person must agree as well. The deed itself is judged again by the desk.
 */
export async function permitted(
  dialogue: Dialogue,
  action: Action,
  subject: Subject,
): Promise<'yes' | 'second' | 'no'> {
  let answer = await dialogue.remember('may', () => said(dialogue.desk.may(action, subject)));
  if (answer === 'code') {
    if (!(await stepsUp(dialogue))) return 'no';
    answer = await dialogue.remember('may-now', () => said(dialogue.desk.may(action, subject)));
  }
  if (answer === 'yes' || answer === 'second') return answer;
  await dialogue.say(say(phrase(`desk:refused-${answer.replace(/^no-/, '')}`)), { apart: true });
  return 'no';
}

/** Says how a deed ended: that it is done, or that it was refused after all. */
export async function sayDone(dialogue: Dialogue, kind: 'done' | 'refused', done: string): Promise<void> {
  await dialogue.say(say(phrase(kind === 'done' ? done : 'desk:refused-late')), { apart: true });
}
