import { beginData } from '../domain/button-data.ts';
import { cardButtons, listCard } from '../domain/card.ts';
import { cardLines } from '../domain/card-lines.ts';
import { noOpening } from '../domain/check-lines.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { type Message, phrase } from '../domain/message.ts';
import { isOpen, type Opening } from '../domain/opening.ts';
import { CODE } from '../domain/opening-code.ts';
import { FIRST, unanswered } from '../domain/questions.ts';

/** Who opted out of messages is promised none. */
const nothingYet = ({ subscriber }: Dialogue): Message => ({
  lines: [
    phrase('openings:none'),
    phrase(subscriber?.standing === 'stopped' ? 'menu:stopped' : 'openings:none-hint'),
  ],
  buttons: [
    [
      { label: phrase('card:button-settings'), press: { kind: 'data', data: beginData('preferences') } },
      { label: phrase('card:button-better'), press: { kind: 'data', data: beginData('better') } },
    ],
  ],
});

/**
 * `after~K7Q2M~3`: the card that follows this one, which stood at place 3 (from 0); if it is gone from the list, what
 * follows has moved up to its place.
 */
function indexIn(list: readonly Opening[], argument: string | null): number {
  const [way, code, place] = argument?.split('~') ?? [];
  const at = list.findIndex((opening) => opening.code === (code ?? way));
  const wanted = at < 0 ? Number(place ?? 0) : at + (way === 'after' ? 1 : way === 'before' ? -1 : 0);
  return Math.min(Math.max(Number.isInteger(wanted) ? wanted : 0, 0), list.length - 1);
}

/** An opening by its code: what it is, and no reason, because nobody asked whether it fits. */
async function showApart(dialogue: Dialogue, code: string): Promise<void> {
  const found = await dialogue.lookUp(code);
  if (found.kind !== 'found') return dialogue.say(noOpening(code, found.kind));
  const { opening } = found;
  if (!isOpen(opening, dialogue.today))
    return dialogue.say({ lines: [phrase('openings:gone')], buttons: [] });
  await dialogue.say(
    {
      lines: cardLines(opening, { locale: dialogue.locale, preferences: null }, dialogue.today),
      buttons: cardButtons(opening),
    },
    { shareable: true },
  );
}

/** What fits now, best first, one card at a time; with a code, that opening. */
export const openings: Conversation = {
  name: 'openings',
  listed: true,
  open: false,
  resumes: false,
  takes: /^(?:(?:after|before)~)?[A-Z0-9]{5}(?:~\d{1,4})?$/,
  async run(dialogue): Promise<Next | undefined> {
    const { subscriber, argument, today } = dialogue;
    if (subscriber === null) return { to: 'start' };
    const list = await dialogue.exchange.fitting(subscriber);
    const code = argument !== null && CODE.test(argument) ? argument : null;
    const incomplete = unanswered(subscriber.preferences, FIRST).length > 0;
    if (code !== null && (incomplete || !list.some((opening) => opening.code === code))) {
      await showApart(dialogue, code);
      return undefined;
    }
    if (incomplete) return { to: 'start' };
    const index = indexIn(list, argument);
    const opening = list[index];
    if (opening === undefined) await dialogue.say(nothingYet(dialogue));
    else
      await dialogue.say(listCard(opening, { index, of: list.length }, subscriber, today), {
        shareable: true,
      });
    return undefined;
  },
};
