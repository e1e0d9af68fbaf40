/** What messengers post to our hooks while somebody opts in: signed, with everything in it that we drop. */
import { createHmac } from 'node:crypto';

export const CHANNELS = ['whatsapp', 'telegram'] as const;
export type HookChannel = (typeof CHANNELS)[number];

/** Of both channels, in this bench. */
export const SECRETS = { app: 'bench-app-secret-0', verify: 'bench-verify-token', hook: 'bench-hook-secret' };

/** One call, ready to be posted. */
export interface Call {
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

/** What a person says and presses, from the first word to the first list. */
const STEPS = [
  null,
  'v1:q:start:language:=ru',
  'v1:q:start:consent:=yes',
  'v1:q:start:kinds:!any',
  'v1:q:start:works:!any',
  'v1:q:start:regions:!any',
  'v1:c:menu:',
] as const;

/** The calls of one person, in their order. Nobody else's have their ids. */
export const callsOf = (channel: HookChannel, person: number): readonly Call[] =>
  STEPS.map((press, step) =>
    channel === 'whatsapp' ? whatsappCall(person, step, press) : telegramCall(person, step, press),
  );

/** The same call from somebody who does not know the secret. */
export const forged = ({ path, headers, body }: Call): Call => ({
  path,
  body,
  headers: Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [
      name,
      /signature|secret/.test(name) ? value.replace(/.$/, (last) => (last === '0' ? '1' : '0')) : value,
    ]),
  ),
});

function post(path: string, payload: unknown, headersFor: (body: Buffer) => Record<string, string>): Call {
  const body = Buffer.from(JSON.stringify(payload));
  const headers = { 'content-type': 'application/json', 'content-length': String(body.length) };
  return { path, body, headers: { ...headers, ...headersFor(body) } };
}

function whatsappCall(person: number, step: number, press: string | null): Call {
  const phone = `99900${String(person).padStart(7, '0')}`;
  const userId = `XX.Bench${person}`;
  const id = (of: string): string =>
    `wamid.${Buffer.from(`\x1c\x18\x0c${phone}\x15${of}`).toString('base64')}`;
  const content =
    press === null
      ? { type: 'text', text: { body: 'hello' } }
      : {
          context: { from: '999001234567', id: id(`screen ${step}`) },
          type: 'interactive',
          interactive: { type: 'list_reply', list_reply: { id: press, title: 'A row', description: '' } },
        };
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '999001234567', phone_number_id: '100000000000001' },
    contacts: [{ profile: { name: 'Bench Madeup' }, wa_id: phone, user_id: userId }],
    messages: [
      {
        from: phone,
        from_user_id: userId,
        id: id(`message ${step}`),
        timestamp: String(Math.floor(Date.now() / 1000)),
        ...content,
      },
    ],
  };
  const entry = [{ id: '200000000000002', changes: [{ value, field: 'messages' }] }];
  return post('/hook/whatsapp', { object: 'whatsapp_business_account', entry }, (body) => ({
    'x-hub-signature-256': `sha256=${createHmac('sha256', SECRETS.app).update(body).digest('hex')}`,
  }));
}

function telegramCall(person: number, step: number, press: string | null): Call {
  const chat = { id: person, first_name: 'Bench', last_name: 'Madeup', type: 'private' };
  const from = { id: person, is_bot: false, first_name: 'Bench', last_name: 'Madeup', language_code: 'ru' };
  const message = { message_id: step + 1, date: Math.floor(Date.now() / 1000), chat };
  const what =
    press === null
      ? { message: { ...message, from, text: 'hello' } }
      : {
          callback_query: {
            id: `${person}${step}`,
            from,
            message: { ...message, from: { id: 1, is_bot: true, first_name: 'bench' }, text: 'A screen' },
            chat_instance: String(person),
            data: press,
          },
        };
  return post('/hook/telegram', { update_id: person * 10 + step, ...what }, () => ({
    'x-telegram-bot-api-secret-token': SECRETS.hook,
  }));
}
