import type { Conversation } from '../domain/conversation.ts';
import { phrase, say } from '../domain/message.ts';

/** Erases a person in two taps, with a receipt, in the middle of anything. */
export const forget: Conversation = {
  name: 'forget',
  listed: true,
  open: true,
  resumes: true,
  async run(dialogue) {
    const known = await dialogue.remember('known', () => dialogue.subscriber !== null);
    if (!known) {
      await dialogue.say(say(phrase('forget:unknown')));
      return undefined;
    }
    const sure = await dialogue.askOne({
      id: 'sure',
      text: [phrase('forget:ask')],
      columns: 1,
      options: [
        { value: 'yes', label: phrase('forget:yes'), emphasis: 'danger' },
        { value: 'no', label: phrase('forget:no') },
      ],
    });
    if (sure === 'yes') {
      await dialogue.forget();
      // Being a coordinator is another matter, and another tap.
      const stays = dialogue.coordinator === null ? [] : [phrase('people:still')];
      await dialogue.say(say(phrase('forget:receipt'), phrase('forget:chat'), ...stays));
    } else {
      await dialogue.say(say(phrase('forget:kept')));
    }
    return undefined;
  },
};
