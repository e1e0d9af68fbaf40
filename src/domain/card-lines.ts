/** What a card says of an opening, line by line. */

import { harvestLines } from './card-harvest.ts';
import { pledgeLines } from './card-pledge.ts';
import { standsFirst, verdictFor, verdictLines } from './card-verdict.ts';
import type { CountDay } from './count-day.ts';
import { exchangeOf } from './federation.ts';
import type { Law } from './law.ts';
import { subjectsOfOpening } from './matching.ts';
import { type Phrase, type PhraseValue, phrase, raw } from './message.ts';
import { noteFor } from './note-translations.ts';
import type { Day, Opening, Pay } from './opening.ts';
import { permitCostOf } from './permit-cost.ts';
import { joined, kindLabel, listed, regionName, workLabel } from './phrases.ts';
import { basisName, type Guide, type RightToWork, rightOf } from './right-to-work.ts';
import { PERMIT_PLACE, readWish } from './season-wish.ts';
import { wishWords } from './season-words.ts';
import type { Preferences, SeasonWish, Subscriber } from './subscriber.ts';
import type { PermitCost } from './true-pay.ts';

/** Days from one calendar day to another. */
const daysBetween = (from: Day, to: Day): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);

/** What tells what an opening is. */
type Sort = Pick<Opening, 'aid' | 'work' | 'kind' | 'crop'>;

/** What the work is, as short as a button needs it: the work, else the kind of help. */
export function shortlyWhat({ aid, work, kind }: Sort): Phrase {
  if (aid !== null) return phrase(`terms:aids.${aid}.label`);
  return work === null ? kindLabel(kind) : workLabel(work);
}

/** The same with the crop where it is known. */
export function whatOf(opening: Sort): Phrase {
  const work = shortlyWhat(opening);
  return opening.crop === null
    ? work
    : phrase('card:work-crop', { work, crop: phrase(`crops:${opening.crop}`) });
}

function payLine(pay: Pay | null): Phrase {
  if (pay === null || (pay.min === null && pay.max === null)) return phrase('terms:pay.unknown');
  const each = phrase(`terms:each.${pay.unit}`);
  const sum = (amount: number): PhraseValue => ({ amount, currency: pay.currency });
  if (pay.min !== null && pay.max !== null && pay.max > pay.min)
    return phrase('terms:pay.range', { min: pay.min, max: sum(pay.max), each });
  if (pay.max === null && pay.min !== null) return phrase('terms:pay.from', { amount: sum(pay.min), each });
  if (pay.min === null && pay.max !== null) return phrase('terms:pay.upTo', { amount: sum(pay.max), each });
  return phrase('terms:pay.exact', { amount: sum(pay.max ?? 0), each });
}

const day = (value: Day): PhraseValue => ({ day: value });

/** With its year where it is not this one. */
const near = (value: Day, today: Day): PhraseValue =>
  value.slice(0, 4) === today.slice(0, 4) ? day(value) : phrase('terms:dates.year', { day: day(value) });

/** From when until when. */
export function datesLine({ startsOn, endsOn }: Opening, today: Day): Phrase {
  if (startsOn !== null && endsOn !== null)
    return phrase('terms:dates.range', { start: near(startsOn, today), end: near(endsOn, today) });
  if (startsOn !== null) return phrase('terms:dates.from', { start: near(startsOn, today) });
  if (endsOn !== null) return phrase('terms:dates.until', { end: near(endsOn, today) });
  return phrase('terms:dates.unknown');
}

/** A number that somebody gave is good for a day; it is said when that was. */
function placesLine({ placesLeft: left, places, placesAt }: Opening, countDay: CountDay): Phrase {
  if (left === null) return phrase('card:places-unknown');
  if (placesAt === null) return phrase('terms:places', { count: left });
  const counted = countDay(placesAt);
  if (counted === null) return phrase('card:places-ask');
  return places === null
    ? phrase('card:places-left', { left, day: day(counted) })
    : phrase('card:places-of', { left, places, day: day(counted) });
}

