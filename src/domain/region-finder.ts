/** From what feeds call a place to the code of a region. */
import type { Country } from './country.ts';
import type { RegionCode } from './opening.ts';

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
