import type { Half } from './answer.ts';
import type { Guesses } from './chat.ts';
import type { Coordinator } from './coordinator.ts';
import type { Desk } from './desk.ts';
import type { Message } from './message.ts';
import type { MoveResult } from './move-code.ts';
import type { Day } from './opening.ts';
import type { SubscriberChange } from './people-and-openings.ts';
import type { SentDocument } from './sent-document.ts';
import type { Subscriber } from './subscriber.ts';
import type { InboundEvent } from './terms.ts';

/** What a running conversation has asked and been answered: option keys, numbers and step names only. */
export interface ReplayLog {
  send: { payload: string }[];
  receive: { send: number; returnValue: unknown }[];
}

/** One running conversation. */
export interface Frame {
  readonly name: string;
  readonly argument: string | null;
  readonly log: ReplayLog;
  /** Where "back" leads: the log's lengths before each answer since the last point of no return. */
  readonly marks: readonly [number, number][];
  /** A choice being made: lies beside the log, because only the final choice enters it. */
  readonly half: Half | null;
  /** Where buttons work once: what those of the open question carry, another one after each answer. */
  readonly mark?: string;
}

/** What is kept of a dialogue between two messages; half an hour at most. */
export interface DialogueState {
  readonly version: 1;
  /** Chosen before consent, when there is no subscriber to hold it. */
  readonly locale: string | null;
  /** The conversation that is talking is the last; those it interrupted lie below. */
  readonly stack: readonly Frame[];
  /** What the numbers under the last screen bring back, where it was no question: the first is 1. */
  readonly keys?: readonly string[];
}

/** The person of a turn, and what may be done for them. */
export interface Person {
  /** As they stand now: changes show at once. */
  readonly subscriber: Subscriber | null;
  /** Whom they are at the desk, as they stand now; `null` for everybody else. May be a subscriber, too. */
  readonly coordinator: Coordinator | null;
  readonly desk: Desk;
  optIn(locale: string, consentVersion: number): Promise<void>;
  change(change: SubscriberChange): Promise<void>;
  forget(): Promise<void>;
  /** A code with which they may take everything along to another channel. Only for a subscriber. */
  moveCode(): Promise<string>;
  /** Wrong codes of openings that this chat sent. */
  readonly guesses: Guesses;
  /** Brings here what belongs to a code; see `MoveResult`. */
  moveHere(code: string): Promise<MoveResult>;
}

/** A file as a turn sees it: it may be had, once, while the turn lasts. */
export interface OfferedDocument extends Omit<SentDocument, 'handle'> {
  /** Throws `DocumentError`. */
  fetch(maxBytes: number): Promise<Uint8Array>;
}

/** `again`: a message whose reply may have been lost came once more; where we are is shown. */
export type TurnEvent =
  | Extract<InboundEvent, { kind: 'command' | 'button' | 'text' | 'other' }>
  | { readonly kind: 'document'; readonly document: OfferedDocument }
  | { readonly kind: 'again' };

export interface TurnInput {
  readonly state: DialogueState | null;
  /** A push stands below what was said last: a small number means neither its buttons nor the question above for sure. */
  readonly overtaken?: boolean;
  readonly person: Person;
  /** The locale to speak when neither subscriber nor state has one. */
  readonly locale: string;
  readonly today: Day;
  readonly event: TurnEvent;
}

export interface Reply {
  readonly message: Message;
  /** Replaces the screen that was pressed, where there is one. */
  readonly inPlace: boolean;
  /** Personal screens may not be forwarded. */
  readonly shareable: boolean;
}

export interface Turn {
  readonly replies: readonly Reply[];
  /** `null`: nothing is kept. */
  readonly state: DialogueState | null;
  readonly locale: string;
}

/** One message of a person in, what is said and kept out. Throws what a conversation throws. */
export type Converse = (input: TurnInput) => Promise<Turn>;
