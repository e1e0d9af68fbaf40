/**
 * Finds the audience of what is announced: keeps the index in step with the store and turns planned pushes into
 * running ones. Any number of processes may have one; each has its own index.
 */
import { setImmediate as others } from 'node:timers/promises';
import type pg from 'pg';
import { AudienceIndex } from './domain/audience.ts';
import type { Exclusion } from './domain/audience-terms.ts';
import { type Bitmap, count, EMPTY_BITMAP, intersection, union, without } from './domain/bitmap.ts';
import type { AudiencePort, BroadcastPlan, Survey } from './domain/broadcast.ts';
import type { Law } from './domain/law.ts';
import type { Reason } from './domain/matching.ts';
import type { Day, Opening, RegionCode } from './domain/opening.ts';
import { isCorrection } from './domain/push.ts';
import type { PlannedPush, PushPlans, Told } from './domain/push-plans.ts';
import { shared } from './domain/shared.ts';
import type { SeasonWish } from './domain/subscriber.ts';
import type { Clock } from './domain/terms.ts';
import { type PlacesInTime, zoneOf } from './domain/zone.ts';
import type { Log } from './log.ts';
import type { AudienceRecord } from './store/audience-rows.ts';
import { changesSince, loadAudience, type Snapshot } from './store/changes.ts';
import { dayIn, offsetMinutes } from './time-zones.ts';

export interface MatcherParts {
  readonly pool: pg.Pool;
  readonly plans: PushPlans;
  /** The openings of an announcement: all of a bulletin, or the one a coordinator posted. */
  readonly openingsOf: (announcementId: string) => Promise<readonly Opening[]>;
  /** The wishes that a notice of a season may concern; absent where nobody waits for seasons. */
  readonly seasonWishes?: (noticeId: string) => Promise<readonly SeasonWish[]>;
  /** What a broadcast announces and to whom; `null` for what is no broadcast. Absent where there are none. */
  readonly broadcastOf?: (announcementId: string) => Promise<BroadcastPlan | null>;
  /** Looks at a broadcast again that is to begin; says whether it was called off. */
  readonly calledOff: (announcementId: string) => Promise<boolean>;
  /** Whose audiences are surveyed. */
  readonly channels?: readonly string[];
  readonly country: PlacesInTime;
  /** The rules in force, with every change that was committed before the call. */
  readonly law: () => Promise<Law>;
  readonly clock: Clock;
  readonly log: Log;
}

export interface Matcher extends AudiencePort {
  /**
   * Resolves when everything committed before the call is in the index. Called at start, and when PostgreSQL
   * notifies `mehnat` with `subscriber`; every other method does it for itself.
   */
  catchUp(): Promise<void>;
  /** Gives an audience to every push that has none. Called when a push may have been planned, and by the sweeper. */
  plan(): Promise<void>;
  /** How many people the opening fits who get pushes at all. */
  count(opening: Opening): Promise<number>;
  /** Why it does not fit the others. */
  excluded(opening: Opening): Promise<Exclusion>;
  /** How many people nothing but the need of a new permit keeps from it, by the region of theirs. */
  keptAway(opening: Opening): Promise<ReadonlyMap<RegionCode, number>>;
}

