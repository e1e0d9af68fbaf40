import type { Conversation, Next } from '../domain/conversation.ts';

/** Leaves whatever was going on; what was answered before stays saved. */
export const cancel: Conversation = {
  name: 'cancel',
  listed: true,
  open: true,
  resumes: false,
  async run(): Promise<Next> {
    return { to: 'menu' };
  },
};
