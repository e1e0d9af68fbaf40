import type { Conversation, Next } from '../domain/conversation.ts';
import { phrase, say } from '../domain/message.ts';

/** Pushes come again after a pause or after opting out, and what fits now is shown. */
export const resume: Conversation = {
  name: 'resume',
  listed: false,
  open: false,
  resumes: false,
  async run(dialogue): Promise<Next> {
    await dialogue.save({ standing: 'active', pausedUntil: null });
    await dialogue.say(say(phrase('pause:off')), { apart: true });
    return { to: 'openings' };
  },
};
