/** Everybody on this side of the Bot API: people, their chats with the bot, and what moves between them. */
import type { Attachment, FileCard } from '../terms.ts';
import type { ReplyKeyboard } from './markup.ts';
import type { ChatMessage, PersonOptions, PersonStanding, TapAnswer } from './terms.ts';

/** What a person does; without network it waits. `at` is in milliseconds since 1970. */
export type Act =
  | { readonly act: 'say'; readonly text: string; readonly at: number }
  | { readonly act: 'send'; readonly attachment: Attachment; readonly at: number }
  | { readonly act: 'attach'; readonly file: FileCard; readonly at: number }
  | { readonly act: 'tap'; readonly messageId: number; readonly data: string }
  | { readonly act: 'block' }
  | { readonly act: 'unblock' };

/** One person, as the stand-in keeps them. */
export interface Person {
  readonly id: number;
  language: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly username: string;
  readonly phoneNumber: string;
  standing: PersonStanding;
  messages: ChatMessage[];
  keyboard: ReplyKeyboard | null;
  /** The chat as it was when the network went; null with network. */
  frozen: readonly ChatMessage[] | null;
  waiting: Act[];
  /** Messages that arrived, edits not counted. */
  arrived: number;
  /** Raised with every message of the bot and every edit: what `after` waits for. */
  touched: number;
  /** Ticks until which "typing" is shown. */
  typingUntil: number;
  lastAnswer: (TapAnswer & { readonly number: number }) | null;
}

export interface World {
  readonly people: ReadonlyMap<number, Person>;
  add(options: PersonOptions): Person;
  remove(id: number): void;
  /** A number for the next message of anybody. */
  nextMessageId(): number;
  keep(person: Person, message: ChatMessage): void;
  replace(person: Person, message: ChatMessage): void;
  drop(person: Person, messageId: number): boolean;
  /** Tells everybody who watches that something about this person changed. */
  changed(person: Person): void;
  /** The same for everybody at once. */
  allChanged(): void;
  onChange(listener: (personId: number) => void): () => void;
  save(): unknown;
}

/** Names that no one mistakes for a real person. */
const FIRST_NAMES = [
  'Zarnigor',
  'Bekzod',
  'Aigul',
  'Rustam',
  'Malika',
  'Timur',
  'Gulnora',
  'Azamat',
  'Nilufar',
  'Daniyar',
];
const FIRST_PERSON_ID = 7_000_000_001;

interface SavedWorld {
  readonly people: readonly Person[];
  readonly messageId: number;
  readonly personId: number;
}

const isSavedWorld = (value: unknown): value is SavedWorld =>
  typeof value === 'object' && value !== null && 'people' in value && Array.isArray(value.people);

/** A world, empty or as saved; each chat keeps its newest `keep` messages. */
export function createWorld(options: { readonly keep: number; readonly saved?: unknown }): World {
  const people = new Map<number, Person>();
  const listeners = new Set<(personId: number) => void>();
  let messageId = 100;
  let personId = FIRST_PERSON_ID;
  if (isSavedWorld(options.saved)) {
    for (const person of options.saved.people) people.set(person.id, { ...person, typingUntil: 0 });
    ({ messageId, personId } = options.saved);
  }

  function changed(person: Person): void {
    for (const listener of listeners) listener(person.id);
  }

  return {
    people,
    add(given) {
      const number = personId - FIRST_PERSON_ID;
      const id = given.id ?? personId;
      if (people.has(id)) throw new Error('a person with this id is already there');
      personId += 1;
      const person: Person = {
        id,
        language: given.language ?? 'en',
        firstName: given.firstName ?? FIRST_NAMES[number % FIRST_NAMES.length] ?? 'Somebody',
        lastName: given.lastName ?? 'Madeup',
        username: given.username ?? `madeup_${number + 1}`,
        phoneNumber: given.phone ?? `+99900${String(number + 1).padStart(7, '0')}`,
        standing: 'stranger',
        messages: [],
        keyboard: null,
        frozen: null,
        waiting: [],
        arrived: 0,
        touched: 0,
        typingUntil: 0,
        lastAnswer: null,
      };
      people.set(id, person);
      changed(person);
      return person;
    },
    remove(id) {
      const person = people.get(id);
      people.delete(id);
      if (person !== undefined) changed(person);
    },
    nextMessageId() {
      messageId += 1;
      return messageId;
    },
    keep(person, message) {
      person.messages.push(message);
      if (person.messages.length > options.keep) person.messages.shift();
    },
    replace(person, message) {
      person.messages = person.messages.map((kept) => (kept.id === message.id ? message : kept));
    },
    drop(person, id) {
      const before = person.messages.length;
      person.messages = person.messages.filter((kept) => kept.id !== id);
      return person.messages.length < before;
    },
    changed,
    allChanged() {
      for (const listener of listeners) listener(0);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    save: () => ({ people: [...people.values()], messageId, personId }),
  };
}
