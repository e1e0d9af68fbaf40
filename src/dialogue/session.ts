import type { Conversation } from '../domain/conversation.ts';
import type { Coordinator } from '../domain/coordinator.ts';
import { type Button, type Message, type Phrase, phrase } from '../domain/message.ts';
import type { Frame, Reply, TurnInput } from '../domain/turn.ts';

/** One turn while it is being taken: what will be said and kept, until it is done. */
export interface Session {
  readonly input: TurnInput;
  readonly replies: Reply[];
  readonly stack: Frame[];
  /** What the numbers that stand last in the chat bring back, where it was no question. */
  keys: readonly string[];
  locale: string;
  /** The next message may still take the place of the screen that was pressed. */
  inPlace: boolean;
  forgotten: boolean;
  /** Something was asked for that is not theirs: it is said once. */
  refused: boolean;
  /** A kind word that stands above whatever is said next. */
  hint: Phrase | null;
}

/** Whether somebody may be in a conversation at all, by the roles it needs. */
export const isFor = (conversation: Conversation | undefined, who: Coordinator | null): boolean =>
  conversation !== undefined &&
  (conversation.needs === undefined ||
    who?.roles.some((role) => conversation.needs?.includes(role)) === true);

/** A turn as it begins; frames of conversations that are no more, or no more for this person, are dropped. */
export const sessionOf = (input: TurnInput, names: ReadonlyMap<string, Conversation>): Session => ({
  input,
  replies: [],
  // The engine writes into the log; what was loaded stays as it was in case this turn fails.
  stack: structuredClone([...(input.state?.stack ?? [])]).filter(({ name }) =>
    isFor(names.get(name), input.person.coordinator),
  ),
  keys: input.state?.keys ?? [],
  locale:
    input.person.subscriber?.locale ??
    input.person.coordinator?.locale ??
    input.state?.locale ??
    input.locale,
  inPlace: false,
  forgotten: false,
  refused: false,
  hint: null,
});

/** The conversation that is talking. */
export const topOf = (session: Session): Frame | undefined => session.stack.at(-1);

/** Changes the conversation that is talking. */
export function changeTop(session: Session, change: Partial<Frame>): void {
  const frame = session.stack.pop();
  if (frame !== undefined) session.stack.push({ ...frame, ...change });
}

/** A mark that nobody can have seen before: it makes a button work once, and guards nothing else. */
export const freshMark = (): string => crypto.randomUUID().slice(0, 8);

/** A conversation that has not asked anything yet. */
export const freshFrame = (
  { name, needs }: Pick<Conversation, 'name' | 'needs'>,
  argument: string | null,
): Frame => ({
  name,
  argument,
  log: { send: [], receive: [] },
  marks: [],
  half: null,
  ...(needs === undefined ? {} : { mark: freshMark() }),
});

/**
 * Gives every button that brings something back a number, in their order: what somebody types who cannot press it. Not
 * to a stranger: the numbers would have to be kept.
 */
function numbered(
  { input }: Session,
  message: Message,
): { readonly message: Message; readonly keys: readonly string[] } {
  if (input.person.subscriber === null) return { message, keys: [] };
  const keys: string[] = [];
  const number = (button: Button): Button =>
    button.press.kind === 'data' ? { ...button, number: keys.push(button.press.data) } : button;
  return { message: { ...message, buttons: message.buttons.map((row) => row.map(number)) }, keys };
}

/** Shows a question: its numbers are its own. */
export function showQuestion(session: Session, message: Message): void {
  put(session, message, {});
  session.keys = [];
}

/** Says something, below the hint if there is one: in place of the pressed screen the first time, unless it stands apart. */
export function show(
  session: Session,
  message: Message,
  how: { readonly apart?: boolean; readonly shareable?: boolean } = {},
): void {
  const { message: shown, keys } = numbered(session, message);
  put(session, shown, how);
  if (keys.length > 0) session.keys = keys;
}

function put(
  session: Session,
  message: Message,
  how: { readonly apart?: boolean; readonly shareable?: boolean },
): void {
  const inPlace = session.inPlace && how.apart !== true;
  const lines = session.hint === null ? message.lines : [session.hint, phrase('blank'), ...message.lines];
  session.hint = null;
  session.replies.push({ message: { ...message, lines }, inPlace, shareable: how.shareable ?? false });
  // Below what stands apart nothing is edited any more: the question would stand above it.
  if (inPlace || how.apart === true) session.inPlace = false;
}

/** How deep conversations may interrupt each other; the oldest is dropped. */
const MOST_FRAMES = 3;

/** Begins a conversation on top, or alone when it leaves the others; one that is running already begins anew. */
export function push(session: Session, conversation: Conversation, argument: string | null): void {
  const interrupted = conversation.leaves === true ? [] : session.stack;
  const others = interrupted.filter(({ name }) => name !== conversation.name).slice(1 - MOST_FRAMES);
  session.stack.splice(0, session.stack.length, ...others, freshFrame(conversation, argument));
}
