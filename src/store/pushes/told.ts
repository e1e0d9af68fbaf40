import type { Sight } from '../../domain/delivery.ts';
import type { Opening } from '../../domain/opening.ts';
import { TOLD_HOURS } from '../told.ts';
import type { Queryable } from './gone.ts';

/** The ordinal that most statements ask about. */
const ASKED = '$2::int';

/** Bit `o` of a bitmap, `0` beyond its end. */
const bit = (column: string, o = ASKED): string =>
  `(case when length(${column}) * 8 > ${o} then get_bit(${column}, ${o}) else 0 end)`;

/** Whether the last word of the journal about `o`, of these kinds, is this one. */
const noted = (kinds: string, last: string, o: string): string =>
  `coalesce((select e->>0 from jsonb_array_elements(journal) with ordinality j(e, n)
     where (e->>1)::int = ${o} and e->>0 in (${kinds}) order by n desc limit 1), '') = '${last}'`;

/** Reserved, and not yet ended. */
const onWire = (o: string): string =>
  `exists (select from jsonb_array_elements(wire) as w where (w->>0)::int = ${o})`;

/** In the audience, and not refused. */
const isMeant = (o: string): string =>
  `recipients is not null and ${bit('recipients', o)} = 1 and not ${noted(`'c'`, 'c', o)}`;

/** Of a row with bitmaps: passed by the cursor or told ahead, and neither refused nor still to come. */
const wasTold = (o: string): string => `${isMeant(o)}
  and (${bit('ahead', o)} = 1 or ${noted(`'a'`, 'a', o)}
       or (${o} - origin + length(recipients) * 8) % (length(recipients) * 8) < cursor)
  and not ${noted(`'+','-'`, '+', o)} and (${bit('later', o)} = 0 or ${noted(`'+','-'`, '-', o)})`;

/** Of a row with bitmaps: whether `o`, a SQL expression, is still to be told; on the wire nobody knows. */
export const awaits = (o: string): string => `(${isMeant(o)} and (${onWire(o)} or not (${wasTold(o)})))`;

/** The very turn that asks is on the wire, too. */
const ON_WIRE = onWire(ASKED);
const WAS_TOLD = wasTold(ASKED);

/** The announcements of one opening: its own, and every broadcast of it. */
const ANNOUNCED = `announcement_id = any(array(select id from broadcast where opening_id = $3) || $3::uuid)`;

/** Openings that were broadcast, as long as it is known to whom. */
export async function broadcastLately(on: Queryable, now: Date): Promise<readonly string[]> {
  const { rows } = await on.query<{ opening_id: string }>(
    `select distinct opening_id from broadcast
     where state = 'sent' and expires_at > $1::timestamptz - $2 * interval '1 hour'`,
    [now, TOLD_HOURS],
  );
  return rows.map((row) => row.opening_id);
}

/** Which of these openings a broadcast, other than this push itself, told or perhaps told to an ordinal. */
export async function broadcastTo(
  on: Queryable,
  channel: string,
  ordinal: number,
  openingIds: readonly string[],
  pushId: string,
): Promise<readonly string[]> {
  const { rows } = await on.query<{ opening_id: string }>({
    name: 'broadcast to',
    text: `select b.opening_id from broadcast b join push on push.announcement_id = b.id
           where b.opening_id = any($3::uuid[]) and push.channel = $1 and push.id <> $4 and ${WAS_TOLD}`,
    values: [channel, ordinal, openingIds, pushId],
  });
  return rows.map((row) => row.opening_id);
}

/** Which of these announcements were told, or perhaps told, to an ordinal. */
export async function toldOf(
  on: Queryable,
  channel: string,
  ordinal: number,
  announcementIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await on.query<{ announcement_id: string }>({
    name: 'told of',
    text: `select announcement_id from push
           where channel = $1 and announcement_id = any($3::uuid[]) and kind <> 'digest' and ${WAS_TOLD}`,
    values: [channel, ordinal, announcementIds],
  });
  return rows.map((row) => row.announcement_id);
}

/**
 * Whether an ordinal was shown an opening: it is written down so, or its own message, or one of a broadcast, is on its
 * way or may have arrived and nobody could write it down; the same of a message of many, which may have shown it. The
 * push that asks does not count. When it has been erased who was told, whoever planned the correction knew.
 */
export async function sightOf(
  on: Queryable,
  channel: string,
  ordinal: number,
  { id, bulletinId }: Pick<Opening, 'id' | 'bulletinId'>,
  now: Date,
  asking: string,
): Promise<Sight> {
  const { rows } = await on.query<{ seen: boolean; many: boolean }>({
    name: 'sight of',
    text: `select exists (select from told where opening_id = $3 and (${bit('bits')} = 1 or journal @> to_jsonb($2::int)))
             or exists (select from push where channel = $1 and kind = 'announce' and ${ANNOUNCED}
                        and id <> $7 and (${ON_WIRE} or ${WAS_TOLD}))
             or not exists (select from told where opening_id = $3)
                and exists (select from opening where id = $3 and closed_at <= $5::timestamptz - $6 * interval '1 hour')
             as seen,
             exists (select from push where channel = $1 and kind = 'announce' and announcement_id = $4
                     and (${ON_WIRE} or ${WAS_TOLD}))
             or exists (select from push where channel = $1 and kind = 'digest' and state = 'running' and ${ON_WIRE})
             as many`,
    values: [channel, ordinal, id, bulletinId, now, TOLD_HOURS, asking],
  });
  const [row] = rows;
  if (row?.seen === true) return 'seen';
  return row?.many === true ? 'in-many' : 'unseen';
}

/** When the last digest was that an ordinal was, or perhaps was, told; bitmaps are kept two days. */
export async function lastDigest(on: Queryable, channel: string, ordinal: number): Promise<Date | null> {
  const { rows } = await on.query<{ at: Date | null }>({
    name: 'last digest',
    text: `select max(since) + interval '1 day' as at from push
           where channel = $1 and kind = 'digest' and not ${ON_WIRE} and ${WAS_TOLD}`,
    values: [channel, ordinal],
  });
  return rows[0]?.at ?? null;
}
