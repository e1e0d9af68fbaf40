/** What is said to a person, before any language and any channel: keys and values. */
import type { RenderedKnock } from './knock.ts';

/** A value inside a phrase. Text of strangers goes in as `{ raw }` and is escaped by whoever renders it. */
export type PhraseValue =
  | number
  /** `names`: the same as it is called in a language or a script (`ru`, `Cyrl`). */
  | { readonly raw: string; readonly names?: Readonly<Record<string, string>> }
  | { readonly day: string }
  | { readonly amount: number; readonly currency: string }
  | Phrase;

/** A text of `locales/` by its key (`namespace:path.to.key`), with values; `count` chooses the plural. */
export interface Phrase {
  readonly key: string;
  readonly values?: Readonly<Record<string, PhraseValue>>;
  /** In another language than the message: to show somebody what others will read. */
  readonly locale?: string;
}

/** How a button looks; its label makes sense without it. */
export type Emphasis = 'plain' | 'good' | 'danger';

/**
 * What a button brings back. `data` comes back as an inbound button; `url` opens a page; `copy` puts text on the
 * clipboard (plain text, no markup or entities once rendered); `label` is only a caption and cannot be pressed.
 */
export type Press<Label = Phrase> =
  | { readonly kind: 'data'; readonly data: string }
  | { readonly kind: 'url'; readonly url: string }
  | { readonly kind: 'copy'; readonly text: Label }
  | { readonly kind: 'label' };

interface Labelled<Label> {
  readonly label: Label;
  readonly press: Press<Label>;
  readonly emphasis?: Emphasis;
  /** Ticked in a multiple choice. */
  readonly ticked?: boolean;
  /** The number that answers the same when it is typed. */
  readonly number?: number;
  /**
   * It stands beside the options: `always` on every page of them; `if-room` where another leads nearly to the same, so
   * that it is left out first.
   */
  readonly beside?: 'always' | 'if-room';
}

/** Where a channel has no room for all buttons: which page is shown, and what a button to page `n` brings back. */
export interface Paging {
  /** From 0; beyond the last is the first again. */
  readonly page: number;
  /** Button data, to which the number of a page is added. */
  readonly data: string;
}

/** The label where there is little room, often the same: at most 24 characters on whatever brings data back. */
interface Shortened {
  readonly short: string;
}

/** A button as it is made, with phrases; `Button<string>` is a rendered one and has its short label too. */
export type Button<Label = Phrase> = Labelled<Label> & (Label extends string ? Shortened : unknown);

/** A picture over the text: a code to scan, a page to print. */
export interface Picture<Alt = Phrase> {
  readonly png: Uint8Array;
  /** What it shows, for whoever cannot see it; services that carry no such words leave it out. */
  readonly alt: Alt;
}

/** A message as conversations and pushes make it: lines, and rows of buttons under them. */
export interface Message {
  readonly picture?: Picture;
  /** Each phrase is a paragraph of its own line; a phrase with the key `blank` is an empty line. */
  readonly lines: readonly Phrase[];
  readonly buttons: readonly (readonly Button[])[];
  /** Absent where all buttons fit on every channel: ten at most. */
  readonly paging?: Paging;
}

/**
 * A message in a locale. `text` is plain text with `<b>`, `<i>` and entities `&lt; &gt; &amp; &quot; &#39;` only;
 * a channel turns that into its own markup.
 */
export interface RenderedMessage {
  readonly locale: string;
  /** Its `alt` is plain text. */
  readonly picture?: Picture<string>;
  readonly text: string;
  readonly buttons: readonly (readonly Button<string>[])[];
  readonly paging?: Paging;
  /** What may go out in place of it outside a reply window: the same in each language to try, best first. */
  readonly knocks?: readonly RenderedKnock[];
}

/** A message without buttons. */
export const say = (...lines: readonly Phrase[]): Message => ({ lines, buttons: [] });

/** A phrase, shortly. */
export const phrase = (key: string, values?: Phrase['values']): Phrase =>
  values === undefined ? { key } : { key, values };

/** Text written by others, shown as it is. */
export const raw = (text: string): PhraseValue => ({ raw: text });
