import type { Conversation } from '../domain/conversation.ts';
import { phrase } from '../domain/message.ts';

/** What can be done here, in a few lines. */
export const help: Conversation = {
  name: 'help',
  listed: true,
  open: true,
  resumes: true,
  async run(dialogue) {
    const lines = ['what', 'free', 'code', 'change', 'pause', 'erase', 'move', 'careful'];
    await dialogue.say(
      { lines: lines.map((name) => phrase(`help:${name}`)), buttons: [] },
      { apart: true, shareable: true },
    );
    return undefined;
  },
};
