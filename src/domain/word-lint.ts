/** What the words of a text give away. */
import { folded, wordPattern } from './classify.ts';
import { isDenied } from './denials.ts';
import { type KindWords, LINT_WORDS, WORD_KINDS, type WordKind } from './lint-words.ts';
import type { Reading, Span, Word } from './reading.ts';
import { indexOf, type Match, matchesIn, type Pattern, readPattern } from './word-patterns.ts';
import { BARRED_WORDS } from './work-words.ts';

/** A kind and where its words stand in what was typed. */
export interface WordHit {
  readonly kind: WordKind;
  readonly span: Span;
}

interface Meaning {
  readonly kind: WordKind;
  readonly part: keyof KindWords;
}

const PARTS = ['says', 'saysDespiteNot', 'harmless'] as const;

const INDEX = indexOf(WORD_KINDS.flatMap((kind) => PARTS.flatMap((part) => patternsOf({ kind, part }))));

/** The patterns of all languages together, each once. */
function patternsOf(meaning: Meaning): readonly (readonly [Pattern, Meaning])[] {
  const written = LINT_WORDS.flatMap(({ kinds }) => kinds[meaning.kind][meaning.part]);
  return [...new Set(written)].map((each) => [readPattern(each), meaning]);
}

const overlaps = (a: Match, b: Match): boolean => a.first <= b.last && b.first <= a.last;

function patternHits(reading: Reading): readonly WordHit[] {
  const found = [...matchesIn(reading, INDEX)];
  const isHarmless = (kind: WordKind, match: Match): boolean =>
    found.some(([its, other]) => its.part === 'harmless' && its.kind === kind && overlaps(match, other));
  return found
    .filter(
      ([{ part }, match]) => part === 'saysDespiteNot' || (part === 'says' && !isDenied(reading, match)),
    )
    .filter(([{ kind }, match]) => !isHarmless(kind, match))
    .map(([{ kind }, { first, last }]) => ({ kind, span: across(reading.words, first, last) }));
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
  const hits = [...patternHits(reading), ...barredHits(reading)];
  hits.sort((a, b) => a.span.from - b.span.from || b.span.to - a.span.to);
  const ends = new Map<WordKind, number>();
  return hits.filter(({ kind, span }) => {
    const end = ends.get(kind) ?? -1;
    ends.set(kind, Math.max(end, span.to));
    return span.from > end;
  });
}
