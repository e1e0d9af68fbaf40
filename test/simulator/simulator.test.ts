import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/simulator.ts';
import type { PhoneView } from '../../src/simulator/telegram/terms.ts';

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
  ])('refuses %s', async (_name, body, status) => {
    const { id } = await newPhone('en');
    expect((await control(`phones/${id}/acts`, body)).status).toBe(status);
  });

  it('refuses pages from elsewhere', async () => {
    expect((await control('state', undefined, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await control('phones', { language: 'en' }, { 'sec-fetch-site': 'same-site' })).status).toBe(403);
    expect((await control('state', undefined, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
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
