/** Cards of openings with what can be done about them, in a list and in a push. */
import { beginData } from './button-data.ts';
import { cardLines, giftOf, type Reader, shortlyWhat, smsPhrase, whatOf } from './card-lines.ts';
import { isNotSaid, marked, verdictFor } from './card-verdict.ts';
import type { Urgency } from './content.ts';
import { type Button, type Message, type Phrase, phrase, raw } from './message.ts';
import type { Day, Opening } from './opening.ts';
import { blank, regionName } from './phrases.ts';
import { allButton, permitButton } from './ways.ts';

const begin = (label: string, conversation: string, argument: string, inPlace = false): Button => ({
  label: phrase(`card:button-${label}`),
  press: { kind: 'data', data: beginData(conversation, argument, inPlace) },
});

/** Where saying one thing would tell them whether they may work there. */
const asksPermit = (opening: Opening, { right }: Reader, today: Day): readonly (readonly Button[])[] =>
  isNotSaid(verdictFor(opening, right, today)) ? [[permitButton(opening.code)]] : [];

/** Five signs stand on the card; what they mean is a page of its own, the first to go where room is short. */
const asksPledge = ({ pledge }: Opening): readonly (readonly Button[])[] =>
  pledge.length === 0
    ? []
    : [
        [
          {
            label: phrase('pledge:button'),
            press: { kind: 'data', data: beginData('pledge', '') },
            beside: 'if-room',
          },
        ],
      ];

/** What can be done with an opening, wherever its card stands. */
export const cardButtons = (opening: Opening, reader: Reader, today: Day): readonly (readonly Button[])[] => [
  [
    { ...begin('contact', 'contact', opening.code), emphasis: 'good' },
    { label: phrase('card:button-copy'), press: { kind: 'copy', text: smsPhrase(opening, today) } },
  ],
  ...asksPermit(opening, reader, today),
  ...asksPledge(opening),
  [begin('hide', 'hide', opening.code), begin('report', 'report', opening.code)],
];

/** Where a card stands in the list of what fits, from 0. */
export interface Position {
  readonly index: number;
  readonly of: number;
}

/** One card of the list, with ways to the next and the one before in the same place. */
export function listCard(opening: Opening, at: Position, reader: Reader, today: Day): Message {
  const to = (way: 'after' | 'before', index: number): string => `${way}~${opening.code}~${index}`;
  const ways = [
    ...(at.index > 0 ? [begin('before', 'openings', to('before', at.index - 1), true)] : []),
    ...(at.index < at.of - 1 ? [begin('next', 'openings', to('after', at.index), true)] : []),
  ];
  return {
    lines: [phrase('card:position', { now: at.index + 1, of: at.of }), ...cardLines(opening, reader, today)],
    buttons: [
      ...cardButtons(opening, reader, today),
      ...(ways.length === 0 ? [] : [ways]),
      [begin('better', 'better', ''), begin('settings', 'preferences', '')],
    ],
  };
}

/** An opening in one line. */
export const shortLine = (opening: Opening, { right }: Reader, today: Day): Phrase => {
  const line = phrase('card:short', {
    what: whatOf(opening),
    region: regionName(opening.region),
    pay: giftOf(opening),
    code: raw(opening.code),
  });
  return marked(line, opening, right, today);
};

/** To the whole card of an opening. */
export const openButton = (opening: Opening): Button => ({
  label: phrase('card:button-open', { what: shortlyWhat(opening), code: raw(opening.code) }),
  press: { kind: 'data', data: beginData('openings', opening.code) },
});

/** What stands above: whoever is told again is told so. */
const headOf = (urgent: Urgency | null): readonly Phrase[] =>
  urgent === null
    ? [phrase('card:new-one')]
    : [phrase('card:urgent'), ...(urgent === 'again' ? [phrase('card:urgent-again')] : [])];

/**
 * What a push says: one opening as its whole card, several as a line each with a button to open it, and how many
 * more fit. `openings` are at most five, best first.
 */
export function pushMessage(
  openings: readonly Opening[],
  more: number,
  reader: Reader,
  today: Day,
  urgent: Urgency | null = null,
): Message {
  const [only, ...others] = openings;
  if (only === undefined) throw new Error('a push says something about at least one opening');
  const all = [[more > 0 ? begin('all-more', 'openings', '') : allButton]];
  if (others.length === 0 && more === 0)
    return {
      lines: [...headOf(urgent), ...cardLines(only, reader, today)],
      buttons: [...cardButtons(only, reader, today), ...all],
    };
  return {
    lines: [
      ...(urgent === null ? [] : headOf(urgent)),
      phrase('card:new-many', { count: openings.length + more }),
      ...openings.flatMap((opening) => [blank, shortLine(opening, reader, today)]),
      ...(more > 0 ? [blank, phrase('card:more', { count: more })] : []),
    ],
    buttons: [...openings.map((opening) => [openButton(opening)]), ...all],
  };
}
