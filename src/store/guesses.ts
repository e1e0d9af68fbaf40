/** Wrong codes of openings that chats sent, so that nobody finds openings by guessing. */
import type { Guesses } from '../domain/chat.ts';
import type { Clock, InboundMessage } from '../domain/terms.ts';
import type { Queryable } from './database.ts';
import { countTry } from './tries.ts';
import type { Vault } from './vault.ts';

/** Wrong codes of one chat in ten minutes: a slip or two, and a card that is long gone. */
const MOST_GUESSES = 5;
/** Wrong codes of all chats together in that time: more is somebody who guesses with many chats. */
const MOST_OF_ALL = 200;
/** What a chat may then still send. Right codes are answered all the while: an honest question is no guess. */
const MOST_WHILE_MANY = 1;

/** The guesses of the chat `here`. */
export function guessesWith(
  ports: { readonly database: Queryable; readonly vault: Vault; readonly clock: Clock },
  { channel, address }: Pick<InboundMessage, 'channel' | 'address'>,
): Guesses {
  const { database, vault, clock } = ports;
  const chat = vault.hash('guess', `${channel}\0${address.reveal()}`);
  const all = vault.hash('guess', '');
  return {
    tooMany: async () => {
      const { rows } = await database.query<{ mine: number; others: number }>(
        `select coalesce(max(tries) filter (where key = $1), 0) as mine,
           coalesce(max(tries) filter (where key = $2), 0) as others
         from guess where key in ($1, $2) and expires_at > $3`,
        [chat, all, clock()],
      );
      const { mine = 0, others = 0 } = rows[0] ?? {};
      return mine >= (others >= MOST_OF_ALL ? MOST_WHILE_MANY : MOST_GUESSES);
    },
    count: () => countTry(ports, 'guess', [chat, all]),
  };
}
