import { type Typing, untouched } from '../domain/answer.ts';
import type { Question } from '../domain/conversation.ts';
import { screen } from '../domain/screen.ts';
import type { Frame } from '../domain/turn.ts';
import { freshMark, type Session, showQuestion } from './session.ts';

/** A question on the screen, with the conversation that asks it. */
export interface Pending {
  readonly frame: Frame;
  readonly question: Question;
}

/** What was answered so far where a question takes more than one step. */
export const halfOf = ({ frame, question }: Pending): NonNullable<Frame['half']> =>
  frame.half ?? untouched(question);

/** How what is typed is read here. */
export const typingIn = ({ readNumber }: Pick<Typing, 'readNumber'>, { frame }: Pending): Typing => ({
  readNumber,
  canGoBack: frame.marks.length > 0,
});

/** Puts a question on the screen. */
export const ask = (session: Session, frame: Frame, question: Question): void =>
  showQuestion(session, screen(frame, question, halfOf({ frame, question }), frame.marks.length > 0));

/** The mark of the next question, where buttons work once. */
export const markAfter = ({ mark }: Frame): Partial<Frame> =>
  mark === undefined ? {} : { mark: freshMark() };
