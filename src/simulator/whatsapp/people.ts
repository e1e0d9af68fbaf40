/** Everybody on this side of the Graph API: people, their chats with the business, and what waits for the network. */
import type { FileCard } from '../terms.ts';
import type { WhatsAppAttachment, WhatsAppMessage, WhatsAppPersonOptions } from './terms.ts';

/** What a person does; without network it waits. `at` is in milliseconds since 1970. */
export type Act =
  | { readonly act: 'say'; readonly text: string; readonly at: number }
  | { readonly act: 'send'; readonly attachment: WhatsAppAttachment; readonly at: number }
  | { readonly act: 'attach'; readonly file: FileCard; readonly at: number }
  | { readonly act: 'choose'; readonly messageId: number; readonly data: string; readonly at: number }
  | { readonly act: 'marketing'; readonly value: 'stop' | 'resume' }
  | { readonly act: 'move'; readonly phone: string | null; readonly userId: string | null };

/** A message of the business on its way: what its statuses say. */
export interface Sent {
  readonly messageId: number;
  readonly wamid: string;
  /** What the business wants back with each status. */
  readonly opaque: string | null;
  readonly toPhone: boolean;
  readonly category: string;
  /** When it is no longer tried, milliseconds since 1970. */
  readonly expiresAt: number;
}

/** One person, as the stand-in keeps them. */
export interface Person {
  readonly id: number;
  language: string;
  readonly name: string;
  phone: string;
  userId: string | null;
  readonly hidesPhone: boolean;
  marketing: boolean;
  /** When they last wrote, milliseconds since 1970: what opens the window. */
  wroteAt: number | null;
  messages: WhatsAppMessage[];
  /** The chat as it was when the network went; null with network. */
  frozen: readonly WhatsAppMessage[] | null;
  waiting: Act[];
  /** Sent while there is no network. */
  undelivered: Sent[];
  /** Delivered and not yet read. */
  unread: Sent[];
  /** Messages that arrived. */
  arrived: number;
}

export interface People {
  readonly all: ReadonlyMap<number, Person>;
  add(options: WhatsAppPersonOptions): Person;
  remove(id: number): void;
  byPhone(phone: string): Person | undefined;
  byUserId(userId: string): Person | undefined;
  /** A number for the next message of anybody. */
  nextMessageId(): number;
  /** A business-scoped id nobody ever had. */
  nextUserId(): string;
  /** A phone number nobody ever had: of a country that does not exist. */
  nextPhone(): string;
  keep(person: Person, message: WhatsAppMessage): void;
  drop(person: Person, messageId: number): void;
  /** The business has taken a message of this person. */
  heard(personId: number, messageId: number): void;
  /** Tells everybody who watches that something about this person changed. */
  changed(person: Person): void;
  /** The same of what concerns everybody, told as person 0. */
  allChanged(): void;
  onChange(listener: (personId: number) => void): () => void;
  save(): unknown;
}

/** How long after a person's last message anything may be written to them. */
const WINDOW_MS = 86_400_000;

/** Until when, milliseconds since 1970; null when the window is closed. */
export function windowOf({ wroteAt }: Pick<Person, 'wroteAt'>, now: number): number | null {
  const until = wroteAt === null ? 0 : wroteAt + WINDOW_MS;
  return until > now ? until : null;
}

/** Names that no one mistakes for a real person. */
const NAMES = [
  'Saodat',
  'Jamshid',
  'Aizada',
  'Firdavs',
  'Mohira',
  'Nurlan',
  'Zebo',
  'Ulan',
  'Shahnoza',
  'Emil',
];
const FIRST_PERSON_ID = 9_000_000_001;

interface SavedPeople {
  readonly people: readonly Person[];
  readonly messageId: number;
  readonly personId: number;
  readonly identity: number;
}
const isSaved = (value: unknown): value is SavedPeople =>
  typeof value === 'object' && value !== null && 'people' in value && Array.isArray(value.people);

/** People, none or as saved; each chat keeps its newest `keep` messages. */
export function createPeople(options: { readonly keep: number; readonly saved?: unknown }): People {
  const all = new Map<number, Person>();
  const listeners = new Set<(personId: number) => void>();
  let messageId = 100;
  let personId = FIRST_PERSON_ID;
  // Phones and ids are given to people who move as well, so they have a count of their own.
  let identity = 0;
  if (isSaved(options.saved)) {
    for (const person of options.saved.people) all.set(person.id, { ...person });
    ({ messageId, personId, identity } = options.saved);
  }

  const find = (fits: (person: Person) => boolean): Person | undefined => all.values().find(fits);
  const nextIdentity = (digits: number): string => {
    identity += 1;
    return String(identity).padStart(digits, '0');
  };
  const nextUserId = (): string => `XX.StandIn${nextIdentity(9)}`;
  const nextPhone = (): string => `99900${nextIdentity(7)}`;

  function changed(person: Person): void {
    for (const listener of listeners) listener(person.id);
  }

  return {
    all,
    add(given) {
      const id = given.id ?? personId;
      if (all.has(id)) throw new Error('a person with this id is already there');
      personId += 1;
      const person: Person = {
        id,
        language: given.language ?? 'en',
        name: given.name ?? `${NAMES[(id - FIRST_PERSON_ID) % NAMES.length] ?? 'Somebody'} Madeup`,
        phone: given.phone ?? nextPhone(),
        userId: given.userId === undefined ? nextUserId() : given.userId,
        hidesPhone: given.hidesPhone ?? false,
        marketing: true,
        wroteAt: null,
        messages: [],
        frozen: null,
        waiting: [],
        undelivered: [],
        unread: [],
        arrived: 0,
      };
      if (person.hidesPhone && person.userId === null)
        throw new Error('a person without a business-scoped id cannot hide the phone');
      all.set(id, person);
      changed(person);
      return person;
    },
    remove(id) {
      const person = all.get(id);
      all.delete(id);
      if (person !== undefined) changed(person);
    },
    byPhone: (phone) => find((person) => person.phone === phone),
    byUserId: (userId) => find((person) => person.userId === userId),
    nextMessageId() {
      messageId += 1;
      return messageId;
    },
    nextUserId,
    nextPhone,
    keep(person, message) {
      person.messages.push(message);
      if (person.messages.length > options.keep) person.messages.shift();
    },
    drop(person, id) {
      person.messages = person.messages.filter((kept) => kept.id !== id);
    },
    heard(id, ofMessage) {
      const person = all.get(id);
      if (person === undefined) return;
      person.messages = person.messages.map((kept) =>
        kept.id === ofMessage ? { ...kept, heard: true } : kept,
      );
      changed(person);
    },
    changed,
    allChanged() {
      for (const listener of listeners) listener(0);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    save: () => ({ people: [...all.values()], messageId, personId, identity }),
  };
}
