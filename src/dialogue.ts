/**
 * Takes one message of a person to what is said back and what is kept. Conversations run on the replay engine of
 * @grammyjs/conversations: their log holds option keys and numbers, and what was typed is read and let go.
 */
import { takeDocument } from './dialogue/documents.ts';
import { ask, halfOf, markAfter, type Pending, typingIn } from './dialogue/pending.ts';
import { isOutdated, type Played, play, rewind, supply } from './dialogue/play.ts';
import {
  changeTop,
  freshFrame,
  isFor,
  push,
  type Session,
  sessionOf,
  show,
  topOf,
} from './dialogue/session.ts';
import { choiceNumber, type Progress, press, type, typedButton } from './domain/answer.ts';
import { type Pressed, readButton } from './domain/button-data.ts';
import type { Conversation, Exchange, Question, TextQuestion } from './domain/conversation.ts';
import { type Phrase, phrase } from './domain/message.ts';
import { isMoveCode } from './domain/move-code.ts';
import { CODE, markedCodes, readCode } from './domain/opening-code.ts';
import type { Converse, Frame, OfferedDocument } from './domain/turn.ts';

export interface DialogueParts {
  readonly conversations: ReadonlyMap<string, Conversation>;
  readonly exchange: Exchange;
  /** Where a person without consent is led, where everything unknown ends, and what says what an opening is by its code. */
  readonly first: string;
  readonly home: string;
  readonly byCode: string;
  /** Where a coordinator ends who is no subscriber. */
  readonly desk: string;
  /** What brings a person here from another channel, by the six digits they got there. */
  readonly byDigits: string;
  readonly readNumber: (text: string) => number | null;
}

/** Longest chain of conversations that may follow each other in one turn. */
const MOST_STEPS = 8;

/** No screen has more numbers: a larger one is a sum or a count. */
const MOST_NUMBERED = 30;

/** The word of a link that makes a coordinator, where no link leads: it counts whatever else was asked. */
const INVITATION = /(?<!\S)c_[\w-]{22}(?!\S)/;

class Dialogues {
  readonly #parts: DialogueParts;
  constructor(parts: DialogueParts) {
    this.#parts = parts;
  }

