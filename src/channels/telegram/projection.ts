/**
 * What a person did, cut out of an Update. Names, usernames, phones, places and the names of files stay here; nothing of
 * a shape that Telegram did not promise is trusted, because a thrown error would bring the same update back for ever.
 */

import { readMediaType } from '../../domain/media-type.ts';
import { codesIn } from '../../domain/opening-code.ts';
import { DocumentHandle } from '../../domain/sent-document.ts';
import type { InboundEvent } from '../../domain/terms.ts';

/** An update as the rest of the channel knows it. */
export type Projected =
  | {
      readonly kind: 'inbound';
      readonly updateId: string;
      readonly chat: string;
      readonly localeHint: string | null;
      readonly event: InboundEvent;
      /** To be answered at once, or the person's button keeps spinning. */
      readonly callbackId: string | null;
    }
  /** A press of a caption: answered, nothing more. */
  | { readonly kind: 'caption'; readonly updateId: string; readonly callbackId: string }
  /** A group or channel somebody put us into: we leave. */
  | { readonly kind: 'group'; readonly updateId: string; readonly chat: string }
  /** Nothing for us. */
  | { readonly kind: 'nothing'; readonly updateId: string };

/** Data of a caption where the server knows no disabled buttons. */
export const CAPTION_DATA = '-';

/** The longest text Telegram carries, in UTF-16 units. */
const TEXT_UNITS = 4_096;

type Fields = Readonly<Record<string, unknown>>;

/** The parts that matter; `null` when it is no update at all. Never throws. */
export function project(update: unknown): Projected | null {
  const fields = objectOf(update);
  const id = fields?.['update_id'];
  if (fields === null || typeof id !== 'number' || !Number.isSafeInteger(id)) return null;
  const updateId = String(id);
  const found =
    fromMessage(objectOf(fields['message'])) ??
    fromEdited(objectOf(fields['edited_message'])) ??
    fromButton(objectOf(fields['callback_query'])) ??
    fromStanding(objectOf(fields['my_chat_member']));
  return found === null ? { kind: 'nothing', updateId } : { ...found, updateId };
}

type Found =
  | Omit<Extract<Projected, { kind: 'inbound' }>, 'updateId'>
  | Omit<Extract<Projected, { kind: 'caption' }>, 'updateId'>
  | Omit<Extract<Projected, { kind: 'group' }>, 'updateId'>;

function fromMessage(message: Fields | null): Found | null {
  if (message === null) return null;
  return inChat(message['chat'], message['from'], messageEvent(message), null);
}

function fromEdited(message: Fields | null): Found | null {
  if (message === null) return null;
  return inChat(message['chat'], message['from'], { kind: 'other' }, null);
}

function fromButton(query: Fields | null): Found | null {
  const callbackId = query?.['id'];
  const message = objectOf(query?.['message']);
  if (query === null || message === null || typeof callbackId !== 'string') return null;
  const data = query['data'];
  if (data === CAPTION_DATA) return { kind: 'caption', callbackId };
  const mark = message['message_id'];
  const screen = typeof mark === 'number' && Number.isSafeInteger(mark) && mark > 0 ? String(mark) : null;
  // A press without data is no button of ours; it counts as one that is long out of date.
  const event: InboundEvent = { kind: 'button', data: typeof data === 'string' ? data : '', screen };
  return inChat(message['chat'], query['from'], event, callbackId);
}

function fromStanding(change: Fields | null): Found | null {
  if (change === null) return null;
  const before = objectOf(change['old_chat_member'])?.['status'];
  const now = objectOf(change['new_chat_member'])?.['status'];
  if (now === 'kicked' || now === 'left') return privateOnly(change, { kind: 'left' });
  if (now === before) return null;
  return inChat(change['chat'], change['from'], { kind: 'returned' }, null);
}

// Having left a group is what we wanted: no reason to leave it again.
function privateOnly(change: Fields, event: InboundEvent): Found | null {
  const found = inChat(change['chat'], change['from'], event, null);
  return found?.kind === 'inbound' ? found : null;
}

function inChat(chat: unknown, from: unknown, event: InboundEvent, callbackId: string | null): Found | null {
  const place = objectOf(chat);
  const person = objectOf(from);
  const id = place?.['id'];
  if (typeof id !== 'number' || !Number.isSafeInteger(id) || id === 0) return null;
  if (place?.['type'] !== 'private') return { kind: 'group', chat: String(id) };
  if (id < 0 || person?.['is_bot'] === true) return null;
  return { kind: 'inbound', chat: String(id), localeHint: localeOf(person), event, callbackId };
}

function messageEvent(message: Fields): InboundEvent {
  const text = message['text'];
  if (typeof text !== 'string' || text === '') return documentIn(message) ?? captionEvent(message['caption']);
  return commandIn(text, message['entities']) ?? { kind: 'text', text: text.slice(0, TEXT_UNITS) };
}

/** Of a picture nothing is taken but the codes of openings in the text below it: cards are passed on so, too. */
function captionEvent(caption: unknown): InboundEvent {
  const codes = typeof caption === 'string' ? codesIn(caption) : null;
  return codes === null ? { kind: 'other' } : { kind: 'text', text: codes };
}

/** A file without its name and caption. What moves is an animation, and a document beside it for older bots. */
function documentIn(message: Fields): InboundEvent | null {
  const document = objectOf(message['document']);
  const [id, bytes] = [document?.['file_id'], document?.['file_size']];
  if (typeof id !== 'string' || !/^[\w-]{1,255}$/.test(id) || message['animation'] !== undefined) return null;
  return {
    kind: 'document',
    document: {
      handle: new DocumentHandle(id),
      bytes: typeof bytes === 'number' && Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : null,
      mediaType: readMediaType(document?.['mime_type']),
    },
  };
}

/** Telegram says what is a command, at the beginning of the text; its argument is a link's payload or nothing. */
function commandIn(text: string, entities: unknown): InboundEvent | null {
  if (!Array.isArray(entities)) return null;
  const entity = entities.map(objectOf).find((one) => one?.['type'] === 'bot_command' && one['offset'] === 0);
  const length = entity?.['length'];
  if (typeof length !== 'number') return null;
  const name = /^\/([A-Za-z0-9_]{1,32})(?:@\w+)?$/.exec(text.slice(0, length))?.[1];
  if (name === undefined) return null;
  const argument = /^[A-Za-z0-9_-]{1,64}$/.exec(text.slice(length).trim())?.[0] ?? null;
  return { kind: 'command', name: name.toLowerCase(), argument };
}

function localeOf(person: Fields | null): string | null {
  const code = person?.['language_code'];
  return typeof code === 'string' && /^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$/.test(code) ? code : null;
}

const objectOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null;
