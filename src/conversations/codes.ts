import { readCodeAt } from '../domain/ask-permission.ts';
import type { Conversation, Dialogue, KeptAnswer, Next } from '../domain/conversation.ts';
import { ROLES } from '../domain/coordinator.ts';
import type { Desk } from '../domain/desk.ts';
import { phrase, raw, say } from '../domain/message.ts';
import { grouped } from '../domain/one-time-code.ts';

/** Whatever is typed below the secret leads on: it is shown once, and who types a right code there has noted it. */
async function readFirst(text: string, desk: Desk): Promise<KeptAnswer<'right' | 'wrong'>> {
  return { kind: 'kept', value: (await desk.stepUp(text)) === 'right' ? 'right' : 'wrong' };
}

/** The secret goes when it is noted: the next question takes the place of the screen, where the service can do that. */
async function showSecret(dialogue: Dialogue): Promise<'yes' | 'right' | 'wrong' | null> {
  const set = await dialogue.desk.codeSetUp();
  return dialogue.askText({
    id: 'saved',
    // The picture of `set.address` belongs here, beside the same words for whoever cannot scan it.
    text: [
      phrase('codes:how'),
      phrase('codes:secret', { secret: raw(grouped(set?.secret ?? '')) }),
      phrase('codes:address', { address: raw(set?.address ?? '') }),
      phrase('codes:guard'),
    ],
    again: [phrase('codes:above'), phrase('codes:type')],
    columns: 1,
    options: [{ value: 'yes', label: phrase('codes:saved'), emphasis: 'good' }],
    read: readFirst,
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
    const first = await showSecret(dialogue);
    if (first !== 'right') {
      const wrong = first === 'wrong' ? [phrase('desk:code-wrong')] : [];
      await dialogue.askText({ id: 'code', text: [...wrong, phrase('codes:type')], read: readCodeAt });
    }
    // Below words that were typed the secret stays where it is.
    const stays = first === 'yes' ? [] : [phrase('codes:delete')];
    await dialogue.say(say(phrase('codes:done'), ...stays), { apart: true });
    return { to: 'desk' };
  },
};
