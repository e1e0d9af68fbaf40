import { describe, expect, it } from 'vitest';
import type { Projected } from '../../../src/channels/telegram/projection.ts';
import { createHook, HOOK_BYTES } from '../../../src/channels/telegram/webhook.ts';

const SECRET = 'visibly_false_secret-0123456789';
const UPDATE = JSON.stringify({
  update_id: 7,
  message: { message_id: 1, chat: { id: 5, type: 'private' }, from: { id: 5 }, text: 'привет 🍇' },
});

interface Call {
  readonly secret?: string | null;
  readonly body?: string | Uint8Array | ReadableStream<Uint8Array>;
  readonly method?: string;
  readonly headers?: Record<string, string>;
}

function hookWith(handled: 'done' | 'again' | 'dropped' = 'done') {
  const taken: Projected[] = [];
  const hook = createHook({
    secret: SECRET,
    take: async (projected) => {
      taken.push(projected);
      return handled;
    },
  });
  const call = async ({ secret = SECRET, body = UPDATE, method = 'POST', headers = {} }: Call = {}) => {
    const known = secret === null ? {} : { 'X-Telegram-Bot-Api-Secret-Token': secret };
    const request = new Request('http://x/hook/telegram', {
      method,
      headers: { ...headers, ...known },
      ...(method === 'POST' ? { body, duplex: 'half' } : {}),
    } as RequestInit);
    return (await hook(request)).status;
  };
  return { taken, call };
}

describe('a call of Telegram', () => {
  it.each([
    ['done', 200],
    ['dropped', 200],
    ['again', 500],
  ] as const)('whose update is %s gets %i', async (handled, status) => {
    const { taken, call } = hookWith(handled);
    expect(await call()).toBe(status);
    expect(taken).toMatchObject([{ kind: 'inbound', event: { text: 'привет 🍇' } }]);
  });

  it.each([
    ['no JSON', 'not json'],
    ['half of one', UPDATE.slice(0, -2)],
    ['null', 'null'],
    ['a list', '[]'],
    ['nothing', ''],
    ['an object of something else', '{"ok":true}'],
    ['bytes that are no text', new Uint8Array([0xff, 0xfe, 0x00])],
  ])('with %s gets 400 and reaches nobody', async (_label, body) => {
    const { taken, call } = hookWith();
    expect(await call({ body })).toBe(400);
    expect(taken).toEqual([]);
  });

  it.each(['GET', 'PUT', 'DELETE'])('by %s gets 405', async (method) => {
    expect(await hookWith().call({ method })).toBe(405);
  });

  it('as large as is allowed is read, one byte more is not', async () => {
    const { call } = hookWith();
    const padded = (bytes: number): string =>
      UPDATE.padEnd(UPDATE.length + bytes - Buffer.byteLength(UPDATE));
    expect(await call({ body: padded(HOOK_BYTES) })).toBe(200);
    expect(await call({ body: padded(HOOK_BYTES + 1) })).toBe(413);
  });

  it('without an end is cut off, whatever length it claims', async () => {
    let pulled = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        pulled += 1;
        controller.enqueue(new Uint8Array(65_536).fill(32));
      },
    });
    expect(await hookWith().call({ body: endless })).toBe(413);
    expect(pulled).toBeLessThan(20);
  });
});

describe('a forger', () => {
  it('without a secret, an empty or a wrong one gets 401', async () => {
    const { taken, call } = hookWith();
    for (const secret of [null, '', ' ', SECRET.toUpperCase(), `${SECRET}x`, SECRET.slice(1)])
      expect(await call({ secret })).toBe(401);
    expect(taken).toEqual([]);
  });

  it('with ten thousand mutations of the secret never gets in', async () => {
    const { taken, call } = hookWith();
    for (let i = 0; i < 10_000; i += 1) expect(await call({ secret: mutated(SECRET, i) })).toBe(401);
    expect(taken).toEqual([]);
    expect(await call()).toBe(200);
  });

  it('is turned away before the body is read', async () => {
    const body = new ReadableStream<Uint8Array>(
      {
        pull: () => {
          throw new Error('read');
        },
      },
      { highWaterMark: 0 },
    );
    expect(await hookWith().call({ secret: 'wrong', body })).toBe(401);
  });
});

/** The i-th of many different changes: a letter replaced, put in, taken out, or two swapped. */
function mutated(secret: string, i: number): string {
  const at = i % secret.length;
  const letter = String.fromCharCode(33 + ((i * 7) % 90));
  const changed = [
    secret.slice(0, at) + letter + secret.slice(at + 1),
    secret.slice(0, at) + letter + secret.slice(at),
    secret.slice(0, at) + secret.slice(at + 1),
    secret.slice(at) + secret.slice(0, at),
  ][Math.floor(i / secret.length) % 4];
  return changed === undefined || changed === secret ? `${secret}${i}` : changed;
}
