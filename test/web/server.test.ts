import { connect, createServer } from 'node:net';
import { Hono } from 'hono';
import { afterEach, describe, expect, it } from 'vitest';
import type { Channel } from '../../src/domain/terms.ts';
import { createLog, isLogLine } from '../../src/log.ts';
import { createWeb, renderMetrics, type Web, type WebOptions } from '../../src/web/server.ts';
import { someLimits } from '../support/builders.ts';

const lines: string[] = [];
const opened: Web[] = [];

afterEach(async () => {
  for (const web of opened.splice(0)) await web.close(0);
  expect(lines.splice(0).filter((line) => !isLogLine(line))).toEqual([]);
});

async function serve(options: Partial<WebOptions> = {}): Promise<{ web: Web; root: string; port: number }> {
  const web = createWeb({
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'debug', write: (line) => lines.push(line) }),
    channels: [],
    checks: {},
    ...options,
  });
  opened.push(web);
  const { port } = await web.open();
  return { web, root: `http://127.0.0.1:${port}`, port };
}

/** A channel of which only the hook matters. */
const hooked = (hook: (request: Request) => Promise<Response>): Channel => ({
  name: 'carrier-pigeon',
  limits: someLimits(),
  canEdit: false,
  state: () => 'running',
  start: async () => undefined,
  stop: async () => undefined,
  send: async () => null,
  introduce: async () => undefined,
  hook,
});

describe('health', () => {
  it('is alive as soon as it is open', async () => {
    const { root } = await serve();
    const answer = await fetch(`${root}/health`);
    expect([answer.status, await answer.text()]).toEqual([200, 'ok']);
  });

  it('is ready when everything it stands on works', async () => {
    const { root } = await serve({ checks: { database: () => true, queue: async () => true } });
    const answer = await fetch(`${root}/ready`);
    expect([answer.status, await answer.json()]).toEqual([200, { ready: true, database: true, queue: true }]);
  });

  it.each([
    ['fails', async () => false],
    ['throws', () => Promise.reject(new Error('Ivan'))],
  ])('is not ready when a check %s, and says which', async (_label, queue) => {
    const { root } = await serve({ checks: { database: () => true, queue } });
    const answer = await fetch(`${root}/ready`);
    expect([answer.status, await answer.json()]).toEqual([
      503,
      { ready: false, database: true, queue: false },
    ]);
  });

  it('shows its figures to Prometheus', async () => {
    const metrics = async () => [
      {
        name: 'sent_total',
        help: 'Messages',
        type: 'counter',
        values: [{ labels: { channel: 'telegram' }, value: 7 }],
      } as const,
    ];
    const { root } = await serve({ metrics });
    const answer = await fetch(`${root}/metrics`);
    expect(answer.headers.get('content-type')).toContain('version=0.0.4');
    expect(await answer.text()).toBe(
      '# HELP sent_total Messages\n# TYPE sent_total counter\nsent_total{channel="telegram"} 7\n',
    );
  });

  it('shows a figure without labels', () => {
    expect(renderMetrics([{ name: 'up', help: 'Up', type: 'gauge', values: [{ value: 1 }] }])).toContain(
      '\nup 1\n',
    );
  });
});

describe('calls of a service', () => {
  it('reach the hook of its channel as they came', async () => {
    const hook = async (request: Request): Promise<Response> =>
      new Response(`${request.method} ${request.headers.get('x-secret')} ${await request.text()}`);
    const { root } = await serve({ channels: [hooked(hook)] });
    const answer = await fetch(`${root}/hook/carrier-pigeon`, {
      method: 'POST',
      body: 'a – é',
      headers: { 'x-secret': 's' },
    });
    expect(await answer.text()).toBe('POST s a – é');
  });

  it('find nothing for a channel without a hook', async () => {
    const { root } = await serve();
    expect((await fetch(`${root}/hook/telegram`, { method: 'POST' })).status).toBe(404);
  });

  it('are told nothing but that it failed, when it does', async () => {
    const { root } = await serve({ channels: [hooked(() => Promise.reject(new Error('Ivan +7916')))] });
    const answer = await fetch(`${root}/hook/carrier-pigeon`, { method: 'POST' });
    expect([answer.status, await answer.text()]).toEqual([500, 'failed']);
    expect(lines.join('')).toContain('call.failed');
    expect(lines.join('')).not.toContain('Ivan');
  });
});

describe('the server', () => {
  it('carries what is mounted', async () => {
    const { root } = await serve({
      mounts: { '/simulator': new Hono().get('/phones', (c) => c.text('phones')) },
    });
    expect(await (await fetch(`${root}/simulator/phones`)).text()).toBe('phones');
  });

  it('sends the headers that keep others out', async () => {
    const { root } = await serve();
    const { headers } = await fetch(`${root}/health`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(headers.get('x-powered-by')).toBeNull();
  });

  it('says in one line that its port is taken', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => other.once('listening', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    await expect(serve({ port })).rejects.toThrow(`port ${port} is taken: stop what runs there, or set PORT`);
    other.close();
  });

  it('tells those who call while it stops to come again', async () => {
    const { web, root } = await serve();
    web.refuse();
    const answer = await fetch(`${root}/hook/telegram`, { method: 'POST' });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
  });

  it('answers what is in hand before it closes', async () => {
    const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const hook = async (): Promise<Response> => {
      reached.resolve();
      await released.promise;
      return new Response('done');
    };
    const { web, root } = await serve({ channels: [hooked(hook)] });
    const answer = fetch(`${root}/hook/carrier-pigeon`, { method: 'POST' });
    await reached.promise;
    const closed = web.close();
    released.resolve();
    expect(await (await answer).text()).toBe('done');
    await closed;
    await expect(fetch(`${root}/health`)).rejects.toThrow();
  });

  it('closes in time though somebody holds a line open', async () => {
    const { web, port } = await serve();
    const line = connect(port, '127.0.0.1');
    await new Promise((resolve) => line.once('connect', resolve));
    line.write('GET /health HTTP/1.1\r\nHost: x\r\n');
    await web.close(20);
    line.destroy();
  });
});
