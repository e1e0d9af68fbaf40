/** What conversations are made of. They know no channel, no locale and no store: they ask, say and save. */
import type { Coordinator, Role } from './coordinator.ts';
import type { CountDay } from './count-day.ts';
import type { ChecklistStep, Country, HelpLine } from './country.ts';
import type { Desk, DeskView } from './desk.ts';
import type { Law } from './law.ts';
import type { ClockIn } from './local-time.ts';
import type { Message, Phrase } from './message.ts';
import type { MoveResult } from './move-code.ts';
import type { Day, Opening, OpeningContent, RegionCode } from './opening.ts';
import type { ReportReason, SubscriberChange } from './people-and-openings.ts';
import type { RulesPort } from './rule-desk.ts';
import type { SeasonShift } from './season.ts';
import type { Judge } from './season-wish.ts';
import type { SightsPort } from './sights.ts';
import type { Permit, Subscriber } from './subscriber.ts';

/** One thing that can be chosen. */
export interface Option<Value extends string = string> {
  readonly value: Value;
  readonly label: Phrase;
  /** Where many options are grouped (regions by district): the group's value. */
  readonly group?: string;
  readonly emphasis?: 'good' | 'danger';
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

/** What has options to choose from. */
interface OptionsBase<Value extends string> extends QuestionBase {
  readonly options: readonly Option<Value>[];
  /** Group names, in order, where options are grouped: one is opened at a time. */
  readonly groups?: readonly Option[];
  /** Typed words to options, script-tolerant; the words themselves are never kept. */
  readonly search?: (words: string) => readonly Value[];
  /** Buttons in a row, default 2. */
  readonly columns?: number;
}

/** One of several: the first tap on an option answers. */
export interface ChoiceQuestion<Value extends string = string> extends OptionsBase<Value> {
  readonly kind: 'one';
}

/** Any number of several; the answer enters the log only when it is done. */
export interface MultipleQuestion<Value extends string = string> extends OptionsBase<Value> {
  readonly kind: 'many';
  /** One tap that answers `any` at once. */
  readonly any?: Phrase;
  /** Ticked at the beginning. */
  readonly chosen?: readonly Value[];
}

/** A whole number, by button or typed in any digits. */
export interface NumberQuestion extends QuestionBase {
  readonly kind: 'number';
  readonly suggestions: readonly { readonly value: number; readonly label: Phrase }[];
  readonly min: number;
  readonly max: number;
  /**
   * Where small numbers answer nothing: a typed one below `from` is the button of that number, and one that no button
   * has is asked again with `hint`. Without it every typed number is taken at its word.
   */
  readonly typed?: { readonly from: number; readonly hint: Phrase };
}

/** What becomes of typed words or of a file: a value of ours that enters the log, or why they are no answer yet. */
export type KeptAnswer<Kept extends string = string> =
  | { readonly kind: 'kept'; readonly value: Kept }
  | { readonly kind: 'unclear'; readonly hint: Phrase };

/** Words of a coordinator, or digits that nobody keeps. Subscribers are never asked for words. */
export interface TextQuestion<Kept extends string = string> extends QuestionBase {
  readonly kind: 'text';
  /** What may be tapped instead. */
  readonly options?: readonly Option<Kept>[];
  /** Options are numbers, and a typed number is one: it presses no button. */
  readonly literal?: boolean;
  /** Buttons in a row, default 2. */
  readonly columns?: number;
  /** Stands in place of `text` when it is asked again: of what is not to be shown twice. */
  readonly again?: readonly Phrase[];
  /**
   * Reads the words, which are gone when it resolves: what shall stay goes to the desk, and only a closed value enters
   * the log. It is no step of the log itself, so it calls nothing of the dialogue.
   */
  readonly read: (text: string, desk: Desk) => Promise<KeptAnswer<Kept>>;
}

/** A file that the person sends into the chat. */
export interface DocumentQuestion<Kept extends string = string> extends QuestionBase {
  readonly kind: 'document';
  /** 1,000,000 unless it says less; never more. */
  readonly maxBytes?: number;
  /**
   * Reads the bytes, which are gone when it resolves. What shall stay it gives to a port of the exchange, and answers
   * with the id it lies under, `[\w-]{1,64}`: that alone enters the log. It is no step of the log itself, so it calls
   * nothing of the dialogue; after a crash it may be called again with the same file.
   */
  readonly take: (bytes: Uint8Array, mediaType: string | null, desk: Desk) => Promise<KeptAnswer<Kept>>;
}

export type Question = ChoiceQuestion | MultipleQuestion | NumberQuestion | TextQuestion | DocumentQuestion;

/** Where a conversation leads when it is over: another one, in the same place of the chat. */
export interface Next {
  readonly to: string;
  readonly argument?: string;
}

/** What came of a code that somebody sent; `tries`: too many were wrong, and it was not looked up. */
export type LookedUp =
  | { readonly kind: 'found'; readonly opening: Opening }
  | { readonly kind: 'unknown' | 'tries' };

/** What a conversation may do. Every method is a step of the replay log; none keeps what a person typed. */
export interface Dialogue {
  /** The person as they stand now; `null` before consent. Branch on it only through `remember`. */
  readonly subscriber: Subscriber | null;
  /** Whom they are at the desk; `null` for everybody else. Branch on it only through `remember`. */
  readonly coordinator: Coordinator | null;
  /** What may be seen at the desk now; what changes anything goes through `act`. */
  readonly desk: DeskView;
  readonly locale: string;
  readonly today: Day;
  /** The argument of the command or button that began it. */
  readonly argument: string | null;
  readonly exchange: Exchange;

