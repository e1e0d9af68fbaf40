import { describe, expect, it } from 'vitest';
import type { WhatsAppOptions } from '../../../src/channels/whatsapp.ts';
import { Address, type Word } from '../../../src/domain/terms.ts';
import { WHATSAPP_ATTACHMENTS, type WhatsAppStandIn } from '../../../src/simulator/whatsapp/terms.ts';
import { aMessage } from '../../support/builders.ts';
import { createInbox } from '../../support/recorder.ts';
import { whatsappStage } from '../../support/whatsapp.ts';
import { calling, changeOf, type Json, messagesChange, signatureOf } from '../../support/whatsapp-calls.ts';
import { play } from '../../support/whatsapp-play.ts';

/** Everything that the stand-in told was taken. */
const allTaken = (service: WhatsAppStandIn): Promise<void> => expect.poll(() => service.pending()).toBe(0);

describe('a start', () => {
  it('asks for the number and its templates, and runs', async () => {
    const { channel, service, close, logged } = await whatsappStage();
    const { receive, hear } = createInbox();
    await channel.start(receive, hear);
    expect(channel.state()).toBe('running');
    expect(service.calls().map(({ method }) => method)).toEqual(['number', 'templates']);
    expect(logged.join('')).toContain('"event":"channel.started","channel":"whatsapp","way":"webhook"');
    await channel.stop();
    await close();
  });

  it('with a wrong token fails, saying so, and takes no pushes', async () => {
    const { channel, close, logged } = await whatsappStage({ channel: { token: 'visibly-wrong-token' } });
    const { receive, hear } = createInbox();
    expect(channel.state()).toBe('starting');
    await expect(channel.start(receive, hear)).rejects.toMatchObject({ reason: { kind: 'misconfigured' } });
    expect(channel.state()).toBe('refused');
    await channel.stop();
    expect(channel.state()).toBe('stopped');
    expect(logged.join('')).not.toContain('visibly-wrong-token');
    await close();
  });

  it.each<readonly [string, Partial<WhatsAppOptions>]>([
    ['of no number', { phoneNumberId: '100000000000009' }],
    ['of no account', { businessAccountId: '200000000000009' }],
  ])('with the id %s fails as with a wrong token', async (_label, differing) => {
    const { channel, close } = await whatsappStage({ channel: differing });
    const { receive, hear } = createInbox();
    await expect(channel.start(receive, hear)).rejects.toMatchObject({ reason: { kind: 'misconfigured' } });
    expect(channel.state()).toBe('refused');
    await channel.stop();
    await close();
  });

  it('with an account that is locked is refused', async () => {
    const { channel, service, close } = await whatsappStage();
    service.faults.add({ fault: { kind: 'code', code: 131_031 }, methods: ['number'] });
    const { receive, hear } = createInbox();
    await expect(channel.start(receive, hear)).rejects.toMatchObject({ reason: { kind: 'restricted' } });
    expect(channel.state()).toBe('refused');
    await channel.stop();
    await close();
  });

  it.each(['number', 'templates'] as const)(
    'without a network to the %s goes on trying, and misses nothing',
    async (method) => {
      const { channel, service, close, logged, submits } = await whatsappStage();
      await submits();
      const inbox = createInbox();
      const away = service.faults.add({ fault: { kind: 'error', status: 502 }, methods: [method] });
      await channel.start(inbox.receive, inbox.hear);
      expect(channel.state()).toBe('starting');
      service.person().say('hello');
      await inbox.waitFor(({ event }) => event.kind === 'text');
      away();
      await expect.poll(() => channel.state(), { timeout: 5_000 }).toBe('running');
      expect(logged.filter((line) => line.includes('channel.failed'))).toHaveLength(1);
      await channel.stop();
      await close();
    },
  );

  it('that was put off is refused as soon as Meta refuses it, and runs when that is mended', async () => {
    const { channel, service, close } = await whatsappStage();
    const { receive, hear } = createInbox();
    service.faults.add({ fault: { kind: 'cut' }, methods: ['number'], calls: 1 });
    const wrong = service.faults.add({ fault: { kind: 'unauthorized' }, methods: ['number'] });
    await channel.start(receive, hear);
    expect(channel.state()).toBe('starting');
    await expect.poll(() => channel.state(), { timeout: 5_000 }).toBe('refused');
    wrong();
    await expect.poll(() => channel.state(), { timeout: 5_000 }).toBe('running');
    await channel.stop();
    await close();
  });

  it('that hangs is ended by a stop at once', async () => {
    const { channel, service, close } = await whatsappStage();
    const { receive, hear } = createInbox();
    service.faults.add({ fault: { kind: 'cut' }, methods: ['number'], calls: 1 });
    service.faults.add({ fault: { kind: 'hang' }, methods: ['number'], calls: 1 });
    await channel.start(receive, hear);
    await expect.poll(() => service.faults.list(), { timeout: 5_000 }).toEqual([]);
    const startedAt = performance.now();
    await channel.stop();
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    await close();
  });
});

