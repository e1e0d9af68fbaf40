import { beginData } from '../domain/button-data.ts';
import type { Conversation } from '../domain/conversation.ts';
import { type Button, phrase } from '../domain/message.ts';

const button = (name: string): Button => ({
  label: phrase(`menu:${name}`),
  press: { kind: 'data', data: beginData(name) },
});

/** The way to everything else. */
export const menu: Conversation = {
  name: 'menu',
  listed: true,
  open: false,
  resumes: false,
  async run(dialogue) {
    const { subscriber } = dialogue;
    const count = subscriber === null ? 0 : (await dialogue.exchange.fitting(subscriber)).length;
    const quiet = subscriber !== null && subscriber.standing !== 'active';
    await dialogue.say({
      lines: [
        quiet
          ? phrase('menu:stopped')
          : count === 0
            ? phrase('menu:nothing')
            : phrase('menu:text', { count }),
      ],
      buttons: [
        [{ ...button('openings'), emphasis: 'good' }, button('preferences')],
        [quiet ? button('resume') : button('pause'), button('language')],
        [button('mydata'), button('help')],
      ],
    });
    return undefined;
  },
};
