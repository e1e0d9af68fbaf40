/** One for each token: runs its pushes side by side over one pacer, while it holds the token's lock. */
import { counted, dueAt, endRest, isOver, type PushState, takeOver } from './domain/push.ts';
import type { Lane } from './domain/terms.ts';
import { createToken, type Run, type SenderPorts, type Token } from './sender/token.ts';
import { acknowledge, takeTurn, writeOf } from './sender/turn.ts';

export interface Sender {
  /** Called by the outbox for each job: works a push until it is over (`null`) or names when to wake it again. */
  run(pushId: string, signal: AbortSignal): Promise<Date | null>;
  /** Called for each reply that goes out beside the pushes. */
  replied(): void;
  /** Until when the service told this token to wait, or `null`: replies wait, too. Our own pauses hold pushes only. */
  frozenUntil(): Date | null;
  /** Called once, at the end: reserves nothing more, waits at most 15 s for what is in flight, gives the lock back. */
  stop(): Promise<void>;
}

/** Waits longer than this are slept outside the process, by the job. */
const SLEEP_MS = 60_000;
/** A paused channel is looked at again after this time, in case somebody resumed it. */
const LOOK_AGAIN_MS = 600_000;
const STOP_MS = 15_000;
/** Content that is refused 5 times among the first 20 is poison (delivery.md §8). */
const POISON = { refused: 5, among: 20 };

export function createSender(ports: SenderPorts): Sender {
  const { channel, clock, log } = ports;
  const stopping = new AbortController();
  let token: Promise<Token> | null = null;
  let held: Token | null = null;
  let dispatching: Promise<void> | null = null;
  let inFlight = 0;
  let changed = Promise.withResolvers<void>();

  const now = (): number => clock().getTime();
  const wakeUp = (): void => {
    changed.resolve();
    changed = Promise.withResolvers<void>();
  };

  const locked = (): Promise<Token> => {
    token ??= ports.lockToken(channel.name, stopping.signal).then(
      (ledger) => {
        log.info('token.locked', { channel: channel.name });
        held = createToken(ports, ledger);
        ledger.lost.addEventListener('abort', wakeUp, { once: true });
        return held;
      },
      (cause: unknown) => {
        token = null;
        throw cause;
      },
    );
    return token;
  };

  const begin = async (pushId: string): Promise<Run | Date | null> => {
    const one = await locked();
    if (one.runs.has(pushId)) return new Date(now() + SLEEP_MS);
    const { pausedUntil } = await one.ledger.obstacle(pushId, clock());
    if (pausedUntil !== null) one.pacer.freeze(pausedUntil.getTime());
    const fence = crypto.randomUUID();
    const row = await one.ledger.takeOver(pushId, fence);
    if (row === null) return null;
    const gate = Promise.withResolvers<Date | null>();
    const run: Run = {
      push: takeOver(row, now()),
      fence,
      finished: gate.resolve,
      over: gate.promise,
      turns: 0,
      single: null,
    };
    one.runs.set(pushId, run);
    log.info('push.begun', { push: pushId, lane: row.lane, total: row.total });
    dispatching ??= dispatch(one).finally(() => {
      dispatching = null;
    });
    wakeUp();
    return run;
  };

  const leave = (one: Token, run: Run, wake: Date | null): void => {
    one.runs.delete(run.push.row.id);
    run.finished(wake);
  };

  /** Ends, stops or puts to sleep what has no turn under way. */
  const settle = async (one: Token, run: Run): Promise<void> => {
    const { push } = run;
    const time = now();
    const end = endOf(run, time);
    if (end !== null) {
      if (end !== 'done') endRest(push, end);
      one.runs.delete(push.row.id);
      await one.ledger.finish(writeOf(run, clock(), false), end, clock());
      tell(ports, run, end);
      run.finished(null);
      return;
    }
    const due = Math.max(dueAt(push, time) ?? time, Math.min(one.pacer.frozenUntil(), time + LOOK_AGAIN_MS));
    if (due - time <= SLEEP_MS) return;
    one.runs.delete(push.row.id);
    await acknowledge(ports, one, [run]);
    run.finished(new Date(Math.min(due, push.row.expiresAt.getTime())));
  };

  const dispatch = async (one: Token): Promise<void> => {
    try {
      while (one.runs.size > 0 && !stopping.signal.aborted && !one.ledger.lost.aborted) await step(one);
      if (!stopping.signal.aborted && !one.ledger.lost.aborted) return;
      await drained();
      for (const run of [...one.runs.values()]) {
        if (!one.ledger.lost.aborted) await acknowledge(ports, one, [run]);
        leave(one, run, new Date(now() + 1000));
      }
    } catch {
      log.error('push.failed', { channel: channel.name });
      for (const run of [...one.runs.values()]) leave(one, run, new Date(now() + 1000));
      await abandon(one);
    }
    if (one.ledger.lost.aborted) await abandon(one);
  };

  const abandon = async (one: Token): Promise<void> => {
    if (held !== one) return;
    held = null;
    token = null;
    await one.ledger.release().catch(() => undefined);
  };

  const step = async (one: Token): Promise<void> => {
    for (const run of [...one.runs.values()]) if (run.turns === 0) await settle(one, run);
    const seen = changed.promise;
    const rate = (ports.pace ?? { perSecond: channel.limits.perSecond }).perSecond;
    const room = inFlight < one.trips.inFlight(rate, ports.mostInFlight ?? 64);
    const due = [...one.runs.values()].map((run) => dueAt(run.push, now()) ?? Number.POSITIVE_INFINITY);
    const first = Math.min(...due, Number.POSITIVE_INFINITY);
    if (!room || first === Number.POSITIVE_INFINITY) {
      return inFlight > 0 ? seen : rest(1000, seen);
    }
    const frozen = one.pacer.frozenUntil() - now() > SLEEP_MS;
    if (inFlight > 0 && (frozen || first - now() > SLEEP_MS)) return seen;
    if (frozen) return;
    if (first > now()) return rest(first - now(), seen);
    await until(one.pacer.claim(now()));
    while (one.pacer.frozenUntil() > now() && !stopping.signal.aborted) {
      if (one.pacer.frozenUntil() - now() > SLEEP_MS) {
        one.pacer.giveBack();
        if (inFlight > 0) await seen;
        return;
      }
      await until(one.pacer.frozenUntil());
    }
    if (stopping.signal.aborted) return;
    const run = choose(one, now());
    if (run === null) one.pacer.giveBack();
    else launch(one, run);
  };

  const launch = (one: Token, run: Run): void => {
    inFlight++;
    run.turns++;
    // Behind whoever else waits in its lane: pushes of one lane take turns.
    one.runs.delete(run.push.row.id);
    one.runs.set(run.push.row.id, run);
    const turn = takeTurn(ports, one, run).then(
      async (result) => {
        if (result !== 'used') one.pacer.giveBack();
        if (result === 'refused') await obstructed(one, run);
        if (result === 'lost') leave(one, run, null);
      },
      () => {
        // A message may carry several pushes: all are taken over again from their rows.
        log.error('push.failed', { push: run.push.row.id });
        for (const other of [...one.runs.values()]) leave(one, other, new Date(now() + 1000));
      },
    );
    void turn
      .catch(() => leave(one, run, new Date(now() + 1000)))
      .finally(() => {
        inFlight--;
        run.turns--;
        wakeUp();
      });
  };

  const obstructed = async (one: Token, run: Run): Promise<void> => {
    const { state, pausedUntil } = await one.ledger.obstacle(run.push.row.id, clock());
    if (state !== 'running') leave(one, run, null);
    else if (pausedUntil !== null) one.pacer.freeze(pausedUntil.getTime());
  };

  const until = async (time: number): Promise<void> => {
    const ms = time - now();
    if (ms > 0) await ports.wait(ms, stopping.signal);
  };

  const rest = async (ms: number, news: Promise<void>): Promise<void> => {
    const enough = new AbortController();
    const early = (): void => enough.abort();
    stopping.signal.addEventListener('abort', early, { once: true });
    await Promise.race([ports.wait(Math.max(0, ms), enough.signal), news]);
    stopping.signal.removeEventListener('abort', early);
    enough.abort();
  };

  const drained = async (): Promise<void> => {
    const end = now() + STOP_MS;
    while (inFlight > 0 && now() < end) await rest(end - now(), changed.promise);
  };

  const stop = async (): Promise<void> => {
    stopping.abort();
    wakeUp();
    await dispatching;
    if (held !== null) await abandon(held);
  };

  return {
    async run(pushId, signal) {
      if (stopping.signal.aborted) return new Date(now() + 1000);
      const halt = (): void => void stop();
      signal.addEventListener('abort', halt, { once: true });
      try {
        const run = await begin(pushId);
        if (run === null || run instanceof Date) return run;
        return await run.over;
      } catch (cause) {
        if (stopping.signal.aborted) return new Date(now() + 1000);
        throw cause;
      } finally {
        signal.removeEventListener('abort', halt);
      }
    },
    replied: () => held?.pacer.replied(now()),
    frozenUntil() {
      const time = held?.told() ?? Number.NEGATIVE_INFINITY;
      return time > now() ? new Date(time) : null;
    },
    stop,
  };
}

