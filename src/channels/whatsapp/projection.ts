/**
 * What one call of Meta brings, cut out of its payload. Names, phone numbers beside a business-scoped id, texts beyond
 * what was typed, places and the names of files stay here, and so do message ids: they hold the phone number in readable
 * base64.
 */
import { createHash } from 'node:crypto';
import { readMediaType } from '../../domain/media-type.ts';
import { codesIn } from '../../domain/opening-code.ts';
import { DocumentHandle } from '../../domain/sent-document.ts';
import { Address, type InboundEvent, MESSAGE_STATUSES, type Word } from '../../domain/terms.ts';
import { reasonOfCode } from './errors.ts';
import { type Fields, objectOf, objectsOf, textOf } from './fields.ts';
import { type News, newsOf } from './news.ts';

/** One thing a person did, or that became of them. */
export interface Inbound {
  readonly updateId: string;
  readonly address: Address;
  readonly formerly?: Address;
  readonly at?: Date;
  readonly event: InboundEvent;
}

/** Everything in a call, and how many things in it were nothing for us. */
export interface Brought {
  readonly inbound: readonly Inbound[];
  readonly words: readonly Extract<Word, { kind: 'message' }>[];
  readonly news: readonly News[];
  readonly ignored: number;
}

/** The longest text that is typed in WhatsApp, in UTF-16 units. */
const TEXT_UNITS = 4_096;
const DATA_UNITS = 256;

/** `CC.` and up to 128 letters and digits, in a parent portfolio `CC.ENT.…`. */
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;
const PHONE = /^\d{5,20}$/;

/** Kinds of messages whose content we want nothing of; others that we do not know are ignored. */
const OTHER: ReadonlySet<string> = new Set(
  'image audio video sticker location contacts order unsupported'.split(' '),
);

/** Whose calls are for us: other numbers and accounts may stand under the same app, with windows and limits of their own. */
export interface Ours {
  readonly phoneNumberId: string;
  readonly businessAccountId: string;
}

/** The parts that matter. Never throws; a payload of another object or for somebody else brings nothing. */
export function project(payload: unknown, { phoneNumberId, businessAccountId }: Ours): Brought {
  const fields = objectOf(payload);
  if (fields?.['object'] !== 'whatsapp_business_account') return { ...NOTHING, ignored: 1 };
  return joined(
    objectsOf(fields['entry']).flatMap((entry) =>
      objectsOf(entry['changes']).map((change) =>
        entry['id'] === businessAccountId && isFor(phoneNumberId, change)
          ? changeOf(change)
          : { ...NOTHING, ignored: 1 },
      ),
    ),
  );
}

/** What concerns the whole account names no number. */
function isFor(phoneNumberId: string, change: Fields): boolean {
  const metadata = objectOf(objectOf(change['value'])?.['metadata']);
  return metadata === null || metadata['phone_number_id'] === phoneNumberId;
}

const NOTHING: Brought = { inbound: [], words: [], news: [], ignored: 0 };

const joined = (parts: readonly Brought[]): Brought => ({
  inbound: parts.flatMap(({ inbound }) => inbound),
  words: parts.flatMap(({ words }) => words),
  news: parts.flatMap(({ news }) => news),
  ignored: parts.reduce((sum, { ignored }) => sum + ignored, 0),
});

function changeOf({ field, value: given }: Fields): Brought {
  const value = objectOf(given);
  if (value === null) return { ...NOTHING, ignored: 1 };
  const contacts = objectsOf(value['contacts']);
  if (field === 'user_preferences')
    return gathered(objectsOf(value['user_preferences']), (one) => preferenceOf(one, contacts));
  if (field !== 'messages') {
    const news = newsOf(field, value);
    return news === null ? { ...NOTHING, ignored: 1 } : { ...NOTHING, news: [news] };
  }
  const [messages, statuses] = [objectsOf(value['messages']), objectsOf(value['statuses'])];
  if (messages.length + statuses.length === 0) return { ...NOTHING, ignored: 1 };
  const words = statuses.map(wordOf).filter((word) => word !== null);
  return joined([
    gathered(messages, (message) =>
      message['type'] === 'system' ? movedOf(message) : inboundOf(message, contacts),
    ),
    { ...NOTHING, words, ignored: statuses.length - words.length },
  ]);
}

