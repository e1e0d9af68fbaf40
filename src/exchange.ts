/** What conversations may see of the exchange, over the stores and the country's places. */
import { SEVERAL_REPORTS } from './domain/check-lines.ts';
import type { Exchange, Places } from './domain/conversation.ts';
import { countDayBy } from './domain/count-day.ts';
import type { Country } from './domain/country.ts';
import type { Law } from './domain/law.ts';
import { browsable, fitting } from './domain/matching.ts';
import type { Day, Opening } from './domain/opening.ts';
import type { Openings } from './domain/people-and-openings.ts';
import type { Subscriber } from './domain/subscriber.ts';
import type { Clock } from './domain/terms.ts';
import type { Texts } from './domain/texts.ts';

export interface ExchangeParts {
  readonly openings: Openings;
  readonly country: Country;
  /** The rules in force. */
  readonly law: () => Law;
  readonly seasons: Exchange['seasons'];
  readonly posting: Exchange['posting'];
  readonly rules: Exchange['rules'];
  readonly sights: Exchange['sights'];
  readonly texts: Texts;
  readonly search: (words: string) => readonly string[];
  readonly today: () => Day;
  readonly hourOf: Exchange['hourOf'];
  readonly clockIn: Exchange['clockIn'];
  readonly clock: Clock;
  /** Draws the sheet of an opening, with the doors that lead to it. */
  readonly sheet: (opening: Opening, doors: ReturnType<Exchange['doors']>) => Promise<Uint8Array>;
  /** Where each channel is found, with a word to begin with; `null` for one that cannot be found. */
  readonly doors: (word: string) => readonly { readonly channel: string; readonly url: string }[];
}

/** Candidates that are read for one list: the newest that may fit; enough to find the best among them. */
const MOST_CANDIDATES = 500;

/** Openings in one list. */
const MOST_LISTED = 200;

const placesOf = (country: Country, search: ExchangeParts['search']): Places => ({
  districts: country.districts,
  regions: country.regions.map(({ code, district }) => ({ code, district })),
  pairs: country.pairs,
  search,
});

/** What is stored of a person, without what only the sender can open. */
const storedOf = ({ id, ordinal, ...rest }: Subscriber): Readonly<Record<string, unknown>> => ({
  number: ordinal,
  ...rest,
});

/** The locale of a hint first, the others in their own order. */
function languagesFor(texts: Texts, hint: string | null): readonly { code: string; name: string }[] {
  const first = texts.closest(hint);
  return [...texts.locales].sort((a, b) => Number(b.code === first) - Number(a.code === first));
}

/** Makes what conversations may see; lists come from the store and are matched by the rules. */
export function createExchange(parts: ExchangeParts): Exchange {
  const { openings, texts, today, law } = parts;
  const listed = async (
    { preferences, hidden }: Subscriber,
    choose: typeof fitting,
  ): Promise<readonly Opening[]> => {
    const found = await openings.candidates(preferences, today(), { limit: MOST_CANDIDATES });
    return choose(preferences, found, today(), law())
      .filter(({ id }) => !hidden.includes(id))
      .slice(0, MOST_LISTED);
  };
  return {
    places: placesOf(parts.country, parts.search),
    openingByCode: (code) => openings.byCode(code.toUpperCase()),
    sheetOf: (opening) => parts.sheet(opening, parts.doors(`v_${opening.code}`)),
    showed: (opening, subscriber) => openings.showed(opening, subscriber),
    report: (opening, subscriber, reason) => openings.report(opening, subscriber, reason),
    isReported: async (opening, subscriber) =>
      (await openings.reportsOf(opening, subscriber)) >= SEVERAL_REPORTS,
    dataOf: storedOf,
    doors: parts.doors,
    hourOf: parts.hourOf,
    clockIn: parts.clockIn,
    countDay: countDayBy(parts.clock, (at) => parts.hourOf(at).day),
    languages: (hint) => languagesFor(texts, hint),
    law: parts.law,
    openCounts: () => openings.openCounts(today()),
    helpLines: parts.country.helpLines,
    checklist: parts.country.checklist,
    seasons: parts.seasons,
    posting: parts.posting,
    rules: parts.rules,
    sights: parts.sights,
    fitting: (subscriber) => listed(subscriber, fitting),
    browsable: (subscriber) => listed(subscriber, browsable),
  };
}
