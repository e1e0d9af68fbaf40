import { describe, expect, it } from 'vitest';
import { project } from '../../../src/channels/whatsapp/projection.ts';
import { DocumentHandle } from '../../../src/domain/sent-document.ts';
import type { InboundEvent, SendReason } from '../../../src/domain/terms.ts';
import {
  ANN,
  BOB,
  calling,
  changeOf,
  contactOf,
  EVE,
  type Json,
  media,
  messageOf,
  messagesChange,
  OURS,
  pressing,
  saying,
  statusOf,
  text,
  wamidOf,
} from '../../support/whatsapp-calls.ts';
import { brought, NOTHING, only } from '../../support/whatsapp-projected.ts';

const FILE = new DocumentHandle('1003383421387256');

const eventOf = (content: Json): InboundEvent | string =>
  brought(saying(ANN, content)).inbound[0]?.event ?? 'nothing';

const saidTo = (metadata: Json): Json => {
  const change = saying(ANN, text('x')) as { readonly value: Json };
  return calling({ ...change, value: { ...change.value, metadata } });
};

describe('a call', () => {
  it.each<readonly [string, Json, number]>([
    ['for another number', saidTo({ phone_number_id: '100000000000009' }), 1],
    [
      'for another account',
      { ...calling(saying(ANN, text('x'))), entry: [{ id: '9', changes: [saying(ANN, text('x'))] }] },
      1,
    ],
    [
      'of another account’s trouble',
      {
        ...calling(),
        entry: [{ id: '9', changes: [changeOf('account_update', { event: 'ACCOUNT_RESTRICTION' })] }],
      },
      1,
    ],
  ])('%s is not ours', (_label, call, ignored) => {
    expect(project(call, OURS)).toEqual({ ...NOTHING, ignored });
  });
});

