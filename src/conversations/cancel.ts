import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { phrase, say } from '../domain/message.ts';

/** As long as a dialogue lives: a draft that was changed since is what somebody leaves. */
const JUST_NOW_MS = 30 * 60_000;

/** Whether they were writing a draft, which stays. */
const wasWriting = async ({ desk }: Dialogue): Promise<boolean> =>
  (await desk.drafts()).some(({ updatedAt }) => desk.now.getTime() - updatedAt.getTime() < JUST_NOW_MS);

/** Leaves whatever was going on; what was answered before stays saved. */
export const cancel: Conversation = {
  name: 'cancel',
  listed: true,
  open: true,
  resumes: false,
  leaves: true,
  async run(dialogue): Promise<Next | undefined> {
    const isCoordinator = dialogue.coordinator !== null;
    if (isCoordinator && (await dialogue.remember('draft', () => wasWriting(dialogue))))
      await dialogue.say(say(phrase('post:kept')), { apart: true });
    if (dialogue.subscriber !== null) return { to: 'menu' };
    if (isCoordinator) return { to: 'desk' };
    await dialogue.say(say(phrase('begin:nothing-kept')));
    return undefined;
  },
};
