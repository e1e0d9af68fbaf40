/**
 * Channels: what comes in by them, what goes out, and how they fail; and the words that every room shares.
 * A port says when each method is called; who implements it stands in `docs/architecture.md`.
 */
import type { RenderedMessage } from './message.ts';
import type { MessagePrice } from './message-price.ts';
import type { Day } from './opening.ts';
import type { DocumentHandle, SentDocument } from './sent-document.ts';
import type { Showing } from './sights.ts';

/** A messaging service; the name of a file or folder in `channels/`. */
export type ChannelName = string;

/**
 * Where a person is reached on a channel. Cannot be printed: string conversion, JSON and inspection give `[address]`.
 */
export class Address {
  readonly #value: string;
  constructor(value: string) {
    if (value === '') throw new Error('an address may not be empty');
    this.#value = value;
  }
  /** The address itself: only for the channel that sends and the vault that seals. */
  reveal(): string {
    return this.#value;
  }
  toString(): string {
    return '[address]';
  }
  toJSON(): string {
    return '[address]';
  }
}

/** An opaque mark of a message a channel sent, to replace it; never leaves memory unsealed. */
export type ScreenMark = string;

/** What a person did, with everything else dropped at the channel's door. */
export type InboundEvent =
  | { readonly kind: 'command'; readonly name: string; readonly argument: string | null }
  | { readonly kind: 'button'; readonly data: string; readonly screen: ScreenMark | null }
  | { readonly kind: 'text'; readonly text: string }
  /** A file. Where no question wants one, it means what `other` means: nothing of it is fetched or kept. */
  | { readonly kind: 'document'; readonly document: SentDocument }
  /** A photo, voice, sticker, contact, location …: nothing of it is kept, only that it came. */
  | { readonly kind: 'other' }
  /** The person blocked or deleted us. */
  | { readonly kind: 'left' }
  /** The person unblocked us: consent must be given afresh. */
  | { readonly kind: 'returned' }
  /** The person told the service that we may not write first, or that we may again. Replies go on. */
  | { readonly kind: 'opted-out' }
  | { readonly kind: 'opted-in' }
  /** The person has another address now, and said nothing: see `formerly`. */
  | { readonly kind: 'moved' };

export interface InboundMessage {
  readonly channel: ChannelName;
  readonly address: Address;
  /** Another address of the same person, proven by the service: whoever is known by it is known by `address` from now on. */
  readonly formerly?: Address;
  /** When they did it, by the service's clock; absent where it does not say. */
  readonly at?: Date;
  /** Of the update, for recognising repeats; hashed before it is kept. */
  readonly updateId: string;
  /** BCP 47 guess from the person's app. */
  readonly localeHint: string | null;
  readonly event: InboundEvent;
}

/**
 * Called for each inbound message; resolves when its effect is committed and the replies are sent, rejects when it must
 * come again. `committed` is called in between: a service that waits for our answer need not wait for the replies.
 */
export type Receive = (message: InboundMessage, committed?: () => void) => Promise<void>;

/** What a service says later of a message that it took, from the lowest: a higher one takes the place of a lower. */
export const MESSAGE_STATUSES = ['sent', 'delivered', 'read', 'failed'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** Why a service holds us back, or may soon: somebody must look before pushes go on. */
export const RESTRICTIONS = ['template-paused', 'template-recategorised', 'account', 'quality'] as const;
export type Restriction = (typeof RESTRICTIONS)[number];

/** What a service says of its own accord: of one message, or of us. */
export type Word =
  | {
      readonly kind: 'message';
      /** Of the message, for merging its statuses; hashed before it is kept. */
      readonly id: string;
      readonly status: MessageStatus;
      /** As it was given to `send`; `null` for a reply. */
      readonly receipt: string | null;
      /** Of a failure. */
      readonly reason: SendReason | null;
    }
  | { readonly kind: 'restricted'; readonly why: Restriction };

/** Called for each word of a service; resolves when it is written down, rejects when it must come again. */
export type Hear = (word: Word) => Promise<void>;

/** Why a message could not be sent: one closed list for all channels (`docs/architecture.md`, errors). */
export type SendReason =
  | { readonly kind: 'blocked' }
  /** `scope` is the whole token, or this person only. */
  | { readonly kind: 'throttled'; readonly retryAfterSeconds: number; readonly scope: 'token' | 'person' }
  /** `reached`: whether the request may have arrived. */
  | { readonly kind: 'unavailable'; readonly reached: 'no' | 'maybe' }
  | { readonly kind: 'rejected' }
  | { readonly kind: 'misconfigured' }
  /** The service holds us back because of how our messages were taken: a person decides whether to go on. */
  | { readonly kind: 'restricted' }
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'window-closed' }
  | { readonly kind: 'capped' }
  /** The person told the service that we may not write first. */
  | { readonly kind: 'opted-out' };

