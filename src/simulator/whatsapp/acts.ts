/** What people do with their phones, turned into webhooks for the business. */
import { createHash } from 'node:crypto';
import type { Files } from '../files.ts';
import type { FileCard, SentFile } from '../terms.ts';
import type { Hook } from './hook.ts';
import { type BusinessNumber, messageValue, movedValue, preferenceValue } from './payloads.ts';
import type { Act, People, Person } from './people.ts';
import type { Statuses } from './statuses.ts';
import type { Choice, WhatsAppAttachment, WhatsAppMessage } from './terms.ts';
import { wamidFor } from './wamid.ts';

export interface Acts {
  /** Does it now, or keeps it while the network is gone. */
  do(person: Person, act: Act): void;
  /** Sends a file, which the business may fetch as long as it is kept. */
  attach(person: Person, file: SentFile): void;
  /** The time for an act. */
  now(): number;
  loseNetwork(person: Person): void;
  regainNetwork(person: Person): void;
}

/** What a message says on the wire, its type included. */
type WireContent = Readonly<Record<string, unknown>>;

/** All that can be chosen in a message. */
export const choicesOf = ({ buttons, list }: WhatsAppMessage): readonly Choice[] => [
  ...buttons,
  ...(list?.sections.flatMap(({ rows }) => rows) ?? []),
];

function attachmentOf(person: Person, kind: WhatsAppAttachment): WireContent {
  const media = (type: string, more: WireContent): WireContent => ({
    mime_type: type,
    sha256: Buffer.from(`made-up-${kind}`).toString('base64'),
    id: `100${person.id}`,
    ...more,
  });
  switch (kind) {
    case 'photo':
      return { type: 'image', image: media('image/jpeg', { caption: `photo of ${person.name}` }) };
    case 'voice':
      return { type: 'audio', audio: media('audio/ogg; codecs=opus', { voice: true }) };
    case 'sticker':
      return { type: 'sticker', sticker: media('image/webp', { animated: false }) };
    case 'contact': {
      const phones = [{ phone: `+${person.phone}`, wa_id: person.phone, type: 'CELL' }];
      const name = { formatted_name: person.name, first_name: person.name };
      return { type: 'contacts', contacts: [{ name, ...(person.hidesPhone ? {} : { phones }) }] };
    }
    case 'location': {
      const place = { address: 'Nowhere Street 0', latitude: 0.5, longitude: 0.5, name: 'Nowhere' };
      return { type: 'location', location: place };
    }
    case 'reaction': {
      const latest = person.messages.findLast(({ from }) => from === 'business');
      if (latest === undefined) throw new Error('there is no message to react to');
      return { type: 'reaction', reaction: { message_id: latest.wamid, emoji: '👍' } };
    }
    case 'unsupported': {
      const title = 'Message type unknown';
      const details = 'a kind of message that this API does not know';
      return {
        type: 'unsupported',
        errors: [{ code: 131051, title, message: title, error_data: { details } }],
      };
    }
    case 'request_welcome':
      return { type: 'request_welcome' };
  }
}

const documentOf = ({ id, name, mediaType }: FileCard, files: Files): WireContent => ({
  type: 'document',
  document: {
    filename: name,
    mime_type: mediaType,
    sha256: createHash('sha256')
      .update(files.find(id)?.bytes ?? '')
      .digest('base64'),
    id,
  },
});