  askOne<Value extends string>(question: Omit<ChoiceQuestion<Value>, 'kind'>): Promise<Value | null>;
  askMany<Value extends string>(
    question: Omit<MultipleQuestion<Value>, 'kind'>,
  ): Promise<readonly Value[] | 'any' | null>;
  askNumber(question: Omit<NumberQuestion, 'kind'>): Promise<number | null>;
  /** Waits for words; resolves to what `read` made of them. Only for coordinators, and for who becomes one. */
  askText<Kept extends string>(question: Omit<TextQuestion<Kept>, 'kind'>): Promise<Kept | null>;
  /** Waits for a file; resolves to what `take` kept of it. */
  askDocument<Kept extends string>(question: Omit<DocumentQuestion<Kept>, 'kind'>): Promise<Kept | null>;
  /** Shows a message, in place of the screen that was pressed unless `apart`. */
  say(message: Message, how?: { readonly apart?: boolean; readonly shareable?: boolean }): Promise<void>;
  /** Remembers a small fact (a closed value, never text of a person) so that a replay sees the same. */
  remember<T extends string | number | boolean | null | readonly string[]>(
    name: string,
    find: () => T | Promise<T>,
  ): Promise<T>;

  /**
   * The opening of a code that came from a person: wrong ones are counted. No step of the log, which an opening would
   * not fit into: for conversations that ask nothing.
   */
  lookUp(code: string): Promise<LookedUp>;
  /** Does something at the desk, once; resolves to a closed value, which a replay sees again. */
  act<T extends string | number | boolean | null>(name: string, deed: (desk: Desk) => Promise<T>): Promise<T>;

