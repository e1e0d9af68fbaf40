import type { Conversation, Next } from '../domain/conversation.ts';
import { phrase, raw, say } from '../domain/message.ts';
import { CODE } from '../domain/opening-code.ts';
import { REPORT_REASONS } from '../domain/people-and-openings.ts';

/** Says what is wrong with an opening: one vote a person, kept under a keyed hash. */
export const report: Conversation = {
  name: 'report',
  listed: false,
  open: false,
  resumes: false,
  takes: CODE,
  async run(dialogue): Promise<Next | undefined> {
    const code = dialogue.argument;
    if (code === null) return { to: 'menu' };
    const reason = await dialogue.askOne({
      id: 'reason',
      text: [phrase('report:ask', { code: raw(code) })],
      columns: 1,
      options: [
        ...REPORT_REASONS.map((value) => ({ value, label: phrase(`report:${value}`) })),
        { value: 'none' as const, label: phrase('report:none') },
      ],
    });
    const told = await dialogue.remember('told', async () => {
      const opening = await dialogue.exchange.openingByCode(code);
      const { subscriber } = dialogue;
      if (reason === null || reason === 'none') return 'none';
      if (opening === null || subscriber === null) return 'gone';
      await dialogue.exchange.report(opening, subscriber, reason);
      return 'thanks';
    });
    await dialogue.say(say(phrase(`report:told-${told}`)));
    return undefined;
  },
};