/** Acts of people, for one business number. */
export function createActs(room: {
  readonly people: People;
  readonly hook: Hook;
  readonly statuses: Statuses;
  readonly number: BusinessNumber;
  readonly files: Files;
  readonly now: () => Date;
}): Acts {
  const { people, hook, statuses, number } = room;
  const now = (): number => room.now().getTime();

  /** A bubble of the person, and the webhook that tells of it. */
  function write(
    person: Person,
    { content, ...shown }: Pick<WhatsAppMessage, 'kind' | 'text' | 'file'> & { content: WireContent },
  ): void {
    const at = now();
    const wamid = wamidFor(person.phone, 'person');
    const id = people.nextMessageId();
    const rest = {
      header: null,
      footer: null,
      buttons: [],
      list: null,
      link: null,
      template: null,
      heard: false,
    };
    people.keep(person, { id, wamid, from: 'person', sentAt: at, ...shown, ...rest });
    // A reaction is not a message: Meta does not say that it opens the window.
    if (shown.kind !== 'reaction') person.wroteAt = at;
    statuses.read(person);
    const value = messageValue(number, person, { wamid, at, content });
    hook.push({ field: 'messages', value, time: null, bubble: { person: person.id, message: id } });
  }

  function choose(person: Person, messageId: number, data: string): void {
    const message = person.messages.find(({ id }) => id === messageId);
    const choice = message === undefined ? undefined : choicesOf(message).find(({ id }) => id === data);
    if (message === undefined || choice === undefined) return;
    const { id, title, description } = choice;
    const context = { from: number.phone, id: message.wamid };
    const replies = {
      template: { type: 'button', button: { payload: id, text: title } },
      list: {
        type: 'interactive',
        interactive: { type: 'list_reply', list_reply: { id, title, description } },
      },
      buttons: { type: 'interactive', interactive: { type: 'button_reply', button_reply: { id, title } } },
    };
    const kind = message.kind === 'template' || message.kind === 'list' ? message.kind : 'buttons';
    write(person, { kind: 'text', text: title, content: { context, ...replies[kind] } });
  }

  function setMarketing(person: Person, value: 'stop' | 'resume'): void {
    if (person.marketing === (value === 'resume')) return;
    person.marketing = value === 'resume';
    hook.push({
      field: 'user_preferences',
      value: preferenceValue(number, person, value, now()),
      time: null,
      bubble: null,
    });
  }

  function move(person: Person, phone: string, userId: string | null): void {
    const before = { phone: person.phone, userId: person.userId };
    Object.assign(person, { phone, userId });
    const message = { wamid: wamidFor(before.phone, 'person'), at: now() };
    hook.push({
      field: 'messages',
      value: movedValue(number, person, before, message),
      time: null,
      bubble: null,
    });
  }

  function perform(person: Person, act: Act): void {
    switch (act.act) {
      case 'say':
        write(person, { kind: 'text', text: act.text, content: { type: 'text', text: { body: act.text } } });
        break;
      case 'send':
        write(person, { kind: act.attachment, text: '', content: attachmentOf(person, act.attachment) });
        break;
      case 'attach': {
        const { file } = act;
        write(person, { kind: 'document', text: '', file, content: documentOf(file, room.files) });
        break;
      }
      case 'choose':
        choose(person, act.messageId, act.data);
        break;
      case 'marketing':
        setMarketing(person, act.value);
        break;
      case 'move': {
        const userId = person.userId === null ? null : (act.userId ?? people.nextUserId());
        move(person, act.phone ?? people.nextPhone(), userId);
        break;
      }
    }
  }

  function start(person: Person, act: Act): void {
    if (person.frozen === null) perform(person, act);
    else person.waiting.push(act);
    people.changed(person);
  }

  return {
    do: start,
    attach: (person, file) => start(person, { act: 'attach', file: room.files.add(file), at: now() }),
    now,
    loseNetwork(person) {
      person.frozen ??= person.messages;
      person.messages = [...person.messages];
      people.changed(person);
    },
    regainNetwork(person) {
      const { waiting, undelivered } = person;
      person.frozen = null;
      person.waiting = [];
      person.undelivered = [];
      const [late, arriving] = [
        undelivered.filter(({ expiresAt }) => expiresAt <= now()),
        undelivered.filter(({ expiresAt }) => expiresAt > now()),
      ];
      for (const { messageId } of late) people.drop(person, messageId);
      person.arrived += arriving.length;
      person.unread.push(...arriving);
      statuses.arrived(person, arriving);
      for (const act of waiting) perform(person, act);
      people.changed(person);
    },
  };
}
