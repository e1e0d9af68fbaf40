import { askPreference, worthAsking } from '../domain/ask-preference.ts';
import type { Conversation, Next } from '../domain/conversation.ts';
import { LATER, unanswered } from '../domain/questions.ts';
import { UNANSWERED } from '../domain/subscriber.ts';

/** "Make it fit better": housing, pay, when, how many, how often, the right to work; each can be skipped. */
export const better: Conversation = {
  name: 'better',
  listed: false,
  open: false,
  resumes: false,
  async run(dialogue): Promise<Next> {
    const open = await dialogue.remember('open', () =>
      worthAsking(dialogue, unanswered(dialogue.subscriber?.preferences ?? UNANSWERED, LATER)),
    );
    if (open.length === 0) return { to: 'preferences' };
    const names = LATER.filter((name) => open.includes(name));
    for (const [index, name] of names.entries()) {
      await askPreference(dialogue, name, { now: index + 1, of: names.length });
    }
    return { to: 'openings' };
  },
};
