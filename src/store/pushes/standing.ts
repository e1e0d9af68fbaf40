/** What follows for a person from what a service says of messages to them, whoever hears it: the sender or a hook. */
import type { Queryable } from './gone.ts';

/** No pushes any more, as if they had said so to us; replies go on. */
export async function stopPushes(on: Queryable, subscriberId: string): Promise<void> {
  await on.query(`update subscriber set standing = 'stopped' where id = $1 and standing = 'active'`, [
    subscriberId,
  ]);
}

/**
 * No knock for a day, then two, four, seven while the service goes on withholding them; after a week without it begins
 * anew (delivery.md §10, 131049).
 */
export async function holdKnocks(on: Queryable, subscriberId: string, today: string): Promise<void> {
  await on.query(
    `update subscriber s set held_days = next.days, held_until = $2::date + next.days
     from (select id, case when held_until > $2::date - 7 then least(7, held_days * 2) else 1 end as days
           from subscriber where id = $1) as next
     where s.id = next.id and (s.held_until is null or s.held_until <= $2::date)`,
    [subscriberId, today],
  );
}

/** The reply window was closed after all. */
export async function closeWindow(on: Queryable, subscriberId: string): Promise<void> {
  await on.query('update subscriber set window_until = null where id = $1', [subscriberId]);
}
