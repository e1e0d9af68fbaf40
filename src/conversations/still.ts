import type { Conversation } from '../domain/conversation.ts';
import { phrase, say } from '../domain/message.ts';

/** "Yes, go on": the answer of somebody who was silent for months. */
export const still: Conversation = {
  name: 'still',
  listed: false,
  open: false,
  resumes: true,
  takes: /^openings$/,
  async run(dialogue) {
    await dialogue.save({ standing: 'active' });
    await dialogue.say(say(phrase('still:thanks')), { apart: true });
    // Asked by a knock, they have not seen yet what there is.
    return dialogue.argument === 'openings' ? { to: 'openings' } : undefined;
  },
};
