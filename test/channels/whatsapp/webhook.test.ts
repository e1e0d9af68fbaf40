import { describe, expect, it } from 'vitest';
import type { Brought } from '../../../src/channels/whatsapp/projection.ts';
import { createHook, HOOK_BYTES, type Taken } from '../../../src/channels/whatsapp/webhook.ts';
import { createLog, isLogLine } from '../../../src/log.ts';
import {
  ANN,
  calling,
  OURS,
  postOf,
  SECRET,
  saying,
  signatureOf,
  text,
  VERIFY_TOKEN,
} from '../../support/whatsapp-calls.ts';

/** As Meta writes it: everything but ASCII escaped, slashes too. */
const escaped = (value: unknown): string =>
  JSON.stringify(value)
    .replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replaceAll('/', '\\/');

const CHUNK = 65_536;
const CHUNKS = HOOK_BYTES / CHUNK;

const CALL = calling(saying(ANN, text('привет 🍇 https://example.org/')));
const BODY = escaped(CALL);

function hookWith(take: () => Promise<Taken> = async () => 'done') {
  const taken: Brought[] = [];
  const lines: string[] = [];
  const clock = { ms: 0 };
  const hook = createHook({
    ours: OURS,
    appSecret: SECRET,
    verifyToken: VERIFY_TOKEN,
    channel: 'whatsapp',
    log: createLog({ level: 'debug', write: (line) => lines.push(line) }),
    ticks: () => clock.ms,
    take: (brought) => {
      taken.push(brought);
      return take();
    },
  });
  const call = async (request: Request): Promise<number> => (await hook(request)).status;
  return { hook, call, taken, lines, clock };
}

describe('the challenge of the dashboard', () => {
  const asking = (fields: Readonly<Record<string, string>>): Request =>
    new Request(`http://x/hook/whatsapp?${new URLSearchParams(fields)}`);
  const right = {
    'hub.mode': 'subscribe',
    'hub.verify_token': VERIFY_TOKEN,
    'hub.challenge': '1158201444 <b>',
  };

  it('comes back as plain text for the right word', async () => {
    const answer = await hookWith().hook(asking(right));
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toMatch(/^text\/plain/);
    expect(await answer.text()).toBe('1158201444 <b>');
  });

  it.each([
    ['a wrong word', { ...right, 'hub.verify_token': `${VERIFY_TOKEN}x` }],
    ['the word in capitals', { ...right, 'hub.verify_token': VERIFY_TOKEN.toUpperCase() }],
    ['half of the word', { ...right, 'hub.verify_token': VERIFY_TOKEN.slice(1) }],
    ['an empty word', { ...right, 'hub.verify_token': '' }],
    ['no word', { 'hub.mode': 'subscribe', 'hub.challenge': '1' }],
    ['a wrong mode', { ...right, 'hub.mode': 'unsubscribe' }],
    ['no mode', { 'hub.verify_token': VERIFY_TOKEN, 'hub.challenge': '1' }],
    ['the app secret', { ...right, 'hub.verify_token': SECRET }],
    ['nothing', {}],
  ])('stays here for %s', async (_label, fields) => {
    const answer = await hookWith().hook(asking(fields));
    expect(answer.status).toBe(403);
    expect(await answer.text()).toBe('');
  });
});

describe('a call of Meta', () => {
  it.each([
    ['done', 200],
    ['again', 500],
  ] as const)('whose content is %s gets %i', async (taken, status) => {
    const at = hookWith(async () => taken);
    expect(await at.call(postOf(BODY))).toBe(status);
    expect(at.taken).toMatchObject([
      { inbound: [{ event: { kind: 'text', text: 'привет 🍇 https://example.org/' } }] },
    ]);
  });

  it('is read whatever the case of its header’s name', async () => {
    const headers = { 'X-HUB-SIGNATURE-256': signatureOf(BODY) };
    expect(await hookWith().call(postOf(BODY, { signature: null, headers }))).toBe(200);
  });

  it.each([
    ['no JSON', 'not json'],
    ['half of one', BODY.slice(0, -2)],
    ['nothing', ''],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00])],
    ['two of them', `${BODY}${BODY}`],
  ])('with %s gets 400 and reaches nobody', async (_label, body) => {
    const { taken, call } = hookWith();
    expect(await call(postOf(body))).toBe(400);
    expect(taken).toEqual([]);
  });

  it.each([
    'null',
    '[]',
    '7',
    '{}',
    '{"object":"page","entry":[]}',
    '{"object":"whatsapp_business_account"}',
  ])('with nothing for us in it (%s) gets 200, or it would come for a week', async (body) => {
    expect(await hookWith().call(postOf(body))).toBe(200);
  });

  it.each(['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS'])('by %s gets 405', async (method) => {
    expect(await hookWith().call(new Request('http://x/hook/whatsapp', { method }))).toBe(405);
  });
});