describe('a message', () => {
  const kinds: readonly (readonly [string, Json, InboundEvent | string])[] = [
    ['a text', text('виноград 🍇'), { kind: 'text', text: 'виноград 🍇' }],
    ['a text of spaces', text('  '), { kind: 'text', text: '  ' }],
    ['a text of many lines', text('one\n\ntwo '), { kind: 'text', text: 'one\n\ntwo ' }],
    ['an empty text', text(''), { kind: 'other' }],
    ['a command', text('/stop'), { kind: 'command', name: 'stop', argument: null }],
    ['a command in capitals', text('/STOP '), { kind: 'command', name: 'stop', argument: null }],
    ['a command with a payload', text('/start v_12'), { kind: 'command', name: 'start', argument: 'v_12' }],
    ['a link’s word', text('v_12'), { kind: 'command', name: 'start', argument: 'v_12' }],
    [
      'a link’s word with spaces',
      text(' s_K7Q2M\n'),
      { kind: 'command', name: 'start', argument: 's_K7Q2M' },
    ],
    ['a code of an opening', text('#K7Q2M'), { kind: 'text', text: '#K7Q2M' }],
    ['a slash that is no command', text('/ 12'), { kind: 'text', text: '/ 12' }],
    ['a command in the middle', text('see /help'), { kind: 'text', text: 'see /help' }],
    [
      'a reply button',
      pressing({ type: 'button_reply', button_reply: { id: 'v1:c:menu:', title: 'Menu' } }),
      { kind: 'button', data: 'v1:c:menu:', screen: expect.any(String) },
    ],
    [
      'a row of a list',
      pressing({ type: 'list_reply', list_reply: { id: 'v1:c:help:', title: 'Help', description: 'x' } }),
      { kind: 'button', data: 'v1:c:help:', screen: expect.any(String) },
    ],
    [
      'a template’s quick reply',
      {
        context: { id: wamidOf(ANN, 'SCREEN') },
        type: 'button',
        button: { payload: 'v1:c:openings:', text: 'See' },
      },
      { kind: 'button', data: 'v1:c:openings:', screen: expect.any(String) },
    ],
    [
      'a press on what nobody knows any more',
      { type: 'button', button: { payload: 'v1:c:menu:', text: 'Menu' } },
      { kind: 'button', data: 'v1:c:menu:', screen: null },
    ],
    [
      'a press without data, which is long out of date',
      { type: 'button', button: { text: 'See' } },
      { kind: 'button', data: '', screen: null },
    ],
    [
      'a Flow',
      pressing({ type: 'nfm_reply', nfm_reply: { response_json: '{"name":"Zarina"}' } }),
      { kind: 'other' },
    ],
    [
      'an open chat without a word',
      { type: 'request_welcome' },
      { kind: 'command', name: 'start', argument: null },
    ],
    [
      'a file, without its name and caption',
      {
        type: 'document',
        document: {
          id: '1003383421387256',
          mime_type: 'text/csv; charset=utf-8',
          sha256: 'c2VjcmV0',
          filename: 'Zarina.csv',
          caption: 'from Zarina',
        },
      },
      { kind: 'document', document: { handle: FILE, bytes: null, mediaType: 'text/csv' } },
    ],
    [
      'a file of no type',
      { type: 'document', document: { id: '1003383421387256', mime_type: 'Zarina’s' } },
      { kind: 'document', document: { handle: FILE, bytes: null, mediaType: null } },
    ],
    ['a file that leads elsewhere', { type: 'document', document: { id: '../messages' } }, { kind: 'other' }],
    ['a file without an id', { type: 'document', document: {} }, { kind: 'other' }],
    ...['image', 'audio', 'video', 'sticker'].map(
      (type) => [`of type ${type}`, media(type), { kind: 'other' }] as const,
    ),
    [
      'a photo over a push',
      { type: 'image', image: { id: '1', caption: 'Anna: *Berries* · #K7Q2M\n#C3C3C' } },
      { kind: 'text', text: '#K7Q2M #C3C3C' },
    ],
    ['a photo over words', { type: 'image', image: { caption: '/stop' } }, { kind: 'other' }],
    [
      'a place',
      { type: 'location', location: { latitude: 38.5, longitude: 68.7, name: 'Home' } },
      { kind: 'other' },
    ],
    [
      'a contact',
      {
        type: 'contacts',
        contacts: [{ name: { formatted_name: 'Zarina' }, phones: [{ wa_id: ANN.phone }] }],
      },
      { kind: 'other' },
    ],
    ['an order', { type: 'order', order: { catalog_id: '1', product_items: [] } }, { kind: 'other' }],
    ['a poll', { type: 'unsupported', errors: [{ code: 131_051 }] }, { kind: 'other' }],
    ['a reaction', { type: 'reaction', reaction: { message_id: wamidOf(ANN), emoji: '👍' } }, 'nothing'],
    ['a new identity key', { type: 'system', system: { type: 'customer_identity_changed' } }, 'nothing'],
    ['of a type nobody knows', { type: 'hologram', hologram: {} }, 'nothing'],
    ['of no type', {}, 'nothing'],
  ];
  it.each(kinds)('that is %s', (_label, content, event) => {
    expect(eventOf(content)).toEqual(event);
  });

  it('of a file leads back to it, and nowhere else', () => {
    const event = eventOf({ type: 'document', document: { id: '1003383421387256' } });
    expect(event).toMatchObject({ kind: 'document' });
    if (typeof event === 'object' && event.kind === 'document')
      expect([event.document.handle.reveal(), `${event.document.handle}`]).toEqual([
        '1003383421387256',
        '[document]',
      ]);
  });

  it('is cut where WhatsApp’s own ends', () => {
    expect(eventOf(text('x'.repeat(100_000)))).toEqual({ kind: 'text', text: 'x'.repeat(4_096) });
    const long = pressing({ type: 'button_reply', button_reply: { id: 'v'.repeat(5_000), title: 'x' } });
    expect(eventOf(long)).toMatchObject({ data: 'v'.repeat(256) });
  });

  it('tells its screen by a hash: the same for the same, another for another', () => {
    const screenOf = (id: string): string | null => {
      const event = eventOf({ context: { id }, type: 'button', button: { payload: 'a' } });
      return typeof event === 'object' && event.kind === 'button' ? event.screen : null;
    };
    expect(screenOf(wamidOf(ANN, 'S1'))).toBe(screenOf(wamidOf(ANN, 'S1')));
    expect(screenOf(wamidOf(ANN, 'S1'))).not.toBe(screenOf(wamidOf(ANN, 'S2')));
  });

  it('is the same when it comes again, and no other is', () => {
    const idOf = (mark: string): string =>
      only(messagesChange({ messages: [{ ...messageOf(ANN, text('x')), id: wamidOf(ANN, mark) }] })).updateId;
    expect(idOf('A')).toBe(idOf('A'));
    expect(idOf('A')).not.toBe(idOf('B'));
  });

  it('without an id is nothing: it could not be told from a repeat', () => {
    const message = { ...messageOf(ANN, text('x')), id: undefined };
    expect(brought(messagesChange({ messages: [message] }))).toEqual({ ...NOTHING, ignored: 1 });
  });
});

