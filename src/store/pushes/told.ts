import type { Queryable } from './gone.ts';

/** Bit `o` of a bitmap, `0` beyond its end. */
const bit = (column: string): string =>
  `(case when length(${column}) * 8 > $2 then get_bit(${column}, $2) else 0 end)`;

/** Whether the last word of the journal about `o`, of these kinds, is this one. */
const noted = (kinds: string, last: string): string =>
  `coalesce((select e->>0 from jsonb_array_elements(journal) with ordinality j(e, n)
     where (e->>1)::int = $2 and e->>0 in (${kinds}) order by n desc limit 1), '') = '${last}'`;

/**
 * Which of these announcements were told, or perhaps told, to an ordinal: passed by the cursor or told ahead, and
 * neither refused nor still to come.
 */
export async function toldOf(
  on: Queryable,
  channel: string,
  ordinal: number,
  announcementIds: readonly string[],
): Promise<readonly string[]> {
  const { rows } = await on.query<{ announcement_id: string }>(
    `select announcement_id from push
     where channel = $1 and announcement_id = any($3::uuid[]) and recipients is not null
       and ${bit('recipients')} = 1 and not ${noted(`'c'`, 'c')}
       and (${bit('ahead')} = 1 or ${noted(`'a'`, 'a')}
            or ($2::int - origin + length(recipients) * 8) % (length(recipients) * 8) < cursor)
       and not ${noted(`'+','-'`, '+')} and (${bit('later')} = 0 or ${noted(`'+','-'`, '-')})`,
    [channel, ordinal, announcementIds],
  );
  return rows.map((row) => row.announcement_id);
}
