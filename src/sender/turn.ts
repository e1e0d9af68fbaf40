import type { DayNote, LedgerWrite, SaveResult } from '../domain/delivery.ts';
import type { Day, Opening } from '../domain/opening.ts';
import { canJoin, conclude, hold, release, reserve, snapshotOf, type TurnEnd } from '../domain/push.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { SendError } from '../domain/terms.ts';
import { dayAt, judge, shown } from './judge.ts';
import type { Run, SenderPorts, Token } from './token.ts';

/** How a token was used: `none` goes back to the pacer. */
export type TurnResult = 'used' | 'none' | 'refused' | 'lost';

/** Best openings in one message; the rest are "N more" (design decision 3). */
const SHOWN = 5;
/** One message a second a chat (delivery.md §9). */
const CHAT_MS = 1000;

/** Works one push until a message went out or nobody's turn is left: whoever is skipped costs no token. */
export async function takeTurn(ports: SenderPorts, token: Token, run: Run): Promise<TurnResult> {
  for (;;) {
    const now = ports.clock().getTime();
    const ordinal = reserve(run.push, now);
    if (ordinal === null) return 'none';
    const free = token.busy.get(ordinal) ?? now;
    if (free > now) {
      conclude(run.push, ordinal, { kind: 'back', at: Math.min(free, now + CHAT_MS) });
      return 'none';
    }
    token.busy.set(ordinal, Number.POSITIVE_INFINITY);
    let result: TurnResult | 'skipped' = 'lost';
    try {
      result = await visit(ports, token, run, ordinal);
    } finally {
      restAfter(token, ordinal, result === 'used' ? ports.clock().getTime() + CHAT_MS : null);
    }
    if (result !== 'skipped') return result;
  }
}

/** Writes acknowledgements: what the memory holds becomes what the row holds. */
export async function acknowledge(
  ports: SenderPorts,
  token: Token,
  runs: readonly Run[],
  told: readonly DayNote[] = [],
): Promise<SaveResult> {
  const now = ports.clock();
  for (const { day, ordinal } of told) token.days.note(day, ordinal);
  const result = await token.ledger.save(
    runs.map((run) => writeOf(run, now, false)),
    told,
    now,
  );
  if (told.length > 0) await token.days.fold();
  return result;
}

/** A write of a push as it stands. */
export function writeOf(run: Run, now: Date, reserving: boolean): LedgerWrite {
  return { snapshot: snapshotOf(run.push, now.getTime(), !reserving), fence: run.fence, reserving };
}

async function visit(
  ports: SenderPorts,
  token: Token,
  run: Run,
  ordinal: number,
): Promise<TurnResult | 'skipped'> {
  if ((await reserveInRow(ports, token, [run], ordinal)) === 'refused') return 'refused';
  const subscriber = await ports.subscribers.byOrdinal(ordinal);
  const verdict = await judged(ports, token, run, ordinal, subscriber);
  if (verdict.kind === 'later') return ended(run, ordinal, { kind: 'later', at: verdict.at });
  if (verdict.kind === 'skip') return ended(run, ordinal, { kind: 'skipped', why: verdict.why });
  const found = await gather(ports, token, run, ordinal, verdict.subscriber, verdict.today);
  if (found.openings.length === 0) return ended(run, ordinal, { kind: 'skipped', why: 'nothing' });
  const address = await ports.subscribers.addressOf(verdict.subscriber);
  if (address === null) return ended(run, ordinal, { kind: 'skipped', why: 'forgotten' });
  if (found.joined.length > 0) {
    for (const other of found.joined) hold(other.push, ordinal, ports.clock().getTime());
    const all = [run, ...found.joined];
    if ((await reserveInRow(ports, token, all, ordinal)) === 'refused') return 'refused';
  }
  const { openings, joined } = found;
  const message = ports.compose(
    verdict.subscriber,
    openings.slice(0, SHOWN),
    Math.max(0, openings.length - SHOWN),
    verdict.today,
  );
  const sending = ports.clock().getTime();
  const send = ports.channel.send(address, message, { silent: run.push.row.lane === 'digest' });
  const end = await send.then(
    async (): Promise<TurnEnd> => {
      token.trips.note(ports.clock().getTime() - sending);
      await token.answered(false);
      return { kind: 'sent' };
    },
    (error: unknown) => afterError(ports, token, run, verdict.subscriber, error),
  );
  for (const one of [run, ...joined]) conclude(one.push, ordinal, end);
  const counts = end.kind === 'sent' && run.push.row.lane !== 'urgent';
  const told = counts ? [{ day: verdict.today, ordinal }] : [];
  const saved = await acknowledge(ports, token, [run, ...joined], told);
  return saved === 'lost' ? 'lost' : 'used';
}

