import type { Conversation, Next } from '../domain/conversation.ts';
import { ROLES } from '../domain/coordinator.ts';
import { phrase, say } from '../domain/message.ts';

/** A coordinator leaves, at once: their row goes, and with it every draft of theirs. */
export const leave: Conversation = {
  name: 'leave',
  listed: false,
  open: false,
  needs: ROLES,
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const sure = await dialogue.askOne({
      id: 'sure',
      text: [phrase('people:leave-ask')],
      columns: 1,
      options: [
        { value: 'yes', label: phrase('people:leave-yes'), emphasis: 'danger' },
        { value: 'no', label: phrase('people:leave-no') },
      ],
    });
    if (sure !== 'yes') return { to: 'desk' };
    await dialogue.act('leave', async (desk) => {
      await desk.leave();
      return null;
    });
    await dialogue.say(say(phrase('people:left')));
    return undefined;
  },
};
