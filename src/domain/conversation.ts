/** What conversations are made of. They know no channel, no locale and no store: they ask, say and save. */
import type { Message, Phrase } from './message.ts';
import type { Day, Opening } from './opening.ts';
import type { Preferences, Subscriber } from './subscriber.ts';
import type { ReportReason, SubscriberChange } from './terms.ts';

/** One thing that can be chosen. */
export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly label: Phrase;
  /** Where many options are grouped (regions by district): the group's value. */
  readonly group?: string;
}

interface QuestionBase {
  /** Unique within its conversation, `[a-z-]{1,12}`; also the key of its step. */
  readonly id: string;
  readonly text: readonly Phrase[];
  /** Shown as "2/5". */
  readonly step?: { readonly now: number; readonly of: number };
  /** Offers "skip"; the answer is then `null`. */
  readonly skippable?: boolean;
}

/** One of several. */
export interface ChoiceQuestion<Value extends string = string> extends QuestionBase {
  readonly kind: 'one';
  readonly options: readonly Option<Value>[];
  /** Buttons in a row, default 2. */
  readonly columns?: number;
}

/** Any number of several; the answer enters the log only when it is done. */
export interface MultipleQuestion<Value extends string = string> extends QuestionBase {
  readonly kind: 'many';
  readonly options: readonly Option<Value>[];
  /** Group names, in order, where options are grouped. */
  readonly groups?: readonly Option[];
  /** One tap that answers `any` at once. */
  readonly any?: Phrase;
  /** Ticked at the beginning. */
  readonly chosen?: readonly Value[];
  /** Typed words to options, script-tolerant; the words themselves are never kept. */
  readonly search?: (words: string) => readonly Value[];
  readonly columns?: number;
}

/** A whole number, by button or typed in any digits. */
export interface NumberQuestion extends QuestionBase {
  readonly kind: 'number';
  readonly suggestions: readonly { readonly value: number; readonly label: Phrase }[];
  readonly min: number;
  readonly max: number;
}

export type Question = ChoiceQuestion | MultipleQuestion | NumberQuestion;

/** What a conversation may do. Every method is a step of the replay log; none keeps what a person typed. */
export interface Dialogue {
  /** The person as they stood when the conversation began; `null` before consent. */
  readonly subscriber: Subscriber | null;
  readonly today: Day;
  /** The argument of the command or button that began it. */
  readonly argument: string | null;

  askOne<Value extends string>(question: Omit<ChoiceQuestion<Value>, 'kind'>): Promise<Value | null>;
  askMany<Value extends string>(
    question: Omit<MultipleQuestion<Value>, 'kind'>,
  ): Promise<readonly Value[] | 'any' | null>;
  askNumber(question: Omit<NumberQuestion, 'kind'>): Promise<number | null>;
  /** Shows a message; the next question follows it as a message of its own. */
  say(message: Message): Promise<void>;
  /** Remembers a small fact (a closed value, never text of a person) so that a replay sees the same. */
  remember<T extends string | number | boolean | null | readonly string[]>(
    name: string,
    find: () => T | Promise<T>,
  ): Promise<T>;

  /** Explicit yes: from now on there is a subscriber. */
  optIn(): Promise<void>;
  save(change: SubscriberChange): Promise<void>;
  /** Erases the person and this dialogue. */
  forget(): Promise<void>;
}

/** What conversations read of the exchange. */
export interface Exchange {
  /** What fits now, best first, ids; and how many there are in all. */
  fitting(preferences: Preferences): Promise<readonly Opening[]>;
  opening(id: string): Promise<Opening | null>;
  report(openingId: string, reason: ReportReason): Promise<boolean>;
}
