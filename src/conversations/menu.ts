import { beginData } from '../domain/button-data.ts';
import type { Conversation } from '../domain/conversation.ts';
import { type Button, type Phrase, phrase } from '../domain/message.ts';
import type { Day } from '../domain/opening.ts';
import { FIRST, unanswered } from '../domain/questions.ts';
import type { Subscriber } from '../domain/subscriber.ts';

const button = (name: string): Button => ({
  label: phrase(`menu:${name}`),
  press: { kind: 'data', data: beginData(name) },
});

const isPaused = ({ pausedUntil }: Subscriber, today: Day): boolean =>
  pausedUntil !== null && pausedUntil >= today;

const isQuiet = (subscriber: Subscriber, today: Day): boolean =>
  subscriber.standing !== 'active' || isPaused(subscriber, today);

/** How things stand: what keeps messages away comes before how many openings fit. */
function lineFor(subscriber: Subscriber | null, count: number, today: Day): Phrase {
  if (subscriber === null) return phrase('stop:unknown');
  const { standing, pausedUntil, preferences } = subscriber;
  if (standing !== 'active') return phrase('menu:stopped');
  if (pausedUntil !== null && isPaused(subscriber, today))
    return phrase('pause:on', { day: { day: pausedUntil } });
  if (unanswered(preferences, FIRST).length > 0) return phrase('menu:unfinished');
  return count === 0 ? phrase('menu:nothing') : phrase('menu:text', { count });
}

/** The way to everything else. */
export const menu: Conversation = {
  name: 'menu',
  listed: true,
  open: false,
  resumes: false,
  async run(dialogue) {
    const { subscriber } = dialogue;
    const count = subscriber === null ? 0 : (await dialogue.exchange.fitting(subscriber)).length;
    const lines = [lineFor(subscriber, count, dialogue.today)];
    const quiet = subscriber !== null && isQuiet(subscriber, dialogue.today);
    await dialogue.say({
      lines,
      buttons: [
        [{ ...button('openings'), emphasis: 'good' }, button('preferences')],
        [quiet ? button('resume') : button('pause'), button('language')],
        [{ label: phrase('season:button'), press: { kind: 'data', data: beginData('seasons') } }],
        [button('mydata'), button('help')],
        ...(dialogue.coordinator === null ? [] : [[button('desk')]]),
      ],
    });
    return undefined;
  },
};
