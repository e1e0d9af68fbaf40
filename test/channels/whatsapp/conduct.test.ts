import { beforeAll, describe, expect, it } from 'vitest';
import { type Knock, knockFor } from '../../../src/domain/knock.ts';
import { type Button, type Phrase, phrase, type RenderedMessage, raw } from '../../../src/domain/message.ts';
import { Address, type SendReason } from '../../../src/domain/terms.ts';
import { plainText, type Texts } from '../../../src/domain/texts.ts';
import { loadTexts } from '../../../src/i18n.ts';
import type { WhatsAppPersonOptions } from '../../../src/simulator/whatsapp/terms.ts';
import { aMessage, anOpening } from '../../support/builders.ts';
import { whatsappStage } from '../../support/whatsapp.ts';
import { play, reasonOf } from '../../support/whatsapp-play.ts';

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});

const data = (label: string): readonly Button<string>[] => [
  { label, short: label, press: { kind: 'data', data: `v1:${label}` } },
];

/** A message in a language, with what goes out in its place outside the window. */
const knocking = (locale: string, knock: Knock): RenderedMessage => ({
  locale,
  text: 'x',
  buttons: [],
  knocks: texts.renderKnock(locale, knock),
});

const berries = anOpening({
  code: 'K7Q2M',
  kind: 'harvest',
  work: 'berries',
  crop: 'strawberry',
  region: 'RU-LIP',
  pay: { min: 60_000, max: null, unit: 'month', currency: 'RUB' },
});
const one = (): Knock => knockFor([berries], 0, false);
const many = (): Knock => knockFor([berries, berries], 3, false);

