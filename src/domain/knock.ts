/**
 * What goes out in place of a message where a service takes only words that it has approved before: a few values in a
 * fixed text, and one button that opens the conversation. The texts stand in `locales/<language>/knock.json`.
 */
import { beginData } from './button-data.ts';
import { giftOf, whatOf } from './card-lines.ts';
import type { Correction, Outcome, SeasonsContent } from './content.ts';
import { type Phrase, phrase, raw } from './message.ts';
import type { Opening } from './opening.ts';
import { regionName } from './phrases.ts';
import { placeName, seasonName } from './season-words.ts';

/** What each text is for, and the values it takes, in their order. Services take a day to approve a text. */
export const KNOCKS = {
  opening: ['what', 'region', 'pay', 'code'],
  many: ['number'],
  filled: ['code', 'what', 'region'],
  changed: ['news', 'code', 'what', 'region'],
  outcome: ['code', 'outcome'],
  season: ['what', 'region'],
  still: [],
} as const;
export type KnockPurpose = keyof typeof KNOCKS;
export const KNOCK_PURPOSES = Object.keys(KNOCKS) as readonly KnockPurpose[];

/** A knock before any language. `press` is what its button brings back. */
export interface Knock {
  readonly purpose: KnockPurpose;
  readonly values: readonly Phrase[];
  readonly press: string;
}

/** A knock in one language: plain values of one line. */
export interface RenderedKnock {
  readonly purpose: KnockPurpose;
  readonly locale: string;
  readonly values: readonly string[];
  readonly press: string;
}

/** A knock's whole text in one language, as a service approves it: `body` with `{{1}}`, `{{2}}` … for the values. */
export interface KnockText {
  readonly purpose: KnockPurpose;
  readonly locale: string;
  readonly body: string;
  readonly button: string;
  /** A value for each variable, as an example to whoever approves it. */
  readonly examples: readonly string[];
}

const asIs = (text: string): Phrase => phrase('common:as-is', { text: raw(text) });

/** The knock of a push: the one opening, or how many there are; who was silent for months is asked whether to go on. */
export function knockFor(openings: readonly Opening[], more: number, isSilent: boolean): Knock {
  if (isSilent) return { purpose: 'still', values: [], press: beginData('still', 'openings') };
  const [only] = openings;
  if (only === undefined || openings.length + more > 1)
    return {
      purpose: 'many',
      values: [asIs(String(openings.length + more))],
      press: beginData('openings'),
    };
  return {
    purpose: 'opening',
    values: [whatOf(only), regionName(only.region), giftOf(only), asIs(only.code)],
    press: beginData('openings', only.code),
  };
}

/** The knock of a correction: what has become of the opening, said at once. One that is open again is as good as new. */
export function knockOfCorrection({ said, opening }: Correction): Knock {
  const code = asIs(opening.code);
  const what = whatOf(opening);
  const region = regionName(opening.region);
  if (said === 'reopened') return knockFor([opening], 0, false);
  if (said === 'filled')
    return { purpose: 'filled', values: [code, what, region], press: beginData('openings') };
  return {
    purpose: 'changed',
    values: [phrase(`correction:news-${said}`), code, what, region],
    press: beginData('openings', opening.code),
  };
}

/** The knock of what became of a report. */
export const knockOfOutcome = ({ upheld, opening }: Outcome): Knock => ({
  purpose: 'outcome',
  values: [asIs(opening.code), phrase(`correction:${upheld ? 'upheld' : 'rejected'}`)],
  press: beginData('openings'),
});

/** The knock of what is said of seasons: of the first, with the way to what is known of it. */
export function knockOfSeason({ notes: [note], next }: SeasonsContent): Knock {
  const window = note?.window ?? next?.window;
  if (window === undefined) throw new Error('a notice speaks of at least one season');
  const { season, region } = window;
  return {
    purpose: 'season',
    values: [seasonName(season), placeName(region)],
    press: beginData('seasons', `${note === undefined ? 'e' : 's'}~${season.id}~${region}`),
  };
}
