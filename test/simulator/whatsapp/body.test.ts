import { describe, expect, it } from 'vitest';
import { standIn, talking } from './support.ts';

type Fields = Readonly<Record<string, unknown>>;

/** What a send with these fields, to somebody who talks, is answered: `ok`, or the code with its details. */
async function sending(fields: Fields): Promise<string> {
  const { whatsapp, send } = standIn();
  const { status, body } = await send(talking(whatsapp), fields);
  if (status === 200) return 'ok';
  const { error } = body as { error: { code: number; error_data: { details: string } } };
  return `${error.code} ${error.error_data.details}`;
}

const text = (body: unknown, more: Fields = {}): Fields => ({ type: 'text', text: { body, ...more } });
const interactive = (type: string, action: Fields, more: Fields = {}): Fields => ({
  type: 'interactive',
  interactive: { type, body: { text: 'Which work?' }, action, ...more },
});
const reply = (id: string, title: string): Fields => ({ type: 'reply', reply: { id, title } });
const buttons = (...given: readonly Fields[]): Fields => interactive('button', { buttons: given });
const row = (id: string, more: Fields = {}): Fields => ({ id, title: `Row ${id}`, ...more });
const rows = (count: number): readonly Fields[] =>
  Array.from({ length: count }, (_, place) => row(`${place}`));
const list = (sections: readonly Fields[], button = 'Choose'): Fields =>
  interactive('list', { button, sections });

