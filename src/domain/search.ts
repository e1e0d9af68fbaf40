/** Finding a place, or reading a number, from what somebody typed. What was typed is never kept. */
import type { Country } from './country.ts';
import type { RegionCode } from './opening.ts';
import { distance, foldWords, soundOf } from './spelling.ts';
import { plainText, type Texts } from './texts.ts';

/** Words that say what sort of region it is, in our languages and case endings, by the start of the word as folded. */
const SORTS: readonly (readonly [sort: string, start: RegExp])[] = [
  ['oblast', /^(oblast|obl$|viloyat|oblus|region)/],
  ['krai', /^(kra[iy]|olka|ulka|kishvar)/],
  ['city', /^(gorod|city|sha[hk]r|shaar|shahar|g$)/],
  ['republic', /^(res?publi[ck]|zhumhuri|jumhuri)/],
  ['okrug', /^(okrug|avtonom|autonom|mu[hx]tor)/],
];

interface Words {
  readonly sounds: readonly string[];
  readonly sorts: ReadonlySet<string>;
}

/** Longer texts are no place name; their beginning is searched, so that a hostile one costs nothing. */
const LONGEST_SEARCH = 200;
const MOST_WORDS = 8;
/** Words of one or two letters (в, na, al) say nothing beside longer ones. */
const SMALL_WORD = 2;
const MOST_RESULTS = 10;

function readWords(text: string): Words {
  const sounds: string[] = [];
  const sorts = new Set<string>();
  for (const word of foldWords(text.slice(0, LONGEST_SEARCH)).split(' ').slice(0, MOST_WORDS)) {
    const sort = SORTS.find(([, start]) => start.test(word))?.[0];
    if (sort !== undefined) sorts.add(sort);
    else if (/\p{L}/u.test(word)) sounds.push(soundOf(word));
  }
  const long = sounds.filter((word) => word.length > SMALL_WORD);
  return { sounds: long.length > 0 ? long : sounds, sorts };
}

/** Mistakes forgiven between two words: none when one is below four letters, then one in every three, at most `most`. */
const forgiven = (a: string, b: string, most: number): number =>
  Math.min(a.length, b.length) < 4 ? 0 : Math.min(most, Math.floor(Math.max(a.length, b.length) / 3));

/** How badly a typed word fits a word of a name, 0 is equal; `null` when it does not. */
function misfit(typed: string, known: string, most: number): number | null {
  if (typed === known) return 0;
  if (typed.length >= 3 && known.startsWith(typed)) return 0.5;
  const bound = forgiven(typed, known, most);
  const mistakes = bound === 0 ? 1 : distance(typed, known, bound);
  return mistakes <= bound ? mistakes : null;
}

/** What a typed word that fits nothing costs, a word of the name that nobody typed, and another sort of region. */
const STRAY = 4;
const UNSAID = 0.3;
const OTHER_SORT = 0.6;
const SORT_UNSAID = 0.1;
/** Among words that fit nothing ("I want Lipetsk"), only a word of this length that is equal is surely meant. */
const SURE_LETTERS = 4;

type Compare = (typed: string, known: string) => number | null;

/** How badly what was typed fits one name; `null` when it does not. */
function misfitOfName(typed: Words, name: Words, compare: Compare): number | null {
  const costs = typed.sounds.map((word) =>
    Math.min(STRAY, ...name.sounds.map((known) => compare(word, known) ?? STRAY)),
  );
  const fitting = costs.filter((cost) => cost < STRAY).length;
  const sure = costs.some((cost, at) => cost === 0 && (typed.sounds[at]?.length ?? 0) >= SURE_LETTERS);
  if (fitting === 0 || (fitting < costs.length && !sure)) return null;
  const unsaid = Math.max(0, name.sounds.length - fitting) * UNSAID;
  return costs.reduce((sum, cost) => sum + cost, unsaid) + misfitOfSort(typed.sorts, name.sorts);
}

function misfitOfSort(typed: ReadonlySet<string>, name: ReadonlySet<string>): number {
  if (typed.size === 0) return name.size === 0 ? 0 : SORT_UNSAID;
  return [...typed].every((sort) => name.has(sort)) ? 0 : OTHER_SORT;
}

