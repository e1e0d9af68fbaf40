/** The one method that puts messages into chats. */
import type { CrowdMember } from '../crowd.ts';
import { checkBody } from './body.ts';
import { type Content, type FreeForm, readContent } from './content.ts';
import { fillTemplate, type TemplateSend } from './filling.ts';
import type { Limits } from './limits.ts';
import type { Media } from './media.ts';
import type { Recipient } from './payloads.ts';
import { type People, type Person, type Sent, windowOf } from './people.ts';
import type { Reach } from './reach.ts';
import { badValue, GraphRefusal, missing } from './refusal.ts';
import type { Statuses } from './statuses.ts';
import type { Template } from './template.ts';
import type { TemplateBook } from './templates.ts';
import type { Refusing } from './terms.ts';
import { wamidFor } from './wamid.ts';

/** A crowd, with what WhatsApp knows of it. */
export interface CrowdEntry {
  readonly crowd: CrowdMember;
  readonly talking: boolean;
}

export interface Sending {
  /** Whom a body is for, by number, if anybody; the body need not be right. */
  chatOf(body: unknown): number | null;
  /** Takes a body, or throws a `GraphRefusal`. With `failWith` it is taken and fails after. */
  send(body: unknown, failWith: number | null): unknown;
}

const MAX_OPAQUE = 512;
/** How long a message is tried that says nothing else. */
const MONTH_MS = 2_592_000_000;
const CROWD_USER_ID = /^XX\.Crowd(\d+)$/;
const USER_ID = /^[A-Z]{2}\.(?:ENT\.)?[A-Za-z0-9]{1,128}$/;

/** The business-scoped id of a member of a crowd. */
export const crowdUserId = (id: number): string => `XX.Crowd${id}`;

// The shape below was checked field by field by `body.ts`; this only gives it its names back.
interface Message extends FreeForm {
  readonly messaging_product?: string;
  readonly recipient_type?: string;
  readonly to?: string;
  readonly recipient?: string;
  readonly biz_opaque_callback_data?: string;
  readonly template?: TemplateSend;
}

/** What to say, and the template it is made from. */
interface Words {
  readonly content: Content;
  readonly template: Template | null;
}

interface Target {
  readonly to: Recipient;
  readonly person: Person | null;
  readonly entry: CrowdEntry | null;
}