/** The push whose turn it is: the lane first, then whoever of it has waited longest. */
function choose(one: Token, time: number): Run | null {
  const ready = [...one.runs.values()].filter((run) => (dueAt(run.push, time) ?? time + 1) <= time);
  const lanes = new Set<Lane>(ready.map((run) => run.push.row.lane));
  const lane = one.pacer.lane(lanes);
  return ready.find((run) => run.push.row.lane === lane) ?? null;
}

function endOf({ push }: Run, time: number): Extract<PushState, 'done' | 'stopped' | 'expired'> | null {
  if (isOver(push)) return 'done';
  if (push.row.expiresAt.getTime() <= time) return 'expired';
  const tried = push.sent + Object.values(push.failed).reduce((all, one) => all + one, 0);
  const refused = failedOf(push, 'rejected');
  return refused >= POISON.refused && tried <= POISON.among ? 'stopped' : null;
}

const failedOf = (push: Run['push'], why: string): number =>
  Object.entries(push.failed).find(([one]) => one === why)?.[1] ?? 0;

function tell({ log }: SenderPorts, { push }: Run, end: PushState): void {
  const { id: pushId, total } = push.row;
  const { sent, uncertain } = push;
  const failed = Object.values(push.failed).reduce((all, one) => all + one, 0);
  const skipped = counted(push) - sent - uncertain - failed;
  const fields = { push: pushId, total, sent, skipped, failed, uncertain };
  if (end === 'stopped') log.error('push.stopped', fields);
  else log.info('push.finished', fields);
}
