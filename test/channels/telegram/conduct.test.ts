import { describe, expect, it } from 'vitest';
import { createTelegram, type TelegramOptions } from '../../../src/channels/telegram.ts';
import type { RenderedMessage } from '../../../src/domain/message.ts';
import { Address, type Channel } from '../../../src/domain/terms.ts';
import { createLog } from '../../../src/log.ts';
import type { TelegramStandIn } from '../../../src/simulator/telegram/terms.ts';
import { createTelegramStandIn } from '../../../src/simulator/telegram.ts';
import { aMessage } from '../../support/builders.ts';
import { createInbox, type Inbox } from '../../support/recorder.ts';

interface Stage {
  readonly service: TelegramStandIn;
  readonly inbox: Inbox;
  readonly lines: string[];
  /** Method and fields of each call, oldest first. */
  readonly calls: { method: string; fields: Record<string, unknown> }[];
  telegram(options?: Partial<TelegramOptions>): Channel;
}

/** Tells what was asked, and lets a test answer in the service's place. */
function stage(
  instead: (method: string, fields: Record<string, unknown>) => Response | null = () => null,
): Stage {
  const service = createTelegramStandIn();
  const calls: Stage['calls'] = [];
  const lines: string[] = [];
  const call: typeof fetch = async (input, init) => {
    const method = String(input).split('/').at(-1) ?? '';
    const fields = JSON.parse(String(init?.body ?? '{}'));
    calls.push({ method, fields });
    return instead(method, fields) ?? service.fetch(input, init);
  };
  const log = createLog({ level: 'debug', write: (line) => lines.push(line) });
  const base = { token: service.token, apiRoot: 'http://bot-api.test', fetch: call, log };
  return {
    service,
    inbox: createInbox(),
    calls,
    lines,
    telegram: (options) => createTelegram({ ...base, ...options }),
  };
}

const asked = ({ calls }: Stage, method: string) =>
  calls.filter((one) => one.method === method).map((one) => one.fields);
const plain = aMessage;
const refusal = (code: number, description: string): Response =>
  Response.json({ ok: false, error_code: code, description }, { status: code });

describe('a send', () => {
  const all: RenderedMessage = {
    locale: 'en',
    text: '<b>Grapes</b>',
    buttons: [
      [{ label: 'Good', short: 'Good', press: { kind: 'data', data: 'a' }, emphasis: 'good' }],
      [],
      [
        { label: 'Page', short: 'Page', press: { kind: 'url', url: 'https://example.org' } },
        { label: 'Code', short: 'Code', press: { kind: 'copy', text: 'K7Q2M' } },
        { label: '2/5', short: '2/5', press: { kind: 'label' } },
      ],
      [{ label: 'On', short: 'On', press: { kind: 'data', data: 'b' }, ticked: true }],
    ],
  };

  async function sent(
    message: RenderedMessage,
    options?: Parameters<Channel['send']>[2],
    at: Stage = stage(),
  ) {
    const person = at.service.person();
    person.start();
    await at.telegram().send(new Address(String(person.id)), message, options);
    return { at, fields: asked(at, 'sendMessage').at(-1) };
  }

  it('puts buttons into Telegram’s words, without previews', async () => {
    const { fields } = await sent(all);
    expect(fields).toMatchObject({
      text: '<b>Grapes</b>',
      parse_mode: 'HTML',
      link_preview_options: { is_disabled: true },
      reply_markup: {
        inline_keyboard: [
          [{ text: 'Good', callback_data: 'a', style: 'success' }],
          [
            { text: 'Page', url: 'https://example.org' },
            { text: 'Code', copy_text: { text: 'K7Q2M' } },
            { text: '2/5', disabled: {} },
          ],
          [{ text: 'On', callback_data: 'b', style: 'primary' }],
        ],
      },
    });
  });

  it.each([
    [{}, { disable_notification: false, protect_content: false }],
    [{ silent: true }, { disable_notification: true, protect_content: false }],
    [{ shareable: false }, { disable_notification: false, protect_content: true }],
  ])('with %j rings and guards by it', async (options, fields) => {
    expect((await sent(plain('x'), options)).fields).toMatchObject(fields);
  });

  it('falls back to a press where captions are unknown, and remembers it', async () => {
    const at = stage((_method, fields) =>
      JSON.stringify(fields).includes('"disabled"')
        ? refusal(
            400,
            "Bad Request: can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
          )
        : null,
    );
    const person = at.service.person();
    person.start();
    const telegram = at.telegram();
    const to = new Address(String(person.id));
    await telegram.send(to, all);
    await telegram.send(to, all);
    expect(asked(at, 'sendMessage')).toHaveLength(3);
    expect(person.buttons().flat()).toContain('2/5');
  });
});

