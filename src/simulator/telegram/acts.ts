/** What people do with their phones, turned into updates for the bot. */
import type { Files } from '../files.ts';
import type { Attachment, FileCard, SentFile } from '../terms.ts';
import type { Limits } from './limits.ts';
import type { ChatMessage, TapAnswer } from './terms.ts';
import type { Updates } from './updates.ts';
import type { Act, Person, World } from './world.ts';

/** Who the bot is, as `getMe` says. */
export interface BotUser {
  readonly id: number;
  readonly is_bot: true;
  readonly first_name: string;
  readonly username: string;
}

export interface Acts {
  /** Does it now, or keeps it while the network is gone. */
  do(person: Person, act: Act): void;
  /** Sends a file, which the bot may fetch as long as it is kept. */
  attach(person: Person, file: SentFile): void;
  /** The time for an act. */
  now(): number;
  /** Like `do` for a tap, resolving when the bot answered it. */
  tap(person: Person, messageId: number, data: string): Promise<TapAnswer>;
  loseNetwork(person: Person): void;
  regainNetwork(person: Person): void;
  /** The bot's answer to a tap; false when nobody waits for it any more. */
  answer(queryId: string, answer: TapAnswer): boolean;
}

/** A tap not answered within this time is too old. Telegram's own figure is unpublished. */
const TAP_LIFE_MS = 60_000;

interface OpenTap {
  readonly person: Person;
  readonly at: number;
  resolve(answer: TapAnswer): void;
}

/** A person as `User`. */
const userOf = (person: Person): Readonly<Record<string, unknown>> => ({
  id: person.id,
  is_bot: false,
  first_name: person.firstName,
  ...(person.lastName === '' ? {} : { last_name: person.lastName }),
  ...(person.username === '' ? {} : { username: person.username }),
  language_code: person.language,
});

/** A person's chat with the bot as `Chat`. */
export const chatOf = (person: Person): Readonly<Record<string, unknown>> => ({
  id: person.id,
  type: 'private',
  first_name: person.firstName,
  ...(person.lastName === '' ? {} : { last_name: person.lastName }),
  ...(person.username === '' ? {} : { username: person.username }),
});

const seconds = (ms: number): number => Math.floor(ms / 1000);

/** A bubble as `Message`. */
export function messageOf(
  person: Person,
  bot: BotUser,
  message: ChatMessage,
): Readonly<Record<string, unknown>> {
  return {
    message_id: message.id,
    from: message.from === 'bot' ? bot : userOf(person),
    chat: chatOf(person),
    date: seconds(message.sentAt),
    ...(message.editedAt === null ? {} : { edit_date: seconds(message.editedAt) }),
    ...contentOf(person, message),
    ...(message.guarded ? { has_protected_content: true } : {}),
    ...(message.buttons.length === 0 ? {} : { reply_markup: { inline_keyboard: message.buttons } }),
  };
}

function contentOf(person: Person, message: ChatMessage): Readonly<Record<string, unknown>> {
  const { kind, text, entities, file } = message;
  const marked = (name: string): object => (entities.length === 0 ? {} : { [name]: entities });
  if (kind === 'text') return { text, ...marked('entities') };
  if (kind === 'document') return documentOf(file);
  if (message.from === 'person') return attachmentOf(person, kind);
  const id = `photo-${message.id}`;
  const photo = [{ file_id: id, file_unique_id: `unique-${id}`, width: 90, height: 90 }];
  return { photo, ...(text === '' ? {} : { caption: text }), ...marked('caption_entities') };
}

const documentOf = (file: FileCard | undefined): Readonly<Record<string, unknown>> => ({
  document: {
    file_id: file?.id,
    file_unique_id: `unique-${file?.id}`,
    file_name: file?.name,
    mime_type: file?.mediaType,
    file_size: file?.size,
  },
});

function attachmentOf(person: Person, kind: Attachment): Readonly<Record<string, unknown>> {
  const file = { file_id: `made-up-${kind}`, file_unique_id: `made-up-${person.id}`, file_size: 4096 };
  switch (kind) {
    case 'photo':
      return { photo: [{ ...file, width: 90, height: 90 }], caption: `photo of ${person.lastName}` };
    case 'voice':
      return { voice: { ...file, duration: 7, mime_type: 'audio/ogg' } };
    case 'sticker': {
      const flags = { type: 'regular', is_animated: false, is_video: false };
      return { sticker: { ...file, ...flags, width: 512, height: 512, emoji: '👋' } };
    }
    case 'contact':
      return {
        contact: { phone_number: person.phoneNumber, first_name: person.firstName, user_id: person.id },
      };
    case 'location':
      return { location: { latitude: 0.5, longitude: 0.5 } };
  }
}