describe('how many people may be knocked at', () => {
  it('is 250 before Meta says it, and what it says after', async () => {
    const { channel, service, close } = await whatsappStage({ tier: 10_000 });
    const { receive, hear } = createInbox();
    expect(channel.window?.cap()).toBe(250);
    await channel.start(receive, hear);
    expect(channel.window).toMatchObject({ hours: 24 });
    expect(channel.window?.cap()).toBe(10_000);
    service.tier(Number.POSITIVE_INFINITY);
    await expect.poll(() => channel.window?.cap()).toBe(Number.POSITIVE_INFINITY);
    service.tier(2_000);
    await expect.poll(() => channel.window?.cap()).toBe(2_000);
    service.quality('YELLOW');
    await allTaken(service);
    expect(channel.window?.cap()).toBe(2_000);
    await channel.stop();
    await close();
  });

  it.each([
    [100, 100],
    [0, 0],
    [5_000, 250],
    [null, 250],
  ])('is never more than ours, %s: %i', (dailyCap, people) =>
    play(async ({ channel }) => expect(channel.window?.cap()).toBe(people), { channel: { dailyCap } }),
  );
});

describe('what Meta says against us', () => {
  const restrictions: readonly (readonly [string, (service: WhatsAppStandIn) => void, string])[] = [
    [
      'a paused template',
      ({ templates }) => templates.setStatus('mehnat_many', 'ru', 'PAUSED'),
      'template-paused',
    ],
    [
      'a disabled one',
      ({ templates }) => templates.setStatus('mehnat_many', 'ru', 'DISABLED'),
      'template-paused',
    ],
    [
      'another category',
      ({ templates }) => templates.setCategory('mehnat_filled', 'ru', 'MARKETING'),
      'template-recategorised',
    ],
    ['a restricted account', (service) => service.account('ACCOUNT_RESTRICTION'), 'account'],
    ['a violation', (service) => service.account('ACCOUNT_VIOLATION', { violation_info: {} }), 'account'],
    ['complaints', (service) => service.quality('RED'), 'quality'],
  ];
  it.each(restrictions)('comes as a word: %s', (_label, act, why) =>
    play(async ({ service, inbox }) => {
      act(service);
      expect(await inbox.waitForWord(({ kind }) => kind === 'restricted')).toEqual({
        kind: 'restricted',
        why,
      });
      await allTaken(service);
      expect(inbox.words).toHaveLength(1);
    }),
  );

  it.each<readonly [string, (service: WhatsAppStandIn) => void]>([
    ['a better quality', (service) => service.quality('GREEN')],
    ['a larger tier', (service) => service.tier(2_000)],
    ['a verified account', (service) => service.account('VERIFIED_ACCOUNT')],
    ['an approval', ({ templates }) => templates.setStatus('mehnat_many', 'ru', 'APPROVED')],
    [
      'a template of others',
      ({ templates }) => {
        templates.add({ name: 'hello_world', language: 'ru', body: 'Hello' });
        templates.setStatus('hello_world', 'ru', 'PAUSED');
        templates.setCategory('hello_world', 'ru', 'MARKETING');
      },
    ],
  ])('is not %s', (_label, act) =>
    play(async ({ service, inbox }) => {
      act(service);
      await allTaken(service);
      expect(inbox.words).toEqual([]);
    }),
  );

  it.each(restrictions)('comes again until it is written down: %s', async (_label, act, why) => {
    const { channel, service, submits, close } = await whatsappStage();
    await submits();
    const heard: Word[] = [];
    let away = 1;
    await channel.start(
      async () => undefined,
      async (word) => {
        away -= 1;
        if (away >= 0) throw new Error('the database is away');
        heard.push(word);
      },
    );
    act(service);
    await expect.poll(() => heard).toEqual([{ kind: 'restricted', why }]);
    await channel.stop();
    await close();
  });
});