describe('a start', () => {
  it('asks for three kinds of updates, and takes no webhook', async () => {
    const at = stage();
    const telegram = at.telegram();
    await telegram.start(at.inbox.receive, at.inbox.hear);
    at.service.person().start();
    await at.inbox.waitFor(() => true);
    await telegram.stop();
    expect(asked(at, 'deleteWebhook')).toEqual([{ drop_pending_updates: false }]);
    expect(asked(at, 'getUpdates')[0]).toMatchObject({
      allowed_updates: ['message', 'callback_query', 'my_chat_member'],
    });
  });

  it('with a wrong token fails, saying so', async () => {
    const at = stage(() => refusal(401, 'Unauthorized'));
    const telegram = at.telegram();
    await expect(telegram.start(at.inbox.receive, at.inbox.hear)).rejects.toMatchObject({
      reason: { kind: 'misconfigured' },
    });
    expect(telegram.state()).toBe('refused');
    await telegram.stop();
  });

  it('without a network goes on trying, and misses nothing', async () => {
    const network: { away: boolean } = { away: true };
    const at = stage(() => (network.away ? refusal(502, 'Bad Gateway') : null));
    const telegram = at.telegram();
    await telegram.start(at.inbox.receive, at.inbox.hear);
    expect(telegram.state()).toBe('starting');
    at.service.person().start();
    network.away = false;
    await at.inbox.waitFor(({ event }) => event.kind === 'command');
    expect(telegram.state()).toBe('running');
    await telegram.stop();
  });

  it('beside another poller stops and raises the alarm', async () => {
    const at = stage((method) =>
      method === 'getUpdates' ? refusal(409, 'Conflict: terminated by other getUpdates request') : null,
    );
    const telegram = at.telegram();
    await telegram.start(at.inbox.receive, at.inbox.hear);
    await expect.poll(() => telegram.state()).toBe('refused');
    expect(at.lines.join('')).toContain('"level":"error","room":"channels","event":"channel.misconfigured"');
    await telegram.stop();
    expect(asked(at, 'getUpdates').length).toBeLessThanOrEqual(2);
  });

  it('with a webhook gives Telegram the address, the secret and the kinds', async () => {
    const at = stage((method) =>
      method === 'setWebhook' ? Response.json({ ok: true, result: true }) : null,
    );
    const telegram = at.telegram({ webhook: { url: 'https://bot.example.org', secret: 'sixteen_letters_' } });
    await telegram.start(at.inbox.receive, at.inbox.hear);
    expect(asked(at, 'setWebhook')).toEqual([
      {
        url: 'https://bot.example.org/hook/telegram',
        secret_token: 'sixteen_letters_',
        allowed_updates: ['message', 'callback_query', 'my_chat_member'],
      },
    ]);
    await telegram.stop();
    expect(asked(at, 'getUpdates')).toEqual([]);
  });

  it('with a webhook and no secret never happens', () => {
    const at = stage();
    expect(() => at.telegram({ webhook: { url: 'https://bot.example.org', secret: '' } })).toThrow(
      'needs a secret',
    );
  });
});