describe('when it was', () => {
  it.each([
    ['1764000000', '2025-11-24T16:00:00.000Z'],
    ['0', '1970-01-01T00:00:00.000Z'],
  ])('is read from the seconds %s', (timestamp, at) => {
    expect(only(messagesChange({ messages: [{ ...messageOf(ANN, text('x')), timestamp }] })).at).toEqual(
      new Date(at),
    );
  });

  it.each([undefined, null, '', 'yesterday', '-5', '1e3', '1764000000.5', '1764000000000', {}, [1], true])(
    'is left open for %j',
    (timestamp) => {
      expect(
        only(messagesChange({ messages: [{ ...messageOf(ANN, text('x')), timestamp }] })),
      ).not.toHaveProperty('at');
    },
  );
});

describe('a status', () => {
  const wordsOf = (...statuses: readonly Json[]) => brought(messagesChange({ statuses })).words;

  it.each(['sent', 'delivered', 'read'])('%s carries the receipt and no reason', (status) => {
    expect(wordsOf(statusOf(ANN, { status }))).toEqual([
      { kind: 'message', id: expect.any(String), status, receipt: 'sealed-receipt', reason: null },
    ]);
  });

  it('of a reply has no receipt', () => {
    expect(wordsOf(statusOf(ANN, { biz_opaque_callback_data: undefined }))).toMatchObject([
      { receipt: null },
    ]);
  });

  it.each<readonly [unknown, SendReason]>([
    [[{ code: 131_026 }], { kind: 'unreachable' }],
    [[{ code: 131_047, title: 'x' }], { kind: 'window-closed' }],
    [[{ code: 131_049 }], { kind: 'capped' }],
    [[{ code: 131_050 }], { kind: 'opted-out' }],
    [[{ code: 131_048 }], { kind: 'restricted' }],
    [[{ code: 190 }], { kind: 'misconfigured' }],
    [[{ code: 131_000 }], { kind: 'unavailable', reached: 'maybe' }],
    [[{ code: 131_056 }], { kind: 'throttled', retryAfterSeconds: 120, scope: 'person' }],
    [[{ code: 999_999 }], { kind: 'rejected' }],
    [[{ code: 131_026 }, { code: 190 }], { kind: 'unreachable' }],
    [[{ code: '131026' }], { kind: 'rejected' }],
    [[{}], { kind: 'rejected' }],
    [[], { kind: 'rejected' }],
    [undefined, { kind: 'rejected' }],
  ])('failed with %j says why', (errors, reason) => {
    expect(wordsOf(statusOf(ANN, { status: 'failed', errors }))).toMatchObject([
      { status: 'failed', reason },
    ]);
  });

  it('has no reason unless it failed, whatever stands beside it', () => {
    expect(wordsOf(statusOf(ANN, { errors: [{ code: 190 }] }))).toMatchObject([{ reason: null }]);
  });

  it('is of the same message as the others of that message', () => {
    const ids = wordsOf(statusOf(ANN, { status: 'sent' }), statusOf(ANN), statusOf(BOB)).map(({ id }) => id);
    expect(ids[0]).toBe(ids[1]);
    expect(ids[0]).not.toBe(ids[2]);
  });

  it.each(['deleted', 'warning', '', null, 7, 'constructor'])('%j is none we know, and counted', (status) => {
    expect(brought(messagesChange({ statuses: [statusOf(ANN, { status }), statusOf(ANN)] }))).toMatchObject({
      words: [{ status: 'delivered' }],
      ignored: 1,
    });
  });
});