/** What reads as nothing is counted. */
function gathered(all: readonly Fields[], read: (one: Fields) => readonly Inbound[]): Brought {
  const found = all.map(read);
  return { ...NOTHING, inbound: found.flat(), ignored: found.filter(({ length }) => length === 0).length };
}

/** A number or a text as a text; anything else says nothing. */
const plain = (value: unknown): string =>
  typeof value === 'number' || typeof value === 'string' ? String(value) : '';

/** A hash tells repeats apart and says nothing: what it is made of is hashed again, with a key, before it is kept. */
const digest = (...parts: readonly string[]): string =>
  createHash('sha256').update(parts.join('\0')).digest('base64url');

const matching = (value: unknown, form: RegExp): string | null =>
  typeof value === 'string' && form.test(value) ? value : null;

/** The two ways in which Meta names a person. */
interface Ids {
  readonly userId: string | null;
  readonly phone: string | null;
}

/**
 * Who it is: by the business-scoped id wherever it comes, known before by the phone number beside it. What the thing
 * itself does not say, its contact does.
 */
function personOf(
  said: Ids,
  contacts: readonly Fields[],
): { readonly address: Address; readonly formerly?: Address } | null {
  const beside = contactOf(said, contacts);
  const userId = said.userId ?? beside.userId;
  const phone = said.phone ?? beside.phone;
  if (userId === null) return phone === null ? null : { address: new Address(phone) };
  return { address: new Address(userId), ...(phone === null ? {} : { formerly: new Address(phone) }) };
}

/** The contact with the same id or phone; the only one there is, unless it is somebody else. */
function contactOf({ userId, phone }: Ids, contacts: readonly Fields[]): Ids {
  const all = contacts.map((contact) => ({
    userId: matching(contact['user_id'], USER_ID),
    phone: matching(contact['wa_id'], PHONE),
  }));
  const differs = (said: string | null, other: string | null): boolean =>
    said !== null && other !== null && said !== other;
  const same = (said: string | null, other: string | null): boolean => said !== null && said === other;
  const found = all.find(
    (one) =>
      !(differs(userId, one.userId) || differs(phone, one.phone)) &&
      (all.length === 1 || same(userId, one.userId) || same(phone, one.phone)),
  );
  return found ?? { userId: null, phone: null };
}

function inboundOf(message: Fields, contacts: readonly Fields[]): readonly Inbound[] {
  const id = textOf(message['id']);
  if (id === null) return [];
  const event = eventOf(message);
  const person = personOf(
    { userId: matching(message['from_user_id'], USER_ID), phone: matching(message['from'], PHONE) },
    contacts,
  );
  if (event === null || person === null) return [];
  return [{ updateId: digest(id), ...person, ...timeOf(message['timestamp']), event }];
}

function timeOf(timestamp: unknown): { readonly at?: Date } {
  const seconds = Number(matching(timestamp, /^\d{1,12}$/) ?? Number.NaN);
  return Number.isFinite(seconds) ? { at: new Date(seconds * 1_000) } : {};
}

/**
 * A changed number changes the business-scoped id, too. Meta vouches for both ways to the same person: whoever is known
 * by the old id, or by the old number, is known by the new one. Source: Meta's page on system messages, 11 August 2026.
 */
function movedOf(message: Fields): readonly Inbound[] {
  const messageId = textOf(message['id']);
  const system = objectOf(message['system']);
  if (messageId === null || system === null || !MOVES.has(system['type'])) return [];
  const newPhone = matching(system['wa_id'], PHONE) ?? matching(system['new_wa_id'], PHONE);
  const userId = matching(system['user_id'], USER_ID) ?? matching(message['from_user_id'], USER_ID);
  const now = userId ?? newPhone;
  if (now === null) return [];
  return [matching(system['previous_user_id'], USER_ID), matching(message['from'], PHONE)]
    .filter((before) => before !== null && before !== now && before !== newPhone)
    .map((before, at) => ({
      updateId: digest(messageId, String(at)),
      address: new Address(now),
      formerly: new Address(before ?? ''),
      event: { kind: 'moved' },
    }));
}

