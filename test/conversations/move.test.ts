import { describe, expect, it } from 'vitest';
import { type Phrase, phrase, raw } from '../../src/domain/message.ts';
import type { Subscriber } from '../../src/domain/subscriber.ts';
import { plainText } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { aSubscriber } from '../support/builders.ts';
import { type VirtualChat, virtualChat } from '../support/virtual-chat.ts';

const texts = await loadTexts();
const CODE = '654321';

describe.each(['en', 'tg'])('moving to another messenger, in %s', (locale) => {
  const words = (key: string, values?: Phrase['values']): string =>
    plainText(texts.text(locale, phrase(key, values)));
  const answered = { kinds: 'any', works: 'any', regions: 'any' } as const;
  /** Whoever is known here. */
  const here = (): Subscriber => aSubscriber({ locale, channel: 'telegram', preferences: answered });
  /** Whoever the code belongs to: they speak this language, too. */
  const coming = (): Subscriber =>
    aSubscriber({ locale, channel: 'telegram', preferences: { ...answered, crew: 7 } });
  const known = (moves?: Readonly<Record<string, Subscriber>>): Promise<VirtualChat> =>
    virtualChat({ locale, subscriber: here(), ...(moves === undefined ? {} : { moves }) });
  const stranger = (moves?: Readonly<Record<string, Subscriber>>): Promise<VirtualChat> =>
    virtualChat({ locale, ...(moves === undefined ? {} : { moves }) });
  const answers = async (chat: VirtualChat, ...values: readonly string[]): Promise<void> => {
    for (const value of values)
      await chat.presses(chat.data.find((data) => data.endsWith(`:=${value}`)) ?? `no answer ${value}`);
  };
  /** The menu stands last, below what was said. */
  const expectMenu = (chat: VirtualChat): void => {
    expect(chat.data).toContain('v1:c:preferences:');
    expect(chat.state?.stack).toEqual([]);
  };

  describe('somebody we know', () => {
    it('is asked whether they leave or come', async () => {
      const chat = await known();
      await chat.commands('move');
      expect(chat.said).toEqual([words('move:ask')]);
      expect(chat.labels).toEqual(['get', 'have', 'no'].map((key) => words(`move:${key}`)));
    });

    it('gets a code in two halves, and a door to every other messenger', async () => {
      const chat = await known();
      await chat.commands('move');
      await answers(chat, 'get');
      expect(chat.said).toEqual([words('move:code', { code: raw('123 456') })]);
      expect(chat.labels).toEqual([words('move:open-whatsapp')]);
      expect(chat.messages.at(-1)?.buttons.flat()[0]?.press).toEqual({
        kind: 'url',
        url: 'https://wa.me/99900?text=m_123456',
      });
      expect(JSON.stringify(chat.state)).not.toContain('123456');
    });

    it('on the other messenger gets the door back', async () => {
      const chat = await virtualChat({ locale, subscriber: { ...here(), channel: 'whatsapp' } });
      await chat.commands('move');
      await answers(chat, 'get');
      expect(chat.labels).toEqual([words('move:open-telegram')]);
    });

    it('who thinks better of it changes nothing', async () => {
      const chat = await known();
      const before = chat.subscriber;
      await chat.commands('move');
      await answers(chat, 'no');
      expect(chat.subscriber).toBe(before);
      expectMenu(chat);
    });

    it('who has a code is asked for it, then whether what is here may go, and has everything', async () => {
      const chat = await known({ [CODE]: coming() });
      await chat.commands('move');
      await answers(chat, 'have');
      expect(chat.said).toEqual([words('move:type')]);
      await chat.types(CODE);
      expect(chat.said).toEqual([`${words('move:sure')}\n${words('move:replaces')}`]);
      expect(chat.labels.slice(0, 2)).toEqual([words('move:yes'), words('move:no')]);
      await answers(chat, 'yes');
      expect(chat.said[0]).toBe(words('move:done'));
      expect(chat.subscriber?.preferences.crew).toBe(7);
      expectMenu(chat);
    });

    it('who would rather keep what is here does', async () => {
      const chat = await known({ [CODE]: coming() });
      await chat.commands('move', CODE);
      await answers(chat, 'no');
      expect(chat.subscriber?.preferences.crew).toBeNull();
      expectMenu(chat);
    });

    it('who has no code after all goes on here', async () => {
      const chat = await known({ [CODE]: coming() });
      await chat.commands('move');
      await answers(chat, 'have');
      await chat.taps(words('common:skip'));
      expectMenu(chat);
    });

    it('may go back from the last question to the code', async () => {
      const chat = await known({ [CODE]: coming() });
      await chat.commands('move');
      await answers(chat, 'have');
      await chat.types('111111');
      await chat.presses(chat.data.find((data) => data.endsWith(':!back')) ?? '');
      expect(chat.screen).toBe(words('move:type'));
      await chat.types(CODE);
      await answers(chat, 'yes');
      expect(chat.subscriber?.preferences.crew).toBe(7);
    });

    it.each([
      ['unknown', { [CODE]: coming() }],
      ['tries', undefined],
    ] as const)('whose code is wrong (%s) is told so, and keeps what is here', async (result, moves) => {
      const chat = await known(moves);
      await chat.commands('move', '111111');
      await answers(chat, 'yes');
      expect(chat.said[0]).toBe(words(`move:${result}`));
      expect(chat.subscriber?.preferences.crew).toBeNull();
      expectMenu(chat);
    });

    it.each(['12345', '1234567', 'Zebrafish', '0'])(
      'who types %s where a code is asked is asked again',
      async (text) => {
        const chat = await known({ [CODE]: coming() });
        await chat.commands('move');
        await answers(chat, 'have');
        await chat.types(text);
        expect(chat.screen).toBe(`${words('common:number-please')}\n\n${words('move:type')}`);
        expect(JSON.stringify(chat.state)).not.toContain('Zebrafish');
      },
    );

    it('who was asked something here is not asked it again: it was another who was asked', async () => {
      const chat = await known({ [CODE]: coming() });
      await chat.commands('better');
      await chat.commands('move', CODE);
      await answers(chat, 'yes');
      expectMenu(chat);
      await chat.commands('help');
      expect(chat.asks).toBeNull();
    });
  });

  describe('a stranger', () => {
    it('who types six digits has everything at once, in the language they chose before', async () => {
      const chat = await virtualChat({ locale: 'ru', moves: { [CODE]: coming() } });
      await chat.types(CODE);
      expect(chat.said[0]).toBe(words('move:done'));
      expect(chat.subscriber?.preferences.crew).toBe(7);
      expectMenu(chat);
    });

    it.each([
      ['start', `m_${CODE}`],
      ['move', CODE],
    ])('who comes through a door (%s %s) has everything at once', async (command, argument) => {
      const chat = await stranger({ [CODE]: coming() });
      await chat.commands(command, argument);
      expect(chat.said[0]).toBe(words('move:done'));
      expectMenu(chat);
    });

    it('who says a number of six digits in a sentence is not taken for one who moves', async () => {
      const chat = await stranger({ [CODE]: coming() });
      await chat.types(`I want ${CODE} roubles`);
      expect(chat.asks).toBe('language');
      expect(chat.subscriber).toBeNull();
    });

    it('who comes by the command is asked for the code', async () => {
      const chat = await stranger({ [CODE]: coming() });
      await chat.commands('move');
      expect(chat.said).toEqual([words('move:type')]);
      await chat.types(CODE);
      expect(chat.said[0]).toBe(words('move:done'));
    });

    it('who came by the command and has no code may begin here', async () => {
      const chat = await stranger({ [CODE]: coming() });
      await chat.commands('move');
      await chat.taps(words('common:skip'));
      expect(chat.asks).toBe('language');
    });

    it('whose code is wrong is told so, and may begin here', async () => {
      const chat = await stranger({ [CODE]: coming() });
      await chat.types('111111');
      expect(chat.said).toHaveLength(2);
      expect(chat.said[0]).toBe(words('move:unknown'));
      expect(chat.asks).toBe('language');
      expect(chat.subscriber).toBeNull();
    });

    it('who has tried too often is told so, and nothing else', async () => {
      const chat = await stranger();
      await chat.types('111111');
      expect(chat.said).toEqual([words('move:tries')]);
      expect([chat.subscriber, chat.state?.stack ?? []]).toEqual([null, []]);
    });

    it('in the middle of beginning may come after all, and is not asked for consent again', async () => {
      const chat = await stranger({ [CODE]: coming() });
      await chat.commands('start');
      await chat.presses(`v1:q:start:language:=${locale}`);
      await chat.types(CODE);
      expect(chat.said[0]).toBe(words('move:done'));
      expectMenu(chat);
    });

    it.each(['1', 'x_123456', 'abcdef', '12345678'])(
      'whose door says %s is asked for the code, and it is not kept',
      async (argument) => {
        const chat = await stranger({ [CODE]: coming() });
        await chat.commands('move', argument);
        expect(chat.screen).toBe(words('move:type'));
        expect(JSON.stringify(chat.state)).not.toContain(`"${argument}"`);
      },
    );
  });
});
