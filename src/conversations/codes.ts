import { readCodeAt } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { ROLES } from '../domain/coordinator.ts';
import { phrase, raw, say } from '../domain/message.ts';
import { grouped } from '../domain/one-time-code.ts';

/** The secret goes when it is noted: the next question takes the place of the screen, where the service can do that. */
async function showSecret(dialogue: Dialogue): Promise<void> {
  const set = await dialogue.desk.codeSetUp();
  await dialogue.askOne({
    id: 'saved',
    // The picture of `set.address` belongs here, beside the same words for whoever cannot scan it.
    text: [
      phrase('codes:how'),
      phrase('codes:secret', { secret: raw(grouped(set?.secret ?? '')) }),
      phrase('codes:address', { address: raw(set?.address ?? '') }),
      phrase('codes:guard'),
    ],
    columns: 1,
    options: [{ value: 'yes', label: phrase('codes:saved'), emphasis: 'good' }],
  });
}

/** Sets up one-time codes: an app gets the secret, and one right code proves that it did. Afterwards nobody sees it. */
export const codes: Conversation = {
  name: 'codes',
  listed: false,
  open: false,
  needs: ROLES,
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const has = await dialogue.remember('has', () => dialogue.coordinator?.hasCodes === true);
    if (has) {
      await dialogue.say(say(phrase('codes:has')), { apart: true });
      return { to: 'desk' };
    }
    await showSecret(dialogue);
    await dialogue.askText({ id: 'code', text: [phrase('codes:type')], read: readCodeAt });
    await dialogue.say(say(phrase('codes:done')), { apart: true });
    return { to: 'desk' };
  },
};
