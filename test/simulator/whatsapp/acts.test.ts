import { describe, expect, it } from 'vitest';
import { CONTACT, FROM, HEAD, hear, QUIET, REST } from './hearing.ts';
import { template } from './support.ts';

describe('a choice', () => {
  const button = (id: string, title: string) => ({ type: 'reply', reply: { id, title } });
  const buttons = {
    type: 'button',
    body: { text: 'Which?' },
    action: { buttons: [button('v1.a', 'Apples'), button('v1.b', 'Grapes')] },
  };
  const rows = [
    { id: 'v1.uz', title: 'O‘zbekcha', description: 'lotin' },
    { id: 'v1.tg', title: 'Тоҷикӣ' },
  ];
  const list = {
    type: 'list',
    body: { text: 'Which?' },
    action: { button: 'Languages', sections: [{ rows }] },
  };

  it.each([
    [
      'of a button',
      buttons,
      'Grapes',
      { type: 'button_reply', button_reply: { id: 'v1.b', title: 'Grapes' } },
    ],
    [
      'of a row',
      list,
      'O‘zbekcha',
      { type: 'list_reply', list_reply: { id: 'v1.uz', title: 'O‘zbekcha', description: 'lotin' } },
    ],
    [
      'of a row without description',
      list,
      /Тоҷ/,
      { type: 'list_reply', list_reply: { id: 'v1.tg', title: 'Тоҷикӣ', description: '' } },
    ],
  ] as const)('%s says which, and in which message', async (_label, interactive, label, reply) => {
    const { changes, phone } = await hear(async (phone, { send }) => {
      phone.say('hello');
      await send(phone, { type: 'interactive', interactive });
      phone.tap(label);
    }, QUIET);
    const context = { from: '999001234567', id: phone.screen()?.wamid };
    expect(changes[1]?.value.messages).toEqual([
      { ...FROM, ...REST, context, type: 'interactive', interactive: reply },
    ]);
    expect(phone.messages().at(-1)).toMatchObject({ from: 'person', kind: 'text' });
  });

  it('of a label that stands there twice is of the newest', async () => {
    const { changes } = await hear(async (phone, { send }) => {
      phone.say('hello');
      for (const id of ['v1.old', 'v1.new']) {
        const action = { buttons: [button(id, 'Apples')] };
        await send(phone, { type: 'interactive', interactive: { ...buttons, action } });
      }
      phone.tap('Apples');
    }, QUIET);
    expect(changes[1]?.value.messages[0].interactive.button_reply.id).toBe('v1.new');
  });

  it('of a quick reply gives its payload back', async () => {
    const { changes, phone } = await hear(async (phone, { send, whatsapp }) => {
      whatsapp.templates.add({ name: 'news', language: 'en', body: 'News', buttons: ['Read'] });
      await send(phone, template('news'));
      phone.tap('Read');
    }, QUIET);
    const context = { from: '999001234567', id: phone.screen()?.wamid };
    expect(changes[0]?.value.messages).toEqual([
      { ...FROM, ...REST, context, type: 'button', button: { payload: 'Read', text: 'Read' } },
    ]);
  });
});

describe('what a person does beside writing', () => {
  it.each(['stop', 'resume'] as const)('%s of offers is said with both addresses', async (value) => {
    const { changes } = await hear((phone) => {
      phone.stopsMarketing();
      phone.stopsMarketing();
      if (value === 'resume') phone.resumesMarketing();
    });
    expect(changes).toHaveLength(value === 'stop' ? 1 : 2);
    const { profile, ...identity } = CONTACT;
    expect(changes.at(-1)).toEqual({
      field: 'user_preferences',
      value: {
        ...HEAD,
        contacts: [{ profile, ...identity }],
        user_preferences: [
          {
            ...identity,
            category: 'marketing_messages',
            value,
            detail: `User requested to ${value} marketing messages`,
            timestamp: 1_790_000_000,
          },
        ],
      },
    });
  });

  it('a new number is a new business-scoped id, and says the one before', async () => {
    const { changes, phone } = await hear((phone) =>
      phone.changesNumber({ phone: '999004445566', userId: 'UZ.9Z' }),
    );
    expect([phone.phone, phone.userId]).toEqual(['999004445566', 'UZ.9Z']);
    const system = {
      body: 'User Zebo Madeup changed from UZ.1A2B to UZ.9Z',
      type: 'user_changed_user_id',
      wa_id: '999004445566',
      user_id: 'UZ.9Z',
      previous_user_id: 'UZ.1A2B',
    };
    expect(changes).toEqual([
      {
        field: 'messages',
        value: { ...HEAD, messages: [{ ...REST, from: '999001112233', type: 'system', system }] },
      },
    ]);
  });

  it('a new number of a person without an id is a new number', async () => {
    const { changes } = await hear((phone) => phone.changesNumber({ phone: '999004445566' }), {
      person: { userId: null },
    });
    expect(changes[0]?.value.messages[0].system).toEqual({
      body: 'User Zebo Madeup changed from 999001112233 to 999004445566',
      type: 'user_changed_number',
      wa_id: '999004445566',
    });
  });

  it('a new number of a person who hides it is not said', async () => {
    const { raw } = await hear((phone) => phone.changesNumber({ phone: '999004445566' }), {
      person: { hidesPhone: true },
    });
    expect(raw).toContain('previous_user_id');
    expect(raw).not.toMatch(/999004445566|999001112233/);
  });
});