describe('an approval', () => {
  it('makes a template usable without a restart, also many at once', async () => {
    const { channel, service, submits, close } = await whatsappStage({ approvalMs: null });
    const { receive, hear } = createInbox();
    await submits();
    await channel.start(receive, hear);
    const knock = { purpose: 'still', locale: 'ru', values: [], press: 'v1:c:still:' } as const;
    const person = new Address(service.person().userId ?? '');
    const knocked = (locale: string): Promise<string> =>
      channel.send(person, { ...aMessage('x'), knocks: [{ ...knock, locale }] }, { outside: true }).then(
        () => 'sent',
        (error) => error.reason.kind,
      );
    expect(await knocked('ru')).toBe('window-closed');
    const before = service.calls().length;
    for (const { name, language } of service.templates.list())
      service.templates.setStatus(name, language, 'APPROVED');
    await allTaken(service);
    for (const locale of ['ru', 'en', 'uz', 'uz-Cyrl', 'ky']) expect(await knocked(locale)).toBe('sent');
    const asked = service
      .calls()
      .slice(before)
      .filter(({ method }) => method === 'templates');
    expect(asked.length).toBeLessThan(service.templates.list().length / 2);
    await channel.stop();
    await close();
  });
});

describe('a webhook', () => {
  const post = async ({ appSecret }: WhatsAppStandIn, url: string, body: string): Promise<number> => {
    const headers = { 'x-hub-signature-256': signatureOf(body, appSecret) };
    return (await fetch(url, { method: 'POST', headers, body })).status;
  };

  it('passes the test of the dashboard', () =>
    play(async ({ service, hookUrl }) => expect(await service.verify(hookUrl)).toBe(true)));

  it.each<readonly [string, Json]>([
    ['of a field we did not ask for', calling(changeOf('message_echoes', { message_echoes: [{}] }))],
    ['of calls', calling(changeOf('calls', { calls: [{ id: 'x', event: 'connect' }] }))],
    ['of groups', calling(changeOf('group_lifecycle_update', { groups: [{}] }))],
    ['of a message of a new type', calling(messagesChange({ messages: [{ id: 'x', type: 'hologram' }] }))],
    ['of a status that is new', calling(messagesChange({ statuses: [{ id: 'x', status: 'framed' }] }))],
    ['of errors alone', calling(messagesChange({ errors: [{ code: 131_000 }] }))],
    ['of another product', { object: 'page', entry: [{ id: '1', messaging: [] }] }],
    ['of nothing', {}],
  ])('%s is answered 200 and reaches nobody', (_label, body) =>
    play(async ({ service, hookUrl, inbox, logged }) => {
      expect(await post(service, hookUrl, JSON.stringify(body))).toBe(200);
      expect([...inbox.messages, ...inbox.words]).toEqual([]);
      expect(logged.at(-1)).toContain('"event":"update.ignored","channel":"whatsapp","count":1');
    }),
  );

  it('of everything that people can send is taken', () =>
    play(async ({ service, inbox, channel }) => {
      const ann = service.person();
      ann.say('hello');
      const { address } = await inbox.waitFor(({ event }) => event.kind === 'text');
      await channel.send(address, aMessage('something to react to'));
      for (const kind of WHATSAPP_ATTACHMENTS) ann.sends(kind);
      await allTaken(service);
      // A reaction says nothing that we could answer.
      expect(inbox.messages).toHaveLength(1 + WHATSAPP_ATTACHMENTS.length - 1);
    }));
});

describe('an invitation', () => {
  it('leads to the number with the word typed, once the number is known', async () => {
    const { channel, close } = await whatsappStage({ channel: { publicRoot: 'https://wa.me' } });
    const { receive, hear } = createInbox();
    expect(channel.invitation?.('v_1')).toBeNull();
    await channel.start(receive, hear);
    expect(channel.invitation?.('v_1 & more')).toBe('https://wa.me/999001234567?text=v_1%20%26%20more');
    await channel.stop();
    await close();
  });

  it('leads nowhere for a number that is nowhere to be found', () =>
    play(async ({ channel }) => expect(channel.invitation?.('v_1')).toBeNull()));
});