describe('outside the window', () => {
  it.each([
    ['en', 'en', 'en'],
    ['ru', 'ru', 'ru'],
    ['uz', 'uz', 'uz'],
    ['uz-Cyrl', 'uz-Cyrl', 'uz'],
    ['ky', 'ky', 'ky_KG'],
    ['tg', 'ru', 'ru'],
  ])('a template knocks at who reads %s in %s, which Meta calls %s', (locale, spoken, language) =>
    play(async ({ somebody, send, bodies }) => {
      const ann = somebody();
      await send(ann, knocking(locale, many()), { outside: true });
      expect(bodies()).toMatchObject([{ type: 'template', template: { language: { code: language } } }]);
      const text = plainText(texts.text(spoken, phrase('knock:many', { number: raw('5') })));
      expect(ann.screen()).toMatchObject({ kind: 'template', text });
      expect(ann.buttons()).toEqual([plainText(texts.text(spoken, phrase('knock:many-button')))]);
    }),
  );

  it.each(['en', 'ru', 'uz-Cyrl'])(
    'it has the values of who reads %s in their places, and one button',
    (locale) =>
      play(async ({ somebody, send, bodies }) => {
        const ann = somebody();
        const [what, region, pay, code] = one().values;
        const say = (of: Phrase): string => plainText(texts.text(locale, of));
        const values = [what, region, pay, code].map((value) => say(value!));
        await send(ann, knocking(locale, one()), { outside: true, receipt: 'sealed-receipt' });
        expect(bodies()).toMatchObject([
          {
            recipient: ann.userId,
            biz_opaque_callback_data: 'sealed-receipt',
            template: {
              name: expect.stringMatching(/^mehnat_opening/),
              components: [
                { type: 'body', parameters: values.map((text) => ({ type: 'text', text })) },
                {
                  type: 'button',
                  sub_type: 'quick_reply',
                  index: '0',
                  parameters: [{ type: 'payload', payload: 'v1:c:openings:K7Q2M' }],
                },
              ],
            },
          },
        ]);
        const whole = phrase('knock:opening', {
          what: what!,
          region: region!,
          pay: pay!,
          code: raw('K7Q2M'),
        });
        expect(ann.screen()?.text).toBe(say(whole));
      }),
  );

  it('its button opens the window, and anything may be said then', () =>
    play(async ({ somebody, send, inbox }) => {
      const ann = somebody();
      expect(await reasonOf(send(ann, aMessage('free')))).toEqual({ kind: 'window-closed' });
      await send(ann, knocking('en', one()), { outside: true });
      ann.tap('Read more');
      const { event, address, at } = await inbox.waitFor((message) => message.event.kind === 'button');
      expect(event).toEqual({ kind: 'button', data: 'v1:c:openings:K7Q2M', screen: expect.any(String) });
      expect(address.reveal()).toBe(ann.userId);
      expect(Math.abs(Date.now() - (at?.getTime() ?? 0))).toBeLessThan(60_000);
      expect(await reasonOf(send(ann, aMessage('free')))).toBe('sent');
    }));

  it('one without values has its button alone', () =>
    play(async ({ somebody, send, bodies }) => {
      await send(somebody(), knocking('ru', knockFor([], 0, true)), { outside: true });
      expect(bodies()).toMatchObject([
        { template: { name: 'mehnat_still', components: [{ type: 'button', index: '0' }] } },
      ]);
    }));

  it('is closed where no language has a template, and nothing goes out', () =>
    play(async ({ somebody, send, bodies, service }) => {
      for (const { name, language } of service.templates.list())
        service.templates.setStatus(name, language, 'REJECTED');
      await expect.poll(() => service.pending()).toBe(0);
      const tajik = texts.renderKnock('tg', many()).filter(({ locale }) => locale === 'tg');
      expect(await reasonOf(send(somebody(), knocking('ru', many()), { outside: true }))).toEqual({
        kind: 'window-closed',
      });
      const only: RenderedMessage = { ...knocking('tg', many()), knocks: tajik };
      expect(await reasonOf(send(somebody(), only, { outside: true }))).toEqual({ kind: 'window-closed' });
      expect(bodies()).toEqual([]);
    }));

  it('is closed for a message that has no knock', () =>
    play(async ({ somebody, send }) => {
      expect(await reasonOf(send(somebody(), aMessage('x'), { outside: true }))).toEqual({
        kind: 'window-closed',
      });
    }));

  it('goes out in the second language while the first is paused', () =>
    play(async ({ somebody, send, bodies, service, inbox }) => {
      service.templates.setStatus('mehnat_many', 'ky_KG', 'PAUSED');
      await inbox.waitForWord(({ kind }) => kind === 'restricted');
      await expect.poll(() => service.pending()).toBe(0);
      await send(somebody(), knocking('ky', many()), { outside: true });
      expect(bodies()).toMatchObject([{ template: { language: { code: 'ru' } } }]);
    }));

  it('knows nothing before Meta said what there is: nobody waits a day for that', async () => {
    const { service, channel, close } = await whatsappStage();
    const someone = new Address(service.person().userId ?? '');
    const message = knocking('ru', many());
    expect(await reasonOf(channel.send(someone, message, { outside: true }))).toEqual({
      kind: 'unavailable',
      reached: 'no',
    });
    await close();
  });
});

describe('a message in parts', () => {
  const long: RenderedMessage = {
    ...aMessage(Array.from({ length: 60 }, (_, at) => `Line ${at} of a long note.`).join('\n')),
    buttons: [data('Go on')],
  };

  it('has its receipt on the last, which speaks for all', () =>
    play(async ({ somebody, send, bodies, inbox }) => {
      const ann = somebody();
      ann.say('hello');
      await send(ann, long, { receipt: 'sealed-receipt' });
      expect(bodies().map((body) => body['biz_opaque_callback_data'])).toEqual([undefined, 'sealed-receipt']);
      expect(bodies().map(({ type }) => type)).toEqual(['text', 'interactive']);
      await inbox.waitForWord((word) => word.kind === 'message' && word.receipt === 'sealed-receipt');
    }));

  it('ends with the first that cannot be sent', () =>
    play(async ({ somebody, send, service, bodies }) => {
      const ann = somebody();
      ann.say('hello');
      service.faults.add({
        fault: { kind: 'throttle', retryAfterSeconds: 7 },
        methods: ['messages'],
        calls: 1,
      });
      expect(await reasonOf(send(ann, long))).toMatchObject({ kind: 'throttled', retryAfterSeconds: 7 });
      expect(bodies()).toHaveLength(1);
      expect(ann.screen()).toBeNull();
    }));
});

