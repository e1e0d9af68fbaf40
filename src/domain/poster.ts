/** What a sheet about one opening says, for a wall in a hostel or a mosque: the same facts in each language. */

import { originLine, placeLine, termLines, whatOf } from './card-lines.ts';
import type { CountDay } from './count-day.ts';
import { exchangeOf } from './federation.ts';
import { type Phrase, phrase, raw } from './message.ts';
import { type Day, isOpen, type Opening } from './opening.ts';

/** The languages of a sheet; more do not fit on one side. */
export const POSTER_LOCALES = ['uz', 'tg', 'ky', 'ru', 'uz-Cyrl', 'en'] as const;

/** Where a person can begin to talk to us: a channel's name and an address for the opening. */
export interface Door {
  readonly channel: string;
  readonly url: string;
}

export interface Poster {
  readonly code: string;
  readonly state: 'open' | 'filled' | 'closed';
  /** As it was posted, in one language; `null` when it is over: nothing of it is shown then. */
  readonly title: string | null;
  /** Legal name of the employer, of an open one. */
  readonly employer: string | null;
  /** Said in each language, first of all: what the work is, or that it is over. */
  readonly head: Phrase;
  /** Said in each language: where it is, the terms, who vouches, where it comes from. */
  readonly place: Phrase | null;
  readonly terms: readonly Phrase[];
  readonly vouched: Phrase | null;
  readonly origin: Phrase | null;
  /** Said in each language, last: what never to do, and of when all this is. */
  readonly calls: readonly Phrase[];
}

const stateOf = (opening: Opening, today: Day): Poster['state'] => {
  if (isOpen(opening, today)) return 'open';
  return opening.status === 'filled' || opening.placesLeft === 0 ? 'filled' : 'closed';
};

/** Of an opening of another exchange the line about its origin says it already. */
const vouchLine = (opening: Opening): Phrase | null =>
  opening.vouchedBy === null || exchangeOf(opening) !== null
    ? null
    : phrase('poster:vouched', { name: raw(opening.vouchedBy) });

/** A number of places that somebody counted is wrong on paper tomorrow. */
const UNCOUNTED: CountDay = () => null;

/**
 * The sheet of an opening. No telephone: the chat gives it to whoever asks, and a sheet hangs there for ever. What is
 * not open shows nothing but that; it may have been closed for what it said.
 */
export function posterOf(opening: Opening, today: Day): Poster {
  const { code, title, employer, kind } = opening;
  const state = stateOf(opening, today);
  const over = {
    code,
    title: null,
    employer: null,
    place: null,
    terms: [],
    vouched: null,
    origin: null,
    calls: [],
  };
  if (state !== 'open') return { ...over, state, head: phrase(`poster:${state}`) };
  return {
    code,
    state,
    title,
    employer,
    head: whatOf(opening),
    place: placeLine(opening),
    terms: termLines(opening, null, UNCOUNTED, today),
    vouched: vouchLine(opening),
    origin: originLine(opening),
    calls: [
      phrase(kind === 'support' ? 'openings:support-safety' : 'poster:safety'),
      phrase('poster:printed', { day: { day: today } }),
    ],
  };
}

/** How to ask: by the square where there is one, else by the code. */
export const askLines = (code: string, doors: readonly Door[]): readonly Phrase[] => [
  ...(doors.length === 0 ? [] : [phrase('poster:scan')]),
  phrase(doors.length === 0 ? 'poster:send-only' : 'poster:send', { code: raw(code) }),
];

/** An address as people type it: `t.me/mehnat_bot`. */
export function typed(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname}`;
}
