import { setTimeout as sleep } from 'node:timers/promises';
import { rulesPort } from '../country/read-rule.ts';
import { createDialogue } from '../dialogue.ts';
import type { AudiencePort } from '../domain/broadcast.ts';
import type { SeasonsPort } from '../domain/conversation.ts';
import type { Country } from '../domain/country.ts';
import type { Law } from '../domain/law.ts';
import type { Day } from '../domain/opening.ts';
import { createRegionSearch, readNumber, regionNames } from '../domain/search.ts';
import { DocumentError } from '../domain/sent-document.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import type { Channel, Clock } from '../domain/terms.ts';
import type { Converse } from '../domain/turn.ts';
import { createExchange } from '../exchange.ts';
import type { Foundation } from '../foundation.ts';
import { createInbox } from '../inbox.ts';
import type { Log } from '../log.ts';
import { oneTimeCodes } from '../one-time-code.ts';
import { openingPoster } from '../poster.ts';
import { createSayBack } from '../replies.ts';
import type { Sender } from '../sender.ts';
import { squareCode } from '../square-code.ts';
import { createChats } from '../store/chats.ts';
import type { openDatabase } from '../store/database.ts';
import type { createOpenings } from '../store/openings.ts';
import { createSubscribers } from '../store/subscribers.ts';
import { clocksOf, dayIn, hourIn } from '../time-zones.ts';
import { doorsOf } from './pages.ts';
import { createPosting } from './posting.ts';
import { createSights } from './sights.ts';
import type { Speech } from './speech.ts';

/** The rooms between the channels and the people: what is said to us, and what we say back. */
export function createFrontDoor(room: {
  readonly country: Country;
  readonly speech: Speech;
  readonly foundation: Foundation;
  readonly chatDatabase: ReturnType<typeof openDatabase>;
  readonly openings: ReturnType<typeof createOpenings>;
  readonly law: () => Law;
  readonly seasons: SeasonsPort;
  readonly channels: ReadonlyMap<string, Channel>;
  /** Whom broadcasts would reach; without it there are none. */
  readonly audience?: AudiencePort;
  readonly senders: ReadonlyMap<string, Sender>;
  /** Told when somebody may be written to freely again. */
  readonly opened: (subscriber: Subscriber) => void;
  readonly clock: Clock;
  readonly today: () => Day;
  readonly log: Log;
}): ReturnType<typeof createInbox> {
  const { country, speech, foundation, channels, clock, today } = room;
  const { database, vault } = foundation;
  const { texts, conversations } = speech;
  const search = createRegionSearch(regionNames(country, texts));
  const exchange = createExchange({
    openings: room.openings,
    law: room.law,
    seasons: room.seasons,
    posting: createPosting(country, texts),
    rules: rulesPort(country),
    country,
    sights: createSights(channels.values(), { texts, today }),
    texts,
    search,
    today,
    clock,
    hourOf: (at) => ({
      day: dayIn(country.defaultTimeZone, at),
      hour: hourIn(country.defaultTimeZone, at),
    }),
    clockIn: clocksOf(country),
    sheet: (opening, doors) => openingPoster(opening, { texts, doors, square: squareCode, today: today() }),
    doors: (word) => doorsOf(channels.values(), word),
  });
  const subscribers = createSubscribers({ database: database.pool, vault, clock });
  const converse: Converse = createDialogue({
    conversations: new Map(conversations.map((each) => [each.name, each])),
    exchange,
    first: 'start',
    home: 'menu',
    byCode: 'check',
    desk: 'desk',
    byDigits: 'move',
    readNumber,
  });
  return createInbox({
    chats: createChats({
      database: room.chatDatabase,
      vault,
      clock,
      codes: oneTimeCodes,
      ...(room.audience === undefined
        ? {}
        : {
            broadcasts: {
              audience: room.audience,
              clockIn: clocksOf(country),
              channels: [...channels.values()].map(reached),
            },
          }),
      repeatHours: (channel) => channels.get(channel)?.limits.repeatHours ?? 0,
    }),
    converse,
    texts,
    sayBack: createSayBack({ channels, tokens: room.senders, clock, wait: sleep }),
    async fetchDocument(channel, handle, maxBytes) {
      const bytes = await channels.get(channel)?.fetchDocument?.(handle, maxBytes);
      if (bytes === undefined) throw new DocumentError('gone');
      return bytes;
    },
    blocked: async (channel, address) => {
      const who = await subscribers.find(channel, address);
      if (who !== null) await subscribers.change(who.id, { standing: 'blocked' });
    },
    windowHours: (channel) => channels.get(channel)?.window?.hours ?? null,
    opened: room.opened,
    keyOf: ({ channel, address }) => vault.hash(`chat-lock/${channel}`, address.reveal()).toString('base64'),
    today,
    now: clock,
    log: room.log.for('inbox'),
  });
}

/** What a channel means for a broadcast. */
const reached = ({ name, limits, window, canEdit }: Channel) => ({
  name,
  perSecond: limits.perSecond,
  window: window ?? null,
  canEdit,
});
