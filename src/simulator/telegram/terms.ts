/** The words of the Telegram stand-in: what a test, a bench or the page of phones can see and do. */
import type {
  Attachment,
  Call,
  Crowd,
  Faults,
  FileCard,
  Listening,
  SentFile,
  ServiceFault,
} from '../terms.ts';

/** Which flood limits hold. `off` counts nothing; `telegram` is what is known of the real ones; `strict` counts all. */
export type LimitMode = 'off' | 'telegram' | 'strict';

/** A piece of formatting, as Telegram describes it: UTF-16 offsets into the text. */
export interface Entity {
  readonly type: string;
  readonly offset: number;
  readonly length: number;
  readonly url?: string;
  readonly language?: string;
  readonly unix_time?: number;
  readonly date_time_format?: string;
}

/** A button under a message, as the bot sent it. */
export interface InlineButton {
  readonly text: string;
  readonly style?: 'danger' | 'success' | 'primary';
  readonly callback_data?: string;
  readonly url?: string;
  readonly copy_text?: { readonly text: string };
  readonly disabled?: Readonly<Record<string, never>>;
}

/** One bubble in a chat. */
export interface ChatMessage {
  readonly id: number;
  readonly from: 'bot' | 'person';
  /** When it was sent, milliseconds since 1970. */
  readonly sentAt: number;
  readonly kind: 'text' | 'document' | Attachment;
  /** A photo of the bot, as an address with the picture in it. */
  readonly picture?: string;
  /** Of a document. */
  readonly file?: FileCard;
  /** Without markup; a photo's caption; empty for other attachments. */
  readonly text: string;
  readonly entities: readonly Entity[];
  readonly buttons: readonly (readonly InlineButton[])[];
  readonly editedAt: number | null;
  /** Arrived without a sound. */
  readonly silent: boolean;
  /** May not be forwarded or copied. */
  readonly guarded: boolean;
}

/** `stranger` never wrote to the bot; `deactivated` deleted the account. */
export type PersonStanding = 'stranger' | 'started' | 'blocked' | 'deactivated';

/** Who a person is, for making one; everything has a visibly false default. */
export interface PersonOptions {
  readonly id?: number;
  /** IETF tag of the app's language. Default `en`. */
  readonly language?: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly username?: string;
  /** What is sent when they share their contact. */
  readonly phone?: string;
}

/** The answer to a tap: what `answerCallbackQuery` said. */
export interface TapAnswer {
  readonly text: string;
  readonly alert: boolean;
}

/** One person's phone with the chat open. Times of waiting are real milliseconds. */
export interface Phone {
  readonly id: number;
  readonly language: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly phoneNumber: string;
  readonly standing: PersonStanding;
  /** Presses Start: sends `/start`, with the payload of a deep link if given. */
  start(payload?: string): void;
  /** Types a text and sends it. */
  say(text: string): void;
  /** Sends something that is not text, with false data in it. */
  sends(attachment: Attachment): void;
  /** Sends a file as a document. */
  attaches(file: SentFile): void;
  /**
   * Presses the newest button that carries this label: the whole label, or a part when no whole one matches.
   * Resolves when the bot answered the tap; may be left unawaited. Throws at once when no such button can be pressed.
   */
  tap(label: string | RegExp): Promise<TapAnswer>;
  /** Presses a button by its data, even an old one: `messageId` defaults to the newest message that carries it. */
  tapData(data: string, messageId?: number): Promise<TapAnswer>;
  /** Blocks the bot: it is told by `my_chat_member`, and its sends are refused. */
  blocks(): void;
  unblocks(): void;
  /** Deletes the account: sends are refused, nobody is told. */
  deactivates(): void;
  /** Nothing reaches the phone, and nothing leaves it, until `returns`. */
  losesNetwork(): void;
  returns(): void;
  /** What stands in the chat, oldest first. */
  messages(): readonly ChatMessage[];
  /** The newest message of the bot, or null. */
  screen(): ChatMessage | null;
  /** Labels of the newest message that has buttons, row by row. */
  buttons(): readonly (readonly string[])[];
  /** Resolves to what `look` finds once it finds something; rejects after `timeoutMs` (5,000) with the last screen. */
  waitFor<T>(look: (phone: Phone) => T | null | undefined | false, timeoutMs?: number): Promise<T>;
  /** Resolves to the newest message of the bot that matches, now or later. */
  waitForMessage(text: string | RegExp, timeoutMs?: number): Promise<ChatMessage>;
  /** Does something and resolves to the newest message after the next change of the chat by the bot. */
  after(act: () => unknown, timeoutMs?: number): Promise<ChatMessage>;
}

