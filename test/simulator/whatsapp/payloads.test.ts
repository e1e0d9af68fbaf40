import { describe, expect, it } from 'vitest';
import { WHATSAPP_ATTACHMENTS, type WhatsAppPhone } from '../../../src/simulator/whatsapp/terms.ts';
import { CONTACT, FROM, HEAD, hear, QUIET, REST } from './hearing.ts';
import { type HeardChange, type Played, text } from './support.ts';

describe('a message from a person', () => {
  it('says who wrote what, with both addresses', async () => {
    const { changes } = await hear((phone) => phone.say('салом'));
    const message = { ...FROM, ...REST, type: 'text', text: { body: 'салом' } };
    expect(changes).toEqual([
      { field: 'messages', value: { ...HEAD, contacts: [CONTACT], messages: [message] } },
    ]);
  });

  it('says no phone number of a person who hides it', async () => {
    const { changes, raw } = await hear((phone) => phone.say('салом'), { person: { hidesPhone: true } });
    expect(changes[0]?.value.contacts).toEqual([
      { profile: { name: 'Zebo Madeup', username: expect.stringMatching(/^madeup/) }, user_id: 'UZ.1A2B' },
    ]);
    expect(changes[0]?.value.messages[0]).toMatchObject({ from_user_id: 'UZ.1A2B' });
    expect(changes[0]?.value.messages[0].from).toBeUndefined();
    expect(raw).not.toContain('999001112233');
  });

  it('says no business-scoped id of a person from before there were any', async () => {
    const { raw } = await hear((phone) => phone.say('салом'), { person: { userId: null } });
    expect(raw).toContain('"wa_id":"999001112233"');
    expect(raw).not.toContain('user_id');
  });

  it.each([
    ['photo', 'image', { id: expect.any(String), mime_type: 'image/jpeg' }],
    ['voice', 'audio', { voice: true }],
    ['sticker', 'sticker', { animated: false }],
    ['contact', 'contacts', [{ phones: [{ wa_id: '999001112233' }] }]],
    ['location', 'location', { latitude: 0.5, longitude: 0.5 }],
  ] as const)('a %s comes as %s', async (attachment, type, content) => {
    const { changes } = await hear((phone) => phone.sends(attachment));
    expect(changes[0]?.value.messages).toMatchObject([{ type, [type]: content }]);
  });

  it('comes as something unsupported, or as nothing but a welcome', async () => {
    const poll = await hear((phone) => phone.sends('unsupported'));
    expect(poll.changes[0]?.value.messages).toMatchObject([
      { type: 'unsupported', errors: [{ code: 131051 }] },
    ]);
    const welcome = await hear((phone) => phone.sends('request_welcome'));
    expect(welcome.changes[0]?.value.messages).toEqual([{ ...FROM, ...REST, type: 'request_welcome' }]);
  });

  it('is a reaction to what the business wrote', async () => {
    const { changes, phone } = await hear(async (phone, { send }) => {
      expect(() => phone.sends('reaction')).toThrow('no message');
      phone.say('hello');
      await send(phone);
      phone.sends('reaction');
    }, QUIET);
    expect(changes[1]?.value.messages).toMatchObject([
      { type: 'reaction', reaction: { emoji: '👍', message_id: phone.screen()?.wamid } },
    ]);
  });

  it.each(WHATSAPP_ATTACHMENTS.filter((kind) => kind !== 'reaction'))(
    'says no phone number either when it is a %s of a person who hides it',
    async (kind) => {
      const { raw } = await hear((phone) => phone.sends(kind), { person: { hidesPhone: true } });
      expect(raw).not.toContain('999001112233');
    },
  );
});

