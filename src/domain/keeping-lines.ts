/** Openings as those who keep them read them: how they stand, in words. */
import { whatOf } from './card-lines.ts';
import type { KeptOpening } from './keeping.ts';
import { type Phrase, phrase, raw } from './message.ts';
import type { Opening } from './opening.ts';

const stateOf = ({ status, expiresOn }: Opening): Phrase =>
  phrase(`mine:state-${status}`, { day: { day: expiresOn } });

const placesOf = ({ placesLeft }: Opening): Phrase =>
  placesLeft === null ? phrase('mine:places-unknown') : phrase('mine:places-left', { number: placesLeft });

/** How many were told of it, in coarse steps. */
export const toldOf = ({ told }: KeptOpening): Phrase =>
  told === 0 ? phrase('mine:told-few') : phrase('mine:told-many', { number: told });

/** Code, title, state, places left and how many were told, in coarse steps. */
export const keptLine = (kept: KeptOpening): Phrase =>
  phrase('mine:line', {
    code: raw(kept.opening.code),
    what: whatOf(kept.opening),
    title: raw(kept.opening.title),
    state: stateOf(kept.opening),
    places: placesOf(kept.opening),
    told: toldOf(kept),
  });
