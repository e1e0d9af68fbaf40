/** The words of the WhatsApp stand-in: what a test, a bench or the page of phones can see and do. */
import {
  ATTACHMENTS,
  type Call,
  type Crowd,
  type Faults,
  type FileCard,
  type Listening,
  type SentFile,
  type ServiceFault,
} from '../terms.ts';
import type { Templates } from './template.ts';

/** Which limits of rate hold. `off` counts nothing; `whatsapp` counts each pair and the whole number. */
export type WhatsAppLimitMode = 'off' | 'whatsapp';

/** How statuses come: as things happen, each twice and out of order, or never. */
export type StatusMode = 'in-order' | 'shuffled-and-doubled' | 'off';

/** When a refusal is said: in the answer, or as a `failed` status after the call was taken. */
export type Refusing = 'at-once' | 'later';

export type QualityRating = 'GREEN' | 'YELLOW' | 'RED';

/** What a person can send that is not text. `unsupported` is a poll; `request_welcome` opens the chat without a word. */
export const WHATSAPP_ATTACHMENTS = [...ATTACHMENTS, 'reaction', 'unsupported', 'request_welcome'] as const;
export type WhatsAppAttachment = (typeof WHATSAPP_ATTACHMENTS)[number];

/** Something that can be chosen: a reply button, a row of a list, a quick reply of a template. */
export interface Choice {
  readonly id: string;
  readonly title: string;
  /** Rows only; empty when there is none. */
  readonly description: string;
}

/** Rows behind the button of a list. */
export interface List {
  readonly button: string;
  readonly sections: readonly { readonly title: string; readonly rows: readonly Choice[] }[];
}

/** One bubble in a chat. */
export interface WhatsAppMessage {
  readonly id: number;
  /** The service's own id. Holds the person's phone number, as the real one does. */
  readonly wamid: string;
  readonly from: 'business' | 'person';
  /** When it was sent, milliseconds since 1970. */
  readonly sentAt: number;
  readonly kind:
    | 'text'
    | 'image'
    | 'buttons'
    | 'list'
    | 'link'
    | 'template'
    | 'document'
    | WhatsAppAttachment;
  /** Of an image, as an address with the picture in it. */
  readonly picture?: string;
  /** Of a document. */
  readonly file?: FileCard;
  /** As it was sent, with the marks of bold and italic; an image's caption; empty for attachments. */
  readonly text: string;
  readonly header: string | null;
  readonly footer: string | null;
  /** Reply buttons, or the quick replies of a template. */
  readonly buttons: readonly Choice[];
  readonly list: List | null;
  readonly link: { readonly text: string; readonly url: string } | null;
  /** Name of the template it was made from. */
  readonly template: string | null;
  /** Of what a person sent: the business has taken it. */
  readonly heard: boolean;
}

/** Who a person is, for making one; everything has a visibly false default. */
export interface WhatsAppPersonOptions {
  readonly id?: number;
  /** For the page's own words alone: WhatsApp tells a business no language. Default `en`. */
  readonly language?: string;
  /** The profile's name. */
  readonly name?: string;
  /** Digits, without plus. */
  readonly phone?: string;
  /** The business-scoped id; null for a person from before there were any. */
  readonly userId?: string | null;
  /** Has a username, so that no payload says the phone number. */
  readonly hidesPhone?: boolean;
}

