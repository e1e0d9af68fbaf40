import { type Phrase, phrase } from './message.ts';

/** Several phrases as one, joined by the text `key` with `head` and `tail`; `undefined` for none. */
export const joined = (key: string, items: readonly Phrase[]): Phrase | undefined =>
  items.reduceRight<Phrase | undefined>(
    (tail, head) => (tail === undefined ? head : phrase(key, { head, tail })),
    undefined,
  );

/** "a, b, c", of more than `most` "a, b, and 7 more"; `undefined` for none. */
export const listed = (items: readonly Phrase[], most: number = items.length): Phrase | undefined =>
  joined(
    'common:list',
    items.length <= most
      ? items
      : [...items.slice(0, most), phrase('card:more', { count: items.length - most })],
  );

/** The name of a region or district by its code. */
export const regionName = (code: string): Phrase => phrase(`regions:${code}`);
/** A work, short enough for a button. */
export const workLabel = (work: string): Phrase => phrase(`works:${work}.label`);
/** A kind of opening, short enough for a button. */
export const kindLabel = (kind: string): Phrase => phrase(`terms:kinds.${kind}.label`);

/** An empty line between paragraphs. */
export const blank: Phrase = phrase('blank');
