import { beginData } from '../domain/button-data.ts';
import { standsFirst, verdictFor, verdictLines } from '../domain/card-verdict.ts';
import type { Conversation, Dialogue } from '../domain/conversation.ts';
import { type Button, type Phrase, phrase, raw, say } from '../domain/message.ts';
import { isOpen, type Opening } from '../domain/opening.ts';
import { CODE } from '../domain/opening-code.ts';
import { rightOf } from '../domain/right-to-work.ts';

const ways = (opening: Opening): readonly (readonly Button[])[] => [
  ...(opening.contact.url === null
    ? []
    : [[{ label: phrase('openings:open-page'), press: { kind: 'url' as const, url: opening.contact.url } }]]),
  ...(opening.contact.phone === null
    ? []
    : [
        [
          {
            label: phrase('openings:copy-phone'),
            press: {
              kind: 'copy' as const,
              text: phrase('common:as-is', { text: raw(opening.contact.phone) }),
            },
          },
        ],
      ]),
];

/** What stands against taking it is said again, before anybody rings. */
function warning({ subscriber, exchange, today }: Dialogue, opening: Opening): readonly Phrase[] {
  const right = subscriber === null ? null : rightOf(subscriber.preferences, exchange);
  return standsFirst(verdictFor(opening, right, today)) ? verdictLines(opening, right, today) : [];
}

/** To what a person does before they travel; not for help, which is no reason to move. */
const beforeGoing = ({ exchange }: Dialogue, { kind, code }: Opening): readonly (readonly Button[])[] =>
  kind === 'support' || exchange.checklist.length === 0
    ? []
    : [[{ label: phrase('moving:button'), press: { kind: 'data', data: beginData('moving', code) } }]];

/** How to reach the employer or coordinator; the worker's own address goes to nobody. */
export const contact: Conversation = {
  name: 'contact',
  listed: false,
  open: false,
  resumes: false,
  takes: CODE,
  async run(dialogue) {
    const { argument, exchange, subscriber, today } = dialogue;
    if (argument === null) {
      await dialogue.say(say(phrase('check:ask')), { apart: true });
      return undefined;
    }
    const found = await exchange.openingByCode(argument);
    const opening = found === null || subscriber === null ? found : await exchange.showed(found, subscriber);
    if (opening === null || !isOpen(opening, today)) {
      await dialogue.say(say(phrase('openings:gone')), { apart: true });
      return undefined;
    }
    const buttons = ways(opening);
    await dialogue.say(
      {
        lines: [
          ...warning(dialogue, opening),
          phrase('openings:contact', { code: raw(opening.code), title: raw(opening.title) }),
          ...(opening.employer === null ? [] : [phrase('card:employer', { name: raw(opening.employer) })]),
          ...(opening.contact.phone === null
            ? []
            : [phrase('openings:phone', { phone: raw(opening.contact.phone) })]),
          ...(buttons.length === 0 ? [phrase('openings:no-contact')] : []),
          ...(opening.pledge.includes('no-fee') ? [phrase('pledge:no-fee')] : []),
          phrase(opening.kind === 'support' ? 'openings:support-safety' : 'openings:contact-safety'),
        ],
        buttons: [...buttons, ...beforeGoing(dialogue, opening)],
      },
      { apart: true, shareable: true },
    );
    return undefined;
  },
};
