import type { Subscriber } from '../../domain/subscriber.ts';
import { SUBSCRIBER_COLUMNS, type SubscriberRow, subscriberOf } from '../subscriber-row.ts';
import type { Queryable } from './gone.ts';

/** People who are there, in one question. As JSON, because days must stay days. */
export async function people(client: Queryable, ordinals: readonly number[]): Promise<readonly Subscriber[]> {
  const { rows } = await client.query<{ row: SubscriberRow }>({
    name: 'people',
    text: `select to_jsonb(r) as row from
             (select ${SUBSCRIBER_COLUMNS} from subscriber s where s.ordinal = any($1::int[])) r`,
    values: [ordinals],
  });
  return rows.map(({ row }) => subscriberOf(row));
}
