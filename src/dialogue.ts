/**
 * Runs conversations on the replay engine of @grammyjs/conversations (its only user). The log of a conversation holds
 * option keys, numbers and step names; what a person typed is read by `domain/answer.ts` and never enters it.
 */
import { type Checkpoint, ReplayEngine, type ReplayState } from '@grammyjs/conversations';
import { type Half, type Progress, press, type, untouched } from './domain/answer.ts';
import { type Pressed, readButton } from './domain/button-data.ts';
import type { Conversation, Dialogue, Exchange, Next, Question } from './domain/conversation.ts';
import { type Message, type Phrase, phrase } from './domain/message.ts';
import type { Day } from './domain/opening.ts';
import { screen } from './domain/screen.ts';
import type { Subscriber } from './domain/subscriber.ts';
import type { InboundEvent, SubscriberChange } from './domain/terms.ts';

/** One running conversation. */
export interface Frame {
  readonly name: string;
  readonly argument: string | null;
  readonly log: ReplayState;
  /** Where "back" leads: one checkpoint for each answer since the last point of no return. */
  readonly marks: readonly Checkpoint[];
  readonly half: Half | null;
}

/** What is kept of a dialogue between two messages; half an hour at most. */
export interface DialogueState {
  readonly version: 1;
  /** Chosen before consent, when there is no subscriber to hold it. */
  readonly locale: string | null;
  readonly stack: readonly Frame[];
}

/** The person of this turn, and what may be done for them. */
export interface Person {
  readonly subscriber: Subscriber | null;
  optIn(locale: string, consentVersion: number): Promise<void>;
  change(change: SubscriberChange): Promise<void>;
  forget(): Promise<void>;
}

export interface TurnInput {
  readonly state: DialogueState | null;
  readonly person: Person;
  /** The locale to speak when neither subscriber nor state has one. */
  readonly locale: string;
  readonly today: Day;
  readonly event: Extract<InboundEvent, { kind: 'command' | 'button' | 'text' | 'other' }>;
}

export interface Reply {
  readonly message: Message;
  /** Replaces the screen that was pressed, where there is one. */
  readonly inPlace: boolean;
  readonly shareable: boolean;
}

export interface Turn {
  readonly replies: readonly Reply[];
  /** `null`: nothing is kept. */
  readonly state: DialogueState | null;
  readonly locale: string;
}

export interface DialogueParts {
  readonly conversations: ReadonlyMap<string, Conversation>;
  readonly exchange: Exchange;
  /** Where a person without consent is led, and where everything unknown ends. */
  readonly first: string;
  readonly home: string;
  readonly readNumber: (text: string) => number | null;
}

/** How deep conversations may interrupt each other; the oldest is dropped. */
const MOST_FRAMES = 3;

/** Longest chain of conversations that may follow each other in one turn. */
const MOST_STEPS = 8;

interface Session {
  readonly input: TurnInput;
  readonly replies: Reply[];
  stack: Frame[];
  locale: string;
  inPlace: boolean;
  forgotten: boolean;
}

type Played =
  | { readonly kind: 'asks'; readonly question: Question }
  | { readonly kind: 'over'; readonly next: Next | undefined };

const fresh = (name: string, argument: string | null): Frame => ({
  name,
  argument,
  log: { send: [], receive: [] },
  marks: [],
  half: null,
});

