/** What Meta calls us with, written by us after its published shapes, about people who do not exist. */
import { createHmac } from 'node:crypto';

/** The ids of the number and the account that are ours here. */
export const OURS = { phoneNumberId: '100000000000001', businessAccountId: '200000000000002' } as const;
export const SECRET = 'visibly-false-app-secret';
export const VERIFY_TOKEN = 'visibly-false-verify-token';

export type Json = Readonly<Record<string, unknown>>;

/** A person as Meta knows them; what is `null` is not said. */
export interface Somebody {
  readonly name: string;
  readonly username: string | null;
  readonly phone: string | null;
  readonly userId: string | null;
}

export const ANN: Somebody = {
  name: 'Zarina Testova',
  username: null,
  phone: '992900111222',
  userId: 'TJ.1A2B3C4D5E',
};
/** Has a username, so that nobody is told the number. */
export const BOB: Somebody = {
  name: 'Bobur Testov',
  username: 'bobur_test',
  phone: null,
  userId: 'UZ.9Z8Y7X6W5V',
};
/** From before there were business-scoped ids. */
export const EVE: Somebody = {
  name: 'Aizada Testova',
  username: null,
  phone: '996700333444',
  userId: null,
};

/** Our own number, which stands beside everything. */
const OUR_PHONE = '999001234567';

/** A message id as real ones are made: the phone number in base64 that anybody reads. */
export const wamidOf = ({ phone, userId }: Somebody, mark = 'A1B2C3D4E5'): string =>
  `wamid.${Buffer.from(`\u001c\u0018\u000c${phone ?? userId}\u0015\u0002\u0000\u0012\u0018\u0014${mark}\u0000`).toString('base64')}`;

const said = (fields: Readonly<Record<string, unknown>>): Json =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));

export const contactOf = ({ name, username, phone, userId }: Somebody): Json => ({
  profile: said({ name, username }),
  ...said({ wa_id: phone, user_id: userId }),
});

/** A message from a person; `content` says its type. */
export const messageOf = (from: Somebody, content: Json): Json => ({
  ...said({ from: from.phone, from_user_id: from.userId }),
  id: wamidOf(from),
  timestamp: '1764000000',
  ...content,
});

export const text = (body: string): Json => ({ type: 'text', text: { body } });

export const media = (type: string): Json => ({
  type,
  [type]: { mime_type: 'x/y', sha256: 'c2VjcmV0', id: '1003', caption: 'of Zarina' },
});

/** A press on a screen of ours. */
export const pressing = (interactive: Json): Json => ({
  context: { from: OUR_PHONE, id: wamidOf(ANN, 'SCREEN') },
  type: 'interactive',
  interactive,
});

/** A change of the field `messages`. */
export const messagesChange = (value: Json): Json => ({
  field: 'messages',
  value: {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: OUR_PHONE, phone_number_id: OURS.phoneNumberId },
    ...value,
  },
});

/** Somebody says something. */
export const saying = (from: Somebody, content: Json): Json =>
  messagesChange({ contacts: [contactOf(from)], messages: [messageOf(from, content)] });

/** What became of a message to a person. */
export const statusOf = (to: Somebody, fields: Json = {}): Json => ({
  id: wamidOf(to),
  status: 'delivered',
  timestamp: '1764000001',
  ...said({ recipient_id: to.phone, recipient_user_id: to.userId }),
  biz_opaque_callback_data: 'sealed-receipt',
  ...fields,
});

/** A change of another field than `messages`. */
export const changeOf = (field: string, value: Json): Json => ({ field, value });

/** A person's choice in the app about offers. */
export const preferenceOf = (of: Somebody, value: string, fields: Json = {}): Json => ({
  ...said({ wa_id: of.phone, user_id: of.userId }),
  detail: `User requested to ${value} marketing messages`,
  category: 'marketing_messages',
  value,
  timestamp: 1_764_000_002,
  ...fields,
});

/** One call with these changes. */
export const calling = (...changes: readonly unknown[]): Json => ({
  object: 'whatsapp_business_account',
  entry: [{ id: OURS.businessAccountId, changes }],
});

export const signatureOf = (body: string | Uint8Array, secret = SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;

/** A call as it comes to the hook; `signature` is the right one unless another is given, `null` is none. */
export function postOf(
  body: string | Uint8Array | ReadableStream<Uint8Array>,
  given: { readonly signature?: string | null; readonly headers?: Readonly<Record<string, string>> } = {},
): Request {
  const right = body instanceof ReadableStream ? null : signatureOf(body);
  const { signature = right, headers = {} } = given;
  return new Request('http://x/hook/whatsapp', {
    method: 'POST',
    headers: { ...(signature === null ? {} : { 'x-hub-signature-256': signature }), ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
}
