import type { Conversation, PostingPort } from '../../src/domain/conversation.ts';
import { createRegionSearch, regionNames } from '../../src/domain/search.ts';
import type { Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { createPosting } from '../../src/main/posting.ts';
import { importConversations } from './conversations.ts';
import { ru } from './countries.ts';

/** What every chat speaks with, in the country of the tests. */
export interface Speech {
  readonly texts: Texts;
  readonly conversations: ReadonlyMap<string, Conversation>;
  readonly search: (words: string) => readonly string[];
  readonly posting: PostingPort;
}

let loading: Promise<Speech> | undefined;

/** Loads it once: names of regions in six languages, folded for every way to type them, are a tenth of a second. */
export function ourSpeech(): Promise<Speech> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Speech> {
  const texts = await loadTexts();
  return {
    texts,
    conversations: await importConversations(),
    search: createRegionSearch(regionNames(ru, texts)),
    posting: createPosting(ru, texts),
  };
}
