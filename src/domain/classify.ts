/** Which kind, work and crop an opening is of, by the words of its title, then of its text. */
import type { Crop, Kind, Work } from './opening.ts';
import {
  CROP_WORDS,
  NOT_OURS,
  PICKING,
  TEMPORARY,
  TEMPORARY_PLACES,
  WORK_OF_CROP,
  WORK_OF_SOC,
  WORK_WORDS,
  type Words,
} from './work-words.ts';

/** What tells what an opening is. */
export interface Signs {
  readonly title: string;
  /** Further text, most telling first. */
  readonly texts?: readonly (string | null)[];
  /** How the feed names the terms of employment. */
  readonly employment?: string | null;
  /** O*NET-SOC code. */
  readonly soc?: string | null;
  /** Seasonal farm work by the nature of the feed. */
  readonly seasonal?: boolean;
}

export interface Class {
  readonly kind: Exclude<Kind, 'support'>;
  readonly work: Work | null;
  readonly crop: Crop | null;
}

/** Matches any of these beginnings of words in a folded text; a stem ending in `$` is a whole word. */
export function wordPattern(stems: readonly string[]): RegExp {
  const parts = stems.map((stem) => (stem.endsWith('$') ? `${stem.slice(0, -1)}(?!\\p{L})` : stem));
  return new RegExp(`(?<!\\p{L})(?:${parts.join('|')})`, 'u');
}

const patterns = <Value>(rows: readonly Words<Value>[]): readonly (readonly [Value, RegExp])[] =>
  rows.map(({ value, stems }) => [value, wordPattern(stems)]);

const works = patterns(WORK_WORDS);
const crops = patterns(CROP_WORDS);
const anyCrop = wordPattern(CROP_WORDS.flatMap(({ stems }) => stems));
const picking = wordPattern(PICKING);
const notOurs = wordPattern(NOT_OURS);
const temporary = wordPattern(TEMPORARY);
const temporaryPlace = wordPattern(TEMPORARY_PLACES);

/** A text as the patterns read it: lower case, `е` for `ё`. */
export const folded = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');

/** The work a title names, or `null`. */
const workNamed = (title: string): Work | null => works.find(([, words]) => words.test(title))?.[0] ?? null;

/** Longer than any name of a crop. */
const LONGEST_CROP = 60;

/** The crop that a folded text names first; of two that begin together, the one higher in the table. */
function cropNamed(text: string): Crop | null {
  const at = text.search(anyCrop);
  // Most texts name none: one look instead of one for each crop.
  if (at === -1) return null;
  const rest = text.slice(at, at + LONGEST_CROP);
  return crops.find(([, words]) => rest.search(words) === 0)?.[0] ?? null;
}

const GROWING: ReadonlySet<Work> = new Set(['berries', 'fruit', 'vegetables', 'greenhouse', 'field']);
const TENDING: ReadonlySet<Work> = new Set([...GROWING, 'livestock', 'forest-fish', 'machines', 'warehouse']);

/** Sorts an opening; `work` is `null` when it is nothing this exchange is for. */
export function classify(signs: Signs): Class {
  const title = folded(signs.title);
  const seasonal = signs.seasonal === true;
  const work = refine(workOf(title, signs), cropNamed(title) ?? null);
  const crop = work === null || !TENDING.has(work) ? null : cropOf(title, signs, work);
  const refined = refine(work, crop);
  return { kind: kindOf(title, signs, refined, seasonal), work: refined, crop };
}

function workOf(title: string, signs: Signs): Work | null {
  if (picking.test(title)) return workOfPicking(title);
  if (notOurs.test(title)) return null;
  return workNamed(title) ?? workOfCrop(cropNamed(title)) ?? workOfSoc(signs.soc ?? null);
}

/** Picking is picking, whoever else the words might mean. */
const workOfPicking = (title: string): Work => {
  const named = workOfCrop(cropNamed(title)) ?? workNamed(title);
  return named !== null && TENDING.has(named) ? named : 'field';
};

const workOfCrop = (crop: Crop | null): Work | null =>
  crop === null ? null : (WORK_OF_CROP.get(crop) ?? null);

const workOfSoc = (soc: string | null): Work | null =>
  soc === null ? null : ([...WORK_OF_SOC].find(([code]) => soc.startsWith(code))?.[1] ?? null);

/** The crop of the title, else of the texts; work with animals does not take a crop from the text, nor the reverse. */
function cropOf(title: string, signs: Signs, work: Work): Crop | null {
  const inTitle = cropNamed(title);
  if (inTitle !== null) return inTitle;
  if (!GROWING.has(work) && signs.seasonal !== true) return null;
  for (const text of signs.texts ?? []) {
    const crop = text === null ? null : cropNamed(folded(text));
    if (crop !== null && (work !== 'livestock' || workOfCrop(crop) === 'livestock')) return crop;
  }
  return null;
}

/** General farm work with a known crop is the crop's work. */
const refine = (work: Work | null, crop: Crop | null): Work | null =>
  work === 'field' && crop !== null ? workOfCrop(crop) : work;

function kindOf(title: string, signs: Signs, work: Work | null, seasonal: boolean): Class['kind'] {
  const growing = work !== null && (GROWING.has(work) || work === 'forest-fish');
  if (growing && (picking.test(title) || seasonal || /сезон|season/i.test(signs.employment ?? '')))
    return 'harvest';
  const all = [title, ...(signs.texts ?? [])].filter((text) => text !== null).join(' ');
  const passing = temporary.test(folded(signs.employment ?? '')) || temporary.test(title);
  return passing && !growing && temporaryPlace.test(folded(all)) ? 'temporary' : 'vacancy';
}