/** One person's phone with the chat open. Times of waiting are real milliseconds. */
export interface WhatsAppPhone {
  readonly id: number;
  readonly language: string;
  readonly name: string;
  readonly phone: string;
  readonly userId: string | null;
  readonly hidesPhone: boolean;
  /** Until when anything may be written to this person; null when the window is closed. */
  readonly windowOpenUntil: Date | null;
  /** Types a text and sends it. */
  say(text: string): void;
  /** Sends something that is not text, with false data in it. A reaction needs a message to react to. */
  sends(attachment: WhatsAppAttachment): void;
  /** Sends a file as a document. */
  attaches(file: SentFile): void;
  /**
   * Presses the newest reply button, row of a list (as if the list had been opened) or quick reply that carries this
   * label: the whole label, or a part when no whole one matches. Throws when there is none.
   */
  tap(label: string | RegExp): void;
  /** The same by id, even of an old message: `messageId` defaults to the newest message that carries it. */
  tapData(id: string, messageId?: number): void;
  /** Turns offers of this business off, in the app: marketing templates no longer pass. */
  stopsMarketing(): void;
  resumesMarketing(): void;
  /** Moves to a new number and with it to a new business-scoped id; a system message says so. */
  changesNumber(next?: { readonly phone?: string; readonly userId?: string }): void;
  /** Nothing reaches the phone, and nothing leaves it, until `returns`. */
  losesNetwork(): void;
  returns(): void;
  /** What stands in the chat, oldest first. */
  messages(): readonly WhatsAppMessage[];
  /** The newest message of the business, or null. */
  screen(): WhatsAppMessage | null;
  /** Labels of the buttons of the newest message that has buttons. */
  buttons(): readonly string[];
  /** Titles of the rows of the newest list. */
  rows(): readonly string[];
  /** Resolves to what `look` finds once it finds something; rejects after `timeoutMs` (5,000) with the last screen. */
  waitFor<T>(look: (phone: WhatsAppPhone) => T | null | undefined | false, timeoutMs?: number): Promise<T>;
  /** Resolves to the newest message of the business that matches, now or later. */
  waitForMessage(text: string | RegExp, timeoutMs?: number): Promise<WhatsAppMessage>;
  /** Does something and resolves to the newest message after the next one of the business arrived. */
  after(act: () => unknown, timeoutMs?: number): Promise<WhatsAppMessage>;
}

/** All that a phone shows, for drawing it elsewhere. */
export interface WhatsAppPhoneView {
  readonly service: 'whatsapp';
  readonly id: number;
  readonly language: string;
  readonly name: string;
  readonly phone: string;
  readonly hidesPhone: boolean;
  readonly online: boolean;
  readonly messages: readonly WhatsAppMessage[];
  /** Acts that wait for the network. */
  readonly waiting: number;
  /** Takes offers of this business. */
  readonly marketing: boolean;
  /** ISO date; null when the window is closed. */
  readonly windowOpenUntil: string | null;
  readonly business: string;
}

/** What goes wrong with a call. `done` says whether the call still has its effect (default false). */
export type WhatsAppFault =
  | ServiceFault
  /** Refused with this code of the service, in the answer. */
  | { readonly kind: 'code'; readonly code: number }
  /** Taken, and a `failed` status with this code comes after. Meets sends only. */
  | { readonly kind: 'failed-later'; readonly code: number };

/** What can be called: a send, a look at the number or at the templates, a submission; of files, the four that Meta has. */
export type WhatsAppMethod =
  | 'messages'
  | 'number'
  | 'templates'
  | 'create-template'
  | 'upload'
  | 'media'
  | 'delete-media'
  | 'download';

/** One call, as it was answered. `chat` is the person's number on this machine. */
export interface WhatsAppCall extends Call {
  readonly method: WhatsAppMethod | 'unknown';
  /** The service's own code for a refusal; null when the call was taken, or cut. */
  readonly code: number | null;
}

/** A body that was sent to `messages`, as it came; what is not JSON is a text. */
export interface SentBody {
  readonly body: unknown;
  readonly status: number;
  readonly code: number | null;
}

/** A crowd on WhatsApp. Those who "blocked" fail later, as undeliverable. */
export interface WhatsAppCrowd extends Crowd {
  /** The business-scoped id of the member at a position. */
  userIdOf(position: number): string;
}

