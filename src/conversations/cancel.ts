import type { Conversation, Next } from '../domain/conversation.ts';
import { phrase, say } from '../domain/message.ts';

/** Leaves whatever was going on; what was answered before stays saved. */
export const cancel: Conversation = {
  name: 'cancel',
  listed: true,
  open: true,
  resumes: false,
  leaves: true,
  async run(dialogue): Promise<Next | undefined> {
    if (dialogue.subscriber !== null) return { to: 'menu' };
    await dialogue.say(say(phrase('begin:nothing-kept')));
    return undefined;
  },
};