describe('what Meta says of a message', () => {
  it.each<readonly [number, SendReason]>([
    [131_047, { kind: 'window-closed' }],
    [131_026, { kind: 'unreachable' }],
    [131_049, { kind: 'capped' }],
    [131_050, { kind: 'opted-out' }],
    [131_048, { kind: 'restricted' }],
    [131_056, { kind: 'throttled', retryAfterSeconds: 120, scope: 'person' }],
    [190, { kind: 'misconfigured' }],
  ])('by %i means the same at once and later', (code, reason) =>
    play(async ({ somebody, send, service, inbox }) => {
      const ann = somebody();
      ann.say('hello');
      service.faults.add({ fault: { kind: 'code', code }, methods: ['messages'], calls: 1 });
      expect(await reasonOf(send(ann, aMessage('x')))).toEqual(reason);
      service.faults.add({ fault: { kind: 'failed-later', code }, methods: ['messages'], calls: 1 });
      expect(await reasonOf(send(ann, aMessage('x'), { receipt: 'sealed-receipt' }))).toBe('sent');
      const word = await inbox.waitForWord((each) => each.kind === 'message' && each.status === 'failed');
      expect(word).toMatchObject({ receipt: 'sealed-receipt', reason });
    }),
  );

  it('is that the window closed, where we thought it open', () => {
    let now = Date.now();
    return play(
      async ({ somebody, send }) => {
        const ann = somebody();
        ann.say('hello');
        now += 86_400_000 - 1;
        expect(await reasonOf(send(ann, aMessage('in time')))).toBe('sent');
        now += 1;
        expect(await reasonOf(send(ann, aMessage('too late')))).toEqual({ kind: 'window-closed' });
      },
      { now: () => new Date(now) },
    );
  });

  it('is nothing that could be replaced: it has no mark', () =>
    play(async ({ somebody, send }) => {
      const ann = somebody();
      ann.say('hello');
      expect(await send(ann, aMessage('one'), { replaces: 'x', silent: true, shareable: false })).toBeNull();
    }));
});

describe('a person', () => {
  it.each<readonly [string, WhatsAppPersonOptions, 'to' | 'recipient']>([
    ['with both is written to by the business-scoped id', {}, 'recipient'],
    ['with a username too', { hidesPhone: true }, 'recipient'],
    ['from before there were any by the phone', { userId: null }, 'to'],
    ['of a parent portfolio by its id', { userId: 'XX.ENT.Parent1' }, 'recipient'],
  ])('%s', (_label, options, way) =>
    play(async ({ channel, somebody, bodies, inbox }) => {
      const ann = somebody(options);
      ann.say('hello');
      const { address } = await inbox.waitFor(({ event }) => event.kind === 'text');
      await channel.send(address, aMessage('hello'));
      expect(bodies()).toMatchObject([{ recipient_type: 'individual', [way]: ann.userId ?? ann.phone }]);
      expect(Object.keys(bodies()[0] ?? {}).filter((key) => key === 'to' || key === 'recipient')).toEqual([
        way,
      ]);
      expect(ann.screen()?.text).toBe('hello');
    }),
  );

  it('is known by the phone they had before, while Meta still says it', () =>
    play(async ({ somebody, inbox }) => {
      const ann = somebody();
      somebody({ hidesPhone: true }).say('two');
      ann.say('one');
      const first = await inbox.waitFor(({ event }) => event.kind === 'text' && event.text === 'one');
      expect([first.address.reveal(), first.formerly?.reveal()]).toEqual([ann.userId, ann.phone]);
      const second = await inbox.waitFor(({ event }) => event.kind === 'text' && event.text === 'two');
      expect(second.formerly).toBeUndefined();
    }));

  it('who moves is followed: the new id is named beside the old one', () =>
    play(async ({ channel, somebody, inbox }) => {
      const ann = somebody();
      ann.say('hello');
      const before = await inbox.waitFor(({ event }) => event.kind === 'text');
      ann.changesNumber();
      const moved = await inbox.waitFor(({ event }) => event.kind === 'moved');
      expect([moved.address.reveal(), moved.formerly?.reveal()]).toEqual([
        ann.userId,
        before.address.reveal(),
      ]);
      await channel.send(moved.address, aMessage('welcome'));
      expect(ann.screen()?.text).toBe('welcome');
    }));
});