/** Makes the function that takes one message of a person to what is said back and what is kept. */
export function createDialogue(parts: DialogueParts): (input: TurnInput) => Promise<Turn> {
  const conversationOf = (name: string): Conversation => {
    const conversation = parts.conversations.get(name);
    if (conversation === undefined) throw new Error(`there is no conversation called ${name}`);
    return conversation;
  };

  const top = (session: Session): Frame | undefined => session.stack.at(-1);

  const changeTop = (session: Session, change: Partial<Frame>): void => {
    const frame = session.stack.pop();
    if (frame !== undefined) session.stack.push({ ...frame, ...change });
  };

  const show = (
    session: Session,
    message: Message,
    how: { apart?: boolean; shareable?: boolean } = {},
  ): void => {
    const inPlace = session.inPlace && how.apart !== true;
    session.replies.push({ message, inPlace, shareable: how.shareable ?? false });
    if (inPlace) session.inPlace = false;
  };

  function dialogueFor(
    session: Session,
    controls: Parameters<ConstructorParameters<typeof ReplayEngine>[0]>[0],
    pending: (question: Question) => void,
  ): Dialogue {
    const { person, today } = session.input;
    // The engine gives back what `supply` stored; each question's answer was checked against it by domain/answer.ts.
    const ask = async <Answer>(question: Question): Promise<Answer> => {
      pending(question);
      return (await controls.interrupt(`ask:${question.id}`)) as Answer;
    };
    const once = async (name: string, effect: () => Promise<void>): Promise<void> => {
      await controls.action(async () => {
        await effect();
        return null;
      }, name);
    };
    return {
      get subscriber() {
        return person.subscriber;
      },
      get locale() {
        return session.locale;
      },
      today,
      argument: top(session)?.argument ?? null,
      exchange: parts.exchange,
      askOne: (question) => ask({ ...question, kind: 'one' }),
      askMany: (question) => ask({ ...question, kind: 'many' }),
      askNumber: (question) => ask({ ...question, kind: 'number' }),
      say: (message, how) => once('say', async () => show(session, message, how)),
      remember: (name, find) => controls.action(find, `note:${name}`),
      optIn: (version) =>
        once('opt-in', async () => {
          await person.optIn(session.locale, version);
          changeTop(session, { marks: [] });
        }),
      save: (change) =>
        once('save', async () => {
          if (change.locale !== undefined) session.locale = change.locale;
          if (person.subscriber !== null) await person.change(change);
        }),
      forget: () =>
        once('forget', async () => {
          await person.forget();
          session.forgotten = true;
        }),
    };
  }

  /** Plays the top conversation as far as it gets: to its next question, or to its end. */
  async function play(session: Session, frame: Frame): Promise<Played> {
    let question: Question | undefined;
    let next: Next | undefined;
    const engine = new ReplayEngine(async (controls) => {
      next = await conversationOf(frame.name).run(
        dialogueFor(session, controls, (asked) => {
          question = asked;
        }),
      );
    });
    const result = await engine.replay(frame.log);
    if (result.type === 'thrown') throw result.error;
    if (result.type === 'returned') return { kind: 'over', next };
    if (question === undefined) throw new Error(`conversation ${frame.name} waits without a question`);
    return { kind: 'asks', question };
  }

  function begin(session: Session, name: string, argument: string | null): void {
    const known = parts.conversations.get(name);
    const allowed = known !== undefined && (known.open || session.input.person.subscriber !== null);
    const wanted = allowed ? name : session.input.person.subscriber === null ? parts.first : parts.home;
    const rest = session.stack.filter((frame) => frame.name !== wanted).slice(1 - MOST_FRAMES);
    session.stack = [...rest, fresh(wanted, allowed ? argument : null)];
  }

  const showQuestion = (session: Session, frame: Frame, question: Question, hint?: Phrase): void => {
    const message = screen(frame.name, question, frame.half ?? untouched(question), frame.marks.length > 0);
    const lines = hint === undefined ? message.lines : [hint, phrase('blank'), ...message.lines];
    show(session, { ...message, lines });
  };

  /** Goes on until a question is on the screen or there is nothing more to say. */
  async function goOn(session: Session, hint?: Phrase): Promise<void> {
    for (let step = 0; step < MOST_STEPS; step++) {
      const frame = top(session);
      if (frame === undefined || session.forgotten) return;
      const played = await playOrRestart(session, frame);
      if (played.kind === 'asks') return showQuestion(session, top(session) ?? frame, played.question, hint);
      session.stack.pop();
      if (played.next !== undefined) begin(session, played.next.to, played.next.argument ?? null);
      else if (!conversationOf(frame.name).resumes) return;
    }
  }

  /** A log that an older version of the conversation wrote does not fit any more: that part starts again. */
  async function playOrRestart(session: Session, frame: Frame): Promise<Played> {
    try {
      return await play(session, frame);
    } catch (error) {
      if (!(error instanceof Error && error.message.startsWith('Bad replay'))) throw error;
      show(session, { lines: [phrase('common:changed')], buttons: [] }, { apart: true });
      session.stack[session.stack.length - 1] = fresh(frame.name, frame.argument);
      return play(session, fresh(frame.name, frame.argument));
    }
  }

  /** Applies one step to the pending question of the top conversation, then goes on. */
  async function settle(session: Session, frame: Frame, progress: Progress): Promise<void> {
    switch (progress.kind) {
      case 'unclear':
        return goOn(session, progress.hint);
      case 'half':
        changeTop(session, { half: progress.half });
        return goOn(session);
      case 'back': {
        const mark = frame.marks.at(-1);
        if (mark !== undefined) ReplayEngine.reset(frame.log, mark);
        changeTop(session, { marks: frame.marks.slice(0, -1), half: null });
        return goOn(session);
      }
      case 'answered': {
        const mark = ReplayEngine.supply(frame.log, frame.log.send.length - 1, progress.value);
        changeTop(session, { marks: [...frame.marks, mark], half: null });
        return goOn(session);
      }
    }
  }

  /** The question the top conversation waits with, if it is this one. */
  async function pendingQuestion(session: Session): Promise<{ frame: Frame; question: Question } | null> {
    const frame = top(session);
    if (frame === undefined) return null;
    const played = await playOrRestart(session, frame);
    return played.kind === 'asks' ? { frame: top(session) ?? frame, question: played.question } : null;
  }

  async function pressed(session: Session, data: Extract<Pressed, { kind: 'answer' }>): Promise<void> {
    const at = session.stack.findLastIndex((frame) => frame.name === data.conversation);
    if (at >= 0) session.stack = session.stack.slice(0, at + 1);
    else begin(session, data.conversation, null);
    const pending = await pendingQuestion(session);
    if (pending === null || pending.question.id !== data.question)
      return goOn(session, phrase(at >= 0 ? 'common:old-button' : 'common:went-on'));
    return settle(
      session,
      pending.frame,
      press(pending.question, pending.frame.half ?? untouched(pending.question), data.move),
    );
  }

  async function typed(session: Session, text: string): Promise<void> {
    const code = /^\s*#?([A-HJ-NP-Z2-9]{5})\s*$/iu.exec(text)?.[1];
    const pending = await pendingQuestion(session);
    if (pending !== null) {
      const half = pending.frame.half ?? untouched(pending.question);
      const progress = type(pending.question, half, text, parts.readNumber);
      if (progress.kind !== 'unclear' || code === undefined) return settle(session, pending.frame, progress);
    }
    if (code !== undefined) begin(session, 'openings', code.toUpperCase());
    else begin(session, parts.home, null);
    return goOn(session, code === undefined ? phrase('common:tap-please') : undefined);
  }

  async function react(session: Session): Promise<void> {
    const { event } = session.input;
    if (event.kind === 'command') {
      begin(session, event.name, event.argument);
      return goOn(session);
    }
    if (event.kind === 'text') return typed(session, event.text);
    if (event.kind === 'other') {
      if (session.stack.length === 0) begin(session, parts.home, null);
      return goOn(session, phrase('common:only-buttons'));
    }
    const data = readButton(event.data);
    if (data === null) {
      if (session.stack.length === 0) begin(session, parts.home, null);
      return goOn(session, phrase('common:old-button'));
    }
    session.inPlace = event.screen !== null && (data.kind === 'answer' || data.inPlace);
    if (data.kind === 'answer') return pressed(session, data);
    begin(session, data.conversation, data.argument);
    return goOn(session);
  }

  return async (input) => {
    const session: Session = {
      input,
      replies: [],
      stack: structuredClone([...(input.state?.stack ?? [])]).filter(({ name }) =>
        parts.conversations.has(name),
      ),
      locale: input.person.subscriber?.locale ?? input.state?.locale ?? input.locale,
      inPlace: false,
      forgotten: false,
    };
    await react(session);
    const over = session.forgotten || session.stack.length === 0;
    const state: DialogueState | null = over
      ? null
      : { version: 1, locale: session.locale, stack: session.stack };
    return { replies: session.replies, state, locale: session.locale };
  };
}
