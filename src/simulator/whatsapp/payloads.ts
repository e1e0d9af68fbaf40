/** What webhooks say, field by field as published, with the business-scoped ids that came in 2026. */
import type { Person, Sent } from './people.ts';
import { statusError } from './refusal.ts';
import type { Template } from './template.ts';

/** One change, as it is kept and as a webhook carries it. */
export interface Change {
  readonly field: string;
  readonly value: unknown;
  /** Unix seconds; given for what concerns the account, never for messages. */
  readonly time: number | null;
  /** The bubble that is ticked once this is taken. */
  readonly bubble: { readonly person: number; readonly message: number } | null;
}

/** The business number, as payloads name it. */
export interface BusinessNumber {
  readonly id: string;
  readonly accountId: string;
  /** Digits. */
  readonly phone: string;
}

/** What payloads may say of a person, or of a member of a crowd. */
export type Recipient = Pick<Person, 'id' | 'name' | 'phone' | 'userId' | 'hidesPhone'>;

export const seconds = (ms: number): number => Math.floor(ms / 1000);

const visiblePhone = (person: Recipient): { readonly wa_id?: string } =>
  person.hidesPhone ? {} : { wa_id: person.phone };
const userIdOf = (person: Recipient): { readonly user_id?: string } =>
  person.userId === null ? {} : { user_id: person.userId };

function contactOf(person: Recipient): unknown {
  const username = person.hidesPhone ? { username: `madeup_${person.id}` } : {};
  return { profile: { name: person.name, ...username }, ...visiblePhone(person), ...userIdOf(person) };
}

const headOf = (number: BusinessNumber): Readonly<Record<string, unknown>> => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: number.phone, phone_number_id: number.id },
});

/** A message from a person. `content` is everything after the head, its type included. */
export const messageValue = (
  number: BusinessNumber,
  person: Recipient,
  message: {
    readonly wamid: string;
    readonly at: number;
    readonly content: Readonly<Record<string, unknown>>;
  },
): unknown => ({
  ...headOf(number),
  contacts: [contactOf(person)],
  messages: [
    {
      ...(person.hidesPhone ? {} : { from: person.phone }),
      ...(person.userId === null ? {} : { from_user_id: person.userId }),
      id: message.wamid,
      timestamp: String(seconds(message.at)),
      ...message.content,
    },
  ],
});

/** A person moved from `before`: to a new number, and with it to a new business-scoped id where they have one. */
export function movedValue(
  number: BusinessNumber,
  person: Recipient,
  before: Pick<Person, 'phone' | 'userId'>,
  message: { readonly wamid: string; readonly at: number },
): unknown {
  const byId = before.userId !== null && person.userId !== null;
  const [from, to] = byId ? [before.userId, person.userId] : [before.phone, person.phone];
  return {
    ...headOf(number),
    messages: [
      {
        ...(person.hidesPhone ? {} : { from: before.phone }),
        id: message.wamid,
        timestamp: String(seconds(message.at)),
        type: 'system',
        system: {
          body: `User ${person.name} changed from ${from} to ${to}`,
          ...visiblePhone(person),
          ...(byId ? { user_id: person.userId, previous_user_id: before.userId } : {}),
          type: byId ? 'user_changed_user_id' : 'user_changed_number',
        },
      },
    ],
  };
}

/** A person stopped or resumed offers of this business in the app. */
export const preferenceValue = (
  number: BusinessNumber,
  person: Recipient,
  value: 'stop' | 'resume',
  at: number,
): unknown => ({
  ...headOf(number),
  contacts: [contactOf(person)],
  user_preferences: [
    {
      ...visiblePhone(person),
      ...userIdOf(person),
      detail: `User requested to ${value} marketing messages`,
      category: 'marketing_messages',
      value,
      timestamp: seconds(at),
    },
  ],
});

export type StatusName = 'sent' | 'delivered' | 'read' | 'failed';

/**
 * How a message fares. A failed one names the person only by what it was sent to, and has no contacts; `code` says why
 * it failed.
 */
export function statusValue(
  number: BusinessNumber,
  person: Recipient,
  sent: Sent,
  status: StatusName,
  at: number,
  code?: number,
): unknown {
  const failed = status === 'failed';
  const byPhone = sent.toPhone || (!failed && !person.hidesPhone);
  const pricing = { billable: true, pricing_model: 'PMP', type: 'regular', category: sent.category };
  return {
    ...headOf(number),
    ...(failed ? {} : { contacts: [contactOf(person)] }),
    statuses: [
      {
        id: sent.wamid,
        status,
        timestamp: String(seconds(at)),
        ...(byPhone ? { recipient_id: person.phone } : {}),
        ...(person.userId === null || (failed && sent.toPhone) ? {} : { recipient_user_id: person.userId }),
        ...(status === 'sent' || status === 'delivered' ? { pricing } : {}),
        ...(sent.opaque === null ? {} : { biz_opaque_callback_data: sent.opaque }),
        ...(code === undefined ? {} : { errors: [statusError(code)] }),
      },
    ],
  };
}

/** How webhooks name a template. */
export const templateNames = ({ id, name, language }: Template): Readonly<Record<string, unknown>> => ({
  message_template_id: Number(id),
  message_template_name: name,
  message_template_language: language,
});
