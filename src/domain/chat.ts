/** What the inbox is given for one message of one chat: everything of it happens in one transaction, or not at all. */
import type { Coordinator } from './coordinator.ts';
import type { Desk } from './desk.ts';
import type { MoveResult } from './move-code.ts';
import type { Subscribers } from './people-and-openings.ts';
import type { Subscriber } from './subscriber.ts';
import type { InboundMessage } from './terms.ts';

/** One chat while its message is being handled; nobody else handles a message of this chat at the same time. */
export interface Chat {
  /** As they stood when the message was taken up; `null` before consent and after forgetting. */
  readonly subscriber: Subscriber | null;
  /** Bound to this message's transaction. `forget` deletes at once; `Chats.handle` does the waiting. */
  readonly subscribers: Subscribers;
  /** Moving between channels, within this message's transaction. */
  readonly moves: {
    /** A code for this person, in place of an earlier one; good for ten minutes. */
    codeFor(subscriber: Subscriber): Promise<string>;
    /** Gives what belongs to a code to this chat's address; whoever was known here is replaced. */
    bring(code: string): Promise<Brought>;
  };
  /** Wrong codes of openings that this chat sent, counted within this message's transaction. */
  readonly guesses: Guesses;
  /** The coordinators' desk as this chat may use it: its `coordinator` is `null` where nobody is one. */
  readonly desk: Desk & { readonly coordinator: Coordinator | null };
  /** What was last saved here; `null` when there is none or it expired (30 minutes after it was saved). */
  readonly dialogue: string | null;
  /** Whether an opening was sent after that was said, so that it no longer stands last in the chat. */
  readonly outdated: boolean;
  /** Called with the conversation's new state, `null` when it ended. Throws when it is over 4,096 bytes of UTF-8. */
  save(dialogue: string | null): Promise<void>;
}

/** Wrong codes of openings that a chat sent: whoever sends many is guessing. */
export interface Guesses {
  /** Called before a code is looked up: whether this chat sent too many wrong ones in ten minutes. */
  tooMany(): Promise<boolean>;
  /** Called for each code that nobody knows. */
  count(): Promise<void>;
}

/** What came of a code. */
export type Brought =
  | { readonly kind: 'moved'; readonly subscriber: Subscriber }
  | { readonly kind: Exclude<MoveResult, 'moved'> };

/** `repeated`: this update was handled before, at `seenAt`; nothing was done. */
export type Handled<T> =
  | { readonly kind: 'handled'; readonly value: T }
  | { readonly kind: 'repeated'; readonly seenAt: Date };

export interface Chats {
  /**
   * Called for each inbound message. Waits for its turn in the chat, runs `work` once, commits what it did together
   * with the mark that the update was seen, and resolves after that; when `work` forgot the person, only after
   * nothing is on its way to them any more (two seconds at most): a receipt belongs after `handle`.
   * When `work` throws, nothing of it happened and the update may come again.
   */
  handle<T>(
    message: Pick<InboundMessage, 'channel' | 'address' | 'formerly' | 'updateId' | 'event'>,
    work: (chat: Chat) => Promise<T>,
  ): Promise<Handled<T>>;
}