/** How long ago it was published. */
export function ageLine(opening: Opening, today: Day): Phrase {
  const age = daysBetween(opening.postedOn, today);
  return age <= 0 ? phrase('card:age-today') : phrase('card:age', { count: age });
}

/** What is given: the pay, or in words what the help is. */
export const giftOf = ({ kind, aid, pay }: Opening): Phrase => {
  if (kind !== 'support') return payLine(pay);
  return phrase(aid === null ? 'terms:kinds.support.long' : `terms:aids.${aid}.long`);
};

/** Whom the employer takes, and on what paper; nothing where it is not stated, as in all great feeds. */
function hiringLines({ accepts, contract }: Opening): readonly Phrase[] {
  const list = accepts === 'any' ? undefined : listed((accepts ?? []).map(basisName));
  return [
    ...(accepts === 'any' ? [phrase('terms:rights.any')] : []),
    ...(list === undefined ? [] : [phrase('terms:rights.only', { list })]),
    ...(contract === null ? [] : [phrase(`terms:contract.${contract}`)]),
  ];
}

/** The terms. Support is given, not earned: no pay, housing or places, and days only when they are stated. */
export const termLines = (
  opening: Opening,
  permit: PermitCost | null,
  countDay: CountDay,
  today: Day,
): readonly Phrase[] =>
  opening.kind === 'support'
    ? [giftOf(opening), ...((opening.startsOn ?? opening.endsOn) ? [datesLine(opening, today)] : [])]
    : [
        datesLine(opening, today),
        payLine(opening.pay),
        ...(opening.hoursPerDay === null
          ? []
          : [phrase('terms:hoursPerDay', { count: opening.hoursPerDay })]),
        phrase(`terms:housing.${opening.housing ?? 'unknown'}`),
        phrase(`terms:food.${opening.food ?? 'unknown'}`),
        phrase(`terms:transport.${opening.transport ?? 'unknown'}`),
        ...hiringLines(opening),
        ...(opening.medicalBook === true ? [phrase('terms:medicalBook.needed')] : []),
        placesLine(opening, countDay),
        ...harvestLines(opening, permit),
      ];

/** Wishes for a season that mean the opening. */
function waitedFor({ seasons }: Preferences, opening: Opening, law: Law | null): readonly SeasonWish[] {
  const subjects = law === null ? [] : subjectsOfOpening(opening, law);
  const places: readonly string[] = [opening.region, PERMIT_PLACE];
  return (seasons ?? []).filter((wish) => {
    const { subject, place } = readWish(wish);
    return subjects.includes(subject) && places.includes(place);
  });
}

/** Which of a person's wishes led here; what they left open is not a reason. */
function whyLine(preferences: Preferences, opening: Opening, law: Law | null): Phrase {
  const named = <T extends string>(choice: 'any' | readonly T[] | null, value: T | null): boolean =>
    Array.isArray(choice) && value !== null && choice.includes(value);
  const wishes = listed([
    ...(opening.work !== null && named(preferences.works, opening.work) ? [workLabel(opening.work)] : []),
    ...(named(preferences.regions, opening.region) ? [regionName(opening.region)] : []),
    ...(named(preferences.kinds, opening.kind) ? [kindLabel(opening.kind)] : []),
    ...waitedFor(preferences, opening, law).map(wishWords),
  ]);
  return wishes === undefined ? phrase('card:why-any') : phrase('card:why', { wishes });
}

/** Where it is. */
export const placeLine = (opening: Opening): Phrase =>
  opening.place === null
    ? phrase('card:region', { region: regionName(opening.region) })
    : phrase('card:place', { region: regionName(opening.region), place: raw(opening.place) });

/** Languages whose names `terms:textIn` knows; a text in another is in "another language". */
export const TEXT_LANGUAGES: readonly string[] = ['ru', 'en', 'uz', 'uz-Cyrl', 'tg', 'ky'];

/** Sources whose words about themselves stand in `card:origin-…`. */
const ORIGINS: readonly string[] = ['trudvsem', 'seasonal', 'jobposting', 'csv', 'demo', 'chat'];

