import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createFetchDocument } from '../../../src/channels/whatsapp/fetch-document.ts';
import { DocumentError, DocumentHandle } from '../../../src/domain/sent-document.ts';
import { graphAt, PHONE, refusal, TOKEN, WORDS } from '../../support/whatsapp-graph.ts';

const GRAPH = 'https://graph.test';
const ADDRESS = 'https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=100&hash=x';
const HANDLE = new DocumentHandle('100');

const media = (fields: object = {}): Response =>
  Response.json({ id: '100', url: ADDRESS, mime_type: 'text/csv', sha256: 'x', file_size: '3', ...fields });
const never = (): Promise<Response> => Promise.reject(new Error('not to be asked'));

/** Fetches from a Graph API that answers so. */
function stage(about: Response, download: () => Promise<Response>) {
  const asked: { url: string; init: RequestInit }[] = [];
  const call: typeof fetch = async (input, init = {}) => {
    asked.push({ url: String(input), init });
    return asked.length === 1 ? about : download();
  };
  const fetchDocument = createFetchDocument(graphAt(GRAPH, call));
  return { asked, fetched: (most = 100) => fetchDocument(HANDLE, most).catch((thrown) => thrown) };
}
const whyOf = (thrown: unknown): unknown => (thrown instanceof DocumentError ? thrown.why : thrown);

describe('a file', () => {
  it('is found by its handle as one of our number, then fetched with the token and from nowhere that leads on', async () => {
    const { asked, fetched } = stage(media(), async () => new Response('a;b'));
    expect(await fetched()).toEqual(new TextEncoder().encode('a;b'));
    expect(asked.map(({ url }) => url)).toEqual([
      `${GRAPH}/v25.0/100?phone_number_id=100000000000001`,
      ADDRESS,
    ]);
    expect(asked[1]?.init).toMatchObject({
      redirect: 'error',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
  });

  it.each([
    'https://elsewhere.test/x',
    'http://lookaside.fbsbx.com/x',
    'https://lookaside.fbsbx.com.elsewhere.test/x',
    'https://lookaside.fbsbx.com@elsewhere.test/x',
    'https://graph.test.elsewhere.test/x',
    'http://graph.test/x',
    'file:///etc/passwd',
    'no address',
  ])('at %s is none: the token does not go there', async (url) => {
    const { asked, fetched } = stage(media({ url }), never);
    expect([whyOf(await fetched()), asked.length]).toEqual(['gone', 1]);
  });

  it('beside the Graph API is fetched, as from a stand-in', async () => {
    const { fetched } = stage(media({ url: `${GRAPH}/files/1` }), async () => new Response('a;b'));
    expect(await fetched()).toHaveLength(3);
  });

  it.each(['101', 101])('that is %j bytes and too large is not fetched', async (file_size) => {
    const { asked, fetched } = stage(media({ file_size }), never);
    expect([whyOf(await fetched(100)), asked.length]).toEqual(['too-large', 1]);
  });

  it.each([null, undefined, 'many'])('of %j bytes is fetched and counted on the way', async (file_size) => {
    const { fetched } = stage(media({ file_size }), async () => new Response('x'.repeat(101)));
    expect(whyOf(await fetched(100))).toBe('too-large');
  });

  it.each([
    [refusal(400, 100), 'gone'],
    [refusal(400, 131_052), 'gone'],
    [new Response('<html>', { status: 404 }), 'gone'],
    [refusal(401, 190), 'unavailable'],
    [refusal(400, 4), 'unavailable'],
    [refusal(503, 2), 'unavailable'],
    [Response.json({ id: '100' }), 'unavailable'],
  ])('of which Meta says %o is %s', async (answer, why) => {
    expect(whyOf(await stage(answer.clone(), never).fetched())).toBe(why);
  });

  it.each([
    [404, 'gone'],
    [401, 'unavailable'],
    [500, 'unavailable'],
  ])('whose address answers %i is %s', async (status, why) => {
    const { fetched } = stage(media(), async () => new Response('x', { status }));
    expect(whyOf(await fetched())).toBe(why);
  });

  it('that cannot be had leaves no token, number, handle or address in what is thrown', async () => {
    const failing = async (): Promise<Response> => {
      throw new TypeError(`fetch failed ${ADDRESS} ${TOKEN}`, { cause: new Error(`Bearer ${TOKEN}`) });
    };
    for (const { fetched } of [stage(media(), failing), stage(refusal(400, 100), never)]) {
      const seen = inspect(await fetched(), { depth: 20, showHidden: true });
      for (const secret of [TOKEN, PHONE, WORDS, 'lookaside', 'mid=100']) expect(seen).not.toContain(secret);
    }
  });
});
