import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { project } from '../../../src/channels/telegram/projection.ts';
import { DocumentHandle } from '../../../src/domain/sent-document.ts';

const CHAT = { id: 42_000_001, type: 'private', first_name: 'Zarina', username: 'zarina_test' };
const FROM = { id: 42_000_001, is_bot: false, first_name: 'Zarina', language_code: 'tg' };

const FILE = new DocumentHandle('BQACAgI-x_1');

const message = (fields: object): object => ({
  update_id: 7,
  message: { message_id: 1, date: 1, chat: CHAT, from: FROM, ...fields },
});
const command = (text: string, length = text.length): object =>
  message({ text, entities: [{ type: 'bot_command', offset: 0, length }] });
const eventOf = (update: unknown): unknown => {
  const projected = project(update);
  return projected?.kind === 'inbound' ? projected.event : projected?.kind;
};

describe('a message', () => {
  it.each([
    ['a text', message({ text: 'виноград' }), { kind: 'text', text: 'виноград' }],
    ['a command', command('/stop'), { kind: 'command', name: 'stop', argument: null }],
    [
      'a command with a payload',
      command('/start v_12', 6),
      { kind: 'command', name: 'start', argument: 'v_12' },
    ],
    [
      'a command to us by name',
      command('/help@mehnat_bot'),
      { kind: 'command', name: 'help', argument: null },
    ],
    ['a command in capitals', command('/STOP'), { kind: 'command', name: 'stop', argument: null }],
    [
      'a command with a sentence',
      command('/stop it is Zarina', 5),
      { kind: 'command', name: 'stop', argument: null },
    ],
    ['a slash that is no command', message({ text: '/ 12' }), { kind: 'text', text: '/ 12' }],
    [
      'a command in the middle',
      message({ text: 'see /help', entities: [{ type: 'bot_command', offset: 4, length: 5 }] }),
      { kind: 'text', text: 'see /help' },
    ],
    ['a photo', message({ photo: [{ file_id: 'x' }], caption: 'me' }), { kind: 'other' }],
    [
      'a photo over a card',
      message({ photo: [{ file_id: 'x' }], caption: 'Anna: 🍓 Berries · #K7Q2M, C3C3C' }),
      { kind: 'text', text: '#K7Q2M' },
    ],
    [
      'a photo over a code',
      message({ photo: [{ file_id: 'x' }], caption: 'k7q2m' }),
      { kind: 'text', text: '#K7Q2M' },
    ],
    ['a photo over an odd caption', message({ photo: [{}], caption: 7 }), { kind: 'other' }],
    [
      'a file, without its name and caption',
      message({
        document: { file_id: 'BQACAgI-x_1', file_name: 'Zarina.csv', mime_type: 'Text/CSV', file_size: 24 },
        caption: 'from Zarina',
      }),
      { kind: 'document', document: { handle: FILE, bytes: 24, mediaType: 'text/csv' } },
    ],
    [
      'a file of which nothing is said',
      message({ document: { file_id: 'BQACAgI-x_1', file_size: -1, mime_type: 7 } }),
      { kind: 'document', document: { handle: FILE, bytes: null, mediaType: null } },
    ],
    ['a file without an id', message({ document: { file_id: '../x' } }), { kind: 'other' }],
    [
      'an animation, which is a document, too',
      message({ animation: { file_id: 'x' }, document: { file_id: 'x' } }),
      { kind: 'other' },
    ],
    ['a contact', message({ contact: { phone_number: '+992900111222' } }), { kind: 'other' }],
    [
      'an edited text',
      { update_id: 7, edited_message: { chat: CHAT, from: FROM, text: 'new' } },
      { kind: 'other' },
    ],
  ])('that is %s', (_label, update, event) => {
    expect(eventOf(update)).toEqual(event);
  });

  it('of a file leads back to it', () => {
    const update = message({ document: { file_id: 'BQACAgI-x_1' } });
    expect(eventOf(update)).toMatchObject({ document: { handle: { reveal: expect.any(Function) } } });
    const { document } = eventOf(update) as { document: { handle: DocumentHandle } };
    expect(document.handle.reveal()).toBe('BQACAgI-x_1');
  });

  it('keeps the chat, the language of the app and nothing else of the person', () => {
    expect(project(message({ text: 'hello' }))).toEqual({
      kind: 'inbound',
      updateId: '7',
      chat: '42000001',
      localeHint: 'tg',
      event: { kind: 'text', text: 'hello' },
      callbackId: null,
    });
  });

  it.each([
    ['ru-RU', 'ru-RU'],
    ['', null],
    [7, null],
    ['no such; language', null],
    [undefined, null],
  ])('in the language %j hints %j', (language_code, hint) => {
    const projected = project(message({ text: 'x', from: { ...FROM, language_code } }));
    expect(projected).toMatchObject({ localeHint: hint });
  });

  it('of a bot is nothing for us', () => {
    expect(eventOf(message({ text: 'x', from: { ...FROM, is_bot: true } }))).toBe('nothing');
  });

  it.each(['group', 'supergroup', 'channel'])('of a %s tells us to leave it', (type) => {
    const projected = project(message({ text: 'x', chat: { id: -100_1, type } }));
    expect(projected).toEqual({ kind: 'group', chat: '-1001', updateId: '7' });
  });
});

