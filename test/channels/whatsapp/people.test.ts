import { describe, expect, it } from 'vitest';
import { project } from '../../../src/channels/whatsapp/projection.ts';
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
  preferenceOf,
  pressing,
  type Somebody,
  saying,
  statusOf,
  text,
  wamidOf,
} from '../../support/whatsapp-calls.ts';
import { brought, NOTHING, only } from '../../support/whatsapp-projected.ts';

describe('who it is', () => {
  const whoIn = (change: Json): readonly (string | undefined)[] => {
    const { address, formerly } = only(change);
    return [address.reveal(), formerly?.reveal()];
  };

  it.each<readonly [string, Somebody, readonly (string | undefined)[]]>([
    ['is told by the business-scoped id, and was known by the phone', ANN, ['TJ.1A2B3C4D5E', '992900111222']],
    ['is told without any phone', BOB, ['UZ.9Z8Y7X6W5V', undefined]],
    ['is told by the phone where there is no other id', EVE, ['996700333444', undefined]],
    ['may be of a parent portfolio', { ...BOB, userId: 'KG.ENT.Ab12' }, ['KG.ENT.Ab12', undefined]],
  ])('%s', (_label, somebody, who) => {
    expect(whoIn(saying(somebody, text('x')))).toEqual(who);
    expect(
      whoIn(changeOf('user_preferences', { user_preferences: [preferenceOf(somebody, 'stop')] })),
    ).toEqual(who);
  });

  it.each<readonly [string, Json, Json, readonly (string | undefined)[]]>([
    ['only the message', {}, { from: ANN.phone, from_user_id: ANN.userId }, [ANN.userId!, ANN.phone!]],
    ['only the contact', contactOf(ANN), {}, [ANN.userId!, ANN.phone!]],
    ['the id only in the contact', contactOf(ANN), { from: ANN.phone }, [ANN.userId!, ANN.phone!]],
    [
      'the phone only in the contact',
      contactOf(ANN),
      { from_user_id: ANN.userId },
      [ANN.userId!, ANN.phone!],
    ],
    ['a contact of somebody else by phone', contactOf(ANN), { from: EVE.phone }, [EVE.phone!, undefined]],
    [
      'a contact of somebody else by id',
      contactOf(ANN),
      { from_user_id: BOB.userId },
      [BOB.userId!, undefined],
    ],
    ['an id that is none', contactOf(EVE), { from: EVE.phone, from_user_id: 'TJ.' }, [EVE.phone!, undefined]],
    ['a phone that is none', {}, { from: '+992', from_user_id: ANN.userId }, [ANN.userId!, undefined]],
  ])('is read right where %s says it', (_label, contact, from, who) => {
    const message = { id: 'wamid.x', timestamp: '1', ...from, ...text('x') };
    expect(whoIn(messagesChange({ contacts: [contact], messages: [message] }))).toEqual(who);
  });

  it('is each their own, with several in one change', () => {
    const { inbound } = brought(
      messagesChange({
        contacts: [ANN, BOB, EVE].map(contactOf),
        messages: [EVE, BOB, ANN].map((each) => ({
          ...messageOf(each, text('x')),
          from_user_id: each.userId,
        })),
      }),
    );
    expect(inbound.map(({ address, formerly }) => [address.reveal(), formerly?.reveal()])).toEqual([
      [EVE.phone, undefined],
      [BOB.userId, undefined],
      [ANN.userId, ANN.phone],
    ]);
  });

  it('is nobody where several hide their phones and the message names none', () => {
    const hidden = [BOB, { ...BOB, userId: 'UZ.Another1' }].map((each) => ({
      ...contactOf(each),
      wa_id: null,
    }));
    const message = { id: 'wamid.x', timestamp: '1', ...text('x') };
    expect(brought(messagesChange({ contacts: hidden, messages: [message] }))).toEqual({
      ...NOTHING,
      ignored: 1,
    });
  });

  it('is nobody without an address', () => {
    const message = { id: 'wamid.x', timestamp: '1', ...text('x') };
    expect(brought(messagesChange({ messages: [message] }))).toEqual({ ...NOTHING, ignored: 1 });
  });
});

describe('a system message', () => {
  const system = (from: Json, fields: Json): Json =>
    messagesChange({
      messages: [{ ...from, id: wamidOf(ANN), timestamp: '1764000000', type: 'system', system: fields }],
    });
  const body = 'User Zarina Testova changed from 992900111222 to 992900999888';
  const byId = { type: 'user_changed_user_id', user_id: 'TJ.New1', previous_user_id: 'TJ.Old1', body };

  it.each<readonly [string, Json, Json, string, string]>([
    [
      'of a new number moves the old one',
      { from: '992900111222' },
      { type: 'user_changed_number', wa_id: '992900999888', body },
      '992900999888',
      '992900111222',
    ],
    [
      'of a new number may say it the old way',
      { from: '992900111222' },
      { type: 'user_changed_number', new_wa_id: '992900999888', body },
      '992900999888',
      '992900111222',
    ],
    ['of a new id needs no number', {}, byId, 'TJ.New1', 'TJ.Old1'],
    [
      'of a new id may say it beside',
      { from_user_id: 'TJ.New1' },
      { ...byId, user_id: undefined },
      'TJ.New1',
      'TJ.Old1',
    ],
  ])('%s', (_label, from, fields, now, before) => {
    const { address, formerly, event } = only(system(from, fields));
    expect([address.reveal(), formerly?.reveal(), event]).toEqual([now, before, { kind: 'moved' }]);
  });

  it('moves whoever is known by the old id, and whoever is known by the number', () => {
    const { inbound } = brought(system({ from: '992900111222' }, byId));
    expect(inbound.map(({ address, formerly }) => [address.reveal(), formerly?.reveal()])).toEqual([
      ['TJ.New1', 'TJ.Old1'],
      ['TJ.New1', '992900111222'],
    ]);
    expect(new Set(inbound.map(({ updateId }) => updateId)).size).toBe(2);
  });

  it.each<readonly [string, Json]>([
    ['says nothing of before', { ...byId, previous_user_id: undefined }],
    ['says nothing of now', { ...byId, user_id: 'nonsense' }],
    ['changes nothing', { ...byId, previous_user_id: 'TJ.New1' }],
    ['is of another kind', { type: 'customer_identity_changed' }],
    ['is of a kind that every object has', { ...byId, type: 'constructor' }],
    ['is of a kind that every object has', { ...byId, type: 'toString' }],
    ['is of a kind that every object has', { ...byId, type: '__proto__' }],
    ['is of a kind that is no text', { ...byId, type: { toString: null } }],
  ])('that %s is nothing', (_label, fields) => {
    expect(brought(system({}, fields))).toEqual({ ...NOTHING, ignored: 1 });
  });
});

