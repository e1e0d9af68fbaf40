import type { Content } from '../domain/content.ts';
import { isKept } from '../domain/opening.ts';
import type { TurnEnd } from '../domain/push.ts';
import { hold, reserve } from '../domain/push-line.ts';
import { conclude, release } from '../domain/push-turn.ts';
import { endAfterError } from './end-after-error.ts';
import type { Found } from './found.ts';
import { gather } from './gather.ts';
import type { Verdict } from './judge.ts';
import type { Knocking } from './knock-book.ts';
import { foreseen, judgeNow, readAhead, setAside, wasWritten } from './look-ahead.ts';
import { isEnding, taste } from './run-end.ts';
import type { Recipient, Run, SenderPorts, Token } from './token.ts';

/** How a token was used: `none` goes back to the pacer. */
export type TurnResult = 'used' | 'none' | 'refused' | 'lost';

/** People set aside between two writes of the row: this many are judged again after a crash. */
const ASIDE_BETWEEN_WRITES = 5000;

/** Works one push until a message went out or nobody's turn is left: whoever is skipped costs no token. */
export async function takeTurn(ports: SenderPorts, token: Token, run: Run): Promise<TurnResult> {
  for (let aside = 1; ; aside++) {
    if (isEnding(run)) return 'none';
    await readAhead(ports, token, run);
    const now = ports.clock().getTime();
    const ordinal = reserve(run.push, now);
    if (ordinal === null) return 'none';
    const free = token.busy.get(ordinal) ?? now;
    if (free > now) {
      conclude(run.push, ordinal, {
        kind: 'back',
        at: Math.min(free, now + ports.channel.limits.perPersonMs),
      });
      return 'none';
    }
    const result = await visitOnce(ports, token, run, ordinal);
    if (result !== 'skipped') return result;
    setAside(run);
    if (aside % ASIDE_BETWEEN_WRITES === 0 && (await token.writer.acknowledge([run])) === 'lost')
      return 'lost';
  }
}

/** A visit during which nobody else writes to the person, nor for a second after. */
async function visitOnce(
  ports: SenderPorts,
  token: Token,
  run: Run,
  ordinal: number,
): Promise<TurnResult | 'skipped'> {
  token.busy.set(ordinal, Number.POSITIVE_INFINITY);
  let result: TurnResult | 'skipped' = 'lost';
  try {
    const verdict = await foreseen(ports, token, run, ordinal);
    if (verdict === null) result = await visit(ports, token, run, ordinal);
    else result = ended(run, ordinal, endOf(verdict));
  } finally {
    const restMs = ports.channel.limits.perPersonMs;
    restAfter(token, ordinal, restMs, result === 'used' ? ports.clock().getTime() + restMs : null);
  }
  return result;
}

async function visit(
  ports: SenderPorts,
  token: Token,
  run: Run,
  ordinal: number,
): Promise<TurnResult | 'skipped'> {
  const reserved = await reserveInRow(ports, token, [run], ordinal);
  if (reserved !== 'saved') return reserved;
  // While the row was written, it may have been heard that the first copy arrived.
  if (!run.push.wire.has(ordinal)) return 'skipped';
  const subscriber = await ports.subscribers.byOrdinal(ordinal);
  const verdict = await judgeNow(ports, token, run, subscriber);
  if (verdict.kind !== 'write') return ended(run, ordinal, endOf(verdict));
  const knocking = verdict.outside ? (token.knocks?.take(ports.clock()) ?? null) : null;
  if (verdict.outside && knocking === null)
    return ended(run, ordinal, { kind: 'later', at: roomAt(ports, token) });
  try {
    wasWritten(run);
    return await write(ports, token, run, verdict, knocking);
  } finally {
    knocking?.end();
  }
}

/** Others may have taken the last room since the person was judged. */
const roomAt = ({ clock }: SenderPorts, { knocks }: Token): number =>
  knocks?.roomAt(clock().getTime()) ?? clock().getTime();

/** Writes to somebody who may be written to. */
async function write(
  ports: SenderPorts,
  token: Token,
  run: Run,
  verdict: Extract<Verdict, { kind: 'write' }>,
  knocking: Knocking | null,
): Promise<TurnResult | 'skipped'> {
  const { ordinal } = verdict.subscriber;
  const found = await gather(ports, token, run, verdict);
  const { content, joined } = found;
  if (content === null) return ended(run, ordinal, { kind: 'skipped', why: 'nothing' });
  if (joined.length > 0) {
    for (const other of joined) hold(other.push, ordinal, ports.clock().getTime());
    const all = await reserveInRow(ports, token, [run, ...joined], ordinal);
    if (all !== 'saved') return all;
  }
  // Last of all: whoever was forgotten by now has no address any more.
  const address = await ports.subscribers.addressOf(verdict.subscriber);
  const runs = [run, ...joined];
  if (address === null) {
    for (const one of runs) conclude(one.push, ordinal, { kind: 'skipped', why: 'forgotten' });
    return (await token.writer.acknowledge(runs)) === 'lost' ? 'lost' : 'skipped';
  }
  return deliver(ports, token, runs, { ...found, content }, { address, ...verdict }, knocking);
}