describe('a batch', () => {
  it('is taken apart in its order, across changes and entries', () => {
    const call = {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: OURS.businessAccountId,
          changes: [saying(ANN, text('one')), messagesChange({ statuses: [statusOf(BOB)] })],
        },
        {
          id: OURS.businessAccountId,
          time: 1_764_000_000,
          changes: [changeOf('business_capability_update', { max_daily_conversation_per_phone: 2_000 })],
        },
        {
          id: OURS.businessAccountId,
          changes: [saying(BOB, text('two')), changeOf('flows', {}), saying(EVE, text('three'))],
        },
      ],
    };
    const { inbound, words, news, ignored } = project(call, OURS);
    expect(inbound.map(({ event }) => event)).toMatchObject([
      { text: 'one' },
      { text: 'two' },
      { text: 'three' },
    ]);
    expect([words.length, news, ignored]).toEqual([1, [{ kind: 'cap', people: 2_000 }], 1]);
  });

  it('may hold messages and statuses side by side', () => {
    const both = messagesChange({
      contacts: [contactOf(ANN)],
      messages: [messageOf(ANN, text('x'))],
      statuses: [statusOf(ANN)],
    });
    expect(brought(both)).toMatchObject({ inbound: [{ event: { text: 'x' } }], words: [{}], ignored: 0 });
  });

  it('of thousands is read in a moment', () => {
    const changes = Array.from({ length: 20_000 }, () => saying(ANN, text('x')));
    const startedAt = performance.now();
    expect(brought(...changes).inbound).toHaveLength(20_000);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });
});

describe('what is nothing for us', () => {
  it.each<readonly [string, unknown]>([
    ['null', null],
    ['a list', []],
    ['a text', 'x'],
    ['an object of something else', { object: 'page', entry: [] }],
    ['a field we did not ask for', calling(changeOf('message_echoes', {}))],
    ['a field that every object has', calling(changeOf('constructor', {}))],
    ['a change without a value', calling({ field: 'messages' })],
    ['a change whose value is a list', calling({ field: 'messages', value: [] })],
    ['a change without a field', calling({ value: {} })],
    ['a message that is neither', calling(messagesChange({ messages: [{}] }))],
    ['errors of ours in the place of messages', calling(messagesChange({ errors: [{ code: 130_429 }] }))],
    ['a capability without a number', calling(changeOf('business_capability_update', {}))],
  ])('(%s) is counted and brings nothing', (_label, payload) => {
    expect(project(payload, OURS)).toEqual({ ...NOTHING, ignored: 1 });
  });

  it.each<readonly [string, unknown]>([
    ['no entries', { object: 'whatsapp_business_account' }],
    ['entries that are none', { object: 'whatsapp_business_account', entry: [null, 7, 'x', [], {}] }],
    ['no changes', calling()],
  ])('(%s) brings nothing', (_label, payload) => {
    expect(project(payload, OURS)).toEqual(NOTHING);
  });
});