  #conversation(name: string): Conversation {
    const conversation = this.#parts.conversations.get(name);
    if (conversation === undefined) throw new Error(`there is no conversation called ${name}`);
    return conversation;
  }

  /**
   * Begins a conversation, or what takes its place: opting in for a stranger, the menu for a name nobody knows.
   * An argument that the conversation does not take is dropped here, before it could be kept.
   */
  begin(session: Session, name: string, argument: string | null): void {
    const known = session.input.person.subscriber !== null;
    const wanted = this.#parts.conversations.get(name);
    const taken = argument !== null && this.#takes(name, argument) ? argument : null;
    const { coordinator } = session.input.person;
    const refused = wanted?.needs !== undefined && !isFor(wanted, coordinator);
    const mayBegin = wanted?.needs === undefined ? wanted?.open === true || known : !refused;
    // To people who are no coordinators these conversations do not exist, which is said to nobody.
    if (refused && coordinator !== null) session.refused = true;
    if (wanted !== undefined && mayBegin) push(session, wanted, taken);
    else push(session, this.#conversation(this.#homeOf(session)), null);
  }

  /** Where everything unknown ends, for whoever it is. */
  #homeOf({ input: { person } }: Session): string {
    if (person.subscriber !== null) return this.#parts.home;
    return person.coordinator === null ? this.#parts.first : this.#parts.desk;
  }

  /** A log that an older version wrote does not fit any more: kindly said, that part starts again. */
  async #play(session: Session, frame: Frame): Promise<Played> {
    const conversation = this.#conversation(frame.name);
    try {
      return await play(session, frame, conversation, this.#parts.exchange);
    } catch (error) {
      if (!isOutdated(error)) throw error;
      show(session, { lines: [phrase('common:changed')], buttons: [] }, { apart: true });
      changeTop(session, freshFrame(conversation, frame.argument));
      return play(session, topOf(session) ?? frame, conversation, this.#parts.exchange);
    }
  }

  /** Goes on until a question is on the screen or there is nothing more to say. */
  async goOn(session: Session, hint?: Phrase): Promise<void> {
    session.hint = session.refused ? phrase('desk:not-yours') : (hint ?? null);
    session.refused = false;
    for (let step = 0; step < MOST_STEPS && !session.forgotten; step++) {
      const frame = topOf(session);
      if (frame === undefined) return;
      const played = await this.#play(session, frame);
      if (played.kind === 'asks')
        return ask(session, topOf(session) ?? frame, asAsked(session, played.question));
      session.stack.pop();
      if (played.next !== undefined) this.begin(session, played.next.to, played.next.argument ?? null);
      else if (!this.#conversation(frame.name).resumes) return;
    }
  }

  async #pending(session: Session): Promise<Pending | null> {
    const frame = topOf(session);
    if (frame === undefined) return null;
    const played = await this.#play(session, frame);
    return played.kind === 'asks' ? { frame: topOf(session) ?? frame, question: played.question } : null;
  }

  async #settle(session: Session, { frame }: Pending, progress: Progress): Promise<void> {
    if (progress.kind === 'unclear') return this.goOn(session, progress.hint);
    if (progress.kind === 'half') {
      changeTop(session, { half: progress.half });
    } else if (progress.kind === 'answered') {
      const mark = supply(frame, progress.value);
      changeTop(session, { marks: [...frame.marks, mark], half: null, ...markAfter(frame) });
    } else {
      const mark = frame.marks.at(-1);
      if (mark !== undefined) rewind(frame, mark);
      changeTop(session, { marks: frame.marks.slice(0, -1), half: null, ...markAfter(frame) });
    }
    return this.goOn(session);
  }

  /** A button of a question: of the open one, of one that was interrupted, or of one that expired meanwhile. */
  async #pressed(session: Session, data: Extract<Pressed, { kind: 'answer' }>): Promise<void> {
    const at = session.stack.findLastIndex(
      ({ name, argument }) => name === data.conversation && argument === data.argument,
    );
    const wanted = this.#parts.conversations.get(data.conversation);
    if (wanted?.needs !== undefined && (at < 0 || session.stack[at]?.mark !== data.mark))
      return this.#astray(session, 'common:old-button');
    if (at >= 0) session.stack.splice(at + 1);
    else this.begin(session, data.conversation, data.argument);
    const pending = await this.#pending(session);
    if (pending?.question.id !== data.question || pending.frame.name !== data.conversation)
      return this.goOn(session, lateHint(session, at >= 0));
    return this.#settle(session, pending, press(pending.question, halfOf(pending), data.move));
  }

  async #typed(session: Session, text: string): Promise<void> {
    const invitation = INVITATION.exec(text)?.[0].trim();
    if (invitation !== undefined) {
      this.begin(session, this.#parts.first, invitation);
      return this.goOn(session);
    }
    const codes = markedCodes(text);
    if (codes.length > 0) {
      this.begin(session, this.#parts.byCode, codes.join('~'));
      return this.goOn(session);
    }
    // Numbers of the last screen come first: below it, an older question may still be waiting.
    const key = session.input.state?.keys?.[(choiceNumber(text, this.#parts.readNumber) ?? 0) - 1];
    if (key !== undefined) return this.#button(session, key);
    const pending = await this.#pending(session);
    if (pending?.question.kind === 'text') return this.#words(session, pending, pending.question, text);
    // What stands between the number and the question may be what it was meant for: better asked again.
    if (pending !== null && this.#isOvertaken(session, text))
      return this.goOn(session, phrase('common:tap-please'));
    const progress = pending && type(pending.question, halfOf(pending), text, typingIn(this.#parts, pending));
    if (pending !== null && progress !== null && progress.kind !== 'unclear')
      return this.#settle(session, pending, progress);
    if (this.#beginTyped(session, text)) return this.goOn(session);
    if (pending !== null && progress !== null) return this.#settle(session, pending, progress);
    return this.#astray(session, 'common:tap-please');
  }

  /** Whether a number may be meant for a push that came after the question. */
  #isOvertaken({ input }: Session, text: string): boolean {
    const number = choiceNumber(text, this.#parts.readNumber);
    return input.overtaken === true && number !== null && number <= MOST_NUMBERED;
  }

  /** Words where words are asked: the numbers of buttons come first, everything else the question reads itself. */
  async #words(session: Session, pending: Pending, question: TextQuestion, text: string): Promise<void> {
    const pressed = typedButton(question, text, typingIn(this.#parts, pending));
    if (pressed !== null) return this.#settle(session, pending, pressed);
    const answer = await question.read(text, session.input.person.desk);
    return this.#settle(
      session,
      pending,
      answer.kind === 'kept' ? { kind: 'answered', value: answer.value } : answer,
    );
  }

  /** Whether a text is a code of ours: that of an opening, or the six digits of somebody who moves here. */
  #beginTyped(session: Session, text: string): boolean {
    const code = readCode(text);
    if (code !== null) this.begin(session, this.#parts.byCode, code);
    const digits = choiceNumber(text, this.#parts.readNumber);
    // Six digits of a coordinator may be a one-time code, which no argument may keep.
    const isStranger = session.input.person.subscriber === null && session.input.person.coordinator === null;
    const moves = code === null && isStranger && isMoveCode(digits);
    if (moves) this.begin(session, this.#parts.byDigits, String(digits));
    return code !== null || moves;
  }

  /** A command; a code behind one was typed by hand, whatever the command, and is told like any other. */
  #commanded(session: Session, name: string, argument: string | null): void {
    const isCode = argument !== null && CODE.test(argument) && this.#takes(name, argument);
    this.begin(session, isCode ? this.#parts.byCode : name, argument);
  }

  #takes(name: string, argument: string): boolean {
    return this.#parts.conversations.get(name)?.takes?.test(argument) === true;
  }

  /** Something we cannot take: a kind word and the open question, or the menu. A stranger's first word is a greeting. */
  #astray(session: Session, hint: string): Promise<void> {
    const { subscriber, coordinator } = session.input.person;
    const greets = session.stack.length === 0 && subscriber === null && coordinator === null;
    if (session.stack.length === 0) this.begin(session, this.#parts.home, null);
    return this.goOn(session, greets ? undefined : phrase(hint));
  }

  /** A file where a question waits for one. Elsewhere it is something we cannot take: it stays where it is. */
  async #sent(session: Session, document: OfferedDocument | null): Promise<void> {
    const pending = await this.#pending(session);
    if (pending?.question.kind !== 'document') return this.#astray(session, 'common:only-buttons');
    if (document === null) return this.goOn(session, phrase('common:file-please'));
    return this.#settle(
      session,
      pending,
      await takeDocument(pending.question, document, session.input.person.desk),
    );
  }

  /** Beginning again in the middle goes on there: what is ticked stays ticked. */
  #returnsTo(session: Session, { name, argument }: { name: string; argument: string | null }): boolean {
    const begun = session.stack.findLastIndex((frame) => frame.name === name);
    const known = session.input.person.subscriber !== null;
    if (!known || name !== this.#parts.first || argument !== null || begun < 0) return false;
    session.stack.splice(begun + 1);
    return true;
  }

  async take(session: Session): Promise<void> {
    const { event } = session.input;
    if (event.kind === 'again') return this.goOn(session);
    if (event.kind === 'text') return this.#typed(session, event.text);
    if (event.kind === 'other') return this.#sent(session, null);
    if (event.kind === 'document') return this.#sent(session, event.document);
    if (event.kind === 'command') {
      if (!this.#returnsTo(session, event)) this.#commanded(session, event.name, event.argument);
      return this.goOn(session);
    }
    return this.#button(session, event.data, event.screen !== null);
  }

  async #button(session: Session, pressed: string, onScreen = false): Promise<void> {
    const data = readButton(pressed);
    if (data === null) return this.#astray(session, 'common:old-button');
    session.inPlace = onScreen && (data.kind === 'answer' || data.inPlace);
    if (data.kind === 'answer') return this.#pressed(session, data);
    this.begin(session, data.conversation, data.argument);
    return this.goOn(session);
  }
}

/** A question as it is asked now: what may be shown once only is not shown again below a hint. */
const asAsked = ({ hint }: Session, question: Question): Question =>
  hint !== null && question.kind === 'text' && question.again !== undefined
    ? { ...question, text: question.again }
    : question;

/** What is said to a press that came too late; nothing to somebody of whom nothing was kept. */
function lateHint(session: Session, running: boolean): Phrase | undefined {
  if (running) return phrase('common:old-button');
  return session.input.person.subscriber === null ? undefined : phrase('common:went-on');
}

/** Makes the function that takes turns. */
export function createDialogue(parts: DialogueParts): Converse {
  const dialogues = new Dialogues(parts);
  return async (input) => {
    const session = sessionOf(input, parts.conversations);
    await dialogues.take(session);
    const { stack, keys } = session;
    const over = session.forgotten || (stack.length === 0 && keys.length === 0);
    return {
      replies: session.replies,
      state: over ? null : { version: 1, locale: session.locale, stack, keys },
      locale: session.locale,
    };
  };
}