/** Thrown by a channel's `send`. Not for our own bugs: those stay plain errors. */
export class SendError extends Error {
  override readonly name = 'SendError';
  readonly reason: SendReason;
  constructor(reason: SendReason, options?: ErrorOptions) {
    super(`could not send: ${reason.kind}`, options);
    this.reason = reason;
  }
}

/** What a channel can carry; texts and labels are tested against it in every locale. */
export interface ChannelLimits {
  /** UTF-16 units of a text after markup. */
  readonly textUnits: number;
  /** Characters of a button's label that still read well. */
  readonly labelUnits: number;
  /** Bytes of a button's data. */
  readonly dataBytes: number;
  /** Buttons that fit under one message. */
  readonly buttons: number;
  /** Pushes a second that the service allows a token, and a margin below it. */
  readonly perSecond: number;
  /** Milliseconds between two pushes to one person. */
  readonly perPersonMs: number;
  /** Hours for which the service may repeat an update. */
  readonly repeatHours: number;
}

/**
 * Present where a service lets us write freely only for some hours after a person's message. Outside, one knock goes
 * out in place of a message (`domain/knock.ts`).
 */
export interface ReplyWindow {
  readonly hours: number;
  /** How many people may be knocked at within any 24 hours, as the service last said; may be infinite. */
  cap(): number;
  /** What one knock costs on a day, where that is on file. */
  price?(day: Day): MessagePrice | null;
}

/** How a channel fares: `refused` when the service refused us for good. */
export type ChannelState = 'starting' | 'running' | 'refused' | 'stopped';

/** What the channel shows of us before and beside the chat, per locale. */
export interface Introduction {
  readonly locale: string;
  readonly name: string;
  readonly description: string;
  readonly shortDescription: string;
  readonly commands: readonly { readonly name: string; readonly description: string }[];
}

export interface SendOptions {
  /** Arrives without a sound. */
  readonly silent?: boolean;
  /** Replaces this message in place where the channel can; otherwise a new one is sent. A picture is never replaced. */
  readonly replaces?: ScreenMark | null;
  /** With `replaces`: in place or not at all. Where that cannot be, nothing is sent and the mark is `null`. */
  readonly onlyInPlace?: boolean;
  /** May be forwarded and copied; personal screens may not. Default true. */
  readonly shareable?: boolean;
  /** The person's reply window is closed: one of the message's knocks goes out. */
  readonly outside?: boolean;
  /** Comes back with what the service says later of this message; at most 512 characters that it cannot read. */
  readonly receipt?: string;
}

/** One messaging service. Both directions speak domain types only; codes of the service stay inside. */
export interface Channel {
  readonly name: ChannelName;
  readonly limits: ChannelLimits;
  readonly window?: ReplyWindow;
  /** Whether `replaces` can change what stands in a chat. Where not, each send is one message more. */
  readonly canEdit: boolean;
  state(): ChannelState;
  /** Called once at start: the service delivers to `receive` and `hear` until `stop`. */
  start(receive: Receive, hear: Hear): Promise<void>;
  /** Called at the end: takes nothing more, resolves when what was taken is handled. */
  stop(): Promise<void>;
  /** Called for every message to a person; throws `SendError`. Resolves to the mark of what was sent. */
  send(to: Address, message: RenderedMessage, options?: SendOptions): Promise<ScreenMark | null>;
  /**
   * Present where people can send files. Called when a conversation wants one: resolves to its bytes, at most so many;
   * throws `DocumentError`. Nothing of it stays with us.
   */
  fetchDocument?(handle: DocumentHandle, maxBytes: number): Promise<Uint8Array>;
  /** Called once after start, whenever texts may have changed. */
  introduce(introductions: readonly Introduction[]): Promise<void>;
  /** A public address where anybody can begin to talk to us, with a word to begin with; `null` while there is none. */
  invitation?(word: string): string | null;
  /** Present where people can be shown beforehand what stands in a chat: how the channel puts a message. Sends nothing. */
  shows?(message: RenderedMessage): Showing;
  /** Present where the service calls us: handles one raw HTTP call below `/hook/<name>`. */
  hook?(request: Request): Promise<Response>;
}

/** A push's way to its people: see `domain/push.ts`. */
export const LANES = ['reply', 'urgent', 'instant', 'digest'] as const;
export type Lane = (typeof LANES)[number];

/** The one clock. */
export type Clock = () => Date;
