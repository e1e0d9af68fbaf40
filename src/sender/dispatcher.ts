import { dueAt } from '../domain/push.ts';
import { hasten } from '../domain/push-line.ts';
import { endRest } from '../domain/push-turn.ts';
import { takeOver } from '../domain/take-over.ts';
import type { Lane } from '../domain/terms.ts';
import { foresee } from './foresee.ts';
import { lookAgain, noteWire } from './look-again.ts';
import { createPatience } from './patience.ts';
import { isEnding, runEndOf, tellEnd } from './run-end.ts';
import { createRun, type Run, type SenderPorts, type Token } from './token.ts';
import { takeTurn } from './turn.ts';
import { writeOf } from './writer.ts';

/** Works the pushes of one token side by side, while its lock is held. */
export interface Dispatcher {
  readonly token: Token;
  /** Takes a push over and works it: resolves when it is over (`null`) or to when it must be woken again. */
  work(pushId: string): Promise<Date | null>;
  /** Somebody may be written to now: what waits for them is next in line. */
  opened(ordinal: number): void;
  /** Openings have changed: pushes that have nothing left to say end. */
  lookAgain(): Promise<void>;
  /** Whether it has ended by itself: the lock was lost, or a row could not be written. */
  isBroken(): boolean;
  /** Reserves nothing more, resolves when what is in flight is written down, and gives the lock back. */
  stop(): Promise<void>;
}

/** Waits longer than this are slept outside the process, by the job. A paused channel is looked at as often. */
const SLEEP_MS = 60_000;
/** A stopped push sleeps so long, unless somebody lets it go on. */
const REST_MS = 600_000;
const STOP_MS = 15_000;
/** When a push is taken over again that we had to leave. */
const AGAIN_MS = 1000;

