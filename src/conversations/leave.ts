import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { ROLES, type Role } from '../domain/coordinator.ts';
import { phrase, say } from '../domain/message.ts';

/** In which roles nobody else is who could let others in. */
async function isLast({ coordinator, desk }: Dialogue): Promise<readonly Role[]> {
  const all = await desk.people(coordinator?.organisation?.id ?? null);
  return (['admin', 'operator'] as const).filter(
    (role) =>
      coordinator?.roles.includes(role) === true &&
      !all.some((one) => one.id !== coordinator.id && one.roles.includes(role)),
  );
}

/** A coordinator leaves, at once: their row goes, and with it every draft of theirs. */
export const leave: Conversation = {
  name: 'leave',
  listed: false,
  open: false,
  needs: ROLES,
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const last = await isLast(dialogue);
    const sure = await dialogue.askOne({
      id: 'sure',
      text: [phrase('people:leave-ask'), ...last.map((role) => phrase(`people:leave-last-${role}`))],
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