describe('a press', () => {
  const press = (fields: object): object => ({
    update_id: 8,
    callback_query: { id: '99', from: FROM, message: { message_id: 5, chat: CHAT }, data: 'v1.a', ...fields },
  });

  it('carries its data and the screen it stands on', () => {
    expect(project(press({}))).toMatchObject({
      kind: 'inbound',
      callbackId: '99',
      event: { kind: 'button', data: 'v1.a', screen: '5' },
    });
  });
  it('on a message too old to see still counts', () => {
    expect(eventOf(press({ message: { message_id: 5, chat: CHAT, date: 0 } }))).toMatchObject({
      screen: '5',
    });
  });
  it('on a caption is only answered', () => {
    expect(project(press({ data: '-' }))).toEqual({ kind: 'caption', callbackId: '99', updateId: '8' });
  });
  it('without data is one long out of date', () => {
    expect(eventOf(press({ data: undefined }))).toEqual({ kind: 'button', data: '', screen: '5' });
  });
  it('without a message is nothing for us', () => {
    expect(eventOf(press({ message: undefined }))).toBe('nothing');
  });
});

describe('a change of standing', () => {
  const change = (before: string, now: string, chat: object = CHAT): object => ({
    update_id: 9,
    my_chat_member: {
      chat,
      from: FROM,
      old_chat_member: { status: before },
      new_chat_member: { status: now },
    },
  });
  it.each([
    ['member', 'kicked', { kind: 'left' }],
    ['kicked', 'member', { kind: 'returned' }],
    ['member', 'member', 'nothing'],
  ])('from %s to %s', (before, now, event) => {
    expect(eventOf(change(before, now))).toEqual(event);
  });
  it('into a group makes us leave it', () => {
    expect(eventOf(change('left', 'member', { id: -5, type: 'group' }))).toBe('group');
  });
  it('out of a group is nothing for us', () => {
    expect(eventOf(change('member', 'kicked', { id: -5, type: 'group' }))).toBe('nothing');
  });
});

describe('poison', () => {
  const corpus: readonly unknown[] = [
    null,
    undefined,
    0,
    '',
    'x',
    [],
    {},
    { update_id: '7' },
    { update_id: 1.5 },
    { update_id: Number.NaN },
    { update_id: 7 },
    { update_id: 7, message: null },
    { update_id: 7, message: 'x' },
    { update_id: 7, message: [] },
    { update_id: 7, message: {} },
    { update_id: 7, message: { entities: [{ type: 'bot_command', offset: 0, length: 5 }] } },
    message({ entities: [{ type: 'bot_command', offset: 0, length: 5 }] }),
    message({ text: null, entities: null }),
    message({ text: '/start', entities: 'x' }),
    message({ text: '/start', entities: [null, 7, { type: 'bot_command' }] }),
    message({ text: '/start', entities: [{ type: 'bot_command', offset: 0, length: -1 }] }),
    message({ text: '/start', entities: [{ type: 'bot_command', offset: 0, length: 1e9 }] }),
    message({ text: 'x'.repeat(100_000) }),
    message({ text: '\u0000\ud800\u202e' }),
    message({ chat: null }),
    message({ chat: { id: '5', type: 'private' } }),
    message({ chat: { id: 0, type: 'private' } }),
    message({ chat: { id: -5, type: 'private' } }),
    message({ from: null, text: 'x' }),
    message({ chat: { id: 2 ** 60, type: 'private' } }),
    { update_id: 7, callback_query: {} },
    { update_id: 7, callback_query: { id: 5, message: {} } },
    {
      update_id: 7,
      callback_query: { id: '5', message: { message_id: 'x', chat: CHAT }, from: FROM, data: {} },
    },
    { update_id: 7, my_chat_member: {} },
    { update_id: 7, my_chat_member: { chat: CHAT, from: FROM } },
    JSON.parse('{"update_id":7,"__proto__":{"message":{"text":"x"}}}'),
    { update_id: 7, poll_answer: { user: FROM } },
  ];
  it.each(corpus.map((update, i) => [i, update]))('number %i survives', (_number, update) => {
    expect(() => project(update)).not.toThrow();
  });

  it('never carries more text than Telegram could', () => {
    expect(eventOf(message({ text: 'x'.repeat(100_000) }))).toEqual({
      kind: 'text',
      text: 'x'.repeat(4_096),
    });
  });

  it('of any shape survives', () => {
    const leaf = fc.anything({ maxDepth: 4, withNullPrototype: true });
    const keys = [
      'update_id',
      'message',
      'chat',
      'from',
      'id',
      'type',
      'text',
      'entities',
      'callback_query',
      'data',
      'my_chat_member',
    ];
    const shape = fc.letrec((tie) => ({
      node: fc.oneof(
        { depthSize: 'small' },
        leaf,
        fc.constant('private'),
        fc.integer(),
        fc.dictionary(fc.constantFrom(...keys), tie('node')),
      ),
    })).node;
    fc.assert(
      fc.property(fc.integer(), shape, shape, (update_id, a, b) => {
        project(a);
        project({ update_id, message: a, callback_query: b, my_chat_member: b });
      }),
      { numRuns: 2_000 },
    );
  });
});
