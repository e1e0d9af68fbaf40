import type pg from 'pg';
import type { Chat, Chats, Handled } from '../domain/chat.ts';
import type { OneTimeCodes } from '../domain/one-time-code.ts';
import type { ChannelName, Clock, InboundMessage } from '../domain/terms.ts';
import type { BroadcastPorts } from './broadcast-desk.ts';
import {
  COORDINATOR_JSON,
  type CoordinatorJson,
  coordinatorOf,
  readdressedCoordinator,
} from './coordinators.ts';
import { type Database, rolledBack } from './database.ts';
import { deskWith } from './desk.ts';
import { type DialogueKey, dialogueKeyOf, dropDialogue, openDialogue, saveDialogue } from './dialogues.ts';
import { guessesWith } from './guesses.ts';
import { type Moved, movesWith } from './moves.ts';
import { readdressed } from './readdressing.ts';
import { SUBSCRIBER_COLUMNS, type SubscriberRow, subscriberOf } from './subscriber-row.ts';
import { subscribersWith, untilNothingIsOnItsWay } from './subscribers.ts';
import { carryTold } from './told.ts';
import type { Vault } from './vault.ts';

export interface ChatPorts {
  readonly database: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly codes: OneTimeCodes;
  /** Absent where nothing is broadcast. */
  readonly broadcasts?: BroadcastPorts;
  /** For how many hours a service may repeat an update: its mark is kept that long. */
  readonly repeatHours: (channel: ChannelName) => number;
}

type Coming = Pick<InboundMessage, 'channel' | 'address' | 'formerly' | 'updateId' | 'event'>;

/** One message of a chat at a time, across processes, in one transaction with the mark that it was seen. */
export function createChats(ports: ChatPorts): Chats {
  const turns = new Map<string, Promise<unknown>>();
  return {
    handle: async <T>(message: Coming, work: (chat: Chat) => Promise<T>): Promise<Handled<T>> => {
      const { channel, address } = message;
      const name = ports.vault.hash(`chat-lock/${channel}`, address.reveal());
      // Waiting here costs a promise; waiting in PostgreSQL would cost a connection.
      return inTurn(turns, name.toString('hex'), () => handle(ports, message, name, work));
    },
  };
}

async function inTurn<T>(
  turns: Map<string, Promise<unknown>>,
  name: string,
  work: () => Promise<T>,
): Promise<T> {
  const mine = (turns.get(name) ?? Promise.resolve()).then(work, work);
  turns.set(name, mine);
  try {
    return await mine;
  } finally {
    if (turns.get(name) === mine) turns.delete(name);
  }
}

async function handle<T>(
  ports: ChatPorts,
  message: Coming,
  lock: Buffer,
  work: (chat: Chat) => Promise<T>,
): Promise<Handled<T>> {
  const forgotten: number[] = [];
  const moves: Moved[] = [];
  const client = await ports.database.pool.connect();
  let handled: Handled<T>;
  try {
    handled = await handleOn(client, ports, message, lock, { forgotten, moves }, work);
    client.release();
  } catch (error) {
    client.release(await rolledBack(client));
    throw error;
  }
  for (const ordinal of [...forgotten, ...moves.flatMap(({ from }) => from)])
    await untilNothingIsOnItsWay(ports.database.pool, ordinal);
  // Once more: what was on its way is written down only now.
  for (const { from, to } of moves) await carryTold(ports.database.pool, from, to);
  return handled;
}

async function handleOn<T>(
  client: pg.PoolClient,
  ports: ChatPorts,
  message: Coming,
  lock: Buffer,
  left: { readonly forgotten: number[]; readonly moves: Moved[] },
  work: (chat: Chat) => Promise<T>,
): Promise<Handled<T>> {
  // Two statements in one journey; the number is ours, not anybody's text.
  await client.query(`begin; select pg_advisory_xact_lock(${lock.readBigInt64BE(0)})`);
  const now = ports.clock();
  const owner = dialogueKeyOf(ports.vault, message.channel, message.address);
  const found = await takeUp(client, ports, message, owner, now);
  if (found.seen_at !== null) {
    await client.query('rollback');
    return { kind: 'repeated', seenAt: found.seen_at };
  }
  const bound = { ...ports, database: client };
  const gone = async (ordinal: number): Promise<void> => void left.forgotten.push(ordinal);
  const known = found.id === null ? null : subscriberOf(found);
  const seated = found.coordinator === null ? null : coordinatorOf(found.coordinator);
  const value = await work({
    subscriber: await readdressed(bound, message, known, gone),
    subscribers: subscribersWith(bound, gone),
    moves: movesWith(bound, message, (move) => void left.moves.push(move)),
    guesses: guessesWith(bound, message),
    desk: deskWith(bound, message, await readdressedCoordinator(bound, message, seated)),
    dialogue: found.dialogue === null ? null : openDialogue(ports.vault, owner, found.dialogue),
    outdated: found.outdated === true,
    save: async (text) =>
      text === null ? dropDialogue(client, owner) : saveDialogue(client, ports.vault, owner, text, now),
  });
  await client.query('commit');
  return { kind: 'handled', value };
}

type Found = {
  readonly seen_at: Date | null;
  readonly dialogue: Buffer | null;
  readonly outdated: boolean | null;
  readonly coordinator: CoordinatorJson | null;
} & (SubscriberRow | { readonly id: null });

// The lock must be held before this statement begins, or it would not see what the chat's last message did.
const TAKE_UP = `
  with seen as (
    insert into seen_update (key, seen_at, expires_at) values ($1, $2, $3)
    on conflict (key) do update set seen_at = excluded.seen_at, expires_at = excluded.expires_at
      where seen_update.expires_at <= excluded.seen_at
    returning key)
  select ${SUBSCRIBER_COLUMNS}, d.sealed as dialogue, d.outdated, ${COORDINATOR_JSON} as coordinator,
    (select u.seen_at from seen_update u where u.key = $1 and not exists (select from seen)) as seen_at
  from (select) as nothing
  left join subscriber s on s.channel = $4 and s.lookup = $5
  left join dialogue d on d.key = $6 and d.expires_at > $2
  left join coordinator c on c.channel = $4 and c.lookup = $5
  left join organisation o on o.id = c.organisation_id`;

/** Marks the update as seen and reads all that is known of the chat, in one journey. */
async function takeUp(
  client: pg.PoolClient,
  { vault, repeatHours }: ChatPorts,
  message: Coming,
  owner: DialogueKey,
  now: Date,
): Promise<Found> {
  const { channel, address, updateId } = message;
  const { rows } = await client.query<Found>({
    name: 'chat take up',
    text: TAKE_UP,
    values: [
      vault.hash(`deduplication/${channel}`, updateId),
      now,
      new Date(now.getTime() + repeatHours(channel) * 3_600_000),
      channel,
      vault.lookup(channel, address),
      owner.key,
    ],
  });
  const [found] = rows;
  if (found === undefined) throw new Error('a chat was not taken up: the statement gave no row');
  return found;
}
