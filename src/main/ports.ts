import type { Country } from '../domain/country.ts';
import type { Day } from '../domain/opening.ts';
import type { Outbox } from '../domain/outbox.ts';
import type { SeasonShift } from '../domain/season.ts';
import type { Channel, Clock } from '../domain/terms.ts';
import type { Texts } from '../domain/texts.ts';
import type { Foundation } from '../foundation.ts';
import type { SayBack } from '../inbox.ts';
import type { LawBook } from '../law-book.ts';
import type { Log } from '../log.ts';
import type { Matcher } from '../matcher.ts';
import type { Sender } from '../sender.ts';
import { addBarred, uncounted } from '../store/barred-places.ts';
import { planCorrections } from '../store/corrections.ts';
import { expireOpenings } from '../store/openings.ts';
import { publishDue } from '../store/publishing.ts';
import type { createPushes } from '../store/pushes.ts';
import { createRetention } from '../store/retention.ts';
import { planSeasonNotices } from '../store/seasons.ts';
import type { createSubscribers } from '../store/subscribers.ts';
import { clocksOf, hourIn, offsetMinutes } from '../time-zones.ts';
import type { AllPorts } from './background.ts';
import { createLiveBroadcasts } from './live-broadcasts.ts';
import { createPrompts } from './prompts.ts';

/** The rooms as the jobs see them. */
export function createPorts(room: {
  readonly country: Country;
  readonly foundation: Foundation;
  readonly texts: Texts;
  readonly channels: readonly Channel[];
  readonly senders: ReadonlyMap<string, Sender>;
  readonly subscribers: ReturnType<typeof createSubscribers>;
  readonly pushes: ReturnType<typeof createPushes>;
  readonly outbox: Outbox;
  readonly matcher: Matcher;
  readonly lawBook: LawBook;
  readonly shifts: () => Promise<readonly SeasonShift[]>;
  readonly sayBack: SayBack;
  readonly clock: Clock;
  readonly today: () => Day;
  readonly log: Log;
}): AllPorts {
  const { country, texts, channels, senders, pushes, outbox, matcher, clock, today, log } = room;
  const { database, vault } = room.foundation;
  const { pool } = database;
  return {
    retention: createRetention(database, room.subscribers),
    pushes,
    outbox,
    publishDue: (now) => publishDue(database, now),
    match: () => matcher.plan(),
    broadcasts: createLiveBroadcasts({
      database,
      vault,
      texts,
      channels,
      senders,
      clockIn: clocksOf(country),
      clock,
    }),
    stalled: ({ id, channel }) => log.for('sender').warn('push.stalled', { push: id, channel }),
    expire: (day) => expireOpenings(pool, day),
    law: () => room.lawBook.read(),
    rulesStale: (count, why) => log.for('jobs').error('rules.stale', { count, reason: why }),
    rulesSaid: new Map(),
    barred: {
      uncounted: () => uncounted(pool),
      add: (openingId, brings) => addBarred(database, openingId, brings),
    },
    seasons: {
      country,
      shifts: room.shifts,
      plan: (notices, to, now) => planSeasonNotices(pool, notices, to, now),
    },
    ...createPrompts({
      database: pool,
      vault,
      texts,
      sayBack: room.sayBack,
      hour: () => hourIn(country.defaultTimeZone, clock()),
    }),
    keptAway: (opening) => matcher.keptAway(opening),
    planCorrections: (names, now) => planCorrections(pool, names, now),
    channels: channels.map(({ name }) => name),
    zones: [
      ...new Set(country.regions.flatMap(({ timeZone, otherTimeZones }) => [timeZone, ...otherTimeZones])),
    ],
    offsetMinutes,
    clock,
    today,
  };
}