/** Writes the reservation before anything may go out; refused ones are given back, what ended is still written. */
async function reserveInRow(
  ports: SenderPorts,
  token: Token,
  runs: readonly Run[],
  ordinal: number,
): Promise<'saved' | 'refused'> {
  const now = ports.clock();
  const result = await token.ledger.save(
    runs.map((run) => writeOf(run, now, true)),
    [],
    now,
  );
  if (result === 'saved') return 'saved';
  for (const run of runs) release(run.push, ordinal, now.getTime());
  await acknowledge(ports, token, runs);
  return 'refused';
}

async function judged(
  ports: SenderPorts,
  token: Token,
  run: Run,
  ordinal: number,
  subscriber: Subscriber | null,
): Promise<ReturnType<typeof judge>> {
  const now = ports.clock();
  const offsetAt = subscriber === null ? (): number => 0 : ports.clockOf(subscriber);
  const full = subscriber !== null && (await token.days.full(dayAt(now, offsetAt), ordinal));
  return judge({ row: run.push.row, subscriber, now, offsetAt, full });
}

interface Found {
  /** What fits, of all pushes that go together, best first. */
  readonly openings: readonly Opening[];
  readonly joined: readonly Run[];
}

/** The openings of this push that fit, and of the other pushes of its lane that wait for the same person. */
async function gather(
  ports: SenderPorts,
  token: Token,
  run: Run,
  ordinal: number,
  subscriber: Subscriber,
  today: Day,
): Promise<Found> {
  const own = await openingsOf(ports, token, run, ordinal, subscriber, today);
  if (own.length === 0) return { openings: [], joined: [] };
  const all = [...own];
  const joined: Run[] = [];
  for (const other of token.runs.values()) {
    if (other === run || other.push.row.lane !== run.push.row.lane) continue;
    if (!canJoin(other.push, ordinal, ports.clock().getTime())) continue;
    const theirs = await openingsOf(ports, token, other, ordinal, subscriber, today);
    if (theirs.length === 0 || !canJoin(other.push, ordinal, ports.clock().getTime())) continue;
    all.push(...theirs);
    joined.push(other);
  }
  return { openings: shown(subscriber, all, today), joined };
}

async function openingsOf(
  ports: SenderPorts,
  token: Token,
  run: Run,
  ordinal: number,
  subscriber: Subscriber,
  today: Day,
): Promise<readonly Opening[]> {
  const { row } = run.push;
  const { preferences } = subscriber;
  if (row.kind === 'digest') {
    const scope = row.since === null ? {} : { publishedAfter: row.since };
    const fresh = shown(subscriber, await ports.openings.candidates(preferences, today, scope), today);
    const ids = [
      ...new Set(fresh.flatMap(({ id, bulletinId }) => (bulletinId === null ? [id] : [id, bulletinId]))),
    ];
    const told = new Set(ids.length === 0 ? [] : await token.ledger.toldOf(row.channel, ordinal, ids));
    return fresh.filter(({ id, bulletinId }) => !told.has(id) && !told.has(bulletinId ?? id));
  }
  if (run.single !== false) {
    const opening = await ports.openings.byId(row.announcementId);
    run.single = opening !== null;
    if (opening !== null) return shown(subscriber, [opening], today);
  }
  const scope = { bulletinId: row.announcementId };
  return shown(subscriber, await ports.openings.candidates(preferences, today, scope), today);
}

/** What an error makes of the turn. Anything but a `SendError` is our bug: counted, told, and the rest goes on. */
async function afterError(
  ports: SenderPorts,
  token: Token,
  run: Run,
  subscriber: Subscriber,
  error: unknown,
): Promise<TurnEnd> {
  const now = ports.clock().getTime();
  if (!(error instanceof SendError)) {
    ports.log.error('delivery.failed', { push: run.push.row.id, reason: 'bug' });
    return { kind: 'failed', why: 'bug' };
  }
  const { turn, poison } = await token.suffer(error, subscriber.id);
  if (poison) ports.log.error('delivery.failed', { push: run.push.row.id, reason: 'rejected' });
  switch (turn.kind) {
    case 'failed':
      return turn;
    case 'back':
      return { kind: 'back', at: now };
    case 'unknown':
      return { kind: 'unknown' };
    case 'later':
      // Short waits are remembered one by one, next in line; long ones with everybody who waits.
      return { kind: turn.seconds <= 60 ? 'back' : 'later', at: now + turn.seconds * 1000 };
  }
}

function ended(run: Run, ordinal: number, end: TurnEnd): 'skipped' {
  conclude(run.push, ordinal, end);
  return 'skipped';
}

/** Keeps a chat's last second; entries that have passed go when there are many. */
function restAfter(token: Token, ordinal: number, until: number | null): void {
  if (until === null) {
    token.busy.delete(ordinal);
    return;
  }
  token.busy.set(ordinal, until);
  if (token.busy.size < 1000) return;
  for (const [other, time] of token.busy) if (time < until - CHAT_MS) token.busy.delete(other);
}