const MOVES: ReadonlySet<unknown> = new Set(['user_changed_number', 'user_changed_user_id']);

function eventOf(message: Fields): InboundEvent | null {
  const { type } = message;
  switch (type) {
    case 'text':
      return typedIn(textOf(objectOf(message['text'])?.['body']));
    case 'interactive':
      return choiceIn(objectOf(message['interactive']), screenOf(message));
    case 'button':
      return press(textOf(objectOf(message['button'])?.['payload']), screenOf(message));
    case 'document':
      return documentIn(objectOf(message['document']));
    case 'request_welcome':
      return { kind: 'command', name: 'start', argument: null };
    default:
      return typeof type === 'string' && OTHER.has(type) ? captionIn(objectOf(message[type])) : null;
  }
}

/** A file without its name and caption. How large it is, Meta says when it is asked. */
function documentIn(document: Fields | null): InboundEvent {
  const id = matching(document?.['id'], /^[\w-]{1,128}$/);
  if (id === null) return { kind: 'other' };
  const mediaType = readMediaType(document?.['mime_type']);
  return { kind: 'document', document: { handle: new DocumentHandle(id), bytes: null, mediaType } };
}

/** WhatsApp knows no commands and no links with a payload: both are typed, or lie typed in the field. */
function typedIn(text: string | null): InboundEvent {
  if (text === null) return { kind: 'other' };
  const [, command, argument = null] =
    /^\/([A-Za-z0-9_]{1,32})(?:\s+([A-Za-z0-9_-]{1,64}))?\s*$/.exec(text) ?? [];
  if (command !== undefined) return { kind: 'command', name: command.toLowerCase(), argument };
  const link = /^\s*([a-z]_[A-Za-z0-9_-]{1,62})\s*$/.exec(text)?.[1];
  if (link !== undefined) return { kind: 'command', name: 'start', argument: link };
  return { kind: 'text', text: text.slice(0, TEXT_UNITS) };
}

/** Of a picture nothing is taken but the codes of openings in the text below it: cards are passed on so, too. */
function captionIn(file: Fields | null): InboundEvent {
  const caption = textOf(file?.['caption']);
  const codes = caption === null ? null : codesIn(caption);
  return codes === null ? { kind: 'other' } : { kind: 'text', text: codes };
}

function choiceIn(interactive: Fields | null, screen: string | null): InboundEvent {
  const reply = objectOf(interactive?.['button_reply']) ?? objectOf(interactive?.['list_reply']);
  return reply === null ? { kind: 'other' } : press(textOf(reply['id']), screen);
}

// A press without data is no button of ours; it counts as one that is long out of date.
const press = (data: string | null, screen: string | null): InboundEvent => ({
  kind: 'button',
  data: (data ?? '').slice(0, DATA_UNITS),
  screen,
});

function screenOf(message: Fields): string | null {
  const id = textOf(objectOf(message['context'])?.['id']);
  return id === null ? null : digest('screen', id);
}

function preferenceOf(preference: Fields, contacts: readonly Fields[]): readonly Inbound[] {
  const { category, value, timestamp } = preference;
  const person = personOf(
    { userId: matching(preference['user_id'], USER_ID), phone: matching(preference['wa_id'], PHONE) },
    contacts,
  );
  if (person === null || category !== 'marketing_messages' || (value !== 'stop' && value !== 'resume'))
    return [];
  return [
    {
      updateId: digest('preference', person.address.reveal(), value, plain(timestamp)),
      ...person,
      ...timeOf(timestamp),
      event: { kind: value === 'stop' ? 'opted-out' : 'opted-in' },
    },
  ];
}

function wordOf(status: Fields): Extract<Word, { kind: 'message' }> | null {
  const id = textOf(status['id']);
  const kind = MESSAGE_STATUSES.find((each) => each === status['status']);
  if (id === null || kind === undefined) return null;
  const code = objectsOf(status['errors'])[0]?.['code'];
  return {
    kind: 'message',
    id: digest(id),
    status: kind,
    receipt: textOf(status['biz_opaque_callback_data']),
    reason: kind === 'failed' ? reasonOfCode(typeof code === 'number' ? code : Number.NaN) : null,
  };
}
