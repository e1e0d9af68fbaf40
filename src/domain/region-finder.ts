/** From what feeds call a place to the code of a region. */
import type { Country } from './country.ts';
import type { RegionCode } from './opening.ts';
import { createRegionSearch } from './search.ts';
import { foldWords } from './spelling.ts';

/** Words that say what sort of place it is, and nothing about which. */
const SORTS =
  /(?<!\p{L})(?:г|город|респ|республика|край|обл|область|автономный|автономная|округ|ао|oblast|region|krai|republic|city|of)(?!\p{L})/gu;

/** A name without its sort, case and marks; the sort is kept where the name alone is taken by another. */
const bare = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(SORTS, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

const exact = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/**
 * Finds a region by its ISO code, a feed code (13 digits, or their first two) or a name, whatever its case. Places
 * that the country's data refuse come back as `feed-<code>`. A short name that two regions share finds none.
 */
export function regionFinder(
  country: Country,
  names: ReadonlyMap<RegionCode, readonly string[]> = new Map(),
): (text: string) => RegionCode | null {
  const codes = codesOf(country);
  const full = new Map<string, RegionCode>();
  const short = new Map<string, RegionCode | null>();
  for (const [code, all] of names)
    for (const name of all) {
      full.set(exact(name), code);
      const key = bare(name);
      short.set(key, short.has(key) && short.get(key) !== code ? null : code);
    }
  return (text) => {
    const written = text.trim();
    return codes.get(written.toUpperCase()) ?? full.get(exact(written)) ?? short.get(bare(written)) ?? null;
  };
}

/** A longer text is no name of a place. */
const LONGEST_TYPED = 40;
/** `Липецк` and `Липецкая`, `Рязань` and `Рязанская`: what an adjective adds, in Latin letters. */
const ADDED = /^(?:a|s?k?aya|s?k?iy|s?koe)?$/;
const LEAST_STEM = 3;
/** Towns, as folded, that sound like a region and also lie in another: Кировск in two, Ростов and Новгород in two each. */
const TOWNS_ELSEWHERE: readonly string[] = ['kirovsk', 'rostov', 'novgorod'];

/**
 * Like `regionFinder`, for tables that people fill in: where no name fits exactly, the town a region is called after
 * will do. Spelling mistakes are not forgiven, unlike in a chat, where the person sees what was understood: Луганск
 * and Самарканд are a letter or two from regions of ours. What may be two regions is none.
 */
export function typedRegionFinder(
  country: Country,
  names: ReadonlyMap<RegionCode, readonly string[]> = new Map(),
): (text: string) => RegionCode | null {
  const find = regionFinder(country, names);
  const search = createRegionSearch(names);
  const folded = [...names].map(([code, all]) => ({
    code,
    all: all.map((name) => foldWords(name).split(' ')),
  }));
  return (text) => {
    const found = find(text);
    const typed = text.length > LONGEST_TYPED ? '' : foldWords(bare(text));
    if (found !== null || typed === '' || TOWNS_ELSEWHERE.includes(typed)) return found;
    const stems = typed.split(' ').map((word) => word.replace(/a$/, ''));
    const called = folded.filter(({ all }) => all.some((words) => isCalledAfter(words, stems)));
    // Most words of a text name nothing, and searching is dear.
    if (called.length === 0) return null;
    const clear = search(text).filter((code) => called.some((one) => one.code === code));
    return clear.length === 1 ? (clear[0] ?? null) : null;
  };
}

const isCalledAfter = (words: readonly string[], stems: readonly string[]): boolean =>
  stems.every(
    (stem) =>
      stem.length >= LEAST_STEM &&
      words.some((word) => word.startsWith(stem) && ADDED.test(word.slice(stem.length))),
  );

function codesOf(country: Country): ReadonlyMap<string, RegionCode> {
  const codes = new Map<string, RegionCode>();
  const add = (feedCode: string, region: RegionCode): void => {
    codes.set(feedCode, region);
    if (/^\d{13}$/.test(feedCode)) codes.set(feedCode.slice(0, 2), region);
  };
  for (const region of country.regions) {
    codes.set(region.code, region.code);
    for (const code of region.feedCodes) add(code, region.code);
  }
  for (const code of country.refusedFeedCodes) add(code, `feed-${code}`);
  return codes;
}
