import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { handClock, standIn } from './support.ts';

const texts = (result: unknown): readonly string[] =>
  (result as { message?: { text: string } }[]).map(({ message }) => message?.text ?? '?');

describe('long polling', () => {
  it('gives updates again until they are confirmed by an offset', async () => {
    const { telegram, call } = standIn();
    const person = telegram.person();
    person.say('one');
    person.say('two');
    const first = await call('getUpdates');
    expect(texts(first.result)).toEqual(['one', 'two']);
    expect((await call('getUpdates')).result).toEqual(first.result);
    const [{ update_id }] = first.result as [{ update_id: number }];
    expect(texts((await call('getUpdates', { offset: update_id + 1, limit: 5 })).result)).toEqual(['two']);
    expect((await call('getUpdates', { offset: update_id + 2 })).result).toEqual([]);
  });

  it('waits for the next one', async () => {
    const { telegram, call } = standIn();
    const person = telegram.person();
    const waiting = call('getUpdates', { timeout: 30 });
    await new Promise(setImmediate);
    person.say('now');
    expect(texts((await waiting).result)).toEqual(['now']);
  });

  it('ends the first poll when a second one comes', async () => {
    const { telegram, call } = standIn();
    const first = call('getUpdates', { timeout: 30 });
    await new Promise(setImmediate);
    const second = call('getUpdates', { timeout: 30 });
    expect(await first).toMatchObject({
      error_code: 409,
      description: /^Conflict: terminated by other getUpdates/,
    });
    telegram.stop();
    expect((await second).ok).toBe(true);
  });

  it('carries only the kinds that were asked for', async () => {
    const { telegram, call } = standIn();
    const person = telegram.person();
    await call('getUpdates', { allowed_updates: ['my_chat_member'] });
    person.say('x');
    person.blocks();
    const { result } = await call('getUpdates');
    expect(result).toMatchObject([{ my_chat_member: { new_chat_member: { status: 'kicked' } } }]);
  });

  it('forgets what nobody took within a day', async () => {
    const clock = handClock();
    const { telegram, call } = standIn({ ticks: clock.ticks });
    telegram.person().say('old');
    clock.pass(86_400_001);
    expect((await call('getUpdates')).result).toEqual([]);
  });
});

describe('a webhook', () => {
  const closing: (() => void)[] = [];
  afterEach(() => {
    for (const close of closing.splice(0)) close();
  });

  /** A bot that hears `texts`, answering with the statuses given, then 200. */
  async function hook(statuses: number[]): Promise<{ url: string; heard: string[]; secrets: unknown[] }> {
    const heard: string[] = [];
    const secrets: unknown[] = [];
    const server = createServer((request, response) => {
      let body = '';
      request.on('data', (chunk: Buffer) => {
        body += chunk.toString();
      });
      request.on('end', () => {
        const status = statuses.shift() ?? 200;
        secrets.push(request.headers['x-telegram-bot-api-secret-token']);
        heard.push(`${(JSON.parse(body) as { message: { text: string } }).message.text} ${status}`);
        response.writeHead(status).end();
      });
    });
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve);
    });
    closing.push(() => server.close());
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, heard, secrets };
  }

  it('brings a chat’s updates in order, with the secret, again until they are taken', async () => {
    const { telegram, call } = standIn();
    const { url, heard, secrets } = await hook([500]);
    closing.push(() => telegram.stop());
    expect((await call('setWebhook', { url, secret_token: 'a-Z_9' })).ok).toBe(true);
    const person = telegram.person();
    person.say('one');
    person.say('two');
    await expect.poll(() => heard).toEqual(['one 500', 'one 200', 'two 200']);
    expect(new Set(secrets)).toEqual(new Set(['a-Z_9']));
    await expect
      .poll(async () => (await call('getWebhookInfo')).result)
      .toMatchObject({ url, pending_update_count: 0 });
  });

  it('shuts polling out, and lets it in again', async () => {
    const { telegram, call } = standIn();
    closing.push(() => telegram.stop());
    await call('setWebhook', { url: 'https://bot.example/hook' });
    expect(await call('getUpdates')).toMatchObject({ error_code: 409, description: /webhook is active/ });
    await call('deleteWebhook');
    expect((await call('getUpdates')).ok).toBe(true);
  });

  it.each([
    ['plain HTTP', { url: 'http://bot.example/' }, /HTTPS/],
    ['a secret with blanks', { url: 'https://bot.example/', secret_token: 'a b' }, /unallowed characters/],
    ['too many connections', { url: 'https://bot.example/', max_connections: 101 }, /1-100/],
  ])('refuses %s', async (_name, parameters, description) => {
    expect((await standIn().call('setWebhook', parameters)).description).toMatch(description);
  });
});
