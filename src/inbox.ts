/**
 * The front door: every message of every channel comes through here. Pace, one message of a chat at a time,
 * repeats, typed commands; then the dialogue; then, when its effect is committed, the replies.
 */
import type { Chat, Chats } from './domain/chat.ts';
import { Door } from './domain/door.ts';
import { phrase, type RenderedMessage, say } from './domain/message.ts';
import type { Day } from './domain/opening.ts';
import { opensWindow, windowEnd } from './domain/reply-window.ts';
import { DocumentError, type DocumentHandle, type SentDocument } from './domain/sent-document.ts';
import type { Subscriber } from './domain/subscriber.ts';
import type { Address, InboundMessage, Receive, SendOptions } from './domain/terms.ts';
import { SendError } from './domain/terms.ts';
import type { Texts } from './domain/texts.ts';
import type { Converse, DialogueState, OfferedDocument, Person, Turn, TurnEvent } from './domain/turn.ts';
import { personIn } from './inbox/person-in.ts';
import { describeError, type Log } from './log.ts';

/** Says something back to the person who is talking; throws `SendError`. */
export type SayBack = (
  channel: string,
  to: Address,
  message: RenderedMessage,
  options: SendOptions,
) => Promise<void>;

export interface InboxParts {
  readonly chats: Chats;
  readonly converse: Converse;
  readonly texts: Texts;
  readonly sayBack: SayBack;
  /** Called when a question waits for the file that somebody sent; throws `DocumentError`. */
  readonly fetchDocument: (channel: string, handle: DocumentHandle, maxBytes: number) => Promise<Uint8Array>;
  /** Marks who blocked us, found out while replying; they are forgotten as those found out by a push. */
  readonly blocked: (channel: string, address: Address) => Promise<void>;
  /** Hours for which a person's message lets us write freely; `null` on a channel without such a window. */
  readonly windowHours: (channel: string) => number | null;
  /** Told when somebody's window opened: what waits for them may go out. */
  readonly opened: (subscriber: Subscriber) => void;
  /** Keyed, so that no address lies about in memory. */
  readonly keyOf: (message: InboundMessage) => string;
  readonly today: () => Day;
  readonly now: () => Date;
  readonly log: Log;
}

/** What is to be said back, to which screen, and whose window it opened. */
interface Said {
  readonly turn: Turn | null;
  readonly screen: string | null;
  readonly opened: Subscriber | null;
}

const NOTHING: Said = { turn: null, screen: null, opened: null };

function stateOf(saved: string | null): DialogueState | null {
  const state: DialogueState | null = saved === null ? null : JSON.parse(saved);
  // Another version of the exchange wrote it: the answers were saved, so the dialogue may begin again.
  return state?.version === 1 ? state : null;
}

/** A file as the dialogue may have it: it never holds the handle itself. */
function offered(
  { fetchDocument, log }: InboxParts,
  channel: string,
  { handle, bytes, mediaType }: SentDocument,
): OfferedDocument {
  return {
    bytes,
    mediaType,
    async fetch(maxBytes) {
      try {
        return await fetchDocument(channel, handle, maxBytes);
      } catch (error) {
        if (error instanceof DocumentError) log.warn('document.failed', { channel, reason: error.why });
        throw error;
      }
    },
  };
}

/** What a message means to the dialogue; `null` for what it need not hear of. */
function eventOf(message: InboundMessage, parts: InboxParts): TurnEvent | null {
  const { event, updateId } = message;
  if (updateId.endsWith(AGAIN)) return { kind: 'again' };
  switch (event.kind) {
    case 'left':
    case 'returned':
    case 'opted-out':
    case 'opted-in':
    case 'moved':
      return null;
    case 'text': {
      const name = parts.texts.commandFor(event.text);
      return name === null ? event : { kind: 'command', name, argument: null };
    }
    case 'document':
      return { kind: 'document', document: offered(parts, message.channel, event.document) };
    default:
      return event;
  }
}

/** A yes to messages that comes later than this may be older than a no: the service repeats what failed for days. */
const FRESH_MS = 10 * 60_000;

/** What the service says of a person, who said nothing themselves. */
async function obey({ event, at }: InboundMessage, person: Person, now: Date): Promise<void> {
  if (event.kind === 'left') await person.forget();
  if (event.kind === 'opted-out' && person.subscriber?.standing === 'active')
    await person.change({ standing: 'stopped' });
  const isFresh = at === undefined || now.getTime() - at.getTime() < FRESH_MS;
  if (event.kind === 'opted-in' && isFresh && person.subscriber?.standing === 'stopped')
    await person.change({ standing: 'active' });
}

/** Marks the second look at an update whose reply may have been lost. */
const AGAIN = '~again';

/** One message, from what it does to what is said back. */
class Handling {
  readonly #parts: InboxParts;
  readonly #startedAt: Date;

  constructor(parts: InboxParts) {
    this.#parts = parts;
    this.#startedAt = parts.now();
  }

