import { describe, expect, it } from 'vitest';
import type { WhatsAppFault } from '../../../src/simulator/whatsapp/terms.ts';
import { createWhatsAppStandIn } from '../../../src/simulator/whatsapp.ts';
import { standIn, talking, text } from './support.ts';

describe('calls that are no calls', () => {
  it.each([
    ['an unknown path', 'POST', 'NUMBER/register', 400, 100],
    ['an unknown object', 'POST', '42/messages', 400, 100],
    ['an unknown verb', 'DELETE', 'NUMBER/messages', 400, 100],
    ['reading what is only written', 'GET', 'NUMBER/messages', 400, 100],
  ])('%s', async (_label, method, path, status, code) => {
    const { whatsapp, call } = standIn();
    const answer = await call(
      method,
      path.replace('NUMBER', whatsapp.phoneNumberId),
      method === 'GET' ? undefined : {},
    );
    expect(answer).toMatchObject({
      status,
      code,
      body: { error: { message: expect.stringMatching(/^Unsupported \w+ request/) } },
    });
  });

  it('another token is a lost one', async () => {
    const { whatsapp, call } = standIn();
    expect(await call('GET', whatsapp.phoneNumberId, undefined, 'wrong')).toMatchObject({
      status: 401,
      code: 190,
    });
  });

  it('a body that is not JSON is kept as it came', async () => {
    const { whatsapp } = standIn();
    const answer = await whatsapp.fetch(`http://stand-in/v25.0/${whatsapp.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${whatsapp.token}` },
      body: '{"to":',
    });
    expect(answer.status).toBe(400);
    expect(whatsapp.bodies()).toEqual([{ body: '{"to":', status: 400, code: 131009 }]);
  });

  it('every version is taken, and any path before it', async () => {
    const { whatsapp } = standIn();
    for (const base of ['http://stand-in/v23.0', 'http://stand-in/simulator/whatsapp/v31.2']) {
      const headers = { authorization: `Bearer ${whatsapp.token}` };
      expect((await whatsapp.fetch(`${base}/${whatsapp.phoneNumberId}`, { headers })).status).toBe(200);
    }
  });
});

describe('the number', () => {
  it('says what it is asked for', async () => {
    const { whatsapp, call } = standIn();
    expect((await call('GET', whatsapp.phoneNumberId)).body).toEqual({
      id: whatsapp.phoneNumberId,
      display_phone_number: '+999001234567',
      verified_name: 'Stand-in',
      quality_rating: 'GREEN',
    });
    const fields = 'fields=quality_rating,whatsapp_business_manager_messaging_limit';
    whatsapp.quality('RED');
    for (const [people, tier] of [
      [250, 'TIER_250'],
      [2000, 'TIER_2K'],
      [10_000, 'TIER_10K'],
      [99_999, 'TIER_10K'],
      [100_000, 'TIER_100K'],
      [Number.POSITIVE_INFINITY, 'TIER_UNLIMITED'],
      [3, 'TIER_250'],
    ] as const) {
      whatsapp.tier(people);
      expect((await call('GET', `${whatsapp.phoneNumberId}?${fields}`)).body).toEqual({
        id: whatsapp.phoneNumberId,
        quality_rating: 'RED',
        whatsapp_business_manager_messaging_limit: tier,
      });
    }
  });

  it.each(['fields=colour', 'filed=id'])('refuses %s', async (query) => {
    const { whatsapp, call } = standIn();
    expect(await call('GET', `${whatsapp.phoneNumberId}?${query}`)).toMatchObject({ status: 400, code: 100 });
  });
});

describe('what was called', () => {
  it('is kept with person, status and code, and each body as it came', async () => {
    const { whatsapp, send, call } = standIn({ ticks: () => 7 });
    const phone = talking(whatsapp);
    await send(phone);
    await send(phone, text(''));
    await call('GET', whatsapp.phoneNumberId);
    expect(whatsapp.calls()).toEqual([
      { method: 'messages', chat: phone.id, at: 7, status: 200, code: null },
      { method: 'messages', chat: phone.id, at: 7, status: 400, code: 131009 },
      { method: 'number', chat: null, at: 7, status: 200, code: null },
    ]);
    const head = { messaging_product: 'whatsapp', recipient_type: 'individual', recipient: phone.userId };
    expect(whatsapp.bodies()).toEqual([
      { body: { ...head, ...text('Hello') }, status: 200, code: null },
      { body: { ...head, ...text('') }, status: 400, code: 131009 },
    ]);
  });
});

describe('faults over HTTP', () => {
  const CASES: readonly (readonly [string, WhatsAppFault, string, number])[] = [
    ['429 of the gateway', { kind: 'throttle', retryAfterSeconds: 7 }, '429', 0],
    ['500', { kind: 'error', status: 500 }, '500', 0],
    ['502 after the effect', { kind: 'error', status: 502, done: true }, '502', 1],
    ['cut before the effect', { kind: 'cut' }, 'no answer', 0],
    ['cut after the effect', { kind: 'cut', done: true }, 'no answer', 1],
    ['broken off in the body', { kind: 'reset' }, 'half an answer', 1],
    ['hanging', { kind: 'hang' }, 'no answer', 0],
    ['late', { kind: 'slow', ms: 20 }, '200', 1],
    ['as if the token were withdrawn', { kind: 'unauthorized' }, '401 190', 0],
    ['too many', { kind: 'code', code: 130429 }, '400 130429', 0],
    ['an account that is locked', { kind: 'code', code: 131031 }, '403 131031', 0],
    ['something went wrong', { kind: 'code', code: 131000 }, '500 131000', 0],
    ['a code nobody heard of', { kind: 'code', code: 424242 }, '400 424242', 0],
    ['failing later', { kind: 'failed-later', code: 131049 }, '200', 0],
  ];
  it.each(CASES)('%s', async (_label, fault, expected, arrived) => {
    const whatsapp = createWhatsAppStandIn();
    const { apiRoot, close } = await whatsapp.listen();
    const phone = talking(whatsapp);
    whatsapp.faults.add({ fault, calls: 1, methods: ['messages'], chats: [phone.id] });
    const post = (): Promise<Response> =>
      fetch(`${apiRoot}/v25.0/${whatsapp.phoneNumberId}/messages`, {
        method: 'POST',
        headers: { authorization: `Bearer ${whatsapp.token}` },
        body: JSON.stringify({
          messaging_product: 'whatsapp',
          recipient_type: 'individual',
          recipient: phone.userId,
          ...text('x'),
        }),
        signal: AbortSignal.timeout(300),
      });
    const answer = await post().catch(() => null);
    const body = await answer?.text().catch(() => null);
    const code = body?.startsWith('{"error"') === true ? ` ${JSON.parse(body).error.code}` : '';
    expect(answer === null ? 'no answer' : body === null ? 'half an answer' : `${answer.status}${code}`).toBe(
      expected,
    );
    expect(whatsapp.arrivals(phone.id)).toBe(arrived);
    expect((await post()).status).toBe(200);
    whatsapp.stop();
    await close();
  });

  it('a gateway says when to come again, and no code', async () => {
    const { whatsapp } = standIn();
    whatsapp.faults.add({ fault: { kind: 'throttle', retryAfterSeconds: 7 } });
    const headers = { authorization: `Bearer ${whatsapp.token}` };
    const answer = await whatsapp.fetch(`http://stand-in/v25.0/${whatsapp.phoneNumberId}`, { headers });
    expect([answer.status, answer.headers.get('retry-after'), await answer.text()]).toEqual([
      429,
      '7',
      expect.not.stringContaining('code'),
    ]);
  });
});
