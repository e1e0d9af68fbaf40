import { type Bitmap, count, EMPTY_BITMAP } from '../domain/bitmap.ts';
import {
  type AudiencePort,
  type BroadcastAccount,
  type BroadcastPlan,
  NAMED,
  type Reach,
  type Survey,
  UNDO_MS,
} from '../domain/broadcast.ts';
import type { BroadcastDesk, BroadcastWish, Sending, Steered } from '../domain/broadcast-desk.ts';
import type { Action, Subject } from '../domain/coordinator.ts';
import type { Done } from '../domain/desk.ts';
import type { ClockIn } from '../domain/local-time.ts';
import { type ReachFacts, reachOf } from '../domain/reach.ts';
import { judgeSendTime, latestSendTime } from '../domain/send-time.ts';
import type { ReplyWindow } from '../domain/terms.ts';
import {
  type AskedBefore,
  edgesFor,
  keepQuestions,
  outsideAmong,
  questionName,
  questionsSince,
  quietAmong,
  type ToldBefore,
} from './audience-questions.ts';
import { refuseBroadcast, steerPushes, undoBroadcast } from './broadcast-steering.ts';
import { keepWatch } from './broadcast-watches.ts';
import {
  broadcastAccount,
  broadcastAccounts,
  isUrgentLeft,
  openOpenings,
  releaseBroadcast,
  writeBroadcast,
} from './broadcasts.ts';
import { knocksOf } from './channel-hours.ts';
import type { Queryable } from './database.ts';
import { askColleagues, sayAtDesk } from './desk-words.ts';
import { REFUSED, type Seat } from './seat.ts';

/** What broadcasts need of the rooms beside the store. */
export interface BroadcastPorts {
  readonly audience: AudiencePort;
  readonly clockIn: ClockIn;
  readonly channels: readonly {
    readonly name: string;
    readonly perSecond: number;
    readonly window: ReplyWindow | null;
    readonly canEdit: boolean;
  }[];
}

const DAY_MS = 24 * 3_600_000;
/** Different questions of an organisation in a day; each is looked at again whenever one is asked. */
const MOST_QUESTIONS = 200;

/** Broadcasts at a desk. Without `ports` nobody has any. */
export function broadcastsAt(seat: Seat): BroadcastDesk {
  const { database } = seat.ports;
  const mine = async (code: string): Promise<BroadcastAccount | null> => {
    const found = await broadcastAccount(database, { code });
    return found?.organisationId === seat.coordinator?.organisation?.id ? found : null;
  };
  return {
    async broadcastable() {
      const organisationId = seat.coordinator?.organisation?.id;
      if (organisationId === undefined || seat.may('audience.ask', { organisationId }).kind === 'no')
        return [];
      return openOpenings(database, organisationId);
    },
    reach: (wish) => reach(seat, wish),
    async urgentLeft() {
      const organisationId = seat.coordinator?.organisation?.id;
      return organisationId !== undefined && isUrgentLeft(database, organisationId, seat.now);
    },
    async broadcasts() {
      const organisationId = seat.coordinator?.organisation?.id;
      return organisationId === undefined ? [] : broadcastAccounts(database, organisationId);
    },
    broadcast: mine,
    sendBroadcast: (wish) => send(seat, wish),
    async decideBroadcast(code, how) {
      const one = await mine(code);
      return one === null ? REFUSED : decide(seat, one, how);
    },
    async steerBroadcast(code, how) {
      const one = await mine(code);
      return one === null ? REFUSED : steer(seat, one, how);
    },
  };
}

async function planOf(
  seat: Seat,
  { openingCode, filter, urgent }: Omit<BroadcastWish, 'at'>,
): Promise<BroadcastPlan | null> {
  const organisationId = seat.coordinator?.organisation?.id;
  if (organisationId === undefined) return null;
  const opening = (await openOpenings(seat.ports.database, organisationId)).find(
    ({ code }) => code === openingCode,
  );
  return opening === undefined ? null : { opening, filter, urgent };
}

