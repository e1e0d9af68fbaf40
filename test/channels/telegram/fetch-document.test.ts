import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createSendApi } from '../../../src/channels/telegram/client.ts';
import { createFetchDocument } from '../../../src/channels/telegram/fetch-document.ts';
import { DocumentError, DocumentHandle } from '../../../src/domain/sent-document.ts';

const TOKEN = '123456:visibly-false-token';
const ROOT = 'http://bot-api.test';
const HANDLE = new DocumentHandle('BQACAgI');

const fileAt = (fields: object): Response =>
  Response.json({ ok: true, result: { file_id: 'BQACAgI', file_unique_id: 'x', ...fields } });
const refusal = (code: number, description: string): Response =>
  Response.json({ ok: false, error_code: code, description }, { status: code });

/** Fetches from a Bot API that answers so; what was asked, without the token. */
function stage(file: Response, download: () => Promise<Response>) {
  const asked: string[] = [];
  const inits: (RequestInit | undefined)[] = [];
  const call: typeof fetch = async (input, init) => {
    asked.push(String(input).replace(ROOT, '').replace(TOKEN, ''));
    inits.push(init);
    return asked.length === 1 ? file : download();
  };
  const options = { token: TOKEN, apiRoot: ROOT, fetch: call };
  const fetchDocument = createFetchDocument(createSendApi(options), options);
  return { asked, inits, fetched: (most = 100) => fetchDocument(HANDLE, most).catch((thrown) => thrown) };
}
const whyOf = (thrown: unknown): unknown => (thrown instanceof DocumentError ? thrown.why : thrown);
const never = (): Promise<Response> => Promise.reject(new Error('not to be asked'));

describe('a file', () => {
  it('is found by its handle, then fetched from there and from nowhere that leads on', async () => {
    const { asked, inits, fetched } = stage(
      fileAt({ file_path: 'documents/file_7.csv', file_size: 3 }),
      async () => new Response('a;b'),
    );
    expect(await fetched()).toEqual(new TextEncoder().encode('a;b'));
    expect(asked).toEqual(['/bot/getFile', '/file/bot/documents/file_7.csv']);
    expect(inits[1]).toMatchObject({ redirect: 'error' });
  });

  it('that is known to be too large is not fetched', async () => {
    const { asked, fetched } = stage(fileAt({ file_path: 'a/b.csv', file_size: 101 }), never);
    expect([whyOf(await fetched(100)), asked]).toEqual(['too-large', ['/bot/getFile']]);
  });

  it('that turns out larger than it said is cut off', async () => {
    let read = 0;
    const endless = new ReadableStream({
      pull(controller) {
        read += 1;
        controller.enqueue(new Uint8Array(50));
      },
    });
    const { fetched } = stage(
      fileAt({ file_path: 'a/b.csv', file_size: 3 }),
      async () => new Response(endless),
    );
    expect(whyOf(await fetched(100))).toBe('too-large');
    expect(read).toBeLessThan(10);
  });

  it.each(['../../getMe', '/etc/passwd', 'https://elsewhere.test/x', 'a/b?c', 'a/../b', 'a b', ''])(
    'at the path "%s" is none',
    async (file_path) => {
      const { asked, fetched } = stage(fileAt({ file_path }), never);
      expect([whyOf(await fetched()), asked.length]).toEqual(['gone', 1]);
    },
  );

  it.each([
    [refusal(400, 'Bad Request: file is too big'), 'too-large'],
    [refusal(400, 'Bad Request: wrong file_id or the file is temporarily unavailable'), 'gone'],
    [refusal(400, 'Bad Request: invalid file_id'), 'gone'],
    [refusal(400, 'Bad Request: wrong remote file identifier specified: wrong padding'), 'gone'],
    [refusal(400, 'Bad Request: something new'), 'unavailable'],
    [refusal(401, 'Unauthorized'), 'unavailable'],
    [refusal(429, 'Too Many Requests'), 'unavailable'],
    [new Response('<html>', { status: 502 }), 'unavailable'],
  ] as const)('of which Telegram says %o is %s', async (answer, why) => {
    expect(whyOf(await stage(answer.clone(), never).fetched())).toBe(why);
  });

  it.each([
    [404, 'gone'],
    [401, 'unavailable'],
    [502, 'unavailable'],
  ])('whose address answers %i is %s', async (status, why) => {
    const { fetched } = stage(fileAt({ file_path: 'a/b.csv' }), async () => new Response('x', { status }));
    expect(whyOf(await fetched())).toBe(why);
  });

  it('that cannot be reached leaves no token and no handle in what is thrown', async () => {
    const { fetched } = stage(fileAt({ file_path: 'a/b.csv' }), async () => {
      const cause = Object.assign(new Error(`${ROOT}/file/bot${TOKEN}/a/b.csv`), { code: 'ECONNRESET' });
      throw new TypeError(`fetch failed ${TOKEN}`, { cause });
    });
    const thrown = await fetched();
    expect(whyOf(thrown)).toBe('unavailable');
    expect(inspect(thrown, { depth: 20, showHidden: true })).not.toMatch(/visibly-false|BQACAgI|bot-api/);
  });

  it('that breaks off may be had later', async () => {
    const broken = new ReadableStream({
      pull(controller) {
        controller.error(new Error(`${TOKEN} was cut`));
      },
    });
    const { fetched } = stage(fileAt({ file_path: 'a/b.csv' }), async () => new Response(broken));
    const thrown = await fetched();
    expect(whyOf(thrown)).toBe('unavailable');
    expect(inspect(thrown, { depth: 20, showHidden: true })).not.toContain(TOKEN);
  });
});
