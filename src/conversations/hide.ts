import { beginData } from '../domain/button-data.ts';
import type { Conversation, Next } from '../domain/conversation.ts';
import { phrase, raw } from '../domain/message.ts';
import { CODE } from '../domain/opening-code.ts';
import { allButton } from '../domain/ways.ts';

/** "Not for me": this opening is not shown or pushed to this person again, until they say otherwise. */
export const hide: Conversation = {
  name: 'hide',
  listed: false,
  open: false,
  resumes: false,
  takes: CODE,
  async run(dialogue): Promise<Next | undefined> {
    const opening = await dialogue.exchange.openingByCode(dialogue.argument ?? '');
    if (opening === null) return { to: 'menu' };
    await dialogue.save({ hide: opening.id });
    await dialogue.say(
      {
        lines: [phrase('openings:hidden', { code: raw(opening.code) })],
        buttons: [
          [
            {
              label: phrase('openings:unhide'),
              press: { kind: 'data', data: beginData('unhide', opening.code, true) },
            },
          ],
          [allButton],
        ],
      },
      { apart: true },
    );
    return undefined;
  },
};