async function reach(seat: Seat, wish: Omit<BroadcastWish, 'at'>): Promise<Reach> {
  const { database, vault, broadcasts } = seat.ports;
  const organisationId = seat.coordinator?.organisation?.id;
  const plan = await planOf(seat, wish);
  if (organisationId === undefined || plan === null || broadcasts === undefined) return { kind: 'refused' };
  if (seat.may('audience.ask', { organisationId, region: plan.opening.region }).kind !== 'yes')
    return { kind: 'refused' };
  const before = await questionsSince(database, organisationId, new Date(seat.now.getTime() - DAY_MS));
  const asked = {
    opening: plan.opening.code,
    named: NAMED.filter((one) => plan.filter.named.includes(one)),
    locales: plan.filter.locales === 'any' ? ('any' as const) : [...plan.filter.locales].sort(),
    urgent: plan.urgent,
  };
  const survey = await broadcasts.audience.survey(plan);
  const earlier = await audiencesOf(seat, broadcasts.audience, before);
  const said = reachOf(
    survey,
    await factsOf(seat, broadcasts, survey, plan.urgent),
    earlier.map(({ people }) => people),
    edgesFor(vault, organisationId, { ...asked, part: '', people: survey.whom }, earlier),
  );
  const known = new Set(before.map(questionName));
  const fresh = said.told
    .map((part): AskedBefore => ({ ...asked, part }))
    .filter((one) => !known.has(questionName(one)));
  if (before.length + fresh.length > MOST_QUESTIONS) return { kind: 'enough' };
  await keepQuestions(database, organisationId, fresh, seat.now);
  return said.reach;
}

/** The audiences that were told of, as they would be now. */
async function audiencesOf(
  seat: Seat,
  audience: AudiencePort,
  asked: readonly AskedBefore[],
): Promise<readonly ToldBefore[]> {
  const surveys = new Map<string, Survey | null>();
  const found: ToldBefore[] = [];
  for (const { part, ...rest } of asked) {
    const name = JSON.stringify(rest);
    const known = surveys.get(name);
    const survey = known === undefined ? await surveyAgain(seat, audience, rest) : known;
    surveys.set(name, survey);
    if (survey !== null) found.push({ ...rest, part, people: partOf(survey, part) });
  }
  return found;
}

async function surveyAgain(
  seat: Seat,
  audience: AudiencePort,
  { opening, named, locales, urgent }: Omit<AskedBefore, 'part'>,
): Promise<Survey | null> {
  const filter = { named: NAMED.filter((one) => named.includes(one)), locales };
  const plan = await planOf(seat, { openingCode: opening, filter, urgent });
  return plan === null ? null : audience.survey(plan);
}

function partOf({ whom, locales, verdicts }: Survey, part: string): Bitmap {
  const [what, value] = part.split(' ');
  if (what === '') return whom;
  const parts: readonly { readonly value: string; readonly people: Bitmap }[] =
    what === 'locale' ? locales : verdicts;
  return parts.find((one) => one.value === value)?.people ?? EMPTY_BITMAP;
}

type Facts = ReachFacts['channels'] extends ReadonlyMap<string, infer One> ? One : never;

/** Who is outside their window on a channel, and for how many there is room today. */
async function outsideNow(
  on: Queryable,
  name: string,
  window: ReplyWindow,
  people: Bitmap,
  now: Date,
): Promise<NonNullable<Facts['outside']>> {
  const knocks = await knocksOf(on, name, now);
  const room = Math.max(0, window.cap() - knocks.reduce((all, one) => all + one.knocks, 0));
  const price = window.price?.(now.toISOString().slice(0, 10)) ?? null;
  return { people: await outsideAmong(on, people, now), room, price };
}

async function factsOf(
  { ports, now }: Seat,
  { channels }: BroadcastPorts,
  survey: Survey,
  urgent: boolean,
): Promise<ReachFacts> {
  const facts: Map<string, Facts> = new Map();
  for (const { name, perSecond, window } of channels) {
    const people = survey.channels.find(({ channel }) => channel === name)?.people ?? EMPTY_BITMAP;
    const outside = window === null ? null : await outsideNow(ports.database, name, window, people, now);
    facts.set(name, { perSecond, outside });
  }
  return { quiet: await quietAmong(ports.database, survey.hours, urgent), channels: facts };
}

/** A code is asked for whatever the audience: how many it is would be told by whether one is needed. */
const AT_LEAST = 51;

