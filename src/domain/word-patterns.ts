/**
 * Patterns of words, as people write them who know a language and not the code:
 *
 * - `залог` is the word, `залог*` its beginning, `*maymiz` its end, `a|b` one of them;
 * - `#` is a number, `#20..75` one in these bounds, `#60000..` one from there;
 * - `…` is up to three words of any kind.
 *
 * Spelling, marks and apostrophes do not matter (`foldWords`). A word in Cyrillic letters also fits a text in Latin
 * ones, as people type without the right keyboard; not the other way, or «ман» (I) would be a man. A pattern does not
 * reach over a sentence's end.
 */
import type { Reading, Word } from './reading.ts';
import { foldWords } from './spelling.ts';

type Test = (word: Word) => boolean;

interface Element {
  /** `null` for `…`. */
  readonly test: Test | null;
  /** The beginnings of what it fits, `#` for numbers; empty where it may begin with anything. */
  readonly starts: readonly string[];
}

/** Words of a text that a pattern fits, from the first to the last. */
export interface Match {
  readonly first: number;
  readonly last: number;
  /** What each word is matched by; words under `…` are not in it. */
  readonly by: ReadonlyMap<number, string>;
}

export interface Pattern {
  readonly written: string;
  readonly parts: readonly string[];
  readonly elements: readonly Element[];
}

const WIDEST_GAP = 3;
/** By so many letters patterns are looked up; a shorter stem would be looked for at every word. */
const KEY_LETTERS = 2;

const NUMBER = /^#(?:(\d+)\.\.(\d*))?$/;

function elementOf(part: string): Element {
  if (part === '…') return { test: null, starts: [] };
  const alternatives = part.split('|').map((each) => numberTest(each) ?? wordTest(each));
  return {
    test: (word) => alternatives.some(({ test }) => test(word)),
    starts: alternatives.flatMap(({ starts }) => starts),
  };
}

interface Alternative {
  readonly test: Test;
  readonly starts: readonly string[];
}

function numberTest(written: string): Alternative | null {
  const [whole, least = '0', most = ''] = NUMBER.exec(written) ?? [];
  if (whole === undefined) return null;
  const [low, high] = [Number(least), most === '' ? Number.POSITIVE_INFINITY : Number(most)];
  return { test: ({ number }) => number !== null && number >= low && number <= high, starts: ['#'] };
}

function wordTest(written: string): Alternative {
  const stem = foldWords(written);
  const [open, close] = [written.startsWith('*'), written.endsWith('*')];
  if (stem === '' || stem.includes(' ') || ((open || close) && stem.length < KEY_LETTERS))
    throw new Error(`"${written}" is no word of a pattern: one word, two letters where it has a star`);
  const fits = (form: string): boolean => {
    if (open) return close ? form.includes(stem) : form.endsWith(stem);
    return close ? form.startsWith(stem) : form === stem;
  };
  const isLatin = /\p{Script=Latin}/u.test(written);
  return {
    test: (word) => (word.isLatin || !isLatin) && word.forms.some(fits),
    starts: open ? [] : [stem.slice(0, KEY_LETTERS)],
  };
}

/** Reads a pattern. Throws when it is none, or would have to be tried at every word. */
export function readPattern(written: string): Pattern {
  const parts = written.split(' ');
  const elements = parts.map(elementOf);
  const begins = elements[0]?.starts.length ?? 0;
  if (begins === 0 || parts.at(-1) === '…')
    throw new Error(`"${written}" is no pattern of words: it begins with * or …, or ends with …`);
  return { written, parts, elements };
}

/** Patterns by what they begin with, each with whatever it stands for. */
export type PatternIndex<Meaning> = ReadonlyMap<string, readonly (readonly [Pattern, Meaning])[]>;

export function indexOf<Meaning>(patterns: readonly (readonly [Pattern, Meaning])[]): PatternIndex<Meaning> {
  const byStart = new Map<string, (readonly [Pattern, Meaning])[]>();
  for (const entry of patterns)
    for (const start of new Set(entry[0].elements[0]?.starts)) {
      const same = byStart.get(start) ?? [];
      same.push(entry);
      byStart.set(start, same);
    }
  return byStart;
}

/** Everywhere any of the patterns fits, in the order of the text. */
export function* matchesIn<Meaning>(
  { words }: Reading,
  index: PatternIndex<Meaning>,
): Generator<readonly [Meaning, Match]> {
  for (const [first, word] of words.entries())
    for (const start of startsOf(word))
      for (const [pattern, meaning] of index.get(start) ?? []) {
        const by = fitted(words, pattern, first);
        if (by !== null) yield [meaning, { first, last: Math.max(...by.keys()), by }];
      }
}

function startsOf({ forms, number }: Word): ReadonlySet<string> {
  const starts = new Set(forms.map((form) => form.slice(0, KEY_LETTERS)));
  return number === null ? starts : starts.add('#');
}

function fitted(words: readonly Word[], pattern: Pattern, first: number): ReadonlyMap<number, string> | null {
  const { elements, parts } = pattern;
  const sentence = words[first]?.sentence;
  const rest = (at: number, element: number): readonly (readonly [number, string])[] | null => {
    const { test } = elements[element] ?? {};
    if (test === undefined) return [];
    if (test === null) return afterGap(at, element + 1);
    const word = words[at];
    if (word === undefined || word.sentence !== sentence || !test(word)) return null;
    const found = rest(at + 1, element + 1);
    return found === null ? null : [[at, parts[element] ?? ''], ...found];
  };
  const afterGap = (at: number, element: number): ReturnType<typeof rest> => {
    for (let skipped = 0; skipped <= WIDEST_GAP; skipped += 1) {
      const found = rest(at + skipped, element);
      if (found !== null) return found;
    }
    return null;
  };
  const found = rest(first, 0);
  return found === null ? null : new Map(found);
}
