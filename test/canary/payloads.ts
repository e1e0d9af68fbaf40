/** Calls of Meta with everything in them that was ever seen beside what we need, each with a mark. */
import { type BusinessNumber, messageValue, type Recipient } from '../../src/simulator/whatsapp/payloads.ts';
import { wamidFor } from '../../src/simulator/whatsapp/wamid.ts';
import type { Marks } from './marks.ts';

type Fields = Readonly<Record<string, unknown>>;

export const callOf = (number: BusinessNumber, ...changes: readonly { field: string; value: unknown }[]) => ({
  object: 'whatsapp_business_account',
  entry: [{ id: number.accountId, changes }],
});

/** One message of somebody, with this content. */
export const messageOf = (number: BusinessNumber, person: Recipient, content: Fields) => ({
  field: 'messages',
  value: messageValue(number, person, { wamid: wamidFor(person.phone, 'person'), at: Date.now(), content }),
});

/** The press of a button that we never made. */
export const foreignPress = (
  { foreignButton, beside }: Marks,
  kind: 'button_reply' | 'list_reply',
): Fields => ({
  type: 'interactive',
  interactive: { type: kind, [kind]: { id: foreignButton.value, title: beside.title.value } },
});

/** Contents of every kind: media, cards, places, forms, orders, advertisements. */
export function contentsOf({ beside, typed }: Marks): readonly Fields[] {
  const media = (type: string, more: Fields = {}): Fields => ({
    type,
    [type]: {
      id: beside.media.value,
      mime_type: 'x/y',
      sha256: beside.file.value,
      caption: beside.caption.value,
      ...more,
    },
  });
  const card = {
    name: { formatted_name: beside.contactName.value, first_name: beside.contactName.value },
    phones: [{ phone: `+${beside.contactPhone.value}`, wa_id: beside.contactPhone.value, type: 'CELL' }],
    addresses: [{ street: beside.place.value }],
    emails: [{ email: `${beside.contactName.value}@example.org` }],
  };
  const where = { latitude: Number(beside.latitude.value), longitude: 0.5 };
  const named = {
    name: beside.place.value,
    address: beside.place.value,
    url: `https://example.org/${beside.place.value}`,
  };
  const advert = {
    source_url: `https://example.org/${beside.advert.value}`,
    source_id: beside.advert.value,
    headline: beside.advert.value,
    ctwa_clid: beside.advert.value,
  };
  const flow = {
    name: 'flow',
    body: beside.answer.value,
    response_json: JSON.stringify({ answer: beside.answer.value }),
  };
  return [
    media('image'),
    media('video'),
    media('audio', { voice: true }),
    media('document', { filename: beside.file.value }),
    media('sticker'),
    { type: 'contacts', contacts: [card, card] },
    { type: 'location', location: { ...where, ...named } },
    { type: 'order', order: { catalog_id: beside.order.value, text: beside.order.value, product_items: [] } },
    { type: 'interactive', interactive: { type: 'nfm_reply', nfm_reply: flow } },
    { type: 'button', button: { payload: beside.answer.value, text: beside.title.value } },
    { type: 'text', text: { body: typed.value }, referral: advert },
    {
      type: 'text',
      text: { body: typed.value },
      context: {
        forwarded: true,
        from: beside.waId.value,
        id: `wamid.${beside.body.value}`,
        referred_product: { catalog_id: beside.order.value },
      },
    },
    {
      type: 'text',
      text: { body: typed.value },
      identity: { acknowledged: true, created_timestamp: 1, hash: beside.identity.value },
    },
    {
      type: 'ephemeral',
      errors: [{ code: 131_051, title: beside.body.value, error_data: { details: beside.body.value } }],
    },
    {
      type: 'unsupported',
      errors: [{ code: 131_051, message: beside.body.value }],
      unsupported: { type: beside.body.value },
    },
    {
      type: 'system',
      system: {
        type: 'customer_identity_changed',
        body: beside.body.value,
        identity: beside.identity.value,
        customer: beside.waId.value,
      },
    },
  ];
}

/** Changes that are no message of anybody, or ones of a shape that nobody promised. */
export function strangeChanges(number: BusinessNumber, person: Recipient, { beside, typed }: Marks) {
  const text = {
    id: wamidFor(person.phone, 'person'),
    timestamp: 'x',
    type: 'text',
    text: { body: typed.value },
  };
  const contact = {
    profile: { name: person.name, username: beside.username.value },
    wa_id: beside.waId.value,
    user_id: person.userId,
    parent_user_id: beside.parentId.value,
  };
  const head = { messaging_product: 'whatsapp', metadata: { phone_number_id: number.id } };
  const status = {
    id: wamidFor(person.phone, 'business'),
    recipient_id: person.phone,
    recipient_user_id: person.userId,
    conversation: { id: beside.identity.value },
    biz_opaque_callback_data: beside.body.value,
  };
  const failure = {
    code: 131_026,
    title: beside.body.value,
    message: person.phone,
    error_data: { details: person.phone },
  };
  return [
    // The number in the contact is another than the one that wrote, as in some countries.
    {
      field: 'messages',
      value: { ...head, contacts: [contact], messages: [{ ...text, from: person.phone }] },
    },
    { field: 'messages', value: { ...head, contacts: [contact, contact], messages: [text, text] } },
    {
      field: 'messages',
      value: {
        ...head,
        statuses: [
          { ...status, status: 'sent' },
          { ...status, status: 'failed', errors: [failure] },
          { ...status, status: beside.body.value },
        ],
      },
    },
    { field: 'messages', value: { ...head, errors: [failure] } },
    {
      field: 'user_preferences',
      value: {
        ...head,
        user_preferences: [
          {
            wa_id: beside.waId.value,
            value: beside.body.value,
            category: 'marketing_messages',
            detail: beside.body.value,
          },
        ],
      },
    },
    {
      field: 'message_echoes',
      value: { message_echoes: [{ from: number.phone, to: person.phone, ...text }] },
    },
    { field: 'history', value: { history: [{ threads: [{ id: person.phone, messages: [text] }] }] } },
    {
      field: 'smb_app_state_sync',
      value: {
        state_sync: [
          { contact: { full_name: beside.contactName.value, phone_number: beside.contactPhone.value } },
        ],
      },
    },
    {
      field: 'calls',
      value: { calls: [{ id: `wacid.${beside.identity.value}`, from: person.phone, to: number.phone }] },
    },
    {
      field: 'user_id_update',
      value: {
        user_id_update: [
          { wa_id: person.phone, user_id: { previous: person.userId, current: beside.parentId.value } },
        ],
      },
    },
    {
      field: 'account_update',
      value: { event: 'PARTNER_ADDED', waba_info: { owner_business_id: beside.identity.value } },
    },
    { field: beside.body.value, value: typed.value },
  ];
}
