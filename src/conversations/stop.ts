import { beginData } from '../domain/button-data.ts';
import type { Conversation } from '../domain/conversation.ts';
import { phrase } from '../domain/message.ts';
import { forgetButton } from '../domain/ways.ts';

/** Opts out at once, and offers to erase everything or to come back. Also what the stop words of every language do. */
export const stop: Conversation = {
  name: 'stop',
  listed: true,
  open: true,
  resumes: false,
  leaves: true,
  async run(dialogue) {
    if (dialogue.subscriber === null) {
      await dialogue.say({ lines: [phrase('stop:unknown')], buttons: [] });
      return undefined;
    }
    await dialogue.save({ standing: 'stopped' });
    await dialogue.say({
      lines: [phrase('stop:done'), phrase('stop:kept')],
      buttons: [
        [forgetButton],
        [{ label: phrase('menu:resume'), press: { kind: 'data', data: beginData('resume') } }],
      ],
    });
    return undefined;
  },
};
