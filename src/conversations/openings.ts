import { beginData } from '../domain/button-data.ts';
import { cardButtons, listCard } from '../domain/card.ts';
import { cardLines, readerOf } from '../domain/card-lines.ts';
import { noOpening } from '../domain/check-lines.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { type Message, phrase } from '../domain/message.ts';
import { isOpen, type Opening } from '../domain/opening.ts';
import { CODE } from '../domain/opening-code.ts';
import { verdictOn } from '../domain/permit.ts';
import { FIRST, unanswered } from '../domain/questions.ts';
import { hasRules } from '../domain/right-to-work.ts';
import type { Subscriber } from '../domain/subscriber.ts';

/** The argument of the list that ends the questions of somebody who has just agreed. */
const FIRST_LIST = 'first';

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

const sayGone = (dialogue: Dialogue): Promise<void> =>
  dialogue.say({ lines: [phrase('openings:gone')], buttons: [] });

/** The opening as it is in the moment it is shown, written down as shown; `null` when it is over by then. */
async function asShown({ exchange, subscriber, today }: Dialogue, found: Opening): Promise<Opening | null> {
  if (subscriber === null || !isOpen(found, today)) return null;
  const opening = await exchange.showed(found, subscriber);
  return isOpen(opening, today) ? opening : null;
}

/** An opening by its code: what it is, and no reason, because nobody asked whether it fits. */
async function showApart(dialogue: Dialogue, subscriber: Subscriber, code: string): Promise<void> {
  const found = await dialogue.lookUp(code);
  if (found.kind !== 'found') return dialogue.say(noOpening(code, found.kind));
  const opening = await asShown(dialogue, found.opening);
  if (opening === null) return sayGone(dialogue);
  const reader = { ...readerOf(subscriber, dialogue.exchange), preferences: null };
  await dialogue.say(
    {
      lines: cardLines(opening, reader, dialogue.today),
      buttons: cardButtons(opening, reader, dialogue.today),
    },
    { shareable: true },
  );
}

/**
 * What is asked below a card, once it is of use: after the very first list, which right to work they have; where the
 * first card of a list needs a new permit, whether they would get one. So nothing has to be kept of who was asked.
 */
function askedAfter(
  { argument, exchange, today }: Dialogue,
  { preferences: { permit, newPermit } }: Subscriber,
  list: readonly Opening[],
  index: number,
): Next | undefined {
  const law = exchange.law();
  const kindAt = (at: Opening | undefined) => at && verdictOn(permit, at, today, law)?.kind;
  const isWork = kindAt(list[index]) !== undefined;
  if (argument === FIRST_LIST)
    return permit === null && isWork && hasRules(law) ? { to: 'permit', argument } : undefined;
  const isBack = argument?.startsWith('before') === true;
  const first = list.findIndex((opening) => kindAt(opening) === 'NEEDS_NEW_PERMIT');
  const code = list[index]?.code ?? '';
  return newPermit === null && first === index && !isBack ? { to: 'newpermit', argument: code } : undefined;
}

/** What fits now, best first, then what only the right to work speaks against; with a code, that opening. */
export const openings: Conversation = {
  name: 'openings',
  listed: true,
  open: false,
  resumes: false,
  takes: /^first$|^(?:(?:after|before)~)?[A-Z0-9]{5}(?:~\d{1,4})?$/,
  async run(dialogue): Promise<Next | undefined> {
    const { subscriber, argument, today } = dialogue;
    if (subscriber === null) return { to: 'start' };
    const list = await dialogue.exchange.browsable(subscriber);
    const code = argument !== null && CODE.test(argument) ? argument : null;
    const incomplete = unanswered(subscriber.preferences, FIRST).length > 0;
    if (code !== null && (incomplete || !list.some((opening) => opening.code === code))) {
      await showApart(dialogue, subscriber, code);
      return undefined;
    }
    if (incomplete) return { to: 'start' };
    const index = indexIn(list, argument);
    const found = list[index];
    if (found === undefined) {
      await dialogue.say(nothingYet(dialogue));
      return undefined;
    }
    const opening = await asShown(dialogue, found);
    if (opening === null) {
      await sayGone(dialogue);
      return undefined;
    }
    const reader = readerOf(subscriber, dialogue.exchange);
    await dialogue.say(listCard(opening, { index, of: list.length }, reader, today), { shareable: true });
    return askedAfter(dialogue, subscriber, list, index);
  },
};