/** A text in the reader's own language needs no word about it; the two scripts of Uzbek are two languages here. */
function noteLine(opening: Opening, reader: Reader): readonly Phrase[] {
  const note = noteFor(opening, reader.locale);
  if (note === null) return [];
  return [
    note.locale === reader.locale
      ? phrase('common:as-is', { text: raw(note.text) })
      : noteIn(note.locale, note.text),
  ];
}

/** A note that is not in the reader's language, with the name of the one it is in. */
export const noteIn = (locale: string, text: string): Phrase =>
  phrase('card:note', { note: raw(text), language: languageOf(locale) });

/** "Text in Tajik". */
export const languageOf = (locale: string): Phrase =>
  phrase(`terms:textIn.${TEXT_LANGUAGES.includes(locale) ? locale : 'other'}`);

/** Which other exchange it comes from, and who vouches for it there; `null` for one of ours. */
function exchangeLine(opening: Opening): Phrase | null {
  const exchange = exchangeOf(opening);
  if (exchange === null) return null;
  const name = raw(opening.vouchedBy ?? exchange);
  return phrase('poster:from-exchange', { exchange: raw(exchange), name });
}

/** Where it comes from, and whether we checked. */
export const originLine = (opening: Opening): Phrase =>
  exchangeLine(opening) ??
  phrase(`card:origin-${ORIGINS.includes(opening.source) ? opening.source : 'other'}`);

/** Whom a card is written for. Without `preferences` it does not say why it is shown: it was looked up by its code. */
export interface Reader {
  readonly locale: string;
  readonly preferences: Preferences | null;
  /** By what their right to work is judged; `null`: no word about it. */
  readonly right: RightToWork | null;
  readonly countDay: CountDay;
}

/** A person as the reader of a card. */
export const readerOf = (
  { locale, preferences }: Pick<Subscriber, 'locale' | 'preferences'>,
  guide: Guide,
): Reader => ({ locale, preferences, right: rightOf(preferences, guide), countDay: guide.countDay });

/** Lines of an opening: who reads only these knows whether to go on. What may not simply be taken says so first. */
export function cardLines(opening: Opening, reader: Reader, today: Day): readonly Phrase[] {
  const verdict = verdictLines(opening, reader.right, today);
  const isFirst = standsFirst(verdictFor(opening, reader.right, today));
  const head = headLines(opening);
  return [
    ...(isFirst ? [...verdict, ...head] : [...head, ...verdict]),
    ...termsLines(opening, reader, today),
  ];
}

const headLines = (opening: Opening): readonly Phrase[] => [
  phrase('card:head', { what: whatOf(opening), code: raw(opening.code) }),
  // Nobody typed a title in the chat: it would say the line above again, in another language.
  ...(opening.source === 'chat' ? [] : [phrase('card:title', { title: raw(opening.title) })]),
  placeLine(opening),
];

const termsLines = (opening: Opening, reader: Reader, today: Day): readonly Phrase[] => [
  ...termLines(opening, permitCostOf(opening, reader.right, today), reader.countDay, today),
  ...(opening.employer === null ? [] : [phrase('card:employer', { name: raw(opening.employer) })]),
  ...noteLine(opening, reader),
  originLine(opening),
  ...pledgeLines(opening),
  ageLine(opening, today),
  ...(reader.preferences === null ? [] : [whyLine(reader.preferences, opening, reader.right?.law ?? null)]),
];

/** Characters of a place that an SMS has room for, cut between words. */
const PLACE_IN_SMS = 40;
const shortPlace = (place: string): string =>
  place.length <= PLACE_IN_SMS ? place : place.slice(0, PLACE_IN_SMS).replace(/[\s,.;]+\S*$/u, '');

/** The opening in one line, as it may be copied into an SMS; at most 256 characters in every locale. */
export const smsPhrase = (opening: Opening, today: Day): Phrase => {
  const short = { ...opening, place: opening.place === null ? null : shortPlace(opening.place) };
  const terms = opening.kind === 'support' ? [] : [payLine(opening.pay), datesLine(opening, today)];
  const code = phrase('common:as-is', { text: raw(`#${opening.code}`) });
  const parts = [whatOf(opening), placeLine(short), ...terms, code];
  return joined('card:sms', parts) ?? code;
};