describe('a preference', () => {
  const choosing = (value: string, fields: Json = {}, contacts: readonly Json[] = []): Json =>
    changeOf('user_preferences', { contacts, user_preferences: [preferenceOf(ANN, value, fields)] });

  it.each([
    ['stop', { kind: 'opted-out' }],
    ['resume', { kind: 'opted-in' }],
  ])('to %s', (value, event) => {
    const { event: found, address } = only(choosing(value));
    expect([found, address.reveal()]).toEqual([event, ANN.userId]);
  });

  it('is found by its contact where it does not say the business-scoped id itself', () => {
    const { address, formerly } = only(choosing('stop', { user_id: undefined }, [contactOf(ANN)]));
    expect([address.reveal(), formerly?.reveal()]).toEqual([ANN.userId, ANN.phone]);
  });

  it('is the same when it comes again, and another when it changes again', () => {
    const idOf = (value: string, fields: Json = {}): string => only(choosing(value, fields)).updateId;
    expect(idOf('stop')).toBe(idOf('stop'));
    expect(new Set([idOf('stop'), idOf('resume'), idOf('stop', { timestamp: 1_764_000_003 })]).size).toBe(3);
  });

  it.each<readonly [string, Json]>([
    ['of another category', choosing('stop', { category: 'signup' })],
    ['of another value', choosing('perhaps')],
    ['of nobody', choosing('stop', { user_id: null, wa_id: null })],
  ])('%s is nothing', (_label, change) => {
    expect(brought(change)).toEqual({ ...NOTHING, ignored: 1 });
  });

  it.each([{ toString: null }, { toString: 'x' }, [[[1]]], null, true])(
    'survives the time %j',
    (timestamp) => {
      expect(only(choosing('stop', { timestamp })).event).toEqual({ kind: 'opted-out' });
    },
  );
});

describe('nothing of a person', () => {
  const everything = project(
    calling(
      ...[ANN, BOB, EVE].flatMap((each) => [
        saying(each, text('hello')),
        saying(each, media('image')),
        saying(each, pressing({ type: 'button_reply', button_reply: { id: 'a', title: 'Zarina' } })),
        saying(each, {
          type: 'contacts',
          contacts: [{ name: { formatted_name: each.name }, phones: [each.phone] }],
        }),
        saying(each, { type: 'location', location: { name: 'Bobur Testov’s home' } }),
        messagesChange({
          contacts: [contactOf(each)],
          statuses: [statusOf(each), statusOf(each, { status: 'failed' })],
        }),
        changeOf('user_preferences', {
          contacts: [contactOf(each)],
          user_preferences: [preferenceOf(each, 'stop')],
        }),
      ]),
      messagesChange({
        messages: [
          {
            from: ANN.phone,
            id: wamidOf(ANN),
            type: 'system',
            system: {
              type: 'user_changed_user_id',
              user_id: 'TJ.New1New1',
              previous_user_id: ANN.userId,
              wa_id: ANN.phone,
              body: 'User Zarina Testova changed',
            },
          },
        ],
      }),
    ),
    OURS,
  );
  const secrets = [ANN, BOB, EVE]
    .flatMap(({ name, username, phone, userId }) => [...name.split(' '), username, phone, userId])
    .concat('New1New1', 'wamid', 'image', 'c2VjcmV0')
    .filter((secret) => secret !== null);

  it('stands in what comes out', () => {
    expect(everything.inbound).toHaveLength(19);
    expect(everything.words).toHaveLength(6);
    const seen = JSON.stringify(everything);
    for (const secret of secrets) expect(seen).not.toContain(secret);
  });

  it('can be read out of an id or a screen', () => {
    const ids = [
      ...everything.inbound.flatMap(({ updateId, event }) => [
        updateId,
        event.kind === 'button' ? event.screen : '',
      ]),
      ...everything.words.map(({ id }) => id),
    ].map((id) => id ?? '');
    const decoded = ids.flatMap((id) =>
      (['base64', 'base64url', 'hex', 'latin1'] as const).map((way) =>
        Buffer.from(id, way).toString('latin1'),
      ),
    );
    expect(new Set(ids.map((id) => id.length))).toEqual(new Set([0, 43]));
    for (const secret of secrets) expect(decoded.join('\n')).not.toContain(secret);
  });
});
