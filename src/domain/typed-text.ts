/** What a coordinator typed, made fit to be kept and shown: nothing hidden, one form of each letter, a bounded length. */
import { cleanText } from './texts.ts';

/** Seen by nobody beside what `cleanText` takes away: joiners, an empty Braille cell, selectors of letter shapes. */
const UNSEEN = /\u034F|\u2800|[\uFE00-\uFE0E]/gu;

/** More marks on one letter than any language writes cover the lines above and below. Unicode's UAX 15 bounds them too. */
const PILED_MARKS = /(\p{M}{4})\p{M}+/gu;

const TALL_GAP = /\n\s*\n\s*\n/g;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** A family of four with skin colours has eleven; a longer one is nothing to read. */
const LONGEST_GRAPHEME = 32;

/** The text without characters that nobody sees or that turn its direction. */
export const withoutHidden = (text: string): string => cleanText(text).replace(UNSEEN, '');

/**
 * A typed text as it is kept: without hidden characters, in NFC, line breaks as typed (of many in a row two), at most
 * `limit` characters as people count them. Doing it twice changes nothing, and it is shown as it is kept.
 */
export function typedText(text: string, limit: number): string {
  // Composed first: a mark that was hidden behind another character joins its letter only now.
  const clean = withoutHidden(withoutHidden(text).normalize('NFC')).replace(PILED_MARKS, '$1');
  return bounded(clean.replace(TALL_GAP, '\n\n').trim(), limit).trimEnd();
}

/** The first `limit` graphemes: none is cut in two, and none is endless. */
function bounded(text: string, limit: number): string {
  let kept = '';
  let count = 0;
  for (const { segment } of graphemes.segment(text.slice(0, limit * LONGEST_GRAPHEME))) {
    if (count === limit) break;
    if (segment.length <= LONGEST_GRAPHEME) kept += segment;
    count += 1;
  }
  // The slice above may have cut a pair of surrogates; a half of one shows as a question mark.
  return kept.replace(/\p{Cs}$/u, '');
}
