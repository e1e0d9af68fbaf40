import type { Conversation } from '../domain/conversation.ts';
import { phrase, raw, say } from '../domain/message.ts';

/** Changes the language at any moment; the question that was open is asked again in the new one. */
export const language: Conversation = {
  name: 'language',
  listed: true,
  open: true,
  resumes: true,
  async run(dialogue) {
    const locale = await dialogue.askOne({
      id: 'language',
      text: [phrase('begin:greeting')],
      options: dialogue.exchange
        .languages(dialogue.locale)
        .map(({ code, name }) => ({ value: code, label: phrase('common:as-is', { text: raw(name) }) })),
    });
    if (locale !== null) await dialogue.save({ locale });
    await dialogue.say(say(phrase('begin:language-set')));
    return undefined;
  },
};
