import { ReplayEngine } from '@grammyjs/conversations';
import type { Conversation, Dialogue, Exchange, Next, Question } from '../domain/conversation.ts';
import type { Frame } from '../domain/turn.ts';
import { changeTop, type Session, show } from './session.ts';

/** How far a conversation got: to its next question, or to its end. */
export type Played =
  | { readonly kind: 'asks'; readonly question: Question }
  | { readonly kind: 'over'; readonly next: Next | undefined };

type Controls = Parameters<ConstructorParameters<typeof ReplayEngine>[0]>[0];

/** What a conversation may do, each as one step of the replay log. */
function dialogueOf(
  session: Session,
  frame: Frame,
  exchange: Exchange,
  controls: Controls,
  onAsk: (question: Question) => void,
): Dialogue {
  const { person, today } = session.input;
  const ask = async <Answer>(question: Question): Promise<Answer> => {
    onAsk(question);
    // What `supply` stored was checked against this very question by domain/answer.ts.
    return (await controls.interrupt(`ask:${question.id}`)) as Answer;
  };
  const once = async (name: string, effect: () => Promise<void>): Promise<void> => {
    await controls.action(() => effect().then(() => null), name);
  };
  return {
    get subscriber() {
      return person.subscriber;
    },
    get coordinator() {
      return person.coordinator;
    },
    desk: person.desk,
    get locale() {
      return session.locale;
    },
    today,
    argument: frame.argument,
    exchange,
    askOne: (question) => ask({ ...question, kind: 'one' }),
    askMany: (question) => ask({ ...question, kind: 'many' }),
    askNumber: (question) => ask({ ...question, kind: 'number' }),
    askText: (question) => ask({ ...question, kind: 'text' }),
    askDocument: (question) => ask({ ...question, kind: 'document' }),
    say: (message, how) => once('say', async () => show(session, message, how)),
    lookUp: async (code) => {
      if (await person.guesses.tooMany()) return { kind: 'tries' };
      const opening = await exchange.openingByCode(code);
      if (opening !== null) return { kind: 'found', opening };
      await person.guesses.count();
      return { kind: 'unknown' };
    },
    remember: (name, find) => controls.action(find, `note:${name}`),
    act: (name, deed) => controls.action(() => deed(person.desk), `desk:${name}`),
    optIn: (version) =>
      once('opt-in', async () => {
        await person.optIn(session.locale, version);
        changeTop(session, { marks: [] });
      }),
    save: (change) =>
      once('save', async () => {
        if (change.locale !== undefined) {
          session.locale = change.locale;
          await person.desk.speak(change.locale);
        }
        if (person.subscriber !== null) await person.change(change);
      }),
    forget: () =>
      once('forget', async () => {
        await person.forget();
        session.forgotten = true;
      }),
    moveCode: () => controls.action(() => person.moveCode(), 'move-code'),
    moveHere: (code) =>
      controls.action(async () => {
        const result = await person.moveHere(code);
        if (result !== 'moved') return result;
        session.locale = person.subscriber?.locale ?? session.locale;
        // Whoever was asked something here before was somebody else.
        session.stack.splice(0, session.stack.length - 1);
        return result;
      }, 'move-here'),
  };
}

/** Plays a conversation from its log as far as it gets. Throws what it throws; the log then is not to be kept. */
export async function play(
  session: Session,
  frame: Frame,
  conversation: Conversation,
  exchange: Exchange,
): Promise<Played> {
  let question: Question | undefined;
  let next: Next | undefined;
  const engine = new ReplayEngine(async (controls) => {
    const onAsk = (asked: Question): void => {
      question = asked;
    };
    next = await conversation.run(dialogueOf(session, frame, exchange, controls, onAsk));
  });
  const result = await engine.replay(frame.log);
  if (result.type === 'thrown') throw result.error;
  if (result.type === 'returned') return { kind: 'over', next };
  if (question === undefined) throw new Error(`the conversation ${frame.name} waits without a question`);
  return { kind: 'asks', question };
}

/** Whether a log was written by another version of its conversation (the engine's own words). */
export const isOutdated = (error: unknown): boolean =>
  error instanceof Error && error.message.startsWith('Bad replay');

/** Puts an answer into the log; `back` to what it returns undoes it. */
export const supply = (frame: Frame, value: unknown): [number, number] =>
  ReplayEngine.supply(frame.log, frame.log.send.length - 1, value);

/** Takes the log back to a mark. */
export const rewind = (frame: Frame, mark: [number, number]): void => ReplayEngine.reset(frame.log, mark);
