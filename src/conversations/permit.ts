import { askPermit } from '../domain/ask-permit.ts';
import type { Conversation, Next } from '../domain/conversation.ts';
import { phrase } from '../domain/message.ts';
import { CODE } from '../domain/opening-code.ts';
import { hasRules } from '../domain/right-to-work.ts';
import { allButton } from '../domain/ways.ts';

/** Begun by the first list, it leads back there. */
const FIRST_LIST = 'first';

/** "Which right to work do you have?": asked once, when it is first of use; said, changed and taken back here. */
export const permit: Conversation = {
  name: 'permit',
  listed: true,
  open: false,
  resumes: false,
  takes: new RegExp(`^${FIRST_LIST}$|${CODE.source}`),
  async run(dialogue): Promise<Next | undefined> {
    const { argument, exchange } = dialogue;
    if (!(await dialogue.remember('rules', () => hasRules(exchange.law())))) return { to: 'menu' };
    const preferences = await askPermit(dialogue);
    if (preferences.permit !== undefined) await dialogue.save({ preferences });
    // Skipped: the same as never asked, or as it was.
    if (preferences.permit === undefined || preferences.permit === null) {
      const had = (dialogue.subscriber?.preferences.permit ?? null) !== null;
      const end = preferences.permit === null ? 'unsaid' : had ? 'kept' : 'skipped';
      await dialogue.say({ lines: [phrase(`permit:${end}`)], buttons: [[allButton]] });
      return undefined;
    }
    if (argument === null) return { to: 'where' };
    return argument === FIRST_LIST ? { to: 'openings' } : { to: 'openings', argument };
  },
};