/** All that a phone shows, for drawing it elsewhere. */
export interface PhoneView {
  readonly service: 'telegram';
  readonly id: number;
  readonly language: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly standing: PersonStanding;
  readonly online: boolean;
  /** Milliseconds for which "typing" is still shown. */
  readonly typingMs: number;
  readonly messages: readonly ChatMessage[];
  /** Acts that wait for the network. */
  readonly waiting: number;
  /** Rows of the keyboard in place of the letters. */
  readonly keyboard: readonly (readonly string[])[] | null;
  readonly placeholder: string | null;
  /** The newest answer to a tap, with its number. */
  readonly answer: (TapAnswer & { readonly number: number }) | null;
  readonly about: About;
}

/** What goes wrong with a call. `done` says whether the call still has its effect (default false). */
export type Fault =
  | ServiceFault
  /** As if the person had blocked the bot. */
  | { readonly kind: 'blocked' };

/** What the bot told Telegram about itself, by language code (`''` is the default). */
export interface About {
  readonly name: string;
  readonly description: string;
  readonly shortDescription: string;
  readonly commands: readonly { readonly command: string; readonly description: string }[];
}

export interface StandInOptions {
  /** Dates of messages. Default the machine's clock. */
  readonly now?: () => Date;
  /** Milliseconds that never run backwards, for limits and expiry. Default `performance.now`. */
  readonly ticks?: () => number;
  readonly token?: string;
  /** Default `off`. */
  readonly limits?: LimitMode;
  /** Kept messages of each chat. Default 200. */
  readonly keep?: number;
  /** The state of an earlier stand-in, as `save()` gave it. */
  readonly saved?: unknown;
}

/** A Bot API on this machine, with the people who use it. */
export interface TelegramStandIn {
  readonly token: string;
  readonly username: string;
  /** Answers one call to `…/bot<token>/<method>`; also fits grammY's `client.fetch`. Under Node's server, pass its `env`. */
  fetch(input: unknown, init?: unknown): Promise<Response>;
  /** Serves over HTTP on 127.0.0.1; `port` default is a free one below 32768. `close` cuts what is open. */
  listen(port?: number): Promise<Listening>;
  person(options?: PersonOptions): Phone;
  people(): readonly Phone[];
  /** A person by id, or null. */
  find(id: number): Phone | null;
  /** Takes a person and their chat away, as if they had never been. */
  remove(id: number): void;
  crowd(options: { readonly count: number; readonly firstId?: number }): Crowd;
  readonly faults: Faults<Fault>;
  limits(mode: LimitMode): void;
  /** What people sent can no longer be fetched. */
  loseFiles(): void;
  /** Messages that arrived in a chat, edits not counted. */
  arrivals(chatId: number): number;
  /** Newest last. */
  calls(): readonly Call[];
  /** What a person with this language sees of the bot. */
  about(language: string, chatId?: number): About;
  /** What a phone shows, or null when there is no such person. */
  view(id: number): PhoneView | null;
  /** The app of this person speaks another language from now on. */
  setLanguage(id: number, language: string): void;
  /** Called after each change of a chat or phone, with 0 when the bot's own texts changed; returns the way to stop. */
  onChange(listener: (personId: number) => void): () => void;
  /** All state as JSON, for a later `saved`. */
  save(): unknown;
  /** Ends open polls, webhooks and hanging calls. */
  stop(): void;
}
