import { type Phrase, phrase } from './message.ts';

/** Several phrases as one, "a, b, c"; `undefined` for none. */
export const listed = (items: readonly Phrase[]): Phrase | undefined =>
  items.reduceRight<Phrase | undefined>(
    (tail, head) => (tail === undefined ? head : phrase('common:list', { head, tail })),
    undefined,
  );

export const regionName = (code: string): Phrase => phrase(`regions:${code}`);
export const workLabel = (work: string): Phrase => phrase(`works:${work}.label`);
export const kindLabel = (kind: string): Phrase => phrase(`terms:kinds.${kind}.label`);

/** An empty line between paragraphs. */
export const blank: Phrase = phrase('blank');