describe('a large call', () => {
  const padded = (bytes: number): string => BODY.padEnd(bytes);

  it('is read to the last byte that is allowed, and one more is not', async () => {
    expect(await hookWith().call(postOf(padded(HOOK_BYTES)))).toBe(200);
    expect(await hookWith().call(postOf(padded(HOOK_BYTES + 1)))).toBe(413);
  });

  it('is turned away by what its header says, before anything is read', async () => {
    const unread = new ReadableStream<Uint8Array>(
      {
        pull: () => {
          throw new Error('read');
        },
      },
      { highWaterMark: 0 },
    );
    const headers = { 'content-length': String(HOOK_BYTES + 1) };
    expect(await hookWith().call(postOf(unread, { headers }))).toBe(413);
  });

  it.each([undefined, '10'])('is read no further than that, though its header says %s', async (length) => {
    let pulled = 0;
    const long = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1;
        if (pulled > CHUNKS * 4) controller.close();
        else controller.enqueue(new Uint8Array(CHUNK).fill(32));
      },
    });
    const headers = length === undefined ? {} : { 'content-length': length };
    expect(await hookWith().call(postOf(long, { headers }))).toBe(413);
    expect(pulled).toBeLessThan(CHUNKS + 10);
  });

  it('that breaks off in the middle gets 400, and nothing is thrown', async () => {
    const broken = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(new TextEncoder().encode(BODY.slice(0, 50))),
      pull: (controller) => controller.error(new Error('gone')),
    });
    const { call, taken } = hookWith();
    expect(await call(postOf(broken, { signature: signatureOf(BODY) }))).toBe(400);
    expect(taken).toEqual([]);
  });
});

describe('a forger', () => {
  const right = signatureOf(BODY);
  const wrong: readonly (readonly [string, string | null])[] = [
    ['no signature', null],
    ['an empty one', ''],
    ['only its name', 'sha256='],
    ['that of another secret', signatureOf(BODY, `${SECRET}x`)],
    ['that of an empty secret', signatureOf(BODY, '\0')],
    ['that of another body', signatureOf(`${BODY} `)],
    ['the digits alone', right.slice('sha256='.length)],
    ['capital digits', `sha256=${right.slice('sha256='.length).toUpperCase()}`],
    ['a capital name', right.replace('sha256', 'SHA256')],
    ['another algorithm’s name', right.replace('sha256', 'sha1')],
    ['a digit less', right.slice(0, -1)],
    ['a digit more', `${right}0`],
    ['two of them', `${right}, ${right}`],
    ['zeros', `sha256=${'0'.repeat(64)}`],
    ['no digits at all', `sha256=${'z'.repeat(64)}`],
  ];
  it.each(wrong)('with %s gets 401 and reaches nobody', async (_label, signature) => {
    const { call, taken } = hookWith();
    expect(await call(postOf(BODY, { signature }))).toBe(401);
    expect(taken).toEqual([]);
  });

  it('with no body at all gets 401, and Meta 400', async () => {
    expect(await hookWith().call(postOf('', { signature: null }))).toBe(401);
    expect(await hookWith().call(postOf(''))).toBe(400);
  });

  it('who writes the same JSON again has other bytes, and another signature', async () => {
    const rewritten = JSON.stringify(JSON.parse(BODY));
    expect(rewritten).not.toBe(BODY);
    expect(await hookWith().call(postOf(rewritten, { signature: right }))).toBe(401);
    expect(await hookWith().call(postOf(rewritten))).toBe(200);
  });

  it('with ten thousand mutations of the signature never gets in', async () => {
    const { call, taken } = hookWith();
    for (let i = 0; i < 10_000; i += 1)
      expect(await call(postOf(BODY, { signature: mutated(right, i) }))).toBe(401);
    expect(taken).toEqual([]);
    expect(await call(postOf(BODY))).toBe(200);
  });
});

describe('refusals in the log', () => {
  it('are told of once a minute at most, with how many there were', async () => {
    const { call, lines, clock } = hookWith();
    const forge = (): Promise<number> => call(postOf(BODY, { signature: 'sha256=forged' }));
    for (let i = 0; i < 5; i += 1) await forge();
    clock.ms = 59_999;
    await forge();
    expect(lines).toHaveLength(1);
    clock.ms = 60_000;
    await call(postOf('no json'));
    clock.ms = 200_000;
    await call(new Request('http://x/hook/whatsapp'));
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'warn', event: 'hook.refused', channel: 'whatsapp', status: 401, count: 1 },
      { event: 'hook.refused', status: 400, count: 6 },
      { event: 'hook.refused', status: 403, count: 1 },
    ]);
    expect(lines.filter((line) => !isLogLine(line))).toEqual([]);
    expect(lines.join('')).not.toMatch(/forged|no json|привет|visibly-false/);
  });
});

/** The i-th of many different changes: a letter replaced, put in, taken out, or the whole turned round. */
function mutated(signature: string, i: number): string {
  const at = i % signature.length;
  const letter = '0123456789abcdefABCDEF=sh-_'[(i * 7) % 27] ?? '';
  const changes = [
    signature.slice(0, at) + letter + signature.slice(at + 1),
    signature.slice(0, at) + letter + signature.slice(at),
    signature.slice(0, at) + signature.slice(at + 1),
    signature.slice(at) + signature.slice(0, at),
  ];
  const changed = changes[Math.floor(i / signature.length) % changes.length] ?? signature;
  return changed === signature ? `${signature}${i}` : changed;
}
