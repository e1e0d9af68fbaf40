import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSendApi } from '../../../src/channels/telegram/client.ts';
import { meaningOf, toSendError } from '../../../src/channels/telegram/errors.ts';
import { SendError, type SendReason } from '../../../src/domain/terms.ts';

const TOKEN = '123456:visibly-false-token';
const rejected = { kind: 'rejected' } as const;
const misconfigured = { kind: 'misconfigured' } as const;
const unreachable = { kind: 'unreachable' } as const;
const blocked = { kind: 'blocked' } as const;
const maybe = { kind: 'unavailable', reached: 'maybe' } as const;

/** What a send throws when the Bot API answers so. */
async function thrownBy(answer: Response | (() => Promise<Response>)): Promise<unknown> {
  const call = typeof answer === 'function' ? answer : async () => answer;
  const api = createSendApi({ token: TOKEN, apiRoot: 'http://bot-api.test', fetch: call });
  return api.sendMessage(42_000_001, 'a word to keep').then(
    () => null,
    (error: unknown) => error,
  );
}

const refusal = (code: number, description: string, parameters?: object): Response =>
  Response.json(
    { ok: false, error_code: code, description, ...(parameters === undefined ? {} : { parameters }) },
    { status: code },
  );

async function reasonOf(answer: Response | (() => Promise<Response>)): Promise<SendReason | null> {
  const error = toSendError(await thrownBy(answer));
  return error instanceof SendError ? error.reason : null;
}

describe('an answer of the Bot API', () => {
  const table: readonly (readonly [number, string, SendReason])[] = [
    [403, 'Forbidden: bot was blocked by the user', blocked],
    [403, 'Forbidden: user is deactivated', blocked],
    [400, 'Bad Request: chat not found', unreachable],
    [400, 'Bad Request: private chat not found', unreachable],
    [400, 'Bad Request: user not found', unreachable],
    [400, 'Bad Request: PEER_ID_INVALID', unreachable],
    [400, 'Bad Request: USER_ID_INVALID', unreachable],
    [403, "Forbidden: bot can't initiate conversation with a user", rejected],
    [403, "Forbidden: bot can't send messages to bots", rejected],
    [403, 'Forbidden: bot was kicked from the group chat', rejected],
    [403, 'Forbidden: bot is not a member of the channel chat', rejected],
    [403, 'Forbidden: the group chat was deleted', rejected],
    [400, 'Bad Request: group is deactivated', rejected],
    [400, 'Bad Request: group chat was upgraded to a supergroup chat', rejected],
    [400, "Bad Request: can't parse entities: unsupported start tag", rejected],
    [400, 'Bad Request: message text is empty', rejected],
    [400, 'Bad Request: message is too long', rejected],
    [400, 'Bad Request: reply markup is too long', rejected],
    [400, 'Bad Request: entities too long', rejected],
    [400, 'Bad Request: BUTTON_URL_INVALID', rejected],
    [400, 'Bad Request: BUTTON_DATA_INVALID', rejected],
    [400, 'Bad Request: wrong HTTP URL specified', rejected],
    [400, 'Bad Request: not enough rights to send text messages to the chat', rejected],
    [400, 'Bad Request: have no rights to send a message', rejected],
    [400, 'Bad Request: FROZEN_METHOD_INVALID', misconfigured],
    [401, 'Unauthorized', misconfigured],
    [404, 'Not Found', misconfigured],
    [
      409,
      'Conflict: terminated by other getUpdates request; make sure that only one bot instance is running',
      misconfigured,
    ],
    [
      409,
      "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first",
      misconfigured,
    ],
    [413, 'Request Entity Too Large', rejected],
    [500, 'Internal Server Error: restart', maybe],
    [502, 'Bad Gateway', maybe],
    [418, 'something new', rejected],
    [400, 'Bad Request: something new', rejected],
    [403, 'Forbidden: something new', rejected],
    // The code decides before the text.
    [401, 'Forbidden: bot was blocked by the user', misconfigured],
    [500, 'Bad Request: chat not found', maybe],
  ];
  it.each(table)('%i %s', async (code, description, reason) => {
    expect(await reasonOf(refusal(code, description))).toEqual(reason);
  });

  it.each([
    ['Bad Request: message is not modified: specified new message content …', 'unchanged'],
    ['Bad Request: message to edit not found', 'uneditable'],
    ["Bad Request: message can't be edited", 'uneditable'],
    ['Bad Request: MESSAGE_ID_INVALID', 'uneditable'],
    ['Bad Request: query is too old and response timeout expired or query ID is invalid', 'late'],
    [
      "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
      'no-disabled-buttons',
    ],
  ])('400 %s is benign', async (description, meaning) => {
    expect(meaningOf(await thrownBy(refusal(400, description)))).toBe(meaning);
  });

  it.each([
    [{ retry_after: 35 }, 35],
    [{ retry_after: 0 }, 1],
    [{ retry_after: 10_072 }, 10_072],
    [undefined, 5],
  ])('429 with %j waits %i s, the whole token', async (parameters, retryAfterSeconds) => {
    expect(await reasonOf(refusal(429, 'Too Many Requests: retry after …', parameters))).toEqual({
      kind: 'throttled',
      retryAfterSeconds,
      scope: 'token',
    });
  });

  it.each([
    ['a gateway page', 502, maybe],
    ['a block page', 403, rejected],
    ['an empty page', 200, maybe],
  ])('that is none, such as %s, goes by its status %i', async (_label, status, reason) => {
    expect(await reasonOf(new Response('<html>no</html>', { status }))).toEqual(reason);
  });
});

