import { describe, expect, it } from 'vitest';
import { createTelegram } from '../../../src/channels/telegram.ts';
import type { RenderedMessage } from '../../../src/domain/message.ts';
import { Address, type SendOptions } from '../../../src/domain/terms.ts';
import { createLog } from '../../../src/log.ts';
import type { Fault } from '../../../src/simulator/telegram/terms.ts';
import { createTelegramStandIn } from '../../../src/simulator/telegram.ts';
import { aPng } from '../../support/png.ts';

const PNG = aPng();

/** Somebody who is sent a picture; what is thrown comes back as a reason. */
function stage(instead: (method: string, times: number) => Response | null = () => null) {
  const service = createTelegramStandIn();
  const asked: string[] = [];
  const call: typeof fetch = async (input, init) => {
    const method = String(input).split('/').at(-1) ?? '';
    asked.push(method);
    return instead(method, asked.filter((each) => each === method).length) ?? service.fetch(input, init);
  };
  const log = createLog({ level: 'debug', write: () => undefined });
  const telegram = createTelegram({ token: service.token, apiRoot: 'http://bot-api.test', fetch: call, log });
  const ann = service.person();
  ann.start();
  const send = (message: Partial<RenderedMessage>, options: SendOptions = {}, png = PNG) =>
    telegram.send(
      new Address(String(ann.id)),
      { locale: 'en', text: '', buttons: [], picture: { png, alt: 'A code' }, ...message },
      options,
    );
  const ours = () => ann.messages().filter(({ from }) => from === 'bot');
  const fails = (fault: Fault, method: string) => service.faults.add({ fault, methods: [method], calls: 1 });
  return { ann, asked, send, ours, fails };
}

const reason = (kind: string, more: object = {}) => ({ reason: { kind, ...more } });

describe('a picture on Telegram', () => {
  it('has its text as a caption, in markup, and the look of every message', async () => {
    const at = stage();
    const mark = await at.send({ text: '<b>Scan</b> &lt;this&gt;' }, { silent: true, shareable: false });
    expect(at.ours()).toMatchObject([
      {
        id: Number(mark),
        kind: 'photo',
        text: 'Scan <this>',
        entities: [{ type: 'bold', offset: 0, length: 4 }],
        silent: true,
        guarded: true,
      },
    ]);
    expect(at.asked).toEqual(['sendPhoto']);
  });

  it.each([
    ['1,024 units', 'ю'.repeat(1_024), ['photo']],
    ['1,024 units and markup', `<b>${'x'.repeat(1_023)}</b>&amp;`, ['photo']],
    ['1,025 units', 'ю'.repeat(1_025), ['photo', 'text']],
    ['emoji of 1,026 units', '🍎'.repeat(513), ['photo', 'text']],
  ])('with a text of %s is as many messages as that takes', async (_label, text, kinds) => {
    const at = stage();
    await at.send({ text });
    expect(at.ours().map(({ kind }) => kind)).toEqual(kinds);
  });

  it('rings once, and what can be replaced is the text', async () => {
    const at = stage();
    const text = 'word '.repeat(300).trim();
    const mark = await at.send({ text });
    expect(at.ours().map(({ silent, text: said }) => [silent, said])).toEqual([
      [false, ''],
      [true, text],
    ]);
    expect(await at.send({ text: 'Less', picture: undefined as never }, { replaces: mark })).toBe(mark);
    expect(at.ours().map(({ text: said }) => said)).toEqual(['', 'Less']);
  });

  it('whose text does not follow has gone out, so that nobody sends it again without a thought', async () => {
    const at = stage();
    at.fails({ kind: 'throttle', retryAfterSeconds: 3 }, 'sendMessage');
    const sending = at.send({ text: 'word '.repeat(300) });
    await expect(sending).rejects.toMatchObject(reason('unavailable', { reached: 'maybe' }));
    expect(at.ours()).toHaveLength(1);
  });

  it('that does not go out is said as for a text', async () => {
    const at = stage();
    at.fails({ kind: 'throttle', retryAfterSeconds: 3 }, 'sendPhoto');
    const throttled = reason('throttled', { retryAfterSeconds: 3, scope: 'token' });
    await expect(at.send({ text: 'word '.repeat(300) })).rejects.toMatchObject(throttled);
    at.ann.blocks();
    await expect(at.send({})).rejects.toMatchObject(reason('blocked'));
    expect(at.ours()).toEqual([]);
  });

  it.each([
    ['10,001 pixels wide and high', { width: 5_001, height: 5_000 }],
    ['21 times as wide as high', { width: 210, height: 10 }],
    ['more than ten megabytes', { atLeast: 10_000_000 }],
    ['without a pixel', { width: 0 }],
  ])('of %s is not even tried', async (_label, size) => {
    const at = stage();
    await expect(at.send({}, {}, aPng(size))).rejects.toMatchObject(reason('rejected'));
    expect(at.asked).toEqual([]);
  });

  it.each([
    ['10,000 pixels wide and high', { width: 5_000, height: 5_000 }],
    ['20 times as high as wide', { width: 10, height: 200 }],
  ])('of %s goes out', async (_label, size) => {
    const at = stage();
    await at.send({}, {}, aPng(size));
    expect(at.ours()).toHaveLength(1);
  });

  it('goes out once where captions on buttons are unknown', async () => {
    const unknown = {
      ok: false,
      error_code: 400,
      description: 'Bad Request: Text buttons are unallowed in the inline keyboard',
    };
    const label = { label: '2/5', short: '2/5', press: { kind: 'label' as const } };
    const at = stage((method, times) =>
      method === 'sendMessage' && times === 1 ? Response.json(unknown, { status: 400 }) : null,
    );
    await at.send({ text: 'word '.repeat(300), buttons: [[label]] });
    expect(at.asked).toEqual(['sendPhoto', 'sendMessage', 'sendMessage']);
  });
});