/** Sends one message and writes down how it ended, in each of its pushes. */
async function deliver(
  ports: SenderPorts,
  token: Token,
  runs: readonly Run[],
  { content, shows }: Pick<Found, 'shows'> & { readonly content: Content },
  to: Recipient,
  knocking: Knocking | null,
): Promise<TurnResult> {
  const { subscriber, today, outside } = to;
  const { ordinal } = subscriber;
  const [first] = runs;
  const lane = first?.push.row.lane;
  const end = await attempt(ports, token, first?.push.row.id ?? '', to, async () => {
    const message = ports.compose({ subscriber, content, today, outside });
    await ports.channel.send(to.address, message, {
      silent: lane === 'digest',
      outside,
      ...receiptOf(ports, runs, ordinal),
    });
  });
  // A write brings what was heard meanwhile: perhaps nobody need be in doubt.
  if (end.kind === 'unknown' && (await token.writer.acknowledge(runs)) === 'lost') return 'lost';
  // Where it was heard meanwhile that an earlier copy arrived, the turn has ended already.
  for (const { push } of runs) if (push.wire.has(ordinal)) conclude(push, ordinal, end);
  for (const one of runs) taste(one);
  const wentOut = end.kind === 'sent' || end.kind === 'unknown';
  if (wentOut) knocking?.wentOut();
  const counts = end.kind === 'sent' && lane !== 'urgent';
  const knockedAt = wentOut ? (knocking?.at ?? null) : null;
  const shown = wentOut ? shows.filter(isKept).map(({ id }) => id) : [];
  const isNoted = counts || knockedAt !== null || shown.length > 0;
  const notes = isNoted ? [{ day: today, ordinal, counts, knockedAt, shown }] : [];
  const saved = await token.writer.acknowledge(runs, notes);
  return saved === 'lost' ? 'lost' : 'used';
}

function receiptOf(
  { sealReceipt, channel }: SenderPorts,
  runs: readonly Run[],
  ordinal: number,
): { readonly receipt?: string } {
  if (sealReceipt === undefined) return {};
  const copy = runs[0]?.push.wire.get(ordinal)?.copy ?? 1;
  return {
    receipt: sealReceipt(channel.name, { pushIds: runs.map(({ push }) => push.row.id), ordinal, copy }),
  };
}

async function attempt(
  ports: SenderPorts,
  token: Token,
  push: string,
  to: Recipient,
  send: () => Promise<void>,
): Promise<TurnEnd> {
  const sending = ports.clock().getTime();
  try {
    await send();
  } catch (error) {
    return endAfterError(ports, token, push, to, error);
  }
  token.trips.note(ports.clock().getTime() - sending);
  await token.arrived(to.subscriber.id);
  return { kind: 'sent' };
}

/** Writes the reservation before anything may go out; refused ones are given back, what ended is still written. */
async function reserveInRow(
  ports: SenderPorts,
  token: Token,
  runs: readonly Run[],
  ordinal: number,
): Promise<'saved' | 'refused' | 'lost'> {
  const result = await token.writer.reserve(runs);
  if (result === 'saved') return 'saved';
  for (const run of runs) release(run.push, ordinal, ports.clock().getTime());
  return (await token.writer.acknowledge(runs)) === 'lost' ? 'lost' : 'refused';
}

const endOf = (
  verdict: { readonly kind: 'skip'; readonly why: string } | { readonly kind: 'later'; readonly at: number },
): TurnEnd =>
  verdict.kind === 'later' ? { kind: 'later', at: verdict.at } : { kind: 'skipped', why: verdict.why };

function ended(run: Run, ordinal: number, end: TurnEnd): 'skipped' {
  conclude(run.push, ordinal, end);
  return 'skipped';
}

/** Keeps when a chat may be written to again; entries that have passed go when there are many. */
function restAfter(token: Token, ordinal: number, restMs: number, until: number | null): void {
  if (until === null) {
    token.busy.delete(ordinal);
    return;
  }
  token.busy.set(ordinal, until);
  if (token.busy.size < 1000) return;
  for (const [other, time] of token.busy) if (time < until - restMs) token.busy.delete(other);
}
