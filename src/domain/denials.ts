/** Words beside others that take them back: `залог не нужен`, `garov kerak emas`. */
import { LINT_WORDS } from './lint-words.ts';
import type { Reading, Word } from './reading.ts';
import type { Match } from './word-patterns.ts';

type Denies = (plain: string) => boolean;

/** Denials are told apart by script: folded, the Russian «но» would be the English "no". */
function wordsOf(side: 'before' | 'after'): Denies {
  const written = LINT_WORDS.flatMap(({ denials }) => denials[side]).map((each) => each.replace(/ʻ/g, ''));
  const whole = new Set(written.filter((each) => !each.includes('*')));
  const ends = written.filter((each) => each.startsWith('*')).map((each) => each.slice(1));
  const starts = written.filter((each) => each.endsWith('*')).map((each) => each.slice(0, -1));
  return (plain) =>
    whole.has(plain) ||
    ends.some((end) => plain.endsWith(end)) ||
    starts.some((start) => plain.startsWith(start));
}
/** `не`, `without`, `hech`: what follows is denied. */
const deniesNext = wordsOf('before');
/** `не`, `emas`, `олмаймиз`: what went before is denied. */
const deniesLast = wordsOf('after');

/** How far a denial reaches: `мы паспорта у людей никогда не берём`. */
const REACH = 4;
/** A list goes on over commas where its parts are short: `без залогов, взносов и предоплат`. */
const LIST_ITEM = 3;
/** What has a price is asked for, unless the word right before takes it back: `опыт не нужен залог 3000`. */
const PRICE_REACH = 2;

/** Whether words around or inside the match deny it. */
export const isDenied = ({ words }: Reading, match: Match): boolean =>
  !isDenialItself(words, match) &&
  (besideDenies(words, match) || insideDenies(words, match) || listDenies(words, match));

/** A pattern that ends in a denial speaks of it: `официально не оформляем`. Who denies more does not mean less. */
const isDenialItself = (words: readonly Word[], { by }: Match): boolean =>
  [...by].some(([at, part]) => deniesLast(words[at]?.plain ?? '') && part.split('|').some(isDenial));

const isDenial = (written: string): boolean => deniesLast(written.replace(/ʻ/g, ''));

function besideDenies(words: readonly Word[], { first, last }: Match): boolean {
  const inClauseOf =
    (at: number) =>
    ({ clause }: Word): boolean =>
      clause === words[at]?.clause;
  const next = words.slice(last + 1, last + 1 + REACH).filter(inClauseOf(last));
  const price = next.findIndex(({ number }) => number !== null);
  const reach = price !== -1 && price < PRICE_REACH ? 1 : REACH;
  const before = words.slice(Math.max(0, first - reach), first).filter(inClauseOf(first));
  const after = price === -1 ? next : next.slice(0, price);
  return before.some(({ plain }) => deniesNext(plain)) || after.some(({ plain }) => deniesLast(plain));
}

/** In a gap, or by the ending of a word whose beginning the pattern knows: `yubormang` for `yubor*`. */
const insideDenies = (words: readonly Word[], { first, last, by }: Match): boolean =>
  words
    .slice(first, last + 1)
    .some(({ plain }, at) => deniesLast(plain) || (!by.has(first + at) && deniesNext(plain)));

/** The match is an item of a list that begins or ends with a denial. */
function listDenies(words: readonly Word[], { first, last }: Match): boolean {
  const [start, end] = [words[first], words[last]];
  if (start === undefined || end === undefined || start.clause !== end.clause) return false;
  if (clauseOf(words, start.clause).length > LIST_ITEM) return false;
  return neighbourDenies(words, start, -1) || neighbourDenies(words, end, 1);
}

const clauseOf = (words: readonly Word[], clause: number): readonly Word[] =>
  words.filter((word) => word.clause === clause);

function neighbourDenies(words: readonly Word[], { clause, sentence }: Word, step: -1 | 1): boolean {
  const item = clauseOf(words, clause + step);
  const edge = step === -1 ? item[0] : item.at(-1);
  if (edge === undefined || item.length > LIST_ITEM || edge.sentence !== sentence) return false;
  const denies = step === -1 ? deniesNext : deniesLast;
  return denies(edge.plain) || neighbourDenies(words, edge, step);
}
