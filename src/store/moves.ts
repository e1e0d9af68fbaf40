import { randomInt } from 'node:crypto';
import type { Brought, Chat } from '../domain/chat.ts';
import { MOVE_CODES, moveCodeOf } from '../domain/move-code.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import type { ChannelName, InboundMessage } from '../domain/terms.ts';
import { dialogueKeyOf, dropDialogue } from './dialogues.ts';
import { carryPushes } from './pushes/carry-pushes.ts';
import { SUBSCRIBER_COLUMNS, type SubscriberRow, subscriberOf } from './subscriber-row.ts';
import { placeOf, type SubscriberPorts, thisMonth } from './subscribers.ts';
import { carryTold } from './told.ts';
import { countTry, TRY_MINUTES } from './tries.ts';

/** How long a code is good: as long as wrong ones are counted. */
const MINUTES = TRY_MINUTES;
/** Wrong codes of one chat in that time: who guesses a million has no use for five. */
const MOST_TRIES = 5;
/** Wrong codes of all chats together in that time: with ten codes open, one in 450 that any of so many is right. */
const MOST_TRIES_OF_ALL = 200;

type Here = Pick<InboundMessage, 'channel' | 'address'>;

/** Somebody who moved: the ordinals they had here and there before, and the one they have. */
export interface Moved {
  readonly from: readonly number[];
  readonly to: number;
}

/** Moving between channels, for the chat `here`; `moved` is told when the ordinals of a person are no more. */
export function movesWith(ports: SubscriberPorts, here: Here, moved: (move: Moved) => void): Chat['moves'] {
  return {
    codeFor: (subscriber) => codeFor(ports, subscriber),
    bring: (code) => bring(ports, here, code, moved),
  };
}

const expiry = ({ clock }: SubscriberPorts): Date => new Date(clock().getTime() + MINUTES * 60_000);

async function codeFor(ports: SubscriberPorts, { id }: Subscriber): Promise<string> {
  const { database, vault, clock } = ports;
  await database.query('delete from move where subscriber_id = $1', [id]);
  for (;;) {
    const code = moveCodeOf(randomInt(MOVE_CODES));
    const { rowCount } = await database.query(
      `insert into move (key, subscriber_id, expires_at) values ($1, $2, $3)
       on conflict (key) do update set subscriber_id = excluded.subscriber_id, expires_at = excluded.expires_at
         where move.expires_at <= $4`,
      [vault.hash('move', code), id, expiry(ports), clock()],
    );
    if (rowCount === 1) return code;
  }
}

async function bring(
  ports: SubscriberPorts,
  here: Here,
  code: string,
  moved: (move: Moved) => void,
): Promise<Brought> {
  const { database, vault, clock } = ports;
  const tries: Tries = {
    chat: vault.hash('move-tries', `${here.channel}\0${here.address.reveal()}`),
    all: vault.hash('move-tries', ''),
  };
  if (await isGuessing(ports, tries)) return { kind: 'tries' };
  const { rows } = await database.query<Found>(
    `with used as (delete from move where key = $1 and expires_at > $2 returning subscriber_id)
     select s.id, s.ordinal, s.channel, s.sealed, s.channel = $3 and s.lookup = $4 as here
     from used join subscriber s on s.id = used.subscriber_id for update of s`,
    [vault.hash('move', code), clock(), here.channel, vault.lookup(here.channel, here.address)],
  );
  const [found] = rows;
  if (found === undefined || found.here) {
    await countTry(ports, 'move', [tries.chat, tries.all]);
    return { kind: 'unknown' };
  }
  await dropDialogue(
    database,
    dialogueKeyOf(vault, found.channel, vault.openAddress(placeOf(found), found.sealed)),
  );
  return { kind: 'moved', subscriber: await settleHere(ports, here, found, moved) };
}

/** Whom a code belongs to. */
interface Found {
  readonly id: string;
  readonly ordinal: number;
  readonly channel: ChannelName;
  readonly sealed: Buffer;
  readonly here: boolean;
}

/** Keys under which wrong codes are counted: of the chat, and of all chats. */
interface Tries {
  readonly chat: Buffer;
  readonly all: Buffer;
}

async function isGuessing({ database, clock }: SubscriberPorts, { chat, all }: Tries): Promise<boolean> {
  const { rowCount } = await database.query(
    'select from move where (key = $1 and tries >= $2 or key = $3 and tries >= $4) and expires_at > $5 limit 1',
    [chat, MOST_TRIES, all, MOST_TRIES_OF_ALL, clock()],
  );
  return rowCount === 1;
}

/**
 * The same row under another address, and with another ordinal: what is on its way to the old one finds nobody. What
 * the old messenger said of them holds no more, not even that they blocked us there; that they are here is an answer.
 * What they saw there, and here before, they have seen.
 */
async function settleHere(
  { database, vault, clock }: SubscriberPorts,
  { channel, address }: Here,
  { id, ordinal: before }: Pick<Found, 'id' | 'ordinal'>,
  moved: (move: Moved) => void,
): Promise<Subscriber> {
  const lookup = vault.lookup(channel, address);
  const replaced = await database.query<{ ordinal: number }>(
    'delete from subscriber where channel = $1 and lookup = $2 returning ordinal',
    [channel, lookup],
  );
  const { rows } = await database.query<SubscriberRow>(
    `update subscriber s set channel = $2, lookup = $3, sealed = $4, ordinal = default, window_until = null,
       held_until = null, held_days = 0, unreachable_on = null, blocked_at = null,
       standing = case when standing = 'blocked' then 'active' else standing end, answered_in = $5
     where id = $1 returning ${SUBSCRIBER_COLUMNS}`,
    [id, channel, lookup, vault.sealAddress(placeOf({ id, channel }), address), thisMonth(clock())],
  );
  const [row] = rows;
  if (row === undefined) throw new Error('somebody who moves is not there');
  const ordinals = [before, ...replaced.rows.map(({ ordinal }) => ordinal)];
  await carryTold(database, ordinals, row.ordinal);
  await carryPushes(database, ordinals, row);
  moved({ from: ordinals, to: row.ordinal });
  return subscriberOf(row);
}