describe('an update', () => {
  it('of a button is answered first, and once, however often it must come again', async () => {
    const at = stage();
    const telegram = at.telegram();
    await telegram.start(at.inbox.receive, at.inbox.hear);
    const person = at.service.person();
    person.start();
    const { address } = await at.inbox.waitFor(() => true);
    await telegram.send(address, {
      locale: 'en',
      text: 'x',
      buttons: [[{ label: 'Go', short: 'Go', press: { kind: 'data', data: 'go' } }]],
    });
    at.inbox.failNext(1);
    expect(await person.tap('Go')).toEqual({ text: '', alert: false });
    await at.inbox.waitFor(({ event }) => event.kind === 'button');
    expect(at.inbox.failures).toBe(1);
    expect(asked(at, 'answerCallbackQuery')).toHaveLength(1);
    await telegram.stop();
  });

  it('that fails does not hold up other people, and its own chat keeps its order', async () => {
    const at = stage();
    const telegram = at.telegram();
    await telegram.start(at.inbox.receive, at.inbox.hear);
    const [ann, bob] = [at.service.person(), at.service.person()];
    at.inbox.failNext(1);
    ann.say('one');
    ann.say('two');
    await expect.poll(() => at.inbox.failures).toBe(1);
    bob.say('three');
    await at.inbox.waitFor(({ event }) => event.kind === 'text' && event.text === 'two');
    expect(at.inbox.texts()).toEqual(['three', 'one', 'two']);
    await telegram.stop();
  });

  it('from a group makes us leave it, and reaches nobody', async () => {
    const update = {
      update_id: 1,
      message: { message_id: 1, chat: { id: -5, type: 'group' }, from: { id: 5 }, text: 'hi' },
    };
    let given = false;
    const at = stage((method) => {
      if (method === 'leaveChat') return Response.json({ ok: true, result: true });
      if (method !== 'getUpdates' || given) return null;
      given = true;
      return Response.json({ ok: true, result: [update] });
    });
    const telegram = at.telegram();
    await telegram.start(at.inbox.receive, at.inbox.hear);
    await expect.poll(() => asked(at, 'leaveChat')).toEqual([{ chat_id: '-5' }]);
    await telegram.stop();
    expect(at.inbox.messages).toEqual([]);
  });
});

describe('an introduction', () => {
  const introduction = (locale: string, name: string) => ({
    locale,
    name,
    description: `${name} long`,
    shortDescription: `${name} short`,
    commands: [{ name: 'stop', description: `${name} stop` }],
  });
  const ALL = [introduction('en', 'Work'), introduction('tg', 'Кор'), introduction('uz-Cyrl', 'Иш')];

  it('is written for the default and every language that has two letters', async () => {
    const at = stage();
    await at.telegram().introduce(ALL);
    expect(at.service.about('tg')).toMatchObject({
      name: 'Кор',
      commands: [{ command: 'stop', description: 'Кор stop' }],
    });
    expect(at.service.about('de')).toMatchObject({
      name: 'Work',
      description: 'Work long',
      shortDescription: 'Work short',
    });
    expect(at.calls.some(({ fields }) => JSON.stringify(fields).includes('Иш'))).toBe(false);
  });

  it('is written again only where it differs', async () => {
    const at = stage();
    await at.telegram().introduce(ALL);
    at.calls.length = 0;
    await at.telegram().introduce(ALL);
    expect(at.calls.filter(({ method }) => method.startsWith('set'))).toEqual([]);
    await at
      .telegram()
      .introduce([introduction('en', 'Work'), { ...introduction('tg', 'Кор'), description: 'нав' }]);
    expect(at.calls.filter(({ method }) => method.startsWith('set'))).toEqual([
      { method: 'setMyDescription', fields: { description: 'нав', language_code: 'tg' } },
    ]);
  });

  it('that Telegram refuses hurts nobody', async () => {
    const at = stage((method) => (method === 'setMyName' ? refusal(429, 'Too Many Requests') : null));
    await at.telegram().introduce(ALL);
    expect(at.lines.join('')).toContain('introduction.failed');
  });
});
