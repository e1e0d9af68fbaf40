/**
 * The words by which openings are sorted: beginnings of words in Russian and English, some in Uzbek, Tajik and Kyrgyz.
 * They lie in `work-words/` as data, for people who know the languages and not the code: `from` names the occupation
 * (ISCO-08 unit groups, International Labour Organization) whose titles a row covers, or `ours`. The first row that
 * fits wins. A stem is a piece of a regular expression over lower-case text with `е` for `ё`; one that ends in `$` is
 * a whole word.
 */
import { CROPS, type Crop, WORKS, type Work } from './opening.ts';
import barred from './work-words/barred.json' with { type: 'json' };
import crops from './work-words/crops.json' with { type: 'json' };
import signs from './work-words/signs.json' with { type: 'json' };
import workOf from './work-words/work-of.json' with { type: 'json' };
import works from './work-words/works.json' with { type: 'json' };

export interface Words<Value> {
  readonly value: Value;
  readonly stems: readonly string[];
  readonly from: string;
}

/** The value itself, once it is known to be one of the list. Throws when the data say something else. */
function oneOf<Value extends string>(list: readonly Value[], written: string): Value {
  const value = list.find((each) => each === written);
  if (value === undefined) throw new Error(`the words for sorting name "${written}", which nobody knows`);
  return value;
}

const rowsOf = <Value extends string>(
  list: readonly Value[],
  rows: readonly Words<string>[],
): readonly Words<Value>[] => rows.map((row) => ({ ...row, value: oneOf(list, row.value) }));

const worksOf = (data: Readonly<Record<string, string>>): ReadonlyMap<string, Work> =>
  new Map(Object.entries(data).map(([key, work]) => [key, oneOf(WORKS, work)]));

/** Covers for recruitment to war, and guards: offers nobody here shall see. Warned of by migration agencies. */
export const BARRED_WORDS: readonly Words<'war' | 'guard'>[] = rowsOf(['war', 'guard'], barred);

/** Work that needs a profession learned for years: not what this exchange is for. Ours. */
export const NOT_OURS: readonly string[] = signs.notOurs;

/** What is picked by hand. Ours. */
export const PICKING: readonly string[] = signs.picking;

/** Where temporary work of the kind `temporary` is done: care homes, utilities, housing, transport. Ours. */
export const TEMPORARY_PLACES: readonly string[] = signs.temporaryPlaces;

/** Words of passing work. Ours. */
export const TEMPORARY: readonly string[] = signs.temporary;

/** Occupations to works. */
export const WORK_WORDS: readonly Words<Work>[] = rowsOf(WORKS, works);

export const CROP_WORDS: readonly Words<Crop>[] = rowsOf(CROPS, crops);

/** The work that goes with a crop. Ours. */
export const WORK_OF_CROP: ReadonlyMap<string, Work> = worksOf(workOf.crop);

/** Occupation codes where a feed gives one: the beginning of an O*NET-SOC code (US Department of Labor). */
export const WORK_OF_SOC: ReadonlyMap<string, Work> = worksOf(workOf.soc);
