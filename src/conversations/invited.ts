import type { Conversation, Dialogue, KeptAnswer, Next } from '../domain/conversation.ts';
import type { Desk } from '../domain/desk.ts';
import { aliasIn, organisationName, roleNames } from '../domain/desk-words.ts';
import { phrase, raw, say } from '../domain/message.ts';

async function askLanguage(dialogue: Dialogue): Promise<void> {
  const locale = await dialogue.askOne({
    id: 'language',
    text: [phrase('begin:greeting')],
    options: dialogue.exchange
      .languages(dialogue.locale)
      .map(({ code, name }) => ({ value: code, label: phrase('common:as-is', { text: raw(name) }) })),
  });
  if (locale !== null) await dialogue.save({ locale });
}

/** What a coordinator promises; without it nobody becomes one. */
async function promises(dialogue: Dialogue, token: string): Promise<boolean> {
  const invitation = await dialogue.desk.invitation(token);
  const answer = await dialogue.askOne({
    id: 'rules',
    text: [
      phrase('people:invited', {
        organisation: organisationName(invitation?.organisation ?? null, dialogue.locale),
        roles: roleNames(invitation?.roles ?? []),
      }),
      ...['true', 'free', 'people', 'secret', 'written'].map((rule) => phrase(`people:rule-${rule}`)),
    ],
    columns: 1,
    options: [
      { value: 'yes', label: phrase('people:promise'), emphasis: 'good' },
      { value: 'no', label: phrase('people:refuse') },
    ],
  });
  return answer === 'yes';
}

/** Joins by the name that was typed: only how that ended enters the log. */
async function join(
  text: string,
  desk: Desk,
  token: string,
  locale: string,
): Promise<KeptAnswer<'joined' | 'gone' | 'here'>> {
  const alias = aliasIn(text);
  if (alias === null) return { kind: 'unclear', hint: phrase('people:alias-bad') };
  const joined = await desk.join({ token, alias, locale });
  return joined === 'taken'
    ? { kind: 'unclear', hint: phrase('people:alias-taken') }
    : { kind: 'kept', value: joined };
}

/** Becoming a coordinator by a link that works once: the language, what one promises, a name for the role, and codes. */
export const invited: Conversation = {
  name: 'invited',
  listed: false,
  open: true,
  resumes: false,
  takes: /^[\w-]{22}$/,
  async run(dialogue): Promise<Next | undefined> {
    const token = dialogue.argument ?? '';
    const open = await dialogue.remember('open', async () => {
      if (dialogue.coordinator !== null) return 'here';
      return (await dialogue.desk.invitation(token)) === null ? 'gone' : 'open';
    });
    if (open !== 'open') {
      await dialogue.say(say(phrase(`people:invited-${open}`)));
      return open === 'here' ? { to: 'desk' } : undefined;
    }
    const speaks = await dialogue.remember('speaks', () => dialogue.subscriber !== null);
    if (!speaks) await askLanguage(dialogue);
    if (!(await promises(dialogue, token))) {
      await dialogue.say(say(phrase('people:refused')));
      return undefined;
    }
    const joined = await dialogue.askText({
      id: 'alias',
      text: [phrase('people:alias-ask')],
      read: (text, desk) => join(text, desk, token, dialogue.locale),
    });
    if (joined === 'joined') return { to: 'codes' };
    await dialogue.say(say(phrase(`people:invited-${joined}`)));
    return undefined;
  },
};
