import type { Conversation } from '../domain/conversation.ts';
import { type Button, phrase, raw, say } from '../domain/message.ts';
import { isOpen, type Opening } from '../domain/opening.ts';
import { CODE } from '../domain/opening-code.ts';

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

/** How to reach the employer or coordinator; the worker's own address goes to nobody. */
export const contact: Conversation = {
  name: 'contact',
  listed: false,
  open: false,
  resumes: false,
  takes: CODE,
  async run(dialogue) {
    const opening = await dialogue.exchange.openingByCode(dialogue.argument ?? '');
    if (opening === null || !isOpen(opening, dialogue.today)) {
      await dialogue.say(say(phrase('openings:gone')), { apart: true });
      return undefined;
    }
    const buttons = ways(opening);
    await dialogue.say(
      {
        lines: [
          phrase('openings:contact', { code: raw(opening.code), title: raw(opening.title) }),
          ...(opening.employer === null ? [] : [phrase('card:employer', { name: raw(opening.employer) })]),
          ...(opening.contact.phone === null
            ? []
            : [phrase('openings:phone', { phone: raw(opening.contact.phone) })]),
          ...(buttons.length === 0 ? [phrase('openings:no-contact')] : []),
          ...(opening.pledge.includes('no-fee') ? [phrase('pledge:no-fee')] : []),
          phrase(opening.kind === 'support' ? 'openings:support-safety' : 'openings:contact-safety'),
        ],
        buttons,
      },
      { apart: true, shareable: true },
    );
    return undefined;
  },
};
