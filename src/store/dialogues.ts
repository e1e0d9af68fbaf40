import type { Address, ChannelName } from '../domain/terms.ts';
import type { Queryable } from './database.ts';
import { type Place, type Vault, VaultError } from './vault.ts';

/** How long an unfinished conversation is kept after its last step. */
const DIALOGUE_SECONDS = 1_800;

/** A longer state is refused: it would be a sign that something is kept that should not be. */
const MOST_BYTES = 4_096;

/** Whose dialogue: the keyed hash of channel and address. */
export interface DialogueKey {
  readonly channel: ChannelName;
  readonly key: Buffer;
}

/** The key of the dialogue of a chat. */
export const dialogueKeyOf = (vault: Vault, channel: ChannelName, address: Address): DialogueKey => ({
  channel,
  key: vault.hash(`conversation/${channel}`, address.reveal()),
});

/** Saves a dialogue for another half hour. Throws when it is longer than 4,096 bytes. */
export async function saveDialogue(
  database: Queryable,
  vault: Vault,
  owner: DialogueKey,
  text: string,
  now: Date,
): Promise<void> {
  if (Buffer.byteLength(text) > MOST_BYTES) throw new Error('the state of a dialogue is over 4,096 bytes');
  await database.query({
    name: 'dialogue save',
    text: `insert into dialogue (key, sealed, expires_at) values ($1, $2, $3)
           on conflict (key) do update
             set sealed = excluded.sealed, expires_at = excluded.expires_at, outdated = false`,
    values: [owner.key, vault.seal(placeOf(owner), text), new Date(now.getTime() + DIALOGUE_SECONDS * 1_000)],
  });
}

/** Notes that something was sent which stands below what was said last. */
export async function outdateDialogue(database: Queryable, { key }: DialogueKey): Promise<void> {
  await database.query({
    name: 'dialogue outdate',
    text: 'update dialogue set outdated = true where key = $1 and not outdated',
    values: [key],
  });
}

/** Ends a dialogue; nothing is left of it. */
export async function dropDialogue(database: Queryable, owner: DialogueKey): Promise<void> {
  await database.query('delete from dialogue where key = $1', [owner.key]);
}

/** What was saved; `null` when it does not open, because a dialogue may vanish at any time. */
export function openDialogue(vault: Vault, owner: DialogueKey, sealed: Uint8Array): string | null {
  try {
    return vault.open(placeOf(owner), sealed);
  } catch (error) {
    if (error instanceof VaultError) return null;
    throw error;
  }
}

const placeOf = ({ channel, key }: DialogueKey): Place => ({
  table: 'dialogue',
  column: 'sealed',
  row: key.toString('hex'),
  channel,
});