  /** Resolves to whether the person was answered: who was not may well tap again. `committed`: see `Receive`. */
  async handle(message: InboundMessage, committed: () => void): Promise<boolean> {
    const spoken = { locale: this.#parts.texts.closest(message.localeHint) };
    const failed: unknown[] = [];
    const handled = await this.#parts.chats
      .handle(message, (chat) =>
        this.#work(chat, message, spoken).catch((error: unknown) => {
          failed.push(error);
          throw error;
        }),
      )
      .catch((error: unknown) => {
        // What failed before the work began comes again; the messenger keeps it for us.
        if (failed.length === 0) throw error;
        return null;
      });
    committed();
    if (handled === null) {
      await this.#apologise(message, spoken.locale, failed[0]);
      return false;
    }
    if (handled.kind === 'handled') {
      const answered = await this.#replyTo(message, handled.value);
      if (handled.value.opened !== null) this.#parts.opened(handled.value.opened);
      return answered;
    }
    // Committed before this process started, so its reply may have died with the last one: show where we are. What
    // the service says of a person has no reply.
    const mayLackReply = handled.seenAt < this.#startedAt && opensWindow(message.event);
    if (mayLackReply && !message.updateId.endsWith(AGAIN))
      return this.handle({ ...message, updateId: `${message.updateId}${AGAIN}` }, () => undefined);
    return true;
  }

  async #work(chat: Chat, message: InboundMessage, spoken: { locale: string }): Promise<Said> {
    const { converse, today } = this.#parts;
    const person = personIn(chat, message);
    const event = eventOf(message, this.#parts);
    if (event === null) {
      await obey(message, person, this.#parts.now());
      if (message.event.kind === 'left') await chat.save(null);
      return NOTHING;
    }
    const saved = stateOf(chat.dialogue);
    // Whoever types a number means what stands last in the chat.
    const state = saved !== null && chat.outdated ? { ...saved, keys: [] } : saved;
    spoken.locale = person.subscriber?.locale ?? person.coordinator?.locale ?? state?.locale ?? spoken.locale;
    const turn = await converse({
      state,
      overtaken: chat.outdated,
      person,
      locale: spoken.locale,
      today: today(),
      event,
    });
    await chat.save(turn.state === null ? null : JSON.stringify(turn.state));
    const opened = await this.#openWindow(message, person);
    return { turn, screen: event.kind === 'button' ? event.screen : null, opened };
  }

  /** Keeps until when we may write freely; whose window was closed until now, is told of. */
  async #openWindow({ channel, event, at }: InboundMessage, person: Person): Promise<Subscriber | null> {
    const { windowHours, now } = this.#parts;
    const hours = windowHours(channel);
    const { subscriber } = person;
    if (hours === null || subscriber === null || !opensWindow(event)) return null;
    const until = windowEnd(at ?? now(), hours);
    const before = subscriber.windowUntil;
    if (until <= now() || (before !== null && before >= until)) return null;
    await person.change({ windowUntil: until });
    return before === null || before <= now() ? person.subscriber : null;
  }

  /** A reply that does not arrive takes nothing back: the answer is kept, and the next tap shows where we are. */
  async #replyTo(message: InboundMessage, said: Said): Promise<boolean> {
    const { log, blocked } = this.#parts;
    try {
      await this.#sayAll(message, said);
      return true;
    } catch (error) {
      if (!(error instanceof SendError)) throw error;
      log.warn('reply.failed', { channel: message.channel, reason: error.reason.kind });
      if (error.reason.kind === 'blocked') await blocked(message.channel, message.address);
      return false;
    }
  }

  async #sayAll({ channel, address }: InboundMessage, said: Said): Promise<void> {
    const { texts, sayBack } = this.#parts;
    if (said.turn === null) return;
    for (const { message, inPlace, shareable } of said.turn.replies) {
      const rendered = texts.render(said.turn.locale, message);
      await sayBack(channel, address, rendered, { replaces: inPlace ? said.screen : null, shareable });
    }
  }

  async #apologise(message: InboundMessage, locale: string, error: unknown): Promise<void> {
    this.#parts.log.error('message.failed', { channel: message.channel, ...describeError(error) });
    const turn: Turn = {
      replies: [{ message: say(phrase('common:sorry')), inPlace: false, shareable: false }],
      state: null,
      locale,
    };
    await this.#replyTo(message, { ...NOTHING, turn });
  }
}

const isOfTheService = ({ event }: InboundMessage): boolean =>
  !opensWindow(event) && event.kind !== 'returned';

/** Makes the function that a channel gives each message to. */
export function createInbox(parts: InboxParts): { readonly receive: Receive } {
  const door = new Door();
  const handling = new Handling(parts);
  return {
    async receive(message, committed = () => undefined) {
      const key = parts.keyOf(message);
      const nowMs = parts.now().getTime();
      // What the service says of a person is always heard: that they left, or want no pushes.
      if (!isOfTheService(message) && !door.mayTalk(key, nowMs))
        return parts.log.warn('message.throttled', { channel: message.channel });
      if (door.tappedTwice(key, message, nowMs)) return;
      let answered = false;
      try {
        await door.inOrder(key, async () => {
          answered = await handling.handle(message, committed);
        });
      } finally {
        if (!answered) door.forgetTap(key);
      }
    },
  };
}
