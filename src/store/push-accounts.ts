import type { Queryable } from './pushes/gone.ts';

/** How a push stands, in counts alone. */
export interface PushAccount {
  readonly id: string;
  readonly announcement: string;
  readonly channel: string;
  readonly kind: string;
  readonly state: string;
  readonly plannedAt: Date;
  readonly total: number;
  readonly sent: number;
  /** As the service says; 0 where it says nothing. */
  readonly delivered: number;
  readonly read: number;
  readonly uncertain: number;
  readonly skipped: Readonly<Record<string, number>>;
  readonly failed: Readonly<Record<string, number>>;
  /** Outside their reply windows when it began, and how many of them beyond the day's cap; `null`: no such window. */
  readonly outside: number | null;
  readonly beyond: number | null;
}

/** The newest pushes, newest first; without those to who reported or moved: they are few and nobody's business. */
export async function pushAccounts(on: Queryable, most: number): Promise<readonly PushAccount[]> {
  const { rows } = await on.query<PushAccount>(
    `select id, announcement_id as announcement, channel, kind, state, planned_at as "plannedAt", total, sent, delivered,
       read, uncertain, skipped, failed, outside, beyond
     from push where kind <> 'outcome' and not moved order by planned_at desc limit $1`,
    [most],
  );
  return rows;
}

/** A channel that rests. */
export interface ChannelPause {
  readonly channel: string;
  readonly until: Date;
  readonly reason: string;
}

/** The channels whose pushes are held back now. */
export async function channelPauses(on: Queryable, now: Date): Promise<readonly ChannelPause[]> {
  const { rows } = await on.query<ChannelPause>(
    'select channel, until, reason from channel_pause where until > $1 order by channel',
    [now],
  );
  return rows;
}