/** Reads nothing until it is first asked. */
export function createMatcher(parts: MatcherParts): Matcher {
  const { pool, plans, openingsOf, calledOff, country, law, clock, log } = parts;
  const { seasonWishes = async () => [], broadcastOf = async () => null, channels = [] } = parts;
  let held: { readonly index: AudienceIndex; snapshot: Snapshot } | null = null;

  const today = (): string => dayIn(country.defaultTimeZone, clock());

  /** Puts people in, with the zones as they are now. */
  const putInto = (index: AudienceIndex): ((record: AudienceRecord) => void) => {
    const now = clock();
    const zones = new Map<unknown, string>();
    return (record) => {
      const { regions } = record.preferences;
      const zone = zones.get(regions) ?? zoneOf({ regions }, country, (name) => offsetMinutes(name, now));
      zones.set(regions, zone);
      index.put({ ...record, zone });
    };
  };

  const build = async (): Promise<AudienceIndex> => {
    const from = performance.now();
    const index = new AudienceIndex(today());
    const put = putInto(index);
    const snapshot = await loadAudience(
      pool,
      (records) => records.forEach(put),
      (highest) => index.reserve(highest),
    );
    held = { index, snapshot };
    log.info('audience.built', { subscribers: index.size, ms: since(from) });
    return index;
  };

  const upToDate = async (): Promise<AudienceIndex> => {
    if (held === null) return build();
    const changes = await changesSince(pool, held.snapshot);
    if (changes.kind === 'rebuild') return build();
    const { index } = held;
    const put = putInto(index);
    for (const { ordinal, record } of changes.changed) {
      if (record === null) index.remove(ordinal);
      else put(record);
    }
    held.snapshot = changes.snapshot;
    if (changes.changed.length > 0) log.debug('audience.caught-up', { count: changes.changed.length });
    return index;
  };
  const current = shared(upToDate);

  const audienceOf = async (push: PlannedPush, index: AudienceIndex): Promise<Bitmap> => {
    const { kind, announcementId, channel } = push;
    if (isCorrection(kind)) return correctedOf(index, await plans.told(announcementId, channel), channel);
    const scope = { today: today(), law: await law(), channel };
    if (kind === 'season') return index.waiting(await seasonWishes(announcementId), scope);
    if (kind === 'digest') return index.everybody({ ...scope, cadence: 'daily', zones: push.zones });
    const broadcast = kind === 'announce' ? await broadcastOf(announcementId) : null;
    if (broadcast !== null) return (await broadcastTo(index, broadcast, channel)).people;
    const openings = await openingsOf(announcementId);
    const { told } = await plans.told(announcementId, channel);
    const steps = index.gather(openings, { ...scope, cadence: 'instant' });
    let step = steps.next();
    while (step.done !== true) {
      await others();
      step = steps.next();
    }
    return without(step.value, told);
  };

  /** Before anything is sent and when it is: an urgent one rings for everybody, another for whoever has not heard of it. */
  const broadcastTo = async (index: AudienceIndex, plan: BroadcastPlan, channel: string) => {
    const { opening, filter, urgent } = plan;
    const cadence = urgent ? {} : ({ cadence: 'instant' } as const);
    const scope = { today: today(), law: await law(), channel, ...cadence };
    const { told } = urgent ? { told: EMPTY_BITMAP } : await plans.told(opening.id, channel);
    const left = index.narrowed(opening, filter, scope);
    const fits = index.audience(opening, scope);
    return { people: without(left, told), told: intersection(left, told), filter: without(fits, left) };
  };

  const survey = async (plan: BroadcastPlan): Promise<Survey> => {
    const index = await current();
    const { opening } = plan;
    const scope = { today: today(), law: await law() };
    const parts = await Promise.all(
      channels.map(async (channel) => ({ channel, ...(await broadcastTo(index, plan, channel)) })),
    );
    const whom = parts.reduce((all, { people }) => union(all, people), EMPTY_BITMAP);
    const within = <T extends { readonly people: Bitmap }>(all: readonly T[]): readonly T[] =>
      all
        .map((one) => ({ ...one, people: intersection(one.people, whom) }))
        .filter(({ people }) => count(people) > 0);
    const now = clock();
    const { reasons } = index.excluded(opening, scope);
    const sum = (of: (part: (typeof parts)[number]) => Bitmap): number =>
      parts.reduce((all, part) => all + count(of(part)), 0);
    return {
      whom,
      channels: parts.map(({ channel, people }) => ({ channel, people })),
      locales: within(index.parts('locale')),
      verdicts: within(index.verdicts(opening, scope)),
      hours: within(index.parts('zone')).map(({ value, people }) => ({
        hour: new Date(now.getTime() + offsetMinutes(value, now) * 60_000).getUTCHours(),
        people,
      })),
      others: [
        ...Object.entries(reasons).map(([why, { people }]) => ({ why: why as Reason, people })),
        { why: 'paused', people: count(index.pausedOn(scope.today)) },
        { why: 'told', people: sum(({ told }) => told) },
        { why: 'filter', people: sum(({ filter }) => filter) },
      ],
    };
  };

  const begin = async (push: PlannedPush): Promise<void> => {
    const from = performance.now();
    const recipients = await audienceOf(push, await current());
    const total = count(recipients);
    await plans.begin(push.id, recipients, total);
    const { announcementId: announcement, channel, id } = push;
    log.info('announcement.matched', { announcement, push: id, channel, matched: total, ms: since(from) });
  };

  return {
    catchUp: async () => {
      await current();
    },
    plan: shared(async () => {
      for (const push of await plans.planned(clock()))
        if (push.kind !== 'announce' || !(await calledOff(push.announcementId))) await begin(push);
    }),
    survey,
    whom: async (plan) => {
      const index = await current();
      let all = EMPTY_BITMAP;
      for (const channel of channels) all = union(all, (await broadcastTo(index, plan, channel)).people);
      return all;
    },
    count: async (opening) => (await current()).count(opening, { today: today(), law: await law() }),
    keptAway: async (opening) => {
      const index = await current();
      return index.keptAway(opening, { today: lastDayOf(opening, today()), law: await law() });
    },
    excluded: async (opening) => (await current()).excluded(opening, { today: today(), law: await law() }),
  };
}

/** Everybody who was told or is perhaps just being told, and is still here, paused or not: their turn knows better. */
const correctedOf = (index: AudienceIndex, { told, perhaps }: Told, channel: string): Bitmap =>
  intersection(union(told, perhaps), index.peopleOn(channel));

/** The day on which an opening that is over could still be taken. */
const lastDayOf = ({ expiresOn, endsOn }: Opening, today: Day): Day =>
  [today, expiresOn, ...(endsOn === null ? [] : [endsOn])].sort()[0] ?? today;

const since = (from: number): number => Math.round(performance.now() - from);
