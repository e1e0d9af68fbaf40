import type { Conversation } from '../domain/conversation.ts';
import { phrase } from '../domain/message.ts';
import { blank } from '../domain/phrases.ts';

/** The privacy policy, in the person's language, in the middle of anything. */
export const privacy: Conversation = {
  name: 'privacy',
  listed: true,
  open: true,
  resumes: true,
  async run(dialogue) {
    const lines = ['title', 'kept', 'never', 'sealed', 'how-long', 'who', 'rights', 'telegram', 'breach'];
    await dialogue.say(
      {
        lines: lines.flatMap((name, at) => [...(at === 0 ? [] : [blank]), phrase(`privacy:${name}`)]),
        buttons: [],
      },
      { apart: true, shareable: true },
    );
    return undefined;
  },
};
