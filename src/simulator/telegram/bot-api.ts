/** The Bot API over HTTP: token, faults, limits and parameters first, then the method; every answer as Telegram words it. */
import type { FaultScript } from '../faults.ts';
import { type LazySignal, sufferNetworkFault } from '../network-fault.ts';
import type { Api } from '../serve.ts';
import type { Call } from '../terms.ts';
import type { AboutBook } from './about.ts';
import type { Cost, Limits } from './limits.ts';
import { fileAt } from './media.ts';
import { type Parameters, readParameters } from './parameters.ts';
import { METHODS } from './published.ts';
import { forbidden, Refusal, tooMany } from './refusal.ts';
import { type Method, type Room, SENDING_METHODS } from './sending.ts';
import type { Fault } from './terms.ts';
import type { Updates } from './updates.ts';

const COSTS: Readonly<Record<string, Cost>> = {
  sendMessage: 'message',
  sendPhoto: 'message',
  editMessageText: 'touch',
  editMessageReplyMarkup: 'touch',
  deleteMessage: 'touch',
  deleteMessages: 'touch',
  answerCallbackQuery: 'touch',
  sendChatAction: 'touch',
};

const json = (status: number, body: unknown, headers: Record<string, string> = {}): Response =>
  new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json', ...headers } });

function refused({ code, message, retryAfterSeconds }: Refusal): Response {
  const body = { ok: false, error_code: code, description: message };
  if (retryAfterSeconds === null) return json(code, body);
  const parameters = { retry_after: retryAfterSeconds };
  return json(code, { ...body, parameters }, { 'retry-after': String(retryAfterSeconds) });
}

/** The API of one token over a room. */
export function createBotApi(parts: {
  readonly token: string;
  readonly room: Room;
  readonly updates: Updates;
  readonly about: AboutBook;
  readonly limits: Limits;
  readonly faults: FaultScript<Fault>;
  readonly over: AbortSignal;
  readonly record: (call: Call) => void;
}): Api {
  const { token, room, updates, about, limits, faults, over } = parts;

  async function run(method: string, parameters: Parameters, signal: LazySignal): Promise<unknown> {
    const sending: Method | undefined = SENDING_METHODS[method];
    if (sending !== undefined) return sending(parameters, room);
    const telling = about.methods[method];
    if (telling !== undefined) return telling(parameters);
    switch (method) {
      case 'getMe':
        return me(room);
      case 'getUpdates':
        return await updates.get(parameters, signal());
      case 'setWebhook':
        return updates.setWebhook(parameters);
      case 'deleteWebhook':
        return updates.deleteWebhook(parameters);
      case 'getWebhookInfo':
        return updates.webhookInfo();
      default:
        throw new Refusal(404, 'Not Found');
    }
  }

  /** The call as it goes without misfortune. */
  async function play(method: string, parameters: Parameters, signal: LazySignal): Promise<Response> {
    try {
      return json(200, { ok: true, result: await run(method, parameters, signal) });
    } catch (error) {
      if (error instanceof Refusal) return refused(error);
      throw error;
    }
  }

  async function suffer(fault: Fault, go: () => Promise<Response>, signal: LazySignal): Promise<Response> {
    if ('done' in fault && fault.done === true) await go();
    switch (fault.kind) {
      case 'throttle':
        return refused(tooMany(fault.retryAfterSeconds));
      case 'blocked':
        return refused(forbidden('bot was blocked by the user'));
      case 'unauthorized':
        return refused(new Refusal(401, 'Unauthorized'));
      case 'error':
        return serverError(fault.status);
      case 'slow':
      case 'hang':
      case 'cut':
      case 'reset':
        return await sufferNetworkFault(fault, go, signal);
    }
  }

  async function answer(method: string, request: Request, chatOf: (chat: number) => void): Promise<Response> {
    const parameters = await readParameters(method, request);
    const chat = typeof parameters['chat_id'] === 'number' ? parameters['chat_id'] : null;
    if (chat !== null) chatOf(chat);
    const signal: LazySignal = () => AbortSignal.any([request.signal, over]);
    const fault = faults.next(method, chat);
    const limited = async (): Promise<Response> => {
      const wait = limits.take(chat, COSTS[method] ?? 'none');
      return wait > 0 ? refused(tooMany(wait)) : await play(method, parameters, signal);
    };
    return fault === null ? await limited() : await suffer(fault, limited, signal);
  }

  /** The bytes of a file; what speaks against it is answered like everything else. */
  async function download(path: string, request: Request): Promise<Response> {
    const signal: LazySignal = () => AbortSignal.any([request.signal, over]);
    const fault = faults.next('file', null);
    const serve = async (): Promise<Response> => fileAt(path, room.files);
    return fault === null ? await serve() : await suffer(fault, serve, signal);
  }

  /** Writes down how a call was answered; a refusal is an answer. */
  async function recorded(
    method: string,
    go: (chatOf: (chat: number) => void) => Promise<Response>,
  ): Promise<Response> {
    let chat: number | null = null;
    const note = (status: number): void => parts.record({ method, chat, at: room.ticks(), status });
    try {
      const response = await go((known) => {
        chat = known;
      });
      note(response.status);
      return response;
    } catch (error) {
      if (error instanceof Refusal) {
        note(error.code);
        return refused(error);
      }
      note(0);
      throw error;
    }
  }

  return {
    async handle(request) {
      const { pathname } = new URL(request.url);
      const [, fileToken, path] = /\/file\/bot([^/]*)\/(.+)$/.exec(pathname) ?? [];
      const found = /\/bot([^/]*)\/([^/]+)$/.exec(pathname);
      const given = fileToken ?? found?.[1] ?? '';
      if (!/^\d+:/.test(given)) return refused(new Refusal(404, 'Not Found'));
      if (given !== token) return refused(new Refusal(401, 'Unauthorized'));
      if (path !== undefined) return recorded('file', () => download(path, request));
      const method = found?.[2] ?? '';
      const known = METHODS[method] === undefined ? 'unknown' : method;
      return recorded(known, (chatOf) => answer(method, request, chatOf));
    },
  };
}

const me = (room: Room): unknown => ({
  ...room.bot,
  can_join_groups: false,
  can_read_all_group_messages: false,
  supports_inline_queries: false,
  can_connect_to_business: false,
  has_main_web_app: false,
});

/** Gateways answer with pages, Telegram itself with JSON. */
function serverError(status: number): Response {
  if (status === 500) return refused(new Refusal(500, 'Internal Server Error: restart'));
  return new Response('<html><body>Bad Gateway</body></html>', {
    status,
    headers: { 'content-type': 'text/html' },
  });
}
