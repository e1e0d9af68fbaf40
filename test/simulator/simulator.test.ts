import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import type { PhoneView } from '../../src/simulator/telegram/terms.ts';
import type { WhatsAppPhoneView } from '../../src/simulator/whatsapp/terms.ts';

let folder = '';
let simulator: Simulator;
let ahead = 0;

const begin = (): Simulator =>
  createSimulator({
    clock: {
      now: () => new Date(1_790_000_000_000 + ahead),
      shift: (ms) => {
        ahead += ms;
      },
    },
    stateFile: join(folder, 'phones.json'),
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'simulator-'));
  ahead = 0;
  simulator = begin();
});
afterEach(() => {
  simulator.stop();
  rmSync(folder, { recursive: true });
});

async function control(
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Response> {
  const more = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  return await simulator.app.request(`/simulator/control/${path}`, {
    ...more,
    headers: { 'content-type': 'application/json', ...headers },
  });
}

async function newPhone(language: string): Promise<PhoneView> {
  const answer = await control('phones', { language });
  const view: unknown = await answer.json();
  // The view's own type is what the control API promises.
  return view as PhoneView;
}

describe('the control API', () => {
  it('makes a phone that can write, block and lose the network', async () => {
    const { id } = await newPhone('ky');
    await control(`phones/${id}/acts`, { act: 'start' });
    await control(`phones/${id}/acts`, { act: 'lose-network' });
    await control(`phones/${id}/acts`, { act: 'block' });
    expect(simulator.telegram.view(id)).toMatchObject({
      language: 'ky',
      online: false,
      standing: 'started',
      waiting: 1,
    });
    await control(`phones/${id}/acts`, { act: 'return' });
    expect(simulator.telegram.view(id)).toMatchObject({ online: true, standing: 'blocked', waiting: 0 });
    const write = await control(`phones/${id}/acts`, { act: 'say', text: 'x' });
    expect([write.status, await write.json()]).toEqual([409, { error: expect.stringContaining('unblock') }]);
  });

  it.each([
    ['an act nobody knows', { act: 'fly' }, 400],
    ['nothing to say', { act: 'say', text: ' ' }, 400],
    ['a file without a name', { act: 'attach', mediaType: 'text/csv', base64: 'YTti' }, 400],
  ])('refuses %s', async (_name, body, status) => {
    const { id } = await newPhone('en');
    expect((await control(`phones/${id}/acts`, body)).status).toBe(status);
  });

  it('refuses pages from elsewhere', async () => {
    expect((await control('state', undefined, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await control('phones', { language: 'en' }, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await control('state', undefined, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });

  it('brings crowds, one behind the other, and says how much arrived at each', async () => {
    expect((await control('crowds', { count: 0 })).status).toBe(400);
    const [first, second] = [await control('crowds', { count: 30 }), await control('crowds', { count: 2 })];
    expect([await first.json(), await second.json()]).toEqual([
      { firstId: 8_000_000_001, count: 30, arrived: 0 },
      { firstId: 8_000_000_031, count: 2, arrived: 0 },
    ]);
    const { apiRoot, token } = simulator;
    await simulator.app.request(`${apiRoot}/bot${token}/sendMessage`, {
      method: 'POST',
      body: JSON.stringify({ chat_id: 8_000_000_032, text: 'x' }),
      headers: { 'content-type': 'application/json' },
    });
    expect(await (await control('crowds')).json()).toMatchObject([{ arrived: 0 }, { arrived: 1 }]);
  });

  it('moves the clock of the exchange', async () => {
    const moved = await control('clock', { shiftMs: 3_600_000 });
    expect([await moved.json(), ahead]).toEqual([
      { now: '2026-09-21T15:13:20.000Z', canMove: true },
      3_600_000,
    ]);
  });

  it('takes faults and gives them back', async () => {
    await control('faults', { fault: { kind: 'error', status: 502 }, calls: 3, methods: ['sendMessage'] });
    expect(simulator.telegram.faults.list()).toEqual([
      { fault: { kind: 'error', status: 502, done: false }, calls: 3, methods: ['sendMessage'] },
    ]);
    expect((await control('faults', { fault: { kind: 'earthquake' } })).status).toBe(400);
  });

  it('tells what changes, as it changes', async () => {
    const answer = await control('events');
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader?.read())?.value).toContain('event: state');
    await newPhone('uz');
    expect((await reader?.read())?.value).toContain('event: phone');
    await reader?.cancel();
  });

  it('ends what it tells when it stops, so that a server can close', async () => {
    const answer = await control('events');
    const reader = answer.body?.getReader();
    await reader?.read();
    simulator.stop();
    await expect.poll(async () => (await reader?.read())?.done).toBe(true);
    expect((await control('events')).status).toBe(503);
  });
});

describe('the control API on WhatsApp', () => {
  const newWhatsApp = async (more: Readonly<Record<string, unknown>> = {}): Promise<WhatsAppPhoneView> => {
    const answer = await control('phones', { service: 'whatsapp', language: 'ky', ...more });
    const view: unknown = await answer.json();
    // The view's own type is what the control API promises.
    return view as WhatsAppPhoneView;
  };

  it('makes phones beside those of Telegram, with numbers of their own', async () => {
    const [telegram, whatsapp] = [await newPhone('tg'), await newWhatsApp({ hidesPhone: true })];
    expect([telegram.service, telegram.id]).toEqual(['telegram', 7_000_000_001]);
    expect(whatsapp).toMatchObject({
      service: 'whatsapp',
      id: 9_000_000_001,
      language: 'ky',
      hidesPhone: true,
    });
    const state = (await (await control('state')).json()) as { phones: { id: number }[] };
    expect(state.phones.map(({ id }) => id)).toEqual([telegram.id, whatsapp.id]);
    await simulator.app.request(`/simulator/control/phones/${whatsapp.id}`, { method: 'DELETE' });
    expect([simulator.whatsapp.find(whatsapp.id), simulator.telegram.find(telegram.id)]).toEqual([
      null,
      expect.anything(),
    ]);
    expect((await control('phones', { service: 'pigeon', language: 'ky' })).status).toBe(400);
  });

  it.each([
    [
      { act: 'say', text: 'салам' },
      { messages: [{ text: 'салам' }], windowOpenUntil: expect.any(String) },
    ],
    [{ act: 'send', attachment: 'photo' }, { messages: [{ kind: 'photo' }] }],
    [
      { act: 'attach', name: 'x.csv', mediaType: 'text/csv', base64: 'YTti' },
      { messages: [{ kind: 'document', file: { name: 'x.csv', mediaType: 'text/csv', size: 3 } }] },
    ],
    [{ act: 'stop-marketing' }, { marketing: false }],
    [{ act: 'resume-marketing' }, { marketing: true }],
    [{ act: 'lose-network' }, { online: false }],
    [{ act: 'return' }, { online: true }],
    [{ act: 'language', text: 'uz' }, { language: 'uz' }],
  ])('does %j', async (act, expected) => {
    const { id } = await newWhatsApp();
    const answer = await control(`phones/${id}/acts`, act);
    expect([answer.status, await answer.json()]).toMatchObject([200, expected]);
  });

  it('moves a person to a new number', async () => {
    const { id, phone } = await newWhatsApp();
    const answer = await control(`phones/${id}/acts`, { act: 'change-number' });
    expect(((await answer.json()) as WhatsAppPhoneView).phone).not.toBe(phone);
  });

  it.each([
    ['an act of Telegram', { act: 'block' }, 400],
    ['a tap on nothing', { act: 'tap', data: 'x' }, 409],
    ['a reaction to nothing', { act: 'send', attachment: 'reaction' }, 409],
  ])('refuses %s', async (_name, body, status) => {
    const { id } = await newWhatsApp();
    expect((await control(`phones/${id}/acts`, body)).status).toBe(status);
  });

  it('takes faults and limits for the service that is named', async () => {
    const fault = { kind: 'failed-later', code: 131049 };
    expect((await control('faults', { fault })).status).toBe(400);
    expect((await control('faults', { service: 'whatsapp', fault, calls: 1 })).status).toBe(201);
    expect(simulator.whatsapp.faults.list()).toEqual([{ fault, calls: 1 }]);
    expect(simulator.telegram.faults.list()).toEqual([]);
    expect((await control('limits', { service: 'whatsapp', mode: 'telegram' })).status).toBe(400);
    expect((await control('limits', { service: 'whatsapp', mode: 'off' })).status).toBe(204);
    expect(await (await control('calls?service=whatsapp')).json()).toEqual([]);
  });

  it('serves the Graph API below its root, which hears a send', async () => {
    const { id } = await newWhatsApp();
    await control(`phones/${id}/acts`, { act: 'say', text: 'hello' });
    const { whatsapp, whatsappRoot } = simulator;
    const answer = await simulator.app.request(`${whatsappRoot}/v25.0/${whatsapp.phoneNumberId}/messages`, {
      method: 'POST',
      headers: { authorization: `Bearer ${whatsapp.token}` },
      body: JSON.stringify({
        messaging_product: 'whatsapp',
        recipient_type: 'individual',
        recipient: whatsapp.find(id)?.userId,
        type: 'text',
        text: { body: 'hi' },
      }),
    });
    expect([answer.status, whatsapp.find(id)?.screen()?.text]).toEqual([200, 'hi']);
  });

  it('keeps people, templates and what nobody has heard yet over a restart', async () => {
    const { id } = await newWhatsApp();
    await control(`phones/${id}/acts`, { act: 'say', text: 'hello' });
    simulator.stop();
    simulator = begin();
    expect([simulator.whatsapp.view(id)?.messages.length, simulator.whatsapp.pending()]).toEqual([1, 1]);
    simulator.whatsapp.templates.add({ name: 'news', language: 'en', body: 'News' });
    simulator.stop();
    simulator = begin();
    expect(simulator.whatsapp.templates.list()).toMatchObject([{ name: 'news' }]);
  });

  it('begins without phones of WhatsApp where the file is from before there were any', async () => {
    const { id } = await newPhone('tg');
    simulator.stop();
    const file = join(folder, 'phones.json');
    const { telegram, shiftedMs } = JSON.parse(readFileSync(file, 'utf8'));
    writeFileSync(file, JSON.stringify({ telegram, shiftedMs }));
    simulator = begin();
    expect([simulator.telegram.find(id)?.id, simulator.whatsapp.people()]).toEqual([id, []]);
  });
});

describe('the page', () => {
  it.each([
    ['/simulator/', 'text/html'],
    ['/simulator/desk.js', 'text/javascript'],
    ['/simulator/chat.css', 'text/css'],
  ])('serves %s', async (path, type) => {
    const answer = await simulator.app.request(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, expect.stringContaining(type)]);
  });

  it.each(['/simulator/..%2fpage.ts', '/simulator/page.ts', '/simulator/nothing.js'])(
    'does not serve %s',
    async (path) => {
      expect((await simulator.app.request(path)).status).toBe(404);
    },
  );
});

it('keeps people and chats over a restart, in a file of its owner alone', async () => {
  const { id } = await newPhone('tg');
  await control(`phones/${id}/acts`, { act: 'start' });
  simulator.stop();
  expect(statSync(join(folder, 'phones.json')).mode & 0o777).toBe(0o600);
  simulator = begin();
  expect(simulator.telegram.view(id)).toMatchObject({
    language: 'tg',
    standing: 'started',
    messages: [{ text: '/start' }],
  });
});

it('keeps a moved clock moved over a restart', async () => {
  await control('clock', { shiftMs: 3_600_000 });
  simulator.stop();
  ahead = 0;
  simulator = begin();
  expect(ahead).toBe(3_600_000);
  await control('clock', { shiftMs: 1_000 });
  expect(ahead).toBe(3_601_000);
});