  /** Explicit yes: from now on there is a subscriber, and no way back to the questions before. */
  optIn(consentVersion: number): Promise<void>;
  save(change: SubscriberChange): Promise<void>;
  /** Erases the person and every dialogue of theirs. */
  forget(): Promise<void>;
  /** A code with which the person may go to another channel. */
  moveCode(): Promise<string>;
  /** Brings here what belongs to a code; from then on the person is whom the code belonged to. */
  moveHere(code: string): Promise<MoveResult>;
}

/** A thing a person can do: one file of `conversations/`. */
export interface Conversation {
  /** Also its command, `/name`; `[a-z]{1,16}`. */
  readonly name: string;
  /** Shown in the channel's list of commands. */
  readonly listed: boolean;
  /** Needs no consent: may be used by somebody we do not know. */
  readonly open: boolean;
  /**
   * Only for coordinators in one of these roles, who need not be subscribers: nobody else can begin it, go on with it or
   * press its buttons. Its buttons answer the question they stand under once, and nothing afterwards.
   */
  readonly needs?: readonly Role[];
  /** When it is over, the question it interrupted is asked again. */
  readonly resumes: boolean;
  /** Ends whatever it interrupted. */
  readonly leaves?: boolean;
  /** What it can be begun with; anything else after its name was typed by a person, and is let go. */
  readonly takes?: RegExp;
  run(dialogue: Dialogue): Promise<Next | undefined>;
}

/** What conversations may see and do in the exchange. */
export interface Exchange {
  /** What fits now, best first, at most 200; those put aside are left out. */
  fitting(subscriber: Subscriber): Promise<readonly Opening[]>;
  /** The same, then what nothing but their right to work speaks against. */
  browsable(subscriber: Subscriber): Promise<readonly Opening[]>;
  /** The rules in force. */
  law(): Law;
  /** How many openings of work are open, by region; a region without any is absent. */
  openCounts(): Promise<ReadonlyMap<RegionCode, number>>;
  /** Whom people may ask in public, and what somebody does who moves to another region. */
  readonly helpLines: readonly HelpLine[];
  readonly checklist: readonly ChecklistStep[];
  openingByCode(code: string): Promise<Opening | null>;
  /** The sheet of an opening for walls, as PNG. */
  sheetOf(opening: Opening): Promise<Uint8Array>;
  /** Called before a person is shown one opening: they hear of its changes. Resolves to the opening as it is now. */
  showed(opening: Opening, subscriber: Subscriber): Promise<Opening>;
  /** One vote a person and opening; false when it was cast before. */
  report(opening: Opening, subscriber: Subscriber, reason: ReportReason): Promise<boolean>;
  /** Whether several people, this one apart, reported it and nobody has decided yet. */
  isReported(opening: Opening, subscriber: Subscriber | null): Promise<boolean>;
  /** Everything stored about a person, as `/mydata` shows it. */
  dataOf(subscriber: Subscriber): Readonly<Record<string, unknown>>;
  /** Harvests, months ahead. */
  readonly seasons: SeasonsPort;
  /** Regions and districts that can be chosen, and the search over their names. */
  readonly places: Places;
  /** What helps to write an opening. */
  readonly posting: PostingPort;
  /** What helps to correct a rule. */
  readonly rules: RulesPort;
  /** What other channels show of what goes out. */
  readonly sights: SightsPort;
  /** Where the other channels are found, with a word to begin with there. */
  doors(word: string): readonly { readonly channel: string; readonly url: string }[];
  /** A moment as people read it: the day and hour of the country's default zone. */
  hourOf(at: Date): { readonly day: Day; readonly hour: number };
  /** The clock of a region, for what happens there. */
  readonly clockIn: ClockIn;
  /** The day of a count of places; `null` once it is too old to be said. */
  readonly countDay: CountDay;
  /** Languages, most likely first for an app's language code. */
  languages(hint: string | null): readonly { readonly code: string; readonly name: string }[];
}

/** The seasons of the country, and what is known of them this year. */
export interface SeasonsPort {
  readonly country: Pick<Country, 'seasons' | 'crops' | 'regions' | 'districts'>;
  /** What coordinators said of seasons that may still run. */
  shifts(): Promise<readonly SeasonShift[]>;
  /** Whether a right to work counts for work somewhere. */
  judge(permit: Permit | null): Judge;
  /** Harvests that can be taken up, whoever they fit. */
  openings(): Promise<readonly Opening[]>;
}

/** What helps to write an opening: the country's money, and reading what somebody sent. */
export interface PostingPort {
  /** ISO 4217. */
  readonly currency: string;
  /** A phrase as plain text, for what an opening is called. */
  inWords(locale: string, phrase: Phrase): string;
  /** The region that words name clearly. */
  regionNamed(words: string): RegionCode | null;
  /** Regions that words may mean, with one slip of the finger: thousands are sent where a poster says. */
  regionsLike(words: string): readonly RegionCode[];
  /** The rows of a table of openings; `null`: it is none. */
  readTable(bytes: Uint8Array, today: Day): Promise<readonly TableRow[] | null>;
}

/** A row of a table, by its line: an opening, or the columns whose cells are wrong. */
export type TableRow =
  | { readonly line: number; readonly content: OpeningContent }
  | { readonly line: number; readonly wrong: readonly string[] };

export interface Places {
  readonly districts: readonly string[];
  readonly regions: readonly { readonly code: string; readonly district: string }[];
  /** City and the region around it, which people take for one. */
  readonly pairs: Country['pairs'];
  search(words: string): readonly string[];
}
