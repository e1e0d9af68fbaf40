import type { Conversation } from '../domain/conversation.ts';
import { phrase, raw, say } from '../domain/message.ts';

/** "Not for me": this opening is not shown or pushed to this person again. */
export const hide: Conversation = {
  name: 'hide',
  listed: false,
  open: false,
  resumes: false,
  async run(dialogue) {
    const opening = await dialogue.exchange.openingByCode(dialogue.argument ?? '');
    if (opening !== null) await dialogue.save({ hide: opening.id });
    await dialogue.say(say(phrase('openings:hidden', { code: raw(dialogue.argument ?? '') })), {
      apart: true,
    });
    return undefined;
  },
};
