import type { Conversation } from '../domain/conversation.ts';
import { phrase } from '../domain/message.ts';
import { PLEDGES } from '../domain/opening.ts';
import { blank } from '../domain/phrases.ts';

/** What the five signs of a promise mean, in plain words. */
export const pledge: Conversation = {
  name: 'pledge',
  listed: false,
  open: true,
  resumes: true,
  async run(dialogue) {
    await dialogue.say(
      {
        lines: [
          phrase('pledge:intro'),
          blank,
          ...PLEDGES.map((point) => phrase(`pledge:long.${point}`)),
          blank,
          phrase('pledge:legend'),
          phrase('pledge:no-proof'),
        ],
        buttons: [],
      },
      { apart: true, shareable: true },
    );
    return undefined;
  },
};
