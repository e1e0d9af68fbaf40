/** The methods that put messages into chats, change them and take them away. */
import type { CrowdMember } from '../crowd.ts';
import type { Files } from '../files.ts';
import { type Acts, type BotUser, chatOf, messageOf } from './acts.ts';
import { type FormattedText, readHtml, trimmed } from './html.ts';
import { readMarkup } from './markup.ts';
import { fileOf, readPhoto } from './media.ts';
import { flagOf, integerOf, listOf, type Parameters, textOf } from './parameters.ts';
import { badRequest, forbidden } from './refusal.ts';
import type { ChatMessage, Entity } from './terms.ts';
import type { Person, World } from './world.ts';

/** What the methods work on. */
export interface Room {
  readonly world: World;
  readonly crowds: readonly CrowdMember[];
  readonly acts: Acts;
  readonly bot: BotUser;
  readonly files: Files;
  readonly now: () => Date;
  readonly ticks: () => number;
}

/** One method; throws a `Refusal`, or anything else for a mistake of ours. */
export type Method = (parameters: Parameters, room: Room) => unknown;

const MAX_TEXT_UNITS = 4096;
const MAX_CAPTION_UNITS = 1024;
const MAX_ANSWER_UNITS = 200;
const DELETABLE_MS = 48 * 3_600_000;
const TYPING_MS = 5000;
const ACTIONS: ReadonlySet<string> = new Set(
  `typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker
   find_location record_video_note upload_video_note`.split(/\s+/),
);

const crowdOf = (room: Room, id: number): CrowdMember | undefined =>
  room.crowds.find((crowd) => crowd.has(id));

/** The person of a call's chat, whoever they are. */
function personOf(parameters: Parameters, room: Room): Person {
  const id = parameters['chat_id'];
  const person = typeof id === 'number' ? room.world.people.get(id) : undefined;
  if (person === undefined) throw badRequest('chat not found');
  return person;
}

/** The person of a call's chat, if the bot may write to them. */
function reachable(parameters: Parameters, room: Room): Person {
  const person = personOf(parameters, room);
  if (person.standing === 'stranger') throw forbidden("bot can't initiate conversation with a user");
  if (person.standing === 'blocked') throw forbidden('bot was blocked by the user');
  if (person.standing === 'deactivated') throw forbidden('user is deactivated');
  return person;
}

/** The text of a call, without markup, within the limits. */
function readText(parameters: Parameters): FormattedText {
  const formatted = readFormatted(parameters, 'text', 'entities');
  if (formatted.text === '') throw badRequest('message text is empty');
  if (formatted.text.length > MAX_TEXT_UNITS) throw badRequest('message is too long');
  return formatted;
}

/** The same of a photo's caption, which may be empty. */
function readCaption(parameters: Parameters): FormattedText {
  const formatted = readFormatted(parameters, 'caption', 'caption_entities');
  if (formatted.text.length > MAX_CAPTION_UNITS) throw badRequest('message caption is too long');
  return formatted;
}

function readFormatted(parameters: Parameters, field: string, entitiesField: string): FormattedText {
  const given = withoutControls(textOf(parameters, field) ?? '');
  const mode = textOf(parameters, 'parse_mode') ?? '';
  const entities = listOf(parameters, entitiesField);
  if (mode !== '' && mode.toLowerCase() !== 'html')
    throw badRequest(
      /^markdown(v2)?$/i.test(mode) ? 'the stand-in does not play Markdown' : 'unsupported parse_mode',
    );
  return mode === ''
    ? trimmed({ text: given, entities: (entities ?? []).filter(isEntity) })
    : readHtml(given);
}

/** Telegram drops control characters; half a surrogate pair is not UTF-8 at all. */
function withoutControls(text: string): string {
  if (!text.isWellFormed()) throw badRequest('strings must be encoded in UTF-8');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is dropped
  return text.replace(/[\u0000-\u0008\u000b-\u001f]/g, ' ');
}

const isEntity = (value: unknown): value is Entity =>
  typeof value === 'object' && value !== null && 'type' in value && 'offset' in value;

const sendMessage: Method = (parameters, room) =>
  post(parameters, room, { kind: 'text', ...readText(parameters) });

const sendPhoto: Method = (parameters, room) =>
  post(parameters, room, { kind: 'photo', picture: readPhoto(parameters), ...readCaption(parameters) });

/** Puts a message of the bot into a chat. */
function post(
  parameters: Parameters,
  room: Room,
  content: Pick<ChatMessage, 'kind' | 'picture' | 'text' | 'entities'>,
): unknown {
  const id = parameters['chat_id'];
  const crowd = typeof id === 'number' ? crowdOf(room, id) : undefined;
  const markup = readMarkup(parameters);
  if (crowd !== undefined && typeof id === 'number') return sendToCrowd(crowd, id, content, room);
  const person = reachable(parameters, room);
  const message: ChatMessage = {
    id: room.world.nextMessageId(),
    from: 'bot',
    sentAt: room.now().getTime(),
    ...content,
    buttons: markup.buttons,
    editedAt: null,
    silent: flagOf(parameters, 'disable_notification'),
    guarded: flagOf(parameters, 'protect_content'),
  };
  if (markup.keyboard !== undefined) person.keyboard = markup.keyboard;
  person.typingUntil = 0;
  person.arrived += 1;
  person.touched += 1;
  room.world.keep(person, message);
  room.world.changed(person);
  return messageOf(person, room.bot, message);
}