/** Begins with no push; `stopping` aborts when the sender stops. */
export function createDispatcher(ports: SenderPorts, token: Token, stopping: AbortSignal): Dispatcher {
  const { channel, clock, log } = ports;
  const { runs, pacer, ledger } = token;
  const patience = createPatience(ports, stopping);
  let dispatching: Promise<void> | null = null;
  let inFlight = 0;
  let broken = false;
  /** Since the last message: then some pushes sleep that are due. */
  let wasHeld = false;

  const now = (): number => clock().getTime();
  const mustEnd = (): boolean => stopping.aborted || ledger.lost.aborted || broken;
  const again = (): Date => new Date(now() + AGAIN_MS);

  const leave = (run: Run, wake: Date | null): void => {
    if (runs.get(run.push.row.id) === run) runs.delete(run.push.row.id);
    run.finished(wake);
  };

  const enter = async (pushId: string): Promise<Run | null> => {
    const fence = crypto.randomUUID();
    const row = await ledger.takeOver(pushId, fence);
    if (row === null) return null;
    const run = createRun(takeOver(row, now()), fence);
    await lookAgain(ports, run);
    if (row.wire.length > 0) await noteWire(ports, token, run);
    if (row.cursor === 0) {
      log.info('push.begun', { push: pushId, lane: row.lane, total: row.total });
      await foresee(ports, token, pushId, row.total);
    } else if (row.wire.length > 0) log.info('push.resumed', { push: pushId, count: row.wire.length });
    runs.set(pushId, run);
    return run;
  };

  /** All that are due go on together: what waits for one person must become one message. */
  const bringAllDue = async (): Promise<void> => {
    for (const other of await ledger.due(channel.name, clock())) if (!runs.has(other)) await enter(other);
  };

  const begin = async (pushId: string): Promise<Run | null> => {
    const known = runs.get(pushId);
    if (known !== undefined) return known;
    token.pausedUntil((await ledger.obstacle(pushId, clock())).pausedUntil);
    const run = await enter(pushId);
    if (run === null) return null;
    if (dispatching === null) await bringAllDue();
    dispatching ??= dispatch().finally(() => {
      dispatching = null;
    });
    patience.wakeUp();
    return run;
  };
  const oneByOne = inTurn();

  /** Ends, stops or puts to sleep what has no turn under way. */
  const settle = async (run: Run): Promise<void> => {
    const { push } = run;
    const time = now();
    const end = runEndOf(run, time);
    if (end !== null) {
      if (end.rest !== null) endRest(push, end.rest);
      runs.delete(push.row.id);
      const finished = await ledger.finish(writeOf(run, clock(), false), end.state, clock());
      // Something was heard of it in this very moment: it is taken over again, with that.
      if (finished === 'refused') return run.finished(again());
      tellEnd(ports, push, end);
      run.finished(null);
      return;
    }
    if (token.heldUntil() > time) wasHeld = true;
    const held = token.heldUntil() > time + SLEEP_MS ? time + SLEEP_MS : time;
    const wake = Math.max(dueOf(run, time) ?? time, held);
    if (wake < time + SLEEP_MS) return;
    await token.writer.acknowledge([run]);
    // Until the row says when to wake it, somebody it waits for may write: then it stays.
    if (held <= time && (dueOf(run, now()) ?? time) < wake) return;
    leave(run, new Date(Math.min(wake, push.row.expiresAt.getTime())));
  };

  const dispatch = async (): Promise<void> => {
    try {
      while (runs.size > 0 && !mustEnd()) await step();
      if (!mustEnd()) return;
      await drained();
      for (const run of [...runs.values()]) {
        if (!ledger.lost.aborted) await token.writer.acknowledge([run]);
        leave(run, again());
      }
    } catch {
      giveUp();
    }
  };

  /** The rows are out of reach: all pushes are taken over again from them, under a lock taken afresh. */
  const giveUp = (): void => {
    if (!broken) log.warn('push.failed', { channel: channel.name, count: runs.size });
    broken = true;
    for (const run of [...runs.values()]) leave(run, again());
    patience.wakeUp();
  };

  const step = async (): Promise<void> => {
    for (const run of [...runs.values()]) if (run.turns === 0) await settle(run);
    const news = patience.news();
    const rate = (ports.pace ?? { perSecond: channel.limits.perSecond }).perSecond;
    const room = inFlight < token.trips.inFlight(rate, ports.mostInFlight ?? 64);
    const due = [...runs.values()]
      .filter((run) => !isEnding(run))
      .map((run) => dueOf(run, now()) ?? Number.POSITIVE_INFINITY);
    const first = Math.min(...due, Number.POSITIVE_INFINITY);
    if (!room || first === Number.POSITIVE_INFINITY) return inFlight > 0 ? news : patience.rest(1000, news);
    if (first > now() + SLEEP_MS || token.heldUntil() > now() + SLEEP_MS)
      return inFlight > 0 ? news : undefined;
    if (first > now()) return patience.rest(first - now(), news);
    await patience.until(pacer.claim(now()));
    while (token.heldUntil() > now() && !mustEnd()) {
      if (token.heldUntil() > now() + SLEEP_MS) {
        pacer.giveBack();
        return inFlight > 0 ? news : undefined;
      }
      await patience.until(token.heldUntil());
    }
    if (mustEnd()) return;
    if (wasHeld) await oneByOne(bringAllDue);
    wasHeld = false;
    const run = choose(token, now());
    if (run === null) pacer.giveBack();
    else launch(run);
  };

  const launch = (run: Run): void => {
    inFlight++;
    run.turns++;
    // Behind whoever else waits in its lane: pushes of one lane take turns.
    runs.delete(run.push.row.id);
    runs.set(run.push.row.id, run);
    void turn(run)
      .catch(() => {
        giveUp();
      })
      .finally(() => {
        inFlight--;
        run.turns--;
        patience.wakeUp();
      });
  };

  const turn = async (run: Run): Promise<void> => {
    const result = await takeTurn(ports, token, run);
    if (result !== 'used') pacer.giveBack();
    if (result === 'lost') leave(run, null);
    if (result !== 'refused') return;
    const { state, pausedUntil, stopped } = await ledger.obstacle(run.push.row.id, clock());
    token.pausedUntil(pausedUntil);
    // Of several pushes in one message any may be the stopped one.
    for (const id of stopped) {
      const other = runs.get(id);
      if (other !== undefined) other.restsUntil = now() + REST_MS;
    }
    if (state !== 'running') leave(run, null);
  };

  const drained = async (): Promise<void> => {
    const end = now() + STOP_MS;
    while (inFlight > 0 && now() < end) await patience.outlast(end - now());
  };

  ledger.lost.addEventListener('abort', patience.wakeUp, { once: true });
  return {
    token,
    async work(pushId) {
      const run = await oneByOne(() => begin(pushId));
      return run === null ? null : run.over;
    },
    opened(ordinal) {
      for (const { push } of runs.values()) hasten(push, ordinal, now());
      patience.wakeUp();
    },
    async lookAgain() {
      await Promise.all([...runs.values()].map((run) => lookAgain(ports, run)));
      patience.wakeUp();
    },
    isBroken: () => broken || ledger.lost.aborted,
    async stop() {
      patience.wakeUp();
      await dispatching;
      await drained();
      await ledger.release().catch(() => undefined);
    },
  };
}

/** When a push has something to do, in ms: not while its organisation is stopped. */
function dueOf({ push, restsUntil }: Run, time: number): number | null {
  const due = dueAt(push, time);
  return due === null ? null : Math.max(due, restsUntil);
}

/** The push whose turn it is: the lane first, then whoever of it has waited longest. */
function choose({ runs, pacer }: Token, time: number): Run | null {
  const ready = [...runs.values()].filter((run) => !isEnding(run) && (dueOf(run, time) ?? time + 1) <= time);
  const lanes = new Set<Lane>(ready.map((run) => run.push.row.lane));
  const lane = pacer.lane(lanes);
  return ready.find((run) => run.push.row.lane === lane) ?? null;
}

/** One call at a time: two that took one push over would take it from each other. */
function inTurn(): <T>(call: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (call) => {
    const turn = last.then(call);
    last = turn.catch(() => undefined);
    return turn;
  };
}