describe('a network that fails', () => {
  const failing = (code: string) => async (): Promise<Response> => {
    throw new TypeError('fetch failed', {
      cause: Object.assign(new Error(`https://x/bot${TOKEN}/`), { code }),
    });
  };
  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])(
    'before a connection stood (%s) brought nothing',
    async (code) => {
      expect(await reasonOf(failing(code))).toEqual({ kind: 'unavailable', reached: 'no' });
    },
  );
  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'ETIMEDOUT', 'SOMETHING_NEW'])(
    'later (%s) may have brought it',
    async (code) => {
      expect(await reasonOf(failing(code))).toEqual(maybe);
    },
  );

  it('in earnest: nobody listens, or the line is cut', async () => {
    const gone = await listening(() => undefined);
    await gone.close();
    expect(await reasonAt(gone.root)).toEqual({ kind: 'unavailable', reached: 'no' });
    expect(await reasonAt('http://nowhere.invalid')).toEqual({ kind: 'unavailable', reached: 'no' });
    const cut = await listening((request) => request.socket.destroy());
    expect(await reasonAt(cut.root)).toEqual(maybe);
    await cut.close();
    const half = await listening((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('{"ok":true,', () => response.destroy());
    });
    expect(await reasonAt(half.root)).toEqual(maybe);
    await half.close();
  });

  it('leaves no token, address or text in what is thrown', async () => {
    for (const answer of [failing('ECONNRESET'), refusal(403, 'Forbidden: bot was blocked by the user')]) {
      const seen = inspect(toSendError(await thrownBy(answer)), { depth: 20, showHidden: true });
      for (const secret of [TOKEN, '42000001', 'a word to keep']) expect(seen).not.toContain(secret);
    }
  });
});

it('leaves our own mistakes as they are', () => {
  const mistake = new TypeError('undefined is not a function');
  expect(toSendError(mistake)).toBe(mistake);
});

async function reasonAt(apiRoot: string): Promise<SendReason | null> {
  const api = createSendApi({ token: TOKEN, apiRoot });
  const error = toSendError(await api.getMe().catch((thrown: unknown) => thrown));
  return error instanceof SendError ? error.reason : null;
}

async function listening(answer: RequestListener): Promise<{ root: string; close(): Promise<unknown> }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { root: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}
