import { askPreference } from '../domain/ask-preference.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { phrase, raw, say } from '../domain/message.ts';
import { FIRST, unanswered } from '../domain/questions.ts';
import { UNANSWERED } from '../domain/subscriber.ts';

/** The version of the consent text in `locales/`; raised with every change of its meaning. */
const CONSENT_VERSION = 1;

/** Language, consent and the three questions that lead to the first list. */
const STEPS = 5;

const step = (now: number): { now: number; of: number } => ({ now, of: STEPS });

/** A deep link: `v_K7Q2M` shows an opening, `l_uz` proposes a language first, `m_123456` brings somebody here, `c_…` makes a coordinator. */
const link = (argument: string | null, mark: 'v' | 'l' | 'm' | 'c'): string | null =>
  argument?.startsWith(`${mark}_`) === true ? argument.slice(2) : null;

async function agree(dialogue: Dialogue): Promise<boolean> {
  const languages = dialogue.exchange.languages(link(dialogue.argument, 'l') ?? dialogue.locale);
  const locale = await dialogue.askOne({
    id: 'language',
    text: [phrase('begin:greeting')],
    step: step(1),
    options: languages.map(({ code, name }) => ({
      value: code,
      label: phrase('common:as-is', { text: raw(name) }),
    })),
  });
  if (locale !== null) await dialogue.save({ locale });
  const answer = await dialogue.askOne({
    id: 'consent',
    text: ['what', 'kept', 'never', 'others', 'erase'].map((line) => phrase(`begin:consent-${line}`)),
    step: step(2),
    columns: 1,
    options: [
      { value: 'yes', label: phrase('begin:consent-yes'), emphasis: 'good' },
      { value: 'no', label: phrase('begin:consent-no') },
    ],
  });
  return answer === 'yes';
}

async function askFirst(dialogue: Dialogue): Promise<void> {
  const open = await dialogue.remember('open', () =>
    unanswered(dialogue.subscriber?.preferences ?? UNANSWERED, FIRST),
  );
  for (const name of FIRST) {
    if (!open.includes(name)) continue;
    const onlySupport = await dialogue.remember(
      'support',
      () => dialogue.subscriber?.preferences.kinds?.toString() === 'support',
    );
    if (name === 'works' && onlySupport) await dialogue.save({ preferences: { works: 'any' } });
    else await askPreference(dialogue, name, step(FIRST.indexOf(name) + 3));
  }
}

/** `/start`: opting in, then as many questions as the first list needs; goes on where somebody left off. */
export const start: Conversation = {
  name: 'start',
  listed: true,
  open: true,
  resumes: false,
  takes: /^(?:v_[A-Za-z0-9]{5}|l_[A-Za-z-]{2,10}|m_\d{6}|c_[\w-]{22})$/,
  async run(dialogue): Promise<Next | undefined> {
    const moving = link(dialogue.argument, 'm');
    if (moving !== null) return { to: 'move', argument: moving };
    const token = link(dialogue.argument, 'c');
    if (token !== null) return { to: 'invited', argument: token };
    // Who blocked us and came back agrees afresh; only minutes ago their row was still here.
    const known = await dialogue.remember(
      'known',
      () => dialogue.subscriber !== null && dialogue.subscriber.standing !== 'blocked',
    );
    if (!known) {
      if (!(await agree(dialogue))) {
        await dialogue.say(say(phrase('begin:nothing-kept')));
        return undefined;
      }
      await dialogue.optIn(CONSENT_VERSION);
    }
    const complete = await dialogue.remember(
      'complete',
      () => unanswered(dialogue.subscriber?.preferences ?? UNANSWERED, FIRST).length === 0,
    );
    await askFirst(dialogue);
    const code = link(dialogue.argument, 'v');
    if (code !== null) return { to: 'openings', argument: code.toUpperCase() };
    if (complete) return { to: 'menu' };
    return { to: 'openings', argument: 'first' };
  },
};