function sendToCrowd(
  crowd: CrowdMember,
  id: number,
  content: Pick<FormattedText, 'text'>,
  room: Room,
): unknown {
  if (crowd.isBlocked(id)) throw forbidden('bot was blocked by the user');
  crowd.arrive(id);
  return {
    message_id: room.world.nextMessageId(),
    from: room.bot,
    chat: { id, type: 'private', first_name: 'Crowd' },
    date: Math.floor(room.now().getTime() / 1000),
    text: content.text,
  };
}

/** The message a call wants to change. */
function ownMessage(parameters: Parameters, person: Person): ChatMessage {
  const id = integerOf(parameters, 'message_id');
  if (id === undefined) throw badRequest('message identifier is not specified');
  const message = person.messages.find((kept) => kept.id === id);
  if (message === undefined) throw badRequest('message to edit not found');
  if (message.from !== 'bot') throw badRequest("message can't be edited");
  return message;
}

function replace(room: Room, person: Person, before: ChatMessage, change: Partial<ChatMessage>): unknown {
  const after = { ...before, ...change };
  const look = ({ text, entities, buttons }: ChatMessage): string =>
    JSON.stringify([text, entities, buttons]);
  if (look(after) === look(before))
    throw badRequest(
      'message is not modified: specified new message content and reply markup are exactly the same as a current content and reply markup of the message',
    );
  const edited = { ...after, editedAt: room.now().getTime() };
  person.touched += 1;
  room.world.replace(person, edited);
  room.world.changed(person);
  return messageOf(person, room.bot, edited);
}

const editMessageText: Method = (parameters, room) => {
  const content = readText(parameters);
  const { buttons } = readMarkup(parameters);
  const person = reachable(parameters, room);
  const message = ownMessage(parameters, person);
  if (message.kind !== 'text') throw badRequest('there is no text in the message to edit');
  return replace(room, person, message, { ...content, buttons });
};

const editMessageReplyMarkup: Method = (parameters, room) => {
  const { buttons } = readMarkup(parameters);
  const person = reachable(parameters, room);
  return replace(room, person, ownMessage(parameters, person), { buttons });
};

const deleteMessage: Method = (parameters, room) => {
  const person = reachable(parameters, room);
  const message = person.messages.find(({ id }) => id === integerOf(parameters, 'message_id'));
  if (message === undefined) throw badRequest('message to delete not found');
  if (room.now().getTime() - message.sentAt > DELETABLE_MS)
    throw badRequest("message can't be deleted for everyone");
  room.world.drop(person, message.id);
  room.world.changed(person);
  return true;
};

/** Like Telegram: ids that are unknown or too old are passed over. */
const deleteMessages: Method = (parameters, room) => {
  const person = reachable(parameters, room);
  const ids = listOf(parameters, 'message_ids') ?? [];
  if (ids.length === 0 || ids.length > 100) throw badRequest('message identifiers must be 1-100');
  const oldest = room.now().getTime() - DELETABLE_MS;
  for (const { id, sentAt } of [...person.messages])
    if (ids.includes(id) && sentAt >= oldest) room.world.drop(person, id);
  room.world.changed(person);
  return true;
};

const answerCallbackQuery: Method = (parameters, room) => {
  const text = textOf(parameters, 'text') ?? '';
  if (text.length > MAX_ANSWER_UNITS) throw badRequest('MESSAGE_TOO_LONG');
  const answer = { text, alert: flagOf(parameters, 'show_alert') };
  if (!room.acts.answer(textOf(parameters, 'callback_query_id') ?? '', answer))
    throw badRequest('query is too old and response timeout expired or query ID is invalid');
  return true;
};

const sendChatAction: Method = (parameters, room) => {
  const action = textOf(parameters, 'action') ?? '';
  if (!ACTIONS.has(action)) throw badRequest('wrong parameter action in request');
  const id = parameters['chat_id'];
  if (typeof id === 'number' && crowdOf(room, id) !== undefined) return true;
  const person = reachable(parameters, room);
  person.typingUntil = room.ticks() + TYPING_MS;
  room.world.changed(person);
  return true;
};

const getChat: Method = (parameters, room) => {
  const gifts = {
    unlimited_gifts: true,
    limited_gifts: true,
    unique_gifts: true,
    premium_subscription: true,
  };
  const limits = { accent_color_id: 0, max_reaction_count: 11, accepted_gift_types: gifts };
  return { ...chatOf(personOf(parameters, room)), ...limits };
};

/** Methods by name. */
export const SENDING_METHODS: Readonly<Record<string, Method>> = {
  sendMessage,
  sendPhoto,
  getFile: (parameters, { files }) => fileOf(parameters, files),
  editMessageText,
  editMessageReplyMarkup,
  deleteMessage,
  deleteMessages,
  answerCallbackQuery,
  sendChatAction,
  getChat,
};
