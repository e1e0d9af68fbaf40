/** Texts as people see them: the port of `i18n.ts`, and the rules for text written by strangers. */
import type { Knock, RenderedKnock } from './knock.ts';
import type { Message, Phrase, RenderedMessage } from './message.ts';

/** A language we speak, as its `meta.json` describes it. */
export interface LocaleInfo {
  /** BCP 47, the name of its folder. */
  readonly code: string;
  /** Its own name in its own script. */
  readonly name: string;
  readonly direction: 'ltr' | 'rtl';
  readonly status: 'draft' | 'reviewed';
}

/** Every text a person sees comes from here. */
export interface Texts {
  /** Most likely first. */
  readonly locales: readonly LocaleInfo[];
  /** The phrase as markup (see `RenderedMessage`); `plainText` turns it into plain text. Never a raw key. */
  text(locale: string, phrase: Phrase): string;
  /** Lines as markup, labels of buttons as plain text, in full and short. */
  render(locale: string, message: Message): RenderedMessage;
  /** A knock in each language to try for a person of this one, best first: its own, those it falls back to, English. */
  renderKnock(locale: string, knock: Knock): readonly RenderedKnock[];
  /** The locale for an app's language code: exact, then same language, else the first of the list. */
  closest(hint: string | null): string;
  /**
   * The command that a typed text is: exactly its name or a word for it, in any locale, script and spelling; `stop`
   * for a word of opting out; `null` for everything else.
   */
  commandFor(text: string): string | null;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#39;': "'",
  '&amp;': '&',
};
const ESCAPES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(ENTITIES).map(([entity, character]) => [character, entity]),
);

/** Everything that is invisible or reorders text: controls (not the newline), soft hyphen, zero width, bidi, tags. */
const INVISIBLE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: controls are what it takes away
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is taken away by itself
  /[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u00AD\u061C\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200B-\u200F\u202A-\u202E\u2060-\u206F\u3164\uFEFF\uFFA0\uFFF9-\uFFFB\u{1D173}-\u{1D17A}\u{E0000}-\u{E0FFF}]/gu;

/** Text of strangers without controls, zero-width and bidi characters; line breaks stay, tabs become spaces. */
export const cleanText = (text: string): string =>
  text
    .toWellFormed()
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replaceAll('\t', ' ')
    .replace(INVISIBLE, '');

/** Plain text as markup: what could be read as a tag or entity is escaped. */
export const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);

/** Markup as plain text: without tags, entities resolved once. */
export const plainText = (markup: string): string =>
  markup.replace(/<\/?[bi]>/g, '').replace(/&(?:lt|gt|quot|#39|amp);/g, (entity) => ENTITIES[entity] ?? '');
