/** What the words of a text give away. */
import { folded, wordPattern } from './classify.ts';
import { LINT_WORDS, WORD_KINDS, type WordKind } from './lint-words.ts';
import type { Reading, Span, Word } from './reading.ts';
import { indexOf, type Match, matchesIn, type PatternIndex, readPattern } from './word-patterns.ts';
import { BARRED_WORDS } from './work-words.ts';

/** A kind and where its words stand in what was typed. */
export interface WordHit {
  readonly kind: WordKind;
  readonly span: Span;
}

const PARTS = ['says', 'saysDespiteNot', 'harmless'] as const;
interface KindIndex extends Readonly<Record<(typeof PARTS)[number], PatternIndex>> {
  readonly kind: WordKind;
}

const index = (kind: WordKind, part: (typeof PARTS)[number]): PatternIndex =>
  indexOf([...new Set(LINT_WORDS.flatMap(({ kinds }) => kinds[kind][part]))].map(readPattern));

const KINDS: readonly KindIndex[] = WORD_KINDS.map((kind) => ({
  kind,
  says: index(kind, 'says'),
  saysDespiteNot: index(kind, 'saysDespiteNot'),
  harmless: index(kind, 'harmless'),
}));

type Denies = (plain: string) => boolean;

/** Denials are told apart by script: folded, the Russian «но» would be the English "no". */
function denials(side: 'before' | 'after'): Denies {
  const written = LINT_WORDS.flatMap(({ denials: of }) => of[side]).map((each) => each.replace(/[ʻ’']/g, ''));
  const whole = new Set(written.filter((each) => !each.includes('*')));
  const ends = written.filter((each) => each.startsWith('*')).map((each) => each.slice(1));
  const starts = written.filter((each) => each.endsWith('*')).map((each) => each.slice(0, -1));
  return (plain) =>
    whole.has(plain) ||
    ends.some((end) => plain.endsWith(end)) ||
    starts.some((start) => plain.startsWith(start));
}
const deniesBehind = denials('before');
const deniesBefore = denials('after');

/** How far a denial reaches: `мы паспорта у людей никогда не берём`. */
const REACH = 4;
/** A list goes on over commas where its parts are short: `без залогов, взносов и предоплат`. */
const LIST_ITEM = 3;

const clauseOf = (words: readonly Word[], clause: number | undefined): readonly Word[] =>
  words.filter((word) => word.clause === clause);

/** Whether the neighbouring clause is an item of the same list, and denies all of it. */
function listDenies(words: readonly Word[], hit: Word, step: -1 | 1, denies: Denies): boolean {
  const item = clauseOf(words, hit.clause + step);
  const sentence = item[0]?.sentence;
  if (item.length === 0 || item.length > LIST_ITEM || sentence !== hit.sentence) return false;
  const edge = step === -1 ? item[0] : item.at(-1);
  return edge !== undefined && (denies(edge.plain) || listDenies(words, edge, step, denies));
}

/** Behind a price nothing is denied any more, and only a word right before takes one back: `опыт не нужен залог 3000`. */
const PRICE_REACH = 2;

function isDenied(words: readonly Word[], { first, last, by }: Match): boolean {
  const [start, end] = [words[first], words[last]];
  if (start === undefined || end === undefined) return false;
  const behind = words.slice(last + 1, last + 1 + REACH).filter(({ clause }) => clause === end.clause);
  const price = behind.findIndex(({ number }) => number !== null);
  const reach = price !== -1 && price < PRICE_REACH ? 1 : REACH;
  const before = words
    .slice(Math.max(0, first - reach), first)
    .filter(({ clause }) => clause === start.clause);
  const after = price === -1 ? behind : behind.slice(0, price);
  if (before.some(({ plain }) => deniesBehind(plain)) || after.some(({ plain }) => deniesBefore(plain)))
    return true;
  if (insideDenies(words, first, last, by)) return true;
  const isItem = clauseOf(words, start.clause).length <= LIST_ITEM && start.clause === end.clause;
  return isItem && (listDenies(words, start, -1, deniesBehind) || listDenies(words, end, 1, deniesBefore));
}

/** A denial inside: in a gap, or by the ending of a word whose beginning a pattern knows (`yubormang`, `yubor*`). */
const insideDenies = (words: readonly Word[], first: number, last: number, by: Match['by']): boolean =>
  words.slice(first, last + 1).some(({ plain }, at) => {
    const part = by.get(first + at);
    if (part === undefined) return deniesBehind(plain) || deniesBefore(plain);
    return deniesBefore(plain) && !part.split('|').some((each) => deniesBehind(each) || deniesBefore(each));
  });

const overlaps = (a: Match, b: Match): boolean => a.first <= b.last && b.first <= a.last;

function hitsOf(reading: Reading, { kind, says, saysDespiteNot, harmless }: KindIndex): readonly WordHit[] {
  const innocent = [...matchesIn(reading, harmless)].map(([, match]) => match);
  const found = [
    ...[...matchesIn(reading, says)]
      .map(([, match]) => match)
      .filter((match) => !isDenied(reading.words, match)),
    ...[...matchesIn(reading, saysDespiteNot)].map(([, match]) => match),
  ];
  return found
    .filter((match) => !innocent.some((other) => overlaps(match, other)))
    .map(({ first, last }) => ({ kind, span: across(reading.words, first, last) }));
}

const across = (words: readonly Word[], first: number, last: number): Span => ({
  from: words[first]?.span.from ?? 0,
  to: words[last]?.span.to ?? 0,
});

const barred = wordPattern(BARRED_WORDS.flatMap(({ stems }) => stems));

/** What `admit` would refuse without a word, said while it is typed; also where it was typed with gaps or lookalikes. */
function barredHits({ words }: Reading): readonly WordHit[] {
  const plain = words.map((word) => folded(word.plain)).join(' ');
  const found = barred.exec(plain);
  if (found === null) return [];
  const at = (offset: number): number => plain.slice(0, offset).split(' ').length - 1;
  return [{ kind: 'army', span: across(words, at(found.index), at(found.index + found[0].length)) }];
}

/** Everything that words give away, one hit for each kind and place, in the order of the text. */
export function wordHits(reading: Reading): readonly WordHit[] {
  const hits = [...KINDS.flatMap((kind) => hitsOf(reading, kind)), ...barredHits(reading)];
  hits.sort((a, b) => a.span.from - b.span.from || b.span.to - a.span.to);
  return hits.filter(
    (hit, at) =>
      !hits.slice(0, at).some((other) => other.kind === hit.kind && other.span.to >= hit.span.from),
  );
}