/** Remembers each pair of words: the same words return in the names of many languages. */
function rememberMisfits(most: number): Compare {
  const seen = new Map<string, number | null>();
  return (typed, known) => {
    const pair = `${typed} ${known}`;
    const before = seen.get(pair);
    if (before !== undefined) return before;
    const cost = misfit(typed, known, most);
    seen.set(pair, cost);
    return cost;
  };
}

/**
 * A search over the names of regions, in every language and with their nicknames and towns. It answers the regions
 * that may be meant, best first, at most ten; empty when nothing fits. Any script and spelling, small mistakes.
 */
export function createRegionSearch(
  names: ReadonlyMap<RegionCode, readonly string[]>,
  mostMistakes = 3,
): (words: string) => readonly RegionCode[] {
  const regions = [...names].map(([code, all]) => ({ code, names: all.map(readWords) }));
  return (words) => {
    const typed = readWords(words);
    if (typed.sounds.length === 0) return [];
    const compare = rememberMisfits(mostMistakes);
    const found = regions.flatMap((region) => {
      const costs = region.names
        .map((name) => misfitOfName(typed, name, compare))
        .filter((cost) => cost !== null);
      return costs.length === 0 ? [] : [{ code: region.code, cost: Math.min(...costs) }];
    });
    found.sort((a, b) => a.cost - b.cost);
    const worst = (found[0]?.cost ?? 0) + 1;
    return found
      .filter(({ cost }) => cost <= worst)
      .slice(0, MOST_RESULTS)
      .map(({ code }) => code);
  };
}

/** Every name of a country's regions, for `createRegionSearch`: in all languages, and what people call them. */
export const regionNames = (country: Country, texts: Texts): ReadonlyMap<RegionCode, readonly string[]> =>
  new Map(
    country.regions.map((region) => {
      const inEach = texts.locales.map(({ code }) =>
        plainText(texts.text(code, { key: `regions:${region.code}` })),
      );
      return [region.code, [...new Set([...inEach, ...region.calledAlso])]];
    }),
  );

/** Words for thousand and million after a number, as folded. */
const MULTIPLES: readonly (readonly [RegExp, number])[] = [
  [/^(k|t|tis\p{L}*|tish|ming|min|hazor|thousand)(?!\p{L})/u, 1000],
  [/^(m|mln|million\p{L}*)(?!\p{L})/u, 1_000_000],
];
const LONGEST_NUMBER_TEXT = 40;
const MOST_DIGITS = 12;

/** Digits of any numeral system as 0–9: each system is a run of ten in Unicode. */
export const toLatinDigits = (text: string): string =>
  text.replace(/\p{Nd}/gu, (digit) => {
    const point = digit.codePointAt(0) ?? 0;
    let first = point;
    while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
    return String((point - first) % 10);
  });

/** `40 000`, `40.000`, `40,5`: groups of three are thousands, one or two digits behind a mark are a fraction. */
function readDigits(written: string): number | null {
  if (/^\d+$/.test(written)) return Number(written);
  if (/^\d{1,3}([\s.,'’_]\d{3})+$/.test(written)) return Number(written.replace(/\D/g, ''));
  if (/^\d+[.,]\d{1,2}$/.test(written)) return Number(written.replace(',', '.'));
  return null;
}

/**
 * The whole number a text says, in any digits: `40000`, `40 000 ₽`, `от 40 тыс`, `40k`, `٤٠٬٠٠٠`. `null` when it says
 * none, several, a negative one or a fraction.
 */
export function readNumber(text: string): number | null {
  if (text.length > LONGEST_NUMBER_TEXT) return null;
  const plain = toLatinDigits(text.normalize('NFKC')).replaceAll('٬', ' ').replaceAll('٫', ',');
  const found = plain.match(/\d(?:[\s.,'’_]?\d)*/g) ?? [];
  const [written] = found;
  if (written === undefined || found.length > 1 || /[-−–]\s*\d/.test(plain)) return null;
  const value = readDigits(written);
  if (value === null || written.replace(/\D/g, '').length > MOST_DIGITS) return null;
  const after = foldWords(plain.slice(plain.indexOf(written) + written.length));
  const number = value * (MULTIPLES.find(([word]) => word.test(after))?.[1] ?? 1);
  return Number.isSafeInteger(number) ? number : null;
}
