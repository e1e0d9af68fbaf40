import { setTimeout as sleep } from 'node:timers/promises';
import type { Telegram } from '../channels/telegram.ts';
import { ru } from '../countries/ru/ru.ts';
import { createDialogue } from '../dialogue.ts';
import type { Day } from '../domain/opening.ts';
import { createRegionSearch, readNumber, regionNames } from '../domain/search.ts';
import type { Clock } from '../domain/terms.ts';
import type { Converse } from '../domain/turn.ts';
import { createExchange } from '../exchange.ts';
import type { Foundation } from '../foundation.ts';
import { createInbox } from '../inbox.ts';
import type { Log } from '../log.ts';
import { createSayBack } from '../replies.ts';
import type { Sender } from '../sender.ts';
import { createChats } from '../store/chats.ts';
import type { openDatabase } from '../store/database.ts';
import type { createOpenings } from '../store/openings.ts';
import { createSubscribers } from '../store/subscribers.ts';
import type { Speech } from './speech.ts';

/** The rooms between the channel and the people: what is said to us, and what we say back. */
export function createFrontDoor(room: {
  readonly speech: Speech;
  readonly foundation: Foundation;
  readonly chatDatabase: ReturnType<typeof openDatabase>;
  readonly openings: ReturnType<typeof createOpenings>;
  readonly telegram: Telegram;
  readonly sender: Sender;
  readonly clock: Clock;
  readonly today: () => Day;
  readonly log: Log;
}): ReturnType<typeof createInbox> {
  const { speech, foundation, clock, today } = room;
  const { database, vault } = foundation;
  const { texts, conversations } = speech;
  const search = createRegionSearch(regionNames(ru, texts));
  const exchange = createExchange({ openings: room.openings, country: ru, texts, search, today });
  const subscribers = createSubscribers({ database: database.pool, vault, clock });
  const converse: Converse = createDialogue({
    conversations: new Map(conversations.map((each) => [each.name, each])),
    exchange,
    first: 'start',
    home: 'menu',
    byCode: 'openings',
    readNumber,
  });
  return createInbox({
    chats: createChats({ database: room.chatDatabase, vault, clock }),
    converse,
    texts,
    sayBack: createSayBack({
      channels: new Map([[room.telegram.name, room.telegram]]),
      tokens: new Map([[room.telegram.name, room.sender]]),
      clock,
      wait: sleep,
    }),
    blocked: async (channel, address) => {
      const who = await subscribers.find(channel, address);
      if (who !== null) await subscribers.change(who.id, { standing: 'blocked' });
    },
    keyOf: ({ channel, address }) => vault.hash(`chat-lock/${channel}`, address.reveal()).toString('base64'),
    today,
    now: clock,
    log: room.log.for('inbox'),
  });
}