export interface WhatsAppOptions {
  /** Dates of messages, windows, the reach of a day. Default the machine's clock. */
  readonly now?: () => Date;
  /** Milliseconds that never run backwards, for limits of rate. Default `performance.now`. */
  readonly ticks?: () => number;
  readonly token?: string;
  readonly appSecret?: string;
  readonly verifyToken?: string;
  readonly phoneNumberId?: string;
  /** The WhatsApp business account. */
  readonly accountId?: string;
  /** What people see over the chat. Default `Stand-in`. */
  readonly verifiedName?: string;
  /** Default `off`. */
  readonly limits?: WhatsAppLimitMode;
  /** People who may be written to outside their window in 24 hours. Default 250. */
  readonly tier?: number;
  /** What is said beyond the tier, and when. Default 131048, at once. */
  readonly tierCode?: number;
  readonly tierRefusal?: Refusing;
  /** When marketing to those who stopped it is refused. Default at once. */
  readonly optOutRefusal?: Refusing;
  /** Default `in-order`. */
  readonly statuses?: StatusMode;
  /** How long a submitted template waits for approval, milliseconds; null: until `setStatus`. Default 0. */
  readonly approvalMs?: number | null;
  /** Kept messages of each chat. Default 200. */
  readonly keep?: number;
  /** The state of an earlier stand-in, as `save()` gave it. */
  readonly saved?: unknown;
}

/** A Graph API on this machine, with one business number and the people who use it. */
export interface WhatsAppStandIn {
  readonly token: string;
  readonly appSecret: string;
  readonly verifyToken: string;
  readonly phoneNumberId: string;
  readonly accountId: string;
  /** Answers one call to `…/v25.0/<id>…`. */
  fetch(input: unknown, init?: unknown): Promise<Response>;
  /** Serves over HTTP on 127.0.0.1; `port` default is a free one below 32768. */
  listen(port?: number): Promise<Listening>;
  /** Where webhooks go from now on; what waited goes at once. Before the first call nothing is sent. */
  hook(url: string): void;
  /**
   * Asks a webhook for its challenge, as the dashboard does before it accepts an address. False when another answer
   * came; rejects when none did.
   */
  verify(url: string): Promise<boolean>;
  person(options?: WhatsAppPersonOptions): WhatsAppPhone;
  people(): readonly WhatsAppPhone[];
  /** A person by number, or null. */
  find(id: number): WhatsAppPhone | null;
  /** Takes a person and their chat away, as if they had never been. */
  remove(id: number): void;
  /** `talking`: their windows are open and stay so. */
  crowd(options: {
    readonly count: number;
    readonly firstId?: number;
    readonly talking?: boolean;
  }): WhatsAppCrowd;
  readonly faults: Faults<WhatsAppFault>;
  readonly templates: Templates;
  limits(mode: WhatsAppLimitMode): void;
  statuses(mode: StatusMode): void;
  /** The tier of the portfolio changes: a webhook says so. */
  tier(people: number): void;
  /** The quality of the number changes: a webhook says so. */
  quality(rating: QualityRating): void;
  /** Something happens to the account, such as `ACCOUNT_RESTRICTION`: a webhook says so. */
  account(event: string, more?: Readonly<Record<string, unknown>>): void;
  /** Messages that arrived at a person or a member of a crowd. */
  arrivals(id: number): number;
  /** Newest last, a thousand at most. */
  calls(): readonly WhatsAppCall[];
  /** Bodies sent to `messages`, taken or refused, newest last, ten thousand at most. */
  bodies(): readonly SentBody[];
  /** Files the service has: of people, and uploaded. */
  files(): number;
  /** They are all gone, as after thirty days. */
  loseFiles(): void;
  /** Webhooks that are not yet taken. */
  pending(): number;
  /** What a phone shows, or null when there is no such person. */
  view(id: number): WhatsAppPhoneView | null;
  /** The page speaks another language on this phone from now on. */
  setLanguage(id: number, language: string): void;
  /** Called after each change of a chat or phone, with 0 when templates changed; returns the way to stop. */
  onChange(listener: (personId: number) => void): () => void;
  /** All state as JSON, for a later `saved`. */
  save(): unknown;
  /** Ends webhooks and hanging calls. */
  stop(): void;
}
