import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { GraphError, toSendError } from '../../../src/channels/whatsapp/errors.ts';
import {
  BODY,
  graphAt,
  PHONE,
  reasonFor,
  refusal,
  TOKEN,
  thrownBy,
  thrownFor,
  WORDS,
} from '../../support/whatsapp-graph.ts';

const maybe = { kind: 'unavailable', reached: 'maybe' } as const;

describe('a network that fails', () => {
  const failing = (code: string) => async (): Promise<Response> => {
    throw new TypeError('fetch failed', {
      cause: Object.assign(new Error(`http://graph.test/ Bearer ${TOKEN}`), { code, body: BODY }),
    });
  };

  it.each(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT', 'CERT_HAS_EXPIRED'])(
    'before a connection stood (%s) brought nothing',
    async (code) => {
      expect(await reasonFor(failing(code))).toEqual({ kind: 'unavailable', reached: 'no' });
    },
  );

  it.each(['ECONNRESET', 'UND_ERR_SOCKET', 'EPIPE', 'ETIMEDOUT', 'SOMETHING_NEW'])(
    'later (%s) may have brought it',
    async (code) => {
      expect(await reasonFor(failing(code))).toEqual(maybe);
    },
  );

  it('by taking too long may have brought it', async () => {
    const late = async (): Promise<Response> => {
      throw new DOMException('The operation was aborted due to timeout', 'TimeoutError');
    };
    expect(await reasonFor(late)).toEqual(maybe);
  });

  it('in earnest: nobody listens, or the line is cut before, in or after the head', async () => {
    const gone = await listening(() => undefined);
    await gone.close();
    const reasonAt = async (root: string): Promise<unknown> =>
      Reflect.get(Object(toSendError(await thrownBy(graphAt(root).send(BODY)))), 'reason');
    expect(await reasonAt(gone.root)).toEqual({ kind: 'unavailable', reached: 'no' });
    expect(await reasonAt('http://nowhere.invalid')).toEqual({ kind: 'unavailable', reached: 'no' });
    const cut = await listening((request) => request.socket.destroy());
    expect(await reasonAt(cut.root)).toEqual(maybe);
    await cut.close();
    const half = await listening((_request, response) => {
      response.writeHead(200, { 'Content-Length': '100' });
      response.write('{"messages":[', () => response.destroy());
    });
    expect(await reasonAt(half.root)).toEqual(maybe);
    await half.close();
  });

  it('leaves no token, number or text in what is thrown, nor do refusals', async () => {
    const answers = [
      failing('ECONNRESET'),
      failing('ENOTFOUND'),
      refusal(400, 131_026),
      refusal(401, 190),
      new Response(`${PHONE} ${WORDS} ${TOKEN}`, { status: 502 }),
      new Response(`${PHONE} ${WORDS} ${TOKEN}`),
    ];
    for (const answer of answers) {
      const thrown = await thrownFor(answer);
      const seen = inspect([thrown, toSendError(thrown)], { depth: 20, showHidden: true });
      for (const secret of [TOKEN, PHONE, WORDS, 'Avisiblyfalse']) expect(seen).not.toContain(secret);
    }
  });
});

describe('an answer of another shape than promised', () => {
  const odd: readonly unknown[] = [
    {},
    { data: null },
    { data: [{ name: 7 }] },
    [],
    'x',
    7,
    { display_phone_number: 5 },
  ];
  it.each(odd.map((answer) => [JSON.stringify(answer), answer]))(
    '(%s) is a failure of theirs when we look at the number or the templates',
    async (_label, answer) => {
      const graph = graphAt('http://graph.test', async () => Response.json(answer));
      for (const thrown of [await thrownBy(graph.phoneNumber()), await thrownBy(graph.templates())]) {
        expect(thrown).toBeInstanceOf(GraphError);
        expect(toSendError(thrown)).toMatchObject({ reason: maybe });
      }
    },
  );
});

describe('the templates', () => {
  const one = (name: string, more: object = {}): object => ({
    name,
    language: 'ru',
    status: 'APPROVED',
    category: 'MARKETING',
    id: '1',
    components: [
      { type: 'HEADER', format: 'TEXT', text: 'Head' },
      { type: 'BODY', text: 'Body {{1}}', example: { body_text: [['x']] } },
      { type: 'BUTTONS', buttons: [{ type: 'QUICK_REPLY', text: 'See' }] },
    ],
    ...more,
  });

  it('are read to the last page', async () => {
    const asked: string[] = [];
    const pages: readonly object[] = [
      {
        data: [one('a')],
        paging: { cursors: { before: 'x', after: 'c/1' }, next: 'https://graph.test/next?access_token=x' },
      },
      { data: [one('b', { message_send_ttl_seconds: 43_200 })], paging: { cursors: { after: 'c2' } } },
    ];
    const graph = graphAt('http://graph.test', async (url) => {
      asked.push(String(url));
      return Response.json(pages[asked.length - 1]);
    });
    const shown = {
      language: 'ru',
      status: 'APPROVED',
      category: 'MARKETING',
      body: 'Body {{1}}',
      buttons: ['See'],
    };
    expect(await graph.templates()).toEqual([
      { name: 'a', ...shown, timeToLive: null },
      { name: 'b', ...shown, timeToLive: 43_200 },
    ]);
    expect(asked.map((url) => new URL(url).searchParams.get('after'))).toEqual([null, 'c/1']);
  });

  it('of others may look as they like', async () => {
    const others = [
      one('otp', { components: [{ type: 'BODY', add_security_recommendation: true }, { type: 'FOOTER' }] }),
      one('cards', { components: [{ type: 'CAROUSEL', cards: [{}] }], category: undefined }),
      one('bare', { components: undefined }),
    ];
    const graph = graphAt('http://graph.test', async () => Response.json({ data: others, paging: {} }));
    expect((await graph.templates()).map(({ name, body }) => [name, body])).toEqual([
      ['otp', ''],
      ['cards', ''],
      ['bare', ''],
    ]);
  });
});

describe('a call', () => {
  it('carries the token in its head alone, and what is sent as JSON', async () => {
    const calls: { url: string; init: RequestInit }[] = [];
    const graph = graphAt('http://graph.test', async (url, init = {}) => {
      calls.push({ url: String(url), init });
      return Response.json({ messages: [{ id: 'wamid.x' }] });
    });
    await expect(graph.send(BODY)).resolves.toBeUndefined();
    expect(calls).toMatchObject([
      {
        url: 'http://graph.test/v25.0/100000000000001/messages',
        init: {
          method: 'POST',
          headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
          body: JSON.stringify(BODY),
          signal: expect.any(AbortSignal),
        },
      },
    ]);
  });

  it('about the number tells its digits, quality and reach', async () => {
    const answered = async (answer: object): Promise<unknown> =>
      graphAt('http://graph.test', async () => Response.json(answer)).phoneNumber();
    expect(
      await answered({
        display_phone_number: '+999 00-123 (4567)',
        quality_rating: 'GREEN',
        whatsapp_business_manager_messaging_limit: 'TIER_2K',
      }),
    ).toEqual({ digits: '999001234567', quality: 'GREEN', cap: 2_000 });
    expect(await answered({ display_phone_number: '+1' })).toEqual({
      digits: '1',
      quality: 'UNKNOWN',
      cap: null,
    });
  });
});

async function listening(answer: RequestListener): Promise<{ root: string; close(): Promise<unknown> }> {
  const server = createServer(answer).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  return { root: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}
