/** Openings as those who keep them read them: how they stand, in words. */
import { cardLines, datesLine, whatOf } from './card-lines.ts';
import type { Dialogue } from './conversation.ts';
import type { KeptOpening } from './keeping.ts';
import { type Phrase, phrase, raw } from './message.ts';
import type { Day, Opening } from './opening.ts';
import { regionName } from './phrases.ts';

const stateOf = ({ status, expiresOn }: Opening): Phrase =>
  phrase(`mine:state-${status}`, { day: { day: expiresOn } });

const placesOf = ({ placesLeft }: Opening): Phrase =>
  placesLeft === null ? phrase('mine:places-unknown') : phrase('mine:places-left', { number: placesLeft });

/** How many were told of it, in coarse steps. */
export const toldOf = ({ told }: KeptOpening): Phrase =>
  told === 0 ? phrase('mine:told-few') : phrase('mine:told-many', { number: told });

/** Its card as somebody reads it of whom nothing is known. */
export const cardAsRead = (
  { locale, exchange, today }: Pick<Dialogue, 'locale' | 'exchange' | 'today'>,
  { opening }: Pick<KeptOpening, 'opening'>,
): readonly Phrase[] =>
  cardLines(opening, { locale, preferences: null, right: null, countDay: exchange.countDay }, today);

/** Code, work, place and days: what tells two openings of the same work apart. Their titles say the work again. */
export const apartLine = (opening: Opening, today: Day): Phrase =>
  phrase('mine:apart', {
    code: raw(opening.code),
    what: whatOf(opening),
    place: opening.place === null ? regionName(opening.region) : raw(opening.place),
    dates: datesLine(opening, today),
  });

/** The same, with its state, places left and how many were told, in coarse steps. */
export const keptLine = (kept: KeptOpening, today: Day): Phrase =>
  phrase('mine:line', {
    which: apartLine(kept.opening, today),
    state: stateOf(kept.opening),
    places: placesOf(kept.opening),
    told: toldOf(kept),
  });
