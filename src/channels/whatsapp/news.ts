/** What Meta tells of us: of our templates, our number, our account. */
import { capOfTier } from './client.ts';
import { type Fields, objectOf, textOf } from './fields.ts';

export type News =
  | { readonly kind: 'template'; readonly name: string; readonly language: string; readonly status: string }
  | {
      readonly kind: 'recategorised';
      readonly name: string;
      readonly language: string;
      readonly category: string;
    }
  /** How many people may be written to outside their windows in 24 hours. */
  | { readonly kind: 'cap'; readonly people: number }
  | { readonly kind: 'quality'; readonly flagged: boolean; readonly people: number | null }
  | { readonly kind: 'account'; readonly restricts: boolean };

/** Events of an account that say nothing against us. Source: Meta's page on this webhook, as of 20 April 2026. */
const HARMLESS_ACCOUNT: ReadonlySet<string> = new Set([
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
]);

/** What a change of one field means; `null` for fields we did not ask for. */
export function newsOf(field: unknown, value: Fields): News | null {
  switch (field) {
    case 'message_template_status_update':
      return { kind: 'template', ...templateIn(value), status: textOf(value['event']) ?? '' };
    case 'template_category_update':
      return { kind: 'recategorised', ...templateIn(value), category: textOf(value['new_category']) ?? '' };
    case 'business_capability_update':
      return capIn(value);
    case 'phone_number_quality_update':
      return { kind: 'quality', flagged: value['event'] === 'FLAGGED', people: tierIn(value) };
    case 'account_update':
      return {
        kind: 'account',
        restricts: !(HARMLESS_ACCOUNT.has(textOf(value['event']) ?? '') || isLifted(value)),
      };
    default:
      return null;
  }
}

/** A ban that ends is told of by the same event as one that begins. */
const isLifted = (value: Fields): boolean => objectOf(value['ban_info'])?.['waba_ban_state'] === 'REINSTATE';

const templateIn = (value: Fields): { readonly name: string; readonly language: string } => ({
  name: textOf(value['message_template_name']) ?? '',
  language: textOf(value['message_template_language']) ?? '',
});

/** The older field is also how a faster number is told of, which says nothing of how many people it may reach. */
function tierIn(value: Fields): number | null {
  const older = value['event'] === 'THROUGHPUT_UPGRADE' ? null : textOf(value['current_limit']);
  return capOfTier(textOf(value['max_daily_conversations_per_business']) ?? older ?? '');
}

/** -1 is without end. */
function capIn(value: Fields): News | null {
  const found = [
    value['max_daily_conversations_per_business'],
    value['max_daily_conversation_per_phone'],
  ].find((each) => typeof each === 'number' || typeof each === 'string');
  if (typeof found === 'string') {
    const people = capOfTier(found);
    return people === null ? null : { kind: 'cap', people };
  }
  if (typeof found !== 'number' || !Number.isSafeInteger(found)) return null;
  return { kind: 'cap', people: found < 0 ? Number.POSITIVE_INFINITY : found };
}