const CASES: readonly (readonly [label: string, fields: Fields, expected: string | RegExp])[] = [
  ['a text', text('Hello'), 'ok'],
  ['a text without a preview', text('Hello', { preview_url: false }), 'ok'],
  ['a text of 4096 emoji', text('🍎'.repeat(4096)), 'ok'],
  ['a text of 4097', text('x'.repeat(4097)), '131009 text.body must have 1 to 4096 characters, not 4097'],
  ['an empty text', text(' \n'), /^131009 text.body/],
  ['no text', { type: 'text', text: {} }, '131008 text.body is missing'],
  ['half a surrogate', text('\ud83c'), '131009 text.body is not UTF-8'],
  ['a number for a text', text(7), '131009 text.body must be of type string'],
  ['a field nobody knows', { ...text('x'), colour: 'red' }, '100 colour is not a parameter'],
  ['a field nobody knows deep inside', text('x', { bold: true }), '100 text.bold is not a parameter'],
  ['no type', { text: { body: 'x' } }, '131008 type is missing'],
  [
    'two contents',
    { ...text('x'), interactive: { type: 'button', action: {} } },
    /^131009 interactive does not/,
  ],
  ['a picture', { type: 'image', image: { link: 'https://a.example/' } }, /^131051/],
  ['a group', { ...text('x'), recipient_type: 'group' }, '131009 recipient_type must be individual'],
  ['no kind of recipient', { ...text('x'), recipient_type: undefined }, '131008 recipient_type is missing'],
  [
    'another product',
    { ...text('x'), messaging_product: 'sms' },
    '131009 messaging_product must be whatsapp',
  ],
  ['two addresses', { ...text('x'), to: '999001' }, '131009 either to or recipient, not both'],
  ['no address', { ...text('x'), recipient: undefined }, '131008 to or recipient is missing'],
  ['an id without a country', { ...text('x'), recipient: '12345' }, /^131009 recipient must be/],
  ['a name for a phone', { ...text('x'), recipient: undefined, to: 'Zebo' }, /^131009 to must be/],
  ['512 of callback data', { ...text('x'), biz_opaque_callback_data: 'x'.repeat(512) }, 'ok'],
  ['513 of callback data', { ...text('x'), biz_opaque_callback_data: 'x'.repeat(513) }, /^131009 biz_opaque/],
  ['an answer to a message', { ...text('x'), context: { message_id: 'wamid.x' } }, 'ok'],

  ['three buttons', buttons(reply('a', 'A'), reply('b', 'B'), reply('c', 'C')), 'ok'],
  ['no buttons', buttons(), '131009 interactive.action.buttons must be 1 to 3, not 0'],
  ['four buttons', buttons(...'abcd'.split('').map((id) => reply(id, id))), /1 to 3, not 4/],
  ['a label of 20', buttons(reply('a', 'ң'.repeat(20))), 'ok'],
  ['a label of 21', buttons(reply('a', 'ң'.repeat(21))), /title must have 1 to 20 characters, not 21/],
  ['an empty label', buttons(reply('a', '')), /title must have 1 to 20 characters, not 0/],
  ['a button id of 256', buttons(reply('a'.repeat(256), 'A')), 'ok'],
  ['a button id of 257', buttons(reply('a'.repeat(257), 'A')), /id must have 1 to 256/],
  ['a button id that ends with a space', buttons(reply('a ', 'A')), /begin or end with a space/],
  ['the same label twice', buttons(reply('a', 'A'), reply('b', 'A')), /titles of buttons must differ/],
  ['the same button id twice', buttons(reply('a', 'A'), reply('a', 'B')), /ids of buttons must differ/],
  [
    'a button of another type',
    buttons({ type: 'url', reply: { id: 'a', title: 'A' } }),
    /only be of type reply/,
  ],
  [
    'a body of 1024',
    interactive('button', { buttons: [reply('a', 'A')] }, { body: { text: '🍎'.repeat(1024) } }),
    'ok',
  ],
  [
    'a body of 1025',
    interactive('button', { buttons: [reply('a', 'A')] }, { body: { text: 'x'.repeat(1025) } }),
    /1 to 1024/,
  ],
  [
    'no body',
    interactive('button', { buttons: [reply('a', 'A')] }, { body: undefined }),
    /^131008 interactive.body.text/,
  ],
  [
    'a header of 60',
    interactive('button', { buttons: [reply('a', 'A')] }, { header: { type: 'text', text: 'x'.repeat(60) } }),
    'ok',
  ],
  [
    'a header of 61',
    interactive('button', { buttons: [reply('a', 'A')] }, { header: { type: 'text', text: 'x'.repeat(61) } }),
    /header.text must have 1 to 60/,
  ],
  [
    'a footer of 61',
    interactive('button', { buttons: [reply('a', 'A')] }, { footer: { text: 'x'.repeat(61) } }),
    /footer.text must have 1 to 60/,
  ],
  [
    'a list’s sections under buttons',
    interactive('button', { buttons: [reply('a', 'A')], sections: [] }),
    /^100 interactive.action.sections/,
  ],
  ['a kind nobody knows', interactive('carousel', {}), /^131009 interactive.type carousel/],
  [
    'no action',
    { type: 'interactive', interactive: { type: 'list', body: { text: 'x' } } },
    /^131008 interactive.action/,
  ],

  ['a list of ten rows', list([{ rows: rows(10) }]), 'ok'],
  [
    'a list of eleven rows',
    list([
      { title: 'a', rows: rows(6) },
      { title: 'b', rows: [...'vwxyz'].map((id) => row(id)) },
    ]),
    /1 to 10 rows in all and none empty, not 11/,
  ],
  [
    'an empty section',
    list([
      { title: 'a', rows: rows(1) },
      { title: 'b', rows: [] },
    ]),
    /none empty/,
  ],
  [
    'two sections, one without a title',
    list([{ title: 'a', rows: [row('a')] }, { rows: [row('b')] }]),
    '131008 interactive.action.sections.title is missing',
  ],
  ['a section title of 25', list([{ title: 'x'.repeat(25), rows: rows(1) }]), /title must have 1 to 24/],
  ['a list button of 20', list([{ rows: rows(1) }], 'x'.repeat(20)), 'ok'],
  ['a list button of 21', list([{ rows: rows(1) }], 'x'.repeat(21)), /button must have 1 to 20/],
  [
    'no list button',
    interactive('list', { sections: [{ rows: rows(1) }] }),
    '131008 interactive.action.button is missing',
  ],
  ['a row title of 24', list([{ rows: [row('a', { title: 'ӯ'.repeat(24) })] }]), 'ok'],
  [
    'a row title of 25',
    list([{ rows: [row('a', { title: 'ӯ'.repeat(25) })] }]),
    /rows.title must have 1 to 24/,
  ],
  ['a row description of 72', list([{ rows: [row('a', { description: 'x'.repeat(72) })] }]), 'ok'],
  [
    'a row description of 73',
    list([{ rows: [row('a', { description: 'x'.repeat(73) })] }]),
    /description must have 1 to 72/,
  ],
  ['a row id of 200', list([{ rows: [row('a'.repeat(200), { title: 'A' })] }]), 'ok'],
  ['a row id of 201', list([{ rows: [row('a'.repeat(201), { title: 'A' })] }]), /rows.id must have 1 to 200/],
  [
    'the same row title twice',
    list([{ rows: [row('a'), row('b', { title: 'Row a' })] }]),
    /titles of rows must differ/,
  ],
  [
    'the same row id twice',
    list([{ rows: [row('a'), row('a', { title: 'x' })] }]),
    /ids of rows must differ/,
  ],
  ['products', list([{ title: 'a', product_items: [] }]), /^131051/],

  [
    'a link',
    interactive('cta_url', {
      name: 'cta_url',
      parameters: { display_text: 'Read', url: 'https://a.example/' },
    }),
    'ok',
  ],
  [
    'a link to nowhere',
    interactive('cta_url', { name: 'cta_url', parameters: { display_text: 'Read', url: 'work' } }),
    /is no URL/,
  ],
  [
    'a link label of 21',
    interactive('cta_url', {
      name: 'cta_url',
      parameters: { display_text: 'x'.repeat(21), url: 'https://a.example/' },
    }),
    /display_text must have 1 to 20/,
  ],
  ['a link that is no link', interactive('cta_url', { name: 'flow' }), /name must be cta_url/],
];

describe('a message is taken or refused as published', () => {
  it.each(CASES)('%s', async (_label, fields, expected) => {
    const answer = await sending(fields);
    if (typeof expected === 'string') expect(answer).toBe(expected);
    else expect(answer).toMatch(expected);
  });
});

it('a refusal has Meta’s shape', async () => {
  const { whatsapp, send } = standIn();
  const { status, body } = await send(talking(whatsapp), text(''));
  expect([status, body]).toEqual([
    400,
    {
      error: {
        message: '(#131009) Parameter value is not valid',
        type: 'OAuthException',
        code: 131009,
        error_data: { messaging_product: 'whatsapp', details: expect.stringContaining('text.body') },
        fbtrace_id: expect.any(String),
      },
    },
  ]);
});

it('what is refused does not arrive', async () => {
  const { whatsapp, send } = standIn();
  const phone = talking(whatsapp);
  await send(phone, buttons());
  expect(phone.screen()).toBeNull();
  expect(whatsapp.arrivals(phone.id)).toBe(0);
});
