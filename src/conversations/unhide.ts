import type { Conversation, Next } from '../domain/conversation.ts';
import { CODE } from '../domain/opening-code.ts';

/** Takes back "not for me": the opening is shown again, at once and from then on. */
export const unhide: Conversation = {
  name: 'unhide',
  listed: false,
  open: false,
  resumes: false,
  takes: CODE,
  async run(dialogue): Promise<Next> {
    const opening = await dialogue.exchange.openingByCode(dialogue.argument ?? '');
    if (opening === null) return { to: 'menu' };
    await dialogue.save({ unhide: opening.id });
    return { to: 'openings', argument: opening.code };
  },
};