/** Sends of one number. */
export function createSending(room: {
  readonly people: People;
  readonly crowds: readonly CrowdEntry[];
  readonly templates: TemplateBook;
  readonly media: Media;
  readonly statuses: Statuses;
  readonly limits: Limits;
  readonly reach: Reach;
  readonly now: () => Date;
  readonly tierCode: number;
  readonly tierRefusal: Refusing;
  readonly optOutRefusal: Refusing;
}): Sending {
  const { people, crowds, templates, statuses, limits, reach } = room;

  function find({ to, recipient = '' }: Message): Target | null {
    const person = to === undefined ? people.byUserId(recipient) : people.byPhone(to.replace(/^\+/, ''));
    if (person !== undefined) return { to: person, person, entry: null };
    const id = Number(CROWD_USER_ID.exec(recipient)?.[1] ?? 0);
    const entry = crowds.find(({ crowd }) => crowd.has(id));
    if (entry === undefined) return null;
    return { to: { id, name: 'Crowd', phone: '', userId: recipient, hidesPhone: true }, person: null, entry };
  }

  function wordsOf(message: Message): Words {
    if (message.type !== 'template') return { content: readContent(message, room.media), template: null };
    const { name = '', language } = message.template ?? {};
    if (message.template === undefined) throw missing('template');
    if ((language?.policy ?? 'deterministic') !== 'deterministic')
      throw badValue('template.language.policy can only be deterministic');
    const template = templates.usable(name, language?.code ?? '');
    return { content: fillTemplate(template, message.template), template };
  }

  /** What speaks against writing to this person now: a code, and when it is said. */
  function objection(
    { to, person, entry }: Target,
    { template }: Words,
  ): [code: number, when: Refusing] | null {
    const open = entry?.talking ?? (person !== null && windowOf(person, room.now().getTime()) !== null);
    if (template === null && !open) return [131047, 'at-once'];
    if (template?.category === 'MARKETING' && person?.marketing === false)
      return [131050, room.optOutRefusal];
    if (!open && !reach.take(to.id)) return [room.tierCode, room.tierRefusal];
    return entry?.crowd.isBlocked(to.id) === true ? [131026, 'later'] : null;
  }

  function arrive(target: Target, { content, template }: Words, sent: Sent): void {
    const { to, person } = target;
    target.entry?.crowd.arrive(to.id);
    if (person !== null)
      people.keep(person, {
        id: sent.messageId,
        wamid: sent.wamid,
        from: 'business',
        sentAt: room.now().getTime(),
        ...content,
        template: template?.name ?? null,
        heard: true,
      });
    const online = person === null || person.frozen === null;
    if (person !== null && online) person.arrived += 1;
    (online ? person?.unread : person.undelivered)?.push(sent);
    statuses.sent(to, sent, online);
    if (person !== null) people.changed(person);
  }

  return {
    chatOf(body) {
      if (typeof body !== 'object' || body === null) return null;
      const [to, recipient]: unknown[] = [Reflect.get(body, 'to'), Reflect.get(body, 'recipient')];
      if (typeof to === 'string') return find({ to })?.to.id ?? null;
      return typeof recipient === 'string' ? (find({ recipient })?.to.id ?? null) : null;
    },
    send(body, failWith) {
      const message: Message = readMessage(body);
      const words = wordsOf(message);
      const target = find(message);
      if (target === null) throw new GraphRefusal(131026, 'nobody on this machine has this address');
      limits.take(target.to.id);
      const against = objection(target, words);
      if (against?.[1] === 'at-once') throw new GraphRefusal(against[0], 'not to this person now');
      const ttlMs = words.template?.ttlSeconds == null ? MONTH_MS : words.template.ttlSeconds * 1000;
      const sent: Sent = {
        messageId: people.nextMessageId(),
        wamid: wamidFor(target.to.phone, 'business'),
        opaque: message.biz_opaque_callback_data ?? null,
        toPhone: message.to !== undefined,
        category: words.template?.category.toLowerCase() ?? 'service',
        expiresAt: room.now().getTime() + ttlMs,
      };
      const code = failWith ?? against?.[0];
      if (code === undefined) arrive(target, words, sent);
      else statuses.failed(target.to, sent, code);
      return answer(message, target.to, sent, words.template !== null);
    },
  };
}

/** A body whose head is right. Throws a `GraphRefusal`. */
function readMessage(body: unknown): Message {
  const message: Message = checkBody('Message', body);
  const {
    messaging_product: product,
    recipient_type: kind,
    to,
    recipient,
    biz_opaque_callback_data: opaque,
  } = message;
  if (product !== 'whatsapp') throw badValue('messaging_product must be whatsapp');
  if (kind !== 'individual') throw badValue('recipient_type must be individual');
  if (to === undefined && recipient === undefined) throw missing('to or recipient');
  // The real service lets the phone number win. We never want that: it would then stand in every webhook.
  if (to !== undefined && recipient !== undefined) throw badValue('either to or recipient, not both');
  if (to !== undefined && !/^\+?\d{5,20}$/.test(to)) throw badValue('to must be a phone number');
  if (recipient !== undefined && !USER_ID.test(recipient))
    throw badValue('recipient must be a business-scoped id');
  if (opaque !== undefined && [...opaque].length > MAX_OPAQUE)
    throw badValue(`biz_opaque_callback_data has ${MAX_OPAQUE} characters at most`);
  const content = ['text', 'image', 'interactive', 'template'] as const;
  const stray = content.find((each) => message[each] !== undefined && each !== message.type);
  if (stray !== undefined) throw badValue(`${stray} does not belong to a message of type ${message.type}`);
  if (content.every((each) => each !== message.type))
    throw new GraphRefusal(131051, `the stand-in does not play messages of type ${message.type}`);
  return message;
}

/** A phone number is said only to who used it. */
function answer({ to, recipient }: Message, person: Recipient, { wamid }: Sent, paced: boolean): unknown {
  const contact =
    to === undefined ? { input: recipient, user_id: recipient } : { input: to, wa_id: person.phone };
  return {
    messaging_product: 'whatsapp',
    contacts: [contact],
    messages: [{ id: wamid, ...(paced ? { message_status: 'accepted' } : {}) }],
  };
}
