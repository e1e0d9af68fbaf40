import { askPreference, worthAsking } from '../domain/ask-preference.ts';
import type { Conversation, Next } from '../domain/conversation.ts';
import { phrase } from '../domain/message.ts';
import { blank } from '../domain/phrases.ts';
import { PREFERENCES } from '../domain/questions.ts';
import { UNANSWERED } from '../domain/subscriber.ts';
import { summaryLines } from '../domain/summary.ts';

/** Names of a long choice that still read well; `/mydata` has them all. */
const MOST_NAMED = 15;

/** Everything a person asked for on one screen, and a tap to change each. */
export const preferences: Conversation = {
  name: 'preferences',
  listed: true,
  open: false,
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const { subscriber } = dialogue;
    const fitting = await dialogue.remember('fitting', async () =>
      subscriber === null ? 0 : (await dialogue.exchange.fitting(subscriber)).length,
    );
    const asked = await dialogue.remember('asked', () => worthAsking(dialogue, PREFERENCES));
    const which = await dialogue.askOne({
      id: 'which',
      text: [
        phrase('summary:title'),
        ...summaryLines(subscriber?.preferences ?? UNANSWERED, dialogue.today, MOST_NAMED),
        blank,
        fitting === 0 ? phrase('openings:none') : phrase('menu:text', { count: fitting }),
      ],
      options: [
        ...PREFERENCES.filter((name) => asked.includes(name)).map((name) => ({
          value: name,
          label: phrase(`summary:change-${name}`),
        })),
        { value: 'seasons' as const, label: phrase('season:change') },
        { value: 'openings' as const, label: phrase('summary:see-openings'), emphasis: 'good' as const },
      ],
    });
    if (which === null || which === 'openings') return { to: 'openings' };
    if (which === 'seasons') return { to: 'seasons', argument: 'mine' };
    await askPreference(dialogue, which);
    return { to: 'preferences' };
  },
};
