/** The one message in a coordinator's chat that shows how a broadcast fares. */
import type { BroadcastAccount } from '../domain/broadcast.ts';
import type { Address, ChannelName, ScreenMark } from '../domain/terms.ts';
import { broadcastAccount } from './broadcasts.ts';
import type { Queryable } from './database.ts';
import type { Place, Vault } from './vault.ts';

export interface Watch {
  readonly broadcast: BroadcastAccount;
  readonly coordinatorId: string;
  readonly channel: ChannelName;
  readonly address: Address;
  readonly locale: string;
  /** What stands in the chat; `null` before the first. */
  readonly mark: ScreenMark | null;
  /** What it says, in short: the same need not be said again. */
  readonly shown: string;
}

const markPlace = (broadcastId: string, coordinatorId: string, channel: ChannelName): Place => ({
  table: 'push_watch',
  column: 'mark',
  row: `${broadcastId} ${coordinatorId}`,
  channel,
});

/** From now on whoever wrote it sees how it fares, if their chat is on one of the channels that change messages. */
export async function keepWatch(
  on: Queryable,
  code: string,
  channels: readonly ChannelName[],
): Promise<void> {
  await on.query(
    `insert into push_watch (announcement_id, coordinator_id)
     select b.id, c.id from broadcast b join coordinator c on c.id = b.posted_by
     where b.code = $1 and c.channel = any($2) on conflict do nothing`,
    [code, channels],
  );
}

/** Every message that is kept up. */
export async function watches(on: Queryable, vault: Vault): Promise<readonly Watch[]> {
  const { rows } = await on.query<{
    id: string;
    coordinator: string;
    channel: ChannelName;
    sealed: Buffer;
    locale: string;
    mark: Buffer | null;
    shown: string;
  }>(
    `select w.announcement_id as id, c.id as coordinator, c.channel, c.sealed, c.locale, w.mark, w.shown
     from push_watch w join coordinator c on c.id = w.coordinator_id`,
  );
  const found: Watch[] = [];
  for (const { id, coordinator, channel, sealed, locale, mark, shown } of rows) {
    const broadcast = await broadcastAccount(on, { id });
    if (broadcast === null) continue;
    const place = { table: 'coordinator', column: 'sealed', row: coordinator, channel };
    const opened = mark === null ? null : vault.open(markPlace(id, coordinator, channel), mark);
    const address = vault.openAddress(place, sealed);
    found.push({ broadcast, coordinatorId: coordinator, channel, address, locale, mark: opened, shown });
  }
  return found;
}

/** Keeps what stands there now. */
export async function keepShown(
  on: Queryable,
  vault: Vault,
  { broadcast: { id }, coordinatorId, channel }: Watch,
  { mark, shown }: { readonly mark: ScreenMark | null; readonly shown: string },
): Promise<void> {
  const sealed = mark === null ? null : vault.seal(markPlace(id, coordinatorId, channel), mark);
  await on.query(
    `update push_watch set mark = coalesce($3, mark), shown = $4 where announcement_id = $1 and coordinator_id = $2`,
    [id, coordinatorId, sealed, shown],
  );
}

/** It is over, and said so: nothing leads to the message any more. */
export async function endWatch(on: Queryable, { broadcast, coordinatorId }: Watch): Promise<void> {
  await on.query('delete from push_watch where announcement_id = $1 and coordinator_id = $2', [
    broadcast.id,
    coordinatorId,
  ]);
}
