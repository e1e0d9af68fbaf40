import { bitmapOf } from '../../domain/bitmap.ts';
import { CORRECTION_KINDS } from '../../domain/push.ts';
import type { ChannelName } from '../../domain/terms.ts';
import type { Queryable } from './gone.ts';
import { awaits } from './told.ts';

/** What is said to one person because of what they did or saw: it must not be lost when they move. */
const KINDS = [...CORRECTION_KINDS, 'outcome'];

/**
 * What running pushes have still to say to the old ordinals of a person, pushes of their own say to the new one: the
 * old ones know no other bits than they began with. Called within the transaction that moves the person.
 */
export async function carryPushes(
  client: Queryable,
  from: readonly number[],
  { channel, ordinal }: { readonly channel: ChannelName; readonly ordinal: number },
): Promise<void> {
  await client.query(
    `with carried as (
       insert into push (id, announcement_id, channel, kind, revision, lane, recipients, total, state, expires_at, moved)
       select gen_random_uuid(), announcement_id, $3, kind, revision, lane, $4, 1, 'running', max(expires_at), true
       from push, unnest($1::int[]) as old(ordinal)
       where state = 'running' and kind = any($2) and ${awaits('old.ordinal')}
       group by announcement_id, kind, revision, lane
       returning id)
     select case when exists (select from carried) then pg_notify('mehnat', 'push') end`,
    [from, KINDS, channel, Buffer.from(bitmapOf([ordinal]))],
  );
}