describe('a status', () => {
  const opaque = { ...text('x'), biz_opaque_callback_data: 'sealed' };
  const sending =
    (fields: Readonly<Record<string, unknown>> = {}) =>
    async (phone: WhatsAppPhone, { send }: Played) => {
      phone.say('hello');
      await send(phone, { ...opaque, ...fields });
    };
  const statusesOf = (changes: readonly HeardChange[]): readonly HeardChange['value'][] =>
    changes.filter(({ value }) => value.statuses !== undefined).map(({ value }) => value);

  it('says what it is about, to whom it went, and what the business wanted back', async () => {
    const { changes, phone } = await hear(sending());
    const pricing = { billable: true, pricing_model: 'PMP', type: 'regular', category: 'service' };
    const status = {
      id: phone.screen()?.wamid,
      timestamp: '1790000000',
      recipient_id: '999001112233',
      recipient_user_id: 'UZ.1A2B',
      biz_opaque_callback_data: 'sealed',
      pricing,
    };
    expect(statusesOf(changes)).toEqual([
      { ...HEAD, contacts: [CONTACT], statuses: [{ ...status, status: 'sent' }] },
      { ...HEAD, contacts: [CONTACT], statuses: [{ ...status, status: 'delivered' }] },
    ]);
  });

  it('says no phone number of a person who hides it, unless it was sent to the number', async () => {
    const hidden = await hear(sending(), { person: { hidesPhone: true } });
    expect(hidden.raw).not.toContain('999001112233');
    const byPhone = { recipient: undefined, to: '999001112233' };
    const { changes } = await hear(sending(byPhone), { person: { hidesPhone: true } });
    expect(statusesOf(changes)[0].statuses[0]).toMatchObject({
      recipient_id: '999001112233',
      recipient_user_id: 'UZ.1A2B',
    });
  });

  it.each([
    ['the id', {}, { recipient_user_id: 'UZ.1A2B' }],
    ['the phone', { recipient: undefined, to: '999001112233' }, { recipient_id: '999001112233' }],
  ])('of a failure names only what it was sent to: %s', async (_label, address, named) => {
    const { changes } = await hear(async (phone, played) => {
      played.whatsapp.faults.add({ fault: { kind: 'failed-later', code: 131049 } });
      await sending(address)(phone, played);
    });
    const [value] = statusesOf(changes);
    expect(value.contacts).toBeUndefined();
    expect(value.statuses).toEqual([
      {
        ...REST,
        ...named,
        status: 'failed',
        biz_opaque_callback_data: 'sealed',
        errors: [
          expect.objectContaining({ code: 131049, title: expect.any(String), error_data: expect.anything() }),
        ],
      },
    ]);
  });
});

describe('what concerns the account', () => {
  it.each([
    [
      'message_template_status_update',
      ({ whatsapp }: Played) => whatsapp.templates.setStatus('news', 'en', 'PAUSED', 'QUALITY'),
      {
        event: 'PAUSED',
        message_template_name: 'news',
        message_template_language: 'en',
        reason: 'QUALITY',
        message_template_id: expect.any(Number),
      },
    ],
    [
      'template_category_update',
      ({ whatsapp }: Played) => whatsapp.templates.setCategory('news', 'en', 'MARKETING'),
      { previous_category: 'UTILITY', new_category: 'MARKETING', message_template_name: 'news' },
    ],
    [
      'phone_number_quality_update',
      ({ whatsapp }: Played) => whatsapp.quality('RED'),
      {
        event: 'FLAGGED',
        display_phone_number: '999001234567',
        max_daily_conversations_per_business: 'TIER_250',
      },
    ],
    [
      'business_capability_update',
      ({ whatsapp }: Played) => whatsapp.tier(2000),
      { max_daily_conversations_per_business: 'TIER_2K' },
    ],
    [
      'account_update',
      ({ whatsapp }: Played) => whatsapp.account('ACCOUNT_RESTRICTION', { restriction_info: [] }),
      { event: 'ACCOUNT_RESTRICTION', phone_number: '999001234567', restriction_info: [] },
    ],
  ] as const)('%s comes with its time', async (field, happening, value) => {
    const { changes, raw } = await hear((_phone, played) => {
      played.whatsapp.templates.add({ name: 'news', language: 'en', body: 'News' });
      happening(played);
    });
    expect(changes).toEqual([{ field, value: expect.objectContaining(value) }]);
    expect(JSON.parse(raw).entry).toMatchObject([{ id: '200000000000002', time: 1_790_000_000 }]);
  });
});