/** `/start`, `/stop@bot` … anywhere in a text, as Telegram marks them. */
const commandsIn = (text: string): ChatMessage['entities'] =>
  [...text.matchAll(/(?<=^|\s)\/[A-Za-z0-9_]{1,32}(?:@[A-Za-z0-9_]+)?/g)].map((found) => ({
    type: 'bot_command',
    offset: found.index,
    length: found[0].length,
  }));

/** Acts of the people of a world, for one bot. */
export function createActs(room: {
  readonly world: World;
  readonly updates: Updates;
  readonly limits: Limits;
  readonly bot: BotUser;
  readonly files: Files;
  readonly now: () => Date;
  readonly ticks: () => number;
}): Acts {
  const { world, updates, limits, bot } = room;
  const taps = new Map<string, OpenTap>();
  const patient = new WeakMap<Act, OpenTap['resolve']>();
  // Ids of taps must not come again after a restart, so they start from the time.
  let lastTap = Date.now() * 1000;

  function write(person: Person, content: Pick<ChatMessage, 'kind' | 'text' | 'file'>): void {
    if (person.standing === 'blocked' || person.standing === 'deactivated')
      throw new Error('a person who blocked the bot must unblock it before writing');
    person.standing = 'started';
    const message: ChatMessage = {
      id: world.nextMessageId(),
      from: 'person',
      sentAt: room.now().getTime(),
      ...content,
      entities: commandsIn(content.text),
      buttons: [],
      editedAt: null,
      silent: false,
      guarded: false,
    };
    if (person.keyboard?.oneTime === true) person.keyboard = null;
    world.keep(person, message);
    limits.wrote(person.id);
    updates.push('message', person.id, messageOf(person, bot, message));
  }

  function press(person: Person, messageId: number, data: string, resolve: OpenTap['resolve']): void {
    const message = person.messages.find((kept) => kept.id === messageId);
    lastTap += 1;
    const id = String(lastTap);
    taps.set(id, { person, at: room.ticks(), resolve });
    limits.wrote(person.id);
    updates.push('callback_query', person.id, {
      id,
      from: userOf(person),
      message:
        message === undefined
          ? { chat: chatOf(person), message_id: messageId, date: 0 }
          : messageOf(person, bot, message),
      chat_instance: String(person.id * 31),
      data,
    });
  }

  function setStanding(person: Person, standing: 'started' | 'blocked'): void {
    if (standing === 'started' && person.standing !== 'blocked') return;
    if (standing === 'blocked' && person.standing === 'blocked') return;
    person.standing = standing;
    const [before, after] = standing === 'blocked' ? ['member', 'kicked'] : ['kicked', 'member'];
    const member = (status: string | undefined) => ({
      user: bot,
      status,
      ...(status === 'kicked' ? { until_date: 0 } : {}),
    });
    updates.push('my_chat_member', person.id, {
      chat: chatOf(person),
      from: userOf(person),
      date: seconds(room.now().getTime()),
      old_chat_member: member(before),
      new_chat_member: member(after),
    });
  }

  function perform(person: Person, act: Act, resolve: OpenTap['resolve'] = () => undefined): void {
    switch (act.act) {
      case 'say':
        write(person, { kind: 'text', text: act.text });
        break;
      case 'send':
        write(person, { kind: act.attachment, text: '' });
        break;
      case 'attach':
        write(person, { kind: 'document', text: '', file: act.file });
        break;
      case 'tap':
        press(person, act.messageId, act.data, resolve);
        break;
      case 'block':
        setStanding(person, 'blocked');
        break;
      case 'unblock':
        setStanding(person, 'started');
        break;
    }
  }

  function start(person: Person, act: Act, resolve?: OpenTap['resolve']): void {
    if (person.frozen === null) perform(person, act, resolve);
    else {
      person.waiting.push(act);
      if (resolve !== undefined) patient.set(act, resolve);
    }
    world.changed(person);
  }

  return {
    do: start,
    attach: (person, file) =>
      start(person, { act: 'attach', file: room.files.add(file), at: room.now().getTime() }),
    now: () => room.now().getTime(),
    tap: (person, messageId, data) =>
      new Promise((resolve) => start(person, { act: 'tap', messageId, data }, resolve)),
    loseNetwork(person) {
      person.frozen ??= person.messages;
      person.messages = [...person.messages];
      world.changed(person);
    },
    regainNetwork(person) {
      const waiting = person.waiting;
      person.frozen = null;
      person.waiting = [];
      for (const act of waiting) perform(person, act, patient.get(act));
      world.changed(person);
    },
    answer(queryId, answer) {
      const tap = taps.get(queryId);
      taps.delete(queryId);
      for (const [id, { at }] of taps) {
        if (room.ticks() - at <= TAP_LIFE_MS) break;
        taps.delete(id);
      }
      if (tap === undefined || room.ticks() - tap.at > TAP_LIFE_MS) return false;
      tap.person.lastAnswer = { ...answer, number: (tap.person.lastAnswer?.number ?? 0) + 1 };
      tap.resolve(answer);
      world.changed(tap.person);
      return true;
    },
  };
}
