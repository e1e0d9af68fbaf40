/** What the service knows of the business number and tells of its account: name, quality, tier, and what happens to it. */
import type { Hook } from './hook.ts';
import { type BusinessNumber, seconds } from './payloads.ts';
import type { Reach } from './reach.ts';
import type { QualityRating } from './terms.ts';

export interface Account {
  /** The fields of the number that can be asked for. */
  fields(): Readonly<Record<string, string>>;
  /** Each of these is told by a webhook. */
  tier(people: number): void;
  quality(rating: QualityRating): void;
  event(event: string, more?: Readonly<Record<string, unknown>>): void;
}

/** Numbers an account may have. */
const MAX_NUMBERS = 25;

/** The account of one number, of good quality. */
export function createAccount(room: {
  readonly hook: Hook;
  readonly number: BusinessNumber;
  readonly verifiedName: string;
  readonly reach: Reach;
  readonly now: () => Date;
}): Account {
  const { hook, number, reach } = room;
  let quality: QualityRating = 'GREEN';

  const tell = (field: string, value: unknown): void =>
    hook.push({ field, value, time: seconds(room.now().getTime()), bubble: null });

  return {
    fields: () => ({
      id: number.id,
      display_phone_number: `+${number.phone}`,
      verified_name: room.verifiedName,
      quality_rating: quality,
      whatsapp_business_manager_messaging_limit: reach.tierName(),
    }),
    tier(people) {
      reach.setTier(people);
      tell('business_capability_update', {
        max_daily_conversations_per_business: reach.tierName(),
        max_phone_numbers_per_waba: MAX_NUMBERS,
      });
    },
    quality(rating) {
      quality = rating;
      tell('phone_number_quality_update', {
        display_phone_number: number.phone,
        event: rating === 'RED' ? 'FLAGGED' : 'UNFLAGGED',
        max_daily_conversations_per_business: reach.tierName(),
      });
    },
    event: (event, more = {}) => tell('account_update', { phone_number: number.phone, event, ...more }),
  };
}
