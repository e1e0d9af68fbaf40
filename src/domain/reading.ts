/** A typed text as patterns of words read it, whatever it was typed with to be read by people and not by us. */
import { toLatinDigits } from './search.ts';
import { foldWords } from './spelling.ts';
import { withoutHidden } from './typed-text.ts';

/** A piece of a text, by UTF-16 offsets. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

export interface Word {
  /** Every way it may be meant, as `foldWords` spells it. */
  readonly forms: readonly string[];
  /** As typed, in small letters of one script: `но` is no `no`. */
  readonly plain: string;
  /** Whether it may be a word in Latin letters. */
  readonly isLatin: boolean;
  /** The number it is or begins with. */
  readonly number: number | null;
  /** Where it stands in what was typed. */
  readonly span: Span;
  /** Which sentence and which part between commas it stands in. */
  readonly sentence: number;
  readonly clause: number;
}

export interface Reading {
  /** In small letters, without hidden characters and marks, digits 0–9. */
  readonly text: string;
  readonly words: readonly Word[];
  /** Where a piece of `text` stands in what was typed. */
  readonly typed: (piece: Span) => Span;
}

/** What was typed, letter by letter as it is meant. */
interface Unveiled {
  readonly text: string;
  /** Where each unit of `text`, and the end, begins in what was typed. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** A letter with its marks: й may be typed as и and a breve, a letter may be struck through. */
const LETTER = /[\s\S]\p{M}*/gu;

function unveil(typed: string): Unveiled {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  for (const { 0: letter, index } of typed.matchAll(LETTER)) {
    const meant = toLatinDigits(withoutHidden(letter).normalize('NFKC').toLowerCase()).replace(/\p{M}/gu, '');
    text += meant;
    for (let unit = 0; unit < meant.length; unit += 1) {
      starts.push(index);
      ends.push(index + letter.length);
    }
  }
  return { text, starts, ends };
}

/** A word before anybody asks what it means; offsets are of the unveiled text. */
interface Token extends Span {
  readonly text: string;
}

/** Apostrophes, and signs that are put inside words to hide them. */
const WORD = /[\p{L}\p{N}](?:[\p{L}\p{N}]|[@$_*~'’‘`´ʻʼʹ′](?=\p{L}))*/gu;
const SIGNS = /[_*~'’‘`´ʻʼʹ′]/g;

const tokensOf = (text: string): readonly Token[] =>
  [...text.matchAll(WORD)].map(({ 0: word, index }) => ({
    text: word.replace(SIGNS, ''),
    from: index,
    to: index + word.length,
  }));

/** Whether `next` belongs to the same number as `before`, as in `240 000`. */
const goesOn = (text: string, before: Token, next: Token): boolean =>
  /^\d{1,3}$/.test(before.text) &&
  /^\d{3}\p{L}*$/u.test(next.text) &&
  /^[ \u00A0.,'’]$/.test(text.slice(before.to, next.from));

/** Fewer single letters in a row may be words: `и я с вами`. */
const FEWEST_SPACED = 4;

/** Joins the groups of a number and the letters of a word that was typed with gaps. */
function joined(text: string, tokens: readonly Token[]): readonly Token[] {
  const made: Token[] = [];
  let at = 0;
  while (at < tokens.length) {
    const end = endOfNumber(text, tokens, at) ?? endOfSpaced(text, tokens, at) ?? at + 1;
    const group = tokens.slice(at, end);
    const [first, last] = [group[0], group.at(-1)];
    if (first !== undefined && last !== undefined)
      made.push({ text: group.map((each) => each.text).join(''), from: first.from, to: last.to });
    at = end;
  }
  return made;
}

function endOfNumber(text: string, tokens: readonly Token[], from: number): number | null {
  let end = from + 1;
  for (let next = tokens[end]; next !== undefined; next = tokens[end]) {
    const before = tokens[end - 1];
    if (before === undefined || !goesOn(text, before, next)) break;
    end += 1;
  }
  return end > from + 1 ? end : null;
}

function endOfSpaced(text: string, tokens: readonly Token[], from: number): number | null {
  const isLetter = (token: Token | undefined): token is Token =>
    token !== undefined && /^\p{L}$/u.test(token.text);
  const gapAfter = (at: number): string => text.slice(tokens[at]?.to, tokens[at + 1]?.from);
  const gap = gapAfter(from);
  if (!isLetter(tokens[from]) || gap.length > 3 || gap.includes('\n')) return null;
  let end = from + 1;
  while (isLetter(tokens[end]) && gapAfter(end - 1) === gap) end += 1;
  return end - from >= FEWEST_SPACED ? end : null;
}

/** Letters of two scripts that look the same, Latin first. */
const LOOKALIKES: readonly (readonly [latin: string, cyrillic: string])[] = [
  ['a', 'а'],
  ['b', 'в'],
  ['c', 'с'],
  ['e', 'е'],
  ['h', 'н'],
  ['i', 'і'],
  ['k', 'к'],
  ['m', 'м'],
  ['o', 'о'],
  ['p', 'р'],
  ['t', 'т'],
  ['u', 'и'],
  ['x', 'х'],
  ['y', 'у'],
];
const TO_CYRILLIC = new Map(LOOKALIKES);
const TO_LATIN = new Map(LOOKALIKES.map(([latin, cyrillic]) => [cyrillic, latin]));

/** Digits and signs that stand for letters; where one stands for two, each table has one. */
const CYRILLIC_SIGNS = [
  { 0: 'о', 1: 'і', 3: 'з', 4: 'ч', 6: 'б', '@': 'а', $: 'с' },
  { 0: 'о', 1: 'і', 3: 'е', 4: 'а', 6: 'б', '@': 'а', $: 'с' },
] as const;
const LATIN_SIGNS = [
  { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', '@': 'a', $: 's' },
  { 0: 'o', 1: 'l', 3: 'e', 4: 'a', 5: 's', 7: 't', 8: 'b', '@': 'a', $: 's' },
] as const;

const replaced = (word: string, table: ReadonlyMap<string, string>): string =>
  Array.from(word, (letter) => table.get(letter) ?? letter).join('');

const CYRILLIC_WORD = /^[\p{Script=Cyrillic}\d@$]*$/u;
const LATIN_WORD = /^[\p{Script=Latin}\d@$]*$/u;

/** The word in letters of one script, where it can be; Cyrillic first. */
function inOneScript(word: string): readonly string[] {
  if (CYRILLIC_WORD.test(word) || LATIN_WORD.test(word)) return [word];
  const cyrillic = replaced(word, TO_CYRILLIC);
  const latin = replaced(word, TO_LATIN);
  const pure = [CYRILLIC_WORD.test(cyrillic) ? cyrillic : '', LATIN_WORD.test(latin) ? latin : ''];
  return pure.some((each) => each !== '') ? pure.filter((each) => each !== '') : [word];
}

/** The word with letters for its digits, if it has letters beside them. */
function withoutSigns(word: string): readonly string[] {
  if (!/[\d@$]/.test(word) || !/\p{L}/u.test(word)) return [word];
  const tables = CYRILLIC_WORD.test(word) ? CYRILLIC_SIGNS : LATIN_SIGNS;
  return [word, ...tables.map((table) => replaced(word, new Map(Object.entries(table))))];
}

/** Single letters before and behind a word typed with gaps are caught with it: `я в з а л о г`. */
const MOST_CAUGHT = 2;
const CAUGHT = Array.from({ length: MOST_CAUGHT + 1 }, (_, count) => count);

const withoutNeighbours = (word: string, isSpaced: boolean): readonly string[] =>
  isSpaced ? CAUGHT.flatMap((front) => CAUGHT.map((back) => word.slice(front, word.length - back))) : [word];

function formsOf(token: Token): readonly string[] {
  const isSpaced = token.to - token.from >= token.text.length * 2 - 1 && /^\p{L}{4,}$/u.test(token.text);
  const meant = inOneScript(token.text).flatMap(withoutSigns);
  return [...new Set(meant.flatMap((word) => withoutNeighbours(word, isSpaced)).map(foldWords))];
}

/** A figure longer than any pay is an identity number or a telephone number. */
const MOST_DIGITS = 9;

function numberOf(word: string): number | null {
  const digits = /^\d+/.exec(word)?.[0] ?? '';
  return digits === '' || digits.length > MOST_DIGITS ? null : Number(digits);
}

const ENDS_SENTENCE = /[!?;\n…•|]/;
const ENDS_CLAUSE = /[,:()–—]| - /;

/** Letters, digits, gaps and signs as they are meant, word for word, with the place of each in `typed`. */
export function readingOf(typed: string): Reading {
  const { text, starts, ends } = unveil(typed);
  const spanOf = ({ from, to }: Span): Span => ({
    from: starts[from] ?? typed.length,
    to: to > from ? (ends[to - 1] ?? typed.length) : (starts[from] ?? typed.length),
  });
  const words: Word[] = [];
  let [sentence, clause, before] = [0, 0, 0];
  for (const token of joined(text, tokensOf(text))) {
    const gap = text.slice(before, token.from);
    const span = spanOf(token);
    // A stop behind an abbreviation is followed by a small letter.
    const stops =
      ENDS_SENTENCE.test(gap) || (/\.\s/.test(gap) && /^[\p{Lu}\p{N}]/u.test(typed.slice(span.from)));
    if (stops) sentence += 1;
    if (stops || ENDS_CLAUSE.test(gap)) clause += 1;
    words.push({
      forms: formsOf(token),
      plain: (inOneScript(token.text)[0] ?? token.text).replaceAll('ё', 'е'),
      isLatin: inOneScript(token.text).some((word) => LATIN_WORD.test(word)),
      number: numberOf(token.text),
      span,
      sentence,
      clause,
    });
    before = token.to;
  }
  return { text, words, typed: spanOf };
}