async function send(seat: Seat, wish: BroadcastWish): Promise<Done<Sending>> {
  const { database, broadcasts } = seat.ports;
  const organisation = seat.coordinator?.organisation ?? null;
  if (organisation === null || broadcasts === undefined) return REFUSED;
  const plan = await planOf(seat, wish);
  if (plan === null) return { kind: 'done', value: { kind: 'gone' } };
  const foreseen = count(await broadcasts.audience.whom(plan));
  const { opening, filter, urgent } = plan;
  const { at } = wish;
  const latest = latestSendTime(opening, seat.now, broadcasts.clockIn(opening.region));
  if (at !== null && judgeSendTime(at, seat.now, latest) !== 'fits')
    return { kind: 'done', value: { kind: 'untimely' } };
  const who = await seat.afresh();
  const deed = {
    action: urgent ? 'broadcast.send-urgent' : 'broadcast.send',
    subject: {
      organisationId: organisation.id,
      region: opening.region,
      people: Math.max(AT_LEAST, foreseen),
    },
    about: opening.code,
    ...(at === null ? {} : { detail: { at: at.toISOString() } }),
    ...(urgent ? { asksSecond: true as const } : {}),
  } as const;
  return seat.act(deed, async (): Promise<Sending> => {
    // Its account will be exact: only of an audience that may be told of beside what was asked before.
    const { kind } = await reach(seat, wish);
    if (kind !== 'told') return { kind: kind === 'enough' ? 'enough' : 'narrow' };
    const by = who?.id ?? '';
    const one = { organisationId: organisation.id, by, openingId: opening.id, filter, urgent, foreseen, at };
    const names = broadcasts.channels.map(({ name }) => name);
    const code = await writeBroadcast(database, one, names, seat.now);
    if (code === null) return { kind: 'budget' };
    // Of one that waits for its time it shows, too, that nobody agreed.
    if (!urgent || at !== null) await watch(seat, code);
    if (urgent) await askColleagues(database, code, seat.now);
    return { kind: urgent ? 'asked' : 'sent', code };
  });
}

/** One message in the chat of whoever wrote it shows from now on how it fares, where messages can be changed. */
function watch({ ports }: Seat, code: string): Promise<void> {
  const channels = ports.broadcasts?.channels ?? [];
  const changing = channels.filter(({ canEdit }) => canEdit).map(({ name }) => name);
  return keepWatch(ports.database, code, changing);
}

const subjectOf = ({ organisationId, by }: BroadcastAccount, people: number): Subject => ({
  organisationId,
  by,
  people,
});

async function decide(
  seat: Seat,
  one: BroadcastAccount,
  how: 'agree' | 'at-once' | 'refuse',
): Promise<Done<Steered>> {
  const { database, broadcasts } = seat.ports;
  const names = broadcasts?.channels.map(({ name }) => name) ?? [];
  const deed = {
    action: 'broadcast.approve',
    subject: subjectOf(one, one.foreseen),
    about: one.code,
    detail: { how },
  } as const;
  return seat.act(deed, async (): Promise<Steered> => {
    const tells = (kind: 'agreed' | 'refused') =>
      one.by === null
        ? undefined
        : sayAtDesk(database, { coordinatorId: one.by, kind, subject: one.code, saidAt: seat.now });
    if (how === 'refuse') {
      const refused = await refuseBroadcast(database, one.id);
      if (refused) await tells('refused');
      return refused ? 'done' : 'late';
    }
    const sendAt = new Date(seat.now.getTime() + (how === 'agree' ? UNDO_MS.urgent : 0));
    const by = seat.coordinator?.id ?? '';
    const released = await releaseBroadcast(database, one.id, by, names, { now: seat.now, sendAt });
    if (released) {
      await watch(seat, one.code);
      await tells('agreed');
    }
    return released ? 'done' : 'late';
  });
}

const STEERING: Readonly<Record<'undo' | 'pause' | 'resume' | 'stop', Action>> = {
  undo: 'push.stop',
  pause: 'push.pause',
  resume: 'push.resume',
  stop: 'push.stop',
};

async function steer(
  seat: Seat,
  one: BroadcastAccount,
  how: 'undo' | 'pause' | 'resume' | 'stop',
): Promise<Done<Steered>> {
  const { database } = seat.ports;
  const deed = {
    action: STEERING[how],
    subject: subjectOf(one, Math.max(AT_LEAST, one.foreseen)),
    about: one.code,
    detail: { how },
  };
  return seat.act(deed, async (): Promise<Steered> => {
    const done =
      how === 'undo'
        ? await undoBroadcast(database, one.id, seat.now)
        : await steerPushes(database, one.id, how, seat.now);
    return done ? 'done' : 'late';
  });
}
