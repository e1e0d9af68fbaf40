import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import type {
  WhatsAppOptions,
  WhatsAppPhone,
  WhatsAppStandIn,
} from '../../../src/simulator/whatsapp/terms.ts';
import { createWhatsAppStandIn } from '../../../src/simulator/whatsapp.ts';

/** What the Graph API answered. */
export interface Answer {
  readonly status: number;
  readonly code: number | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/** The clocks of a stand-in, moved by hand: together, or the day alone. */
export interface HandClocks {
  now(): Date;
  ticks(): number;
  pass(ms: number): void;
}

export function handClocks(): HandClocks {
  let at = 0;
  return {
    now: () => new Date(1_790_000_000_000 + at),
    ticks: () => at,
    pass(ms) {
      at += ms;
    },
  };
}

export interface Played {
  readonly whatsapp: WhatsAppStandIn;
  /** One call of any kind. */
  call(method: string, path: string, body?: unknown, token?: string): Promise<Answer>;
  /** A form with a file. */
  form(path: string, form: FormData): Promise<Answer>;
  /** A body to `messages`. */
  post(body: unknown): Promise<Answer>;
  /** A message to a person by business-scoped id, or by phone where there is none. */
  send(to: WhatsAppPhone | string, content?: Readonly<Record<string, unknown>>): Promise<Answer>;
}

const VERIFY_TOKEN = 'stand-in-verify-token';
const HEAD = { messaging_product: 'whatsapp', recipient_type: 'individual' };

/** A text as a send says it. */
export const text = (body: string): Readonly<Record<string, unknown>> => ({ type: 'text', text: { body } });

/** A template as a send says it. */
export const template = (
  name: string,
  values: readonly string[] = [],
  code = 'en',
): Readonly<Record<string, unknown>> => ({
  type: 'template',
  template: {
    name,
    language: { policy: 'deterministic', code },
    ...(values.length === 0
      ? {}
      : {
          components: [{ type: 'body', parameters: values.map((value) => ({ type: 'text', text: value })) }],
        }),
  },
});

const addressOf = (to: WhatsAppPhone | string): Readonly<Record<string, unknown>> =>
  typeof to === 'string'
    ? { recipient: to }
    : to.userId === null
      ? { to: to.phone }
      : { recipient: to.userId };

/** A stand-in in memory, and ways to call it. */
export function standIn(options: WhatsAppOptions = {}): Played {
  const whatsapp = createWhatsAppStandIn(options);
  const ask = async (path: string, init: RequestInit): Promise<Answer> => {
    const answer = await whatsapp.fetch(`http://stand-in/v25.0/${path}`, init);
    // The answers' shape is the very thing under test.
    const read = (await answer.json()) as { readonly error?: { readonly code: number } };
    return { status: answer.status, code: read.error?.code ?? null, body: { ...read } };
  };
  const call: Played['call'] = (method, path, body, token = whatsapp.token) =>
    ask(path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const post: Played['post'] = (body) => call('POST', `${whatsapp.phoneNumberId}/messages`, body);
  return {
    whatsapp,
    call,
    form: (path, form) =>
      ask(path, { method: 'POST', headers: { authorization: `Bearer ${whatsapp.token}` }, body: form }),
    post,
    send: (to, content = text('Hello')) => post({ ...HEAD, ...addressOf(to), ...content }),
  };
}

/** A form that uploads a file; `differing` fields are said otherwise, or not at all. */
export function formOf(bytes: Uint8Array, differing: Readonly<Record<string, string | null>> = {}): FormData {
  const form = new FormData();
  const { mediaType = 'image/png', ...rest } = differing;
  for (const [name, value] of Object.entries({ messaging_product: 'whatsapp', type: mediaType, ...rest }))
    if (value !== null) form.set(name, value);
  form.set('file', new Blob([new Uint8Array(bytes)], { type: mediaType ?? '' }), 'x.png');
  return form;
}

/** Somebody who has just written, so that anything may be written to them. */
export function talking(whatsapp: WhatsAppStandIn): WhatsAppPhone {
  const phone = whatsapp.person();
  phone.say('hello');
  return phone;
}

/** One change of a webhook. */
export interface HeardChange {
  readonly field: string;
  // The shape of values is the very thing under test.
  // biome-ignore lint/suspicious/noExplicitAny: read field by field by the tests
  readonly value: any;
}

/** A business that hears webhooks. */
export interface Listener {
  readonly url: string;
  /** Calls as they came: raw body and headers. */
  readonly calls: { readonly raw: string; readonly headers: IncomingHttpHeaders; readonly status: number }[];
  /** Changes of the calls that were taken. */
  changes(): readonly HeardChange[];
  close(): void;
}

/** Hears at a free port; answers with the statuses given, then 200. A `GET` with the stand-in's verify token gets the challenge back. */
export async function listen(statuses: number[] = [], answerMs = 0): Promise<Listener> {
  const calls: { raw: string; headers: IncomingHttpHeaders; status: number }[] = [];
  const server = createServer((request, response) => {
    const asked = new URL(request.url ?? '/', 'http://here').searchParams;
    if (request.method === 'GET') {
      const known = asked.get('hub.mode') === 'subscribe' && asked.get('hub.verify_token') === VERIFY_TOKEN;
      return response.writeHead(known ? 200 : 403).end(known ? asked.get('hub.challenge') : '');
    }
    let raw = '';
    request.on('data', (chunk: Buffer) => {
      raw += chunk.toString();
    });
    request.on('end', () => {
      const status = statuses.shift() ?? 200;
      calls.push({ raw, headers: request.headers, status });
      setTimeout(() => response.writeHead(status).end(), answerMs);
    });
    return undefined;
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    calls,
    changes: () =>
      calls
        .filter(({ status }) => status === 200)
        .flatMap(({ raw }) => JSON.parse(raw).entry)
        .flatMap(({ changes }) => changes),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}
