import { describe, expect, it } from 'vitest';
import type { News } from '../../../src/channels/whatsapp/news.ts';
import { project } from '../../../src/channels/whatsapp/projection.ts';
import { calling, changeOf, type Json, OURS } from '../../support/whatsapp-calls.ts';

const newsOf = (field: string, value: Json): News | 'nothing' =>
  project(calling(changeOf(field, value)), OURS).news[0] ?? 'nothing';

const template = {
  message_template_id: 770_000_000_000_001,
  message_template_name: 'mehnat_opening',
  message_template_language: 'ru',
};
const names = { name: 'mehnat_opening', language: 'ru' };

describe('what Meta says of a template', () => {
  it.each(['APPROVED', 'PAUSED', 'DISABLED', 'REJECTED', 'FLAGGED', 'PENDING_DELETION', 'NEW_ONE'])(
    'is its name, language and status %s',
    (event) => {
      const value = { ...template, event, reason: 'NONE', message_template_category: 'MARKETING' };
      expect(newsOf('message_template_status_update', value)).toEqual({
        kind: 'template',
        ...names,
        status: event,
      });
    },
  );

  it('is its new category', () => {
    const value = { ...template, previous_category: 'UTILITY', new_category: 'MARKETING' };
    expect(newsOf('template_category_update', value)).toEqual({
      kind: 'recategorised',
      ...names,
      category: 'MARKETING',
    });
  });

  it('is of no template of ours where names are missing', () => {
    expect(newsOf('message_template_status_update', { event: 'PAUSED' })).toMatchObject({ name: '' });
  });
});

describe('how many people may be written to', () => {
  it.each<readonly [Json, number | 'nothing']>([
    [{ max_daily_conversations_per_business: 'TIER_250' }, 250],
    [{ max_daily_conversations_per_business: 'TIER_2K' }, 2_000],
    [{ max_daily_conversations_per_business: 'TIER_10K' }, 10_000],
    [{ max_daily_conversations_per_business: 'TIER_100K' }, 100_000],
    [{ max_daily_conversations_per_business: 'TIER_UNLIMITED' }, Number.POSITIVE_INFINITY],
    [{ max_daily_conversations_per_business: 2_000, max_phone_numbers_per_waba: 25 }, 2_000],
    [{ max_daily_conversation_per_phone: 1_000, max_phone_numbers_per_business: 2 }, 1_000],
    [{ max_daily_conversation_per_phone: -1 }, Number.POSITIVE_INFINITY],
    [{ max_daily_conversation_per_phone: 0 }, 0],
    [{ max_daily_conversations_per_business: 'TIER_NOT_SET' }, 'nothing'],
    [{ max_daily_conversations_per_business: 'constructor' }, 'nothing'],
    [{ max_daily_conversations_per_business: '__proto__' }, 'nothing'],
    [{ max_daily_conversations_per_business: 250.5 }, 'nothing'],
    [{ max_daily_conversations_per_business: null }, 'nothing'],
    [{ max_daily_conversations_per_business: ['TIER_2K'] }, 'nothing'],
    [{}, 'nothing'],
  ])('by %j is %j', (value, people) => {
    const news = newsOf('business_capability_update', value);
    expect(news).toEqual(people === 'nothing' ? 'nothing' : { kind: 'cap', people });
  });
});

describe('what Meta says of the number', () => {
  it.each<readonly [string, Json, boolean, number | null]>([
    ['flags it', { event: 'FLAGGED', current_limit: 'TIER_1K' }, true, 1_000],
    ['takes that back', { event: 'UNFLAGGED', max_daily_conversations_per_business: 'TIER_250' }, false, 250],
    ['lets it reach more', { event: 'UPGRADE', current_limit: 'TIER_10K' }, false, 10_000],
    [
      'lets it reach less, the new way beside the old',
      { event: 'DOWNGRADE', current_limit: 'TIER_10K', max_daily_conversations_per_business: 'TIER_2K' },
      false,
      2_000,
    ],
    [
      'lets it send faster, which is no word of how many',
      { event: 'THROUGHPUT_UPGRADE', current_limit: 'TIER_UNLIMITED' },
      false,
      null,
    ],
    [
      'lets it send faster, and says how many beside',
      {
        event: 'THROUGHPUT_UPGRADE',
        current_limit: 'TIER_UNLIMITED',
        max_daily_conversations_per_business: 'TIER_2K',
      },
      false,
      2_000,
    ],
    ['says nothing', {}, false, null],
    ['says what every object has', { current_limit: 'toString' }, false, null],
  ])('%s', (_label, value, flagged, people) => {
    expect(newsOf('phone_number_quality_update', value)).toEqual({ kind: 'quality', flagged, people });
  });
});

describe('what Meta says of the account', () => {
  it.each([
    'ACCOUNT_RESTRICTION',
    'ACCOUNT_VIOLATION',
    'ACCOUNT_DELETED',
    'ACCOUNT_OFFBOARDED',
    'DISABLED_UPDATE',
    'PARTNER_REMOVED',
    'PARTNER_APP_UNINSTALLED',
    'SOMETHING_NEW',
  ])('may hold us back: %s', (event) => {
    expect(newsOf('account_update', { event })).toEqual({ kind: 'account', restricts: true });
  });

  it.each([
    'VERIFIED_ACCOUNT',
    'ACCOUNT_RECONNECTED',
    'AD_ACCOUNT_LINKED',
    'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE',
    'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE',
    'MM_LITE_TERMS_SIGNED',
    'PARTNER_ADDED',
    'PARTNER_APP_INSTALLED',
    'PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE',
    'VOLUME_BASED_PRICING_TIER_UPDATE',
  ])('may be harmless: %s', (event) => {
    expect(newsOf('account_update', { event })).toEqual({ kind: 'account', restricts: false });
  });

  it('that a ban is over restricts nothing', () => {
    const ban = (state: string) => ({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: state } });
    expect(newsOf('account_update', ban('REINSTATE'))).toEqual({ kind: 'account', restricts: false });
    expect(newsOf('account_update', ban('DISABLE'))).toEqual({ kind: 'account', restricts: true });
  });
});
