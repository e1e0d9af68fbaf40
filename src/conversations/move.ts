import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { type Button, type Message, phrase, raw, say } from '../domain/message.ts';

const CODE = /^\d{6}$/;

/** Six digits read better in two halves. */
const spaced = (code: string): string => `${code.slice(0, 3)} ${code.slice(3)}`;

function codeMessage(dialogue: Dialogue, code: string): Message {
  const here = dialogue.subscriber?.channel;
  const doors = dialogue.exchange.doors(`m_${code}`).filter(({ channel }) => channel !== here);
  return {
    lines: [phrase('move:code', { code: raw(spaced(code)) })],
    buttons: doors.map(({ channel, url }): Button[] => [
      { label: phrase(`move:open-${channel}`), press: { kind: 'url', url } },
    ]),
  };
}

async function getCode(dialogue: Dialogue): Promise<undefined> {
  const code = await dialogue.moveCode();
  await dialogue.say(codeMessage(dialogue, code));
  return undefined;
}

/** Whoever has choices here is asked before they are replaced; to a stranger, whose language we do not know, typing it is enough. */
async function isSure(dialogue: Dialogue): Promise<boolean> {
  const answer = await dialogue.askOne({
    id: 'sure',
    text: [phrase('move:sure'), phrase('move:replaces')],
    columns: 1,
    options: [
      { value: 'yes', label: phrase('move:yes'), emphasis: 'good' },
      { value: 'no', label: phrase('move:no') },
    ],
  });
  return answer === 'yes';
}

async function bring(dialogue: Dialogue, code: string, known: boolean): Promise<Next | undefined> {
  if (known && !(await isSure(dialogue))) return { to: 'menu' };
  const result = await dialogue.moveHere(code);
  await dialogue.say(say(phrase(result === 'moved' ? 'move:done' : `move:${result}`)), { apart: true });
  if (result === 'moved' || known) return { to: 'menu' };
  return result === 'unknown' ? { to: 'start' } : undefined;
}

/** Brings what belongs to a code that is typed; whoever has none goes on here. */
async function bringTyped(dialogue: Dialogue, known: boolean): Promise<Next | undefined> {
  const typed = await dialogue.askNumber({
    id: 'code',
    text: [phrase('move:type')],
    skippable: true,
    suggestions: [],
    min: 100_000,
    max: 999_999,
  });
  return typed === null ? { to: known ? 'menu' : 'start' } : bring(dialogue, String(typed), known);
}

/** Goes to another messenger, taking the choices along and leaving nothing behind: by a code of six digits. */
export const move: Conversation = {
  name: 'move',
  listed: true,
  open: true,
  resumes: false,
  takes: CODE,
  async run(dialogue): Promise<Next | undefined> {
    const known = await dialogue.remember('known', () => dialogue.subscriber !== null);
    if (dialogue.argument !== null) return bring(dialogue, dialogue.argument, known);
    if (!known) return bringTyped(dialogue, known);
    const which = await dialogue.askOne({
      id: 'which',
      text: [phrase('move:ask')],
      columns: 1,
      options: (['get', 'have', 'no'] as const).map((value) => ({ value, label: phrase(`move:${value}`) })),
    });
    if (which === 'get') return getCode(dialogue);
    if (which === 'have') return bringTyped(dialogue, known);
    return { to: 'menu' };
  },
};
