import { type Checked, checkList, checkMessage, noOpening } from '../domain/check-lines.ts';
import type { Conversation, Dialogue } from '../domain/conversation.ts';
import { type Message, phrase, say } from '../domain/message.ts';
import { isOpen } from '../domain/opening.ts';
import { type RightToWork, rightOf } from '../domain/right-to-work.ts';

async function checked(dialogue: Dialogue, code: string): Promise<Checked> {
  const { subscriber, exchange, today } = dialogue;
  const found = await dialogue.lookUp(code);
  const reported = found.kind === 'found' && (await exchange.isReported(found.opening, subscriber));
  // Whoever hears that it is open must hear when it is not any more.
  if (found.kind === 'found' && subscriber !== null && isOpen(found.opening, today))
    await exchange.showed(found.opening, subscriber);
  return { code, found, reported };
}

/** A stranger has said nothing of theirs. */
const rightTo = ({ subscriber, exchange }: Dialogue): RightToWork | null =>
  subscriber === null ? null : rightOf(subscriber.preferences, exchange);

async function one(dialogue: Dialogue, code: string): Promise<Message> {
  const { found, reported } = await checked(dialogue, code);
  if (found.kind !== 'found') return noOpening(code, found.kind);
  const asker = { known: dialogue.subscriber !== null, reported, right: rightTo(dialogue) };
  return checkMessage(found.opening, asker, dialogue.today);
}

async function several(dialogue: Dialogue, codes: readonly string[]): Promise<Message> {
  const all: Checked[] = [];
  // One after the other: each wrong code counts before the next is looked up.
  for (const code of codes) all.push(await checked(dialogue, code));
  return checkList(all, rightTo(dialogue), dialogue.today);
}

/** Is it real? What we know of an opening, to anybody who has its code; several codes are joined by `~`. */
export const check: Conversation = {
  name: 'check',
  listed: false,
  open: true,
  resumes: true,
  takes: /^[A-Za-z0-9]{5}(?:~[A-Za-z0-9]{5}){0,4}$/,
  async run(dialogue) {
    const [code, ...others] = dialogue.argument?.toUpperCase().split('~') ?? [];
    const message =
      code === undefined
        ? say(phrase('check:ask'))
        : await (others.length === 0 ? one(dialogue, code) : several(dialogue, [code, ...others]));
    await dialogue.say(message, { apart: true, shareable: true });
    return undefined;
  },
};
