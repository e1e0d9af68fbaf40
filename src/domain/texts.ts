import type { Message, Phrase, RenderedMessage } from './message.ts';

/** A language we speak, as its `meta.json` describes it. */
export interface LocaleInfo {
  /** BCP 47, the name of its folder. */
  readonly code: string;
  /** Its own name in its own script. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly status: 'draft' | 'reviewed';
  /** What a person types to opt out. */
  readonly stopWords: readonly string[];
}

/** Every text a person sees comes from here. */
export interface Texts {
  /** Most likely first. */
  readonly locales: readonly LocaleInfo[];
  text(locale: string, phrase: Phrase): string;
  render(locale: string, message: Message): RenderedMessage;
  /** The locale for an app's language code: exact, then same language, else the first of the list. */
  closest(hint: string | null): string;
  isStopWord(text: string): boolean;
}
