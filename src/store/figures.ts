import type { Queryable } from './database.ts';

/** One figure for whoever watches the exchange: a count, and nothing of a person. */
export interface Figure {
  readonly name: string;
  readonly help: string;
  readonly type: 'gauge';
  readonly values: readonly { readonly labels?: Readonly<Record<string, string>>; readonly value: number }[];
}

const gauge = (name: string, help: string, values: Figure['values']): Figure => ({
  name: `mehnat_${name}`,
  help,
  type: 'gauge',
  values,
});

/** Below this many people a count is shown as 0, so that nobody can be seen coming or going (PRIVACY.md). */
const FEWEST = 20;

/** What `/metrics` shows. */
export async function readFigures(on: Queryable): Promise<readonly Figure[]> {
  const people = await on.query<{ channel: string; count: number }>(
    `select channel, count(*)::integer as count from subscriber where standing = 'active' group by channel`,
  );
  const openings = await on.query<{ count: number }>(
    `select count(*)::integer as count from opening where status = 'open'`,
  );
  const pushes = await on.query<{ channel: string; state: string; count: number }>(
    `select channel, state, count(*)::integer as count from push
     where state in ('planned', 'running', 'paused', 'stopped') group by channel, state`,
  );
  const pauses = await on.query<{ channel: string }>(
    'select channel from channel_pause where until > clock_timestamp()',
  );
  return [
    gauge(
      'subscribers_active',
      'people who get messages; 0 below 20',
      people.rows.map(({ channel, count }) => ({ labels: { channel }, value: count < FEWEST ? 0 : count })),
    ),
    gauge('openings_open', 'openings that can be taken up', [{ value: openings.rows[0]?.count ?? 0 }]),
    gauge(
      'pushes',
      'announcements that are not over, by state',
      pushes.rows.map(({ channel, state, count }) => ({ labels: { channel, state }, value: count })),
    ),
    gauge(
      'channel_paused',
      'channels that are held back now',
      pauses.rows.map(({ channel }) => ({ labels: { channel }, value: 1 })),
    ),
  ];
}
