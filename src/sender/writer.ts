import { hear } from '../domain/afterword.ts';
import type { DayNote, LedgerWrite, SaveResult } from '../domain/delivery.ts';
import { folded, snapshotOf } from '../domain/push-snapshot.ts';
import type { Clock } from '../domain/terms.ts';
import type { Run, Token } from './token.ts';

/**
 * Brings pushes to their rows. One write at a time; whoever comes while one is under way shares the next, because a
 * push is written as it stands and not as it changed.
 */
export interface Writer {
  /** Before anything may go out to somebody just reserved, all pushes of a message together. */
  reserve(runs: readonly Run[]): Promise<SaveResult>;
  /** After turns have ended. `told` are messages that went out, or may have. */
  acknowledge(runs: readonly Run[], told?: readonly DayNote[]): Promise<SaveResult>;
}

interface Asked {
  readonly runs: readonly Run[];
  readonly told: readonly DayNote[];
  readonly reserving: boolean;
  readonly written: PromiseWithResolvers<SaveResult>;
}

/** Writes over the session that holds the token's lock. */
export function createWriter({ ledger, days }: Pick<Token, 'ledger' | 'days'>, clock: Clock): Writer {
  let waiting: Asked[] = [];
  let writing = false;

  const save = async (batch: readonly Asked[], reserving: boolean): Promise<SaveResult> => {
    const runs = [...new Set(batch.flatMap((asked) => asked.runs))];
    const told = batch.flatMap((asked) => asked.told);
    const now = clock();
    const writes = runs.map((run): LedgerWrite => writeOf(run, now, reserving && isReserved(batch, run)));
    const { result, heard } = await ledger.save(writes, told, now);
    if (result !== 'saved') return result;
    for (const { day, ordinal, counts } of told) if (counts) days.note(day, ordinal);
    for (const [at, run] of runs.entries()) {
      const write = writes[at];
      if (write === undefined) continue;
      folded(run.push, write.snapshot, now.getTime());
      hear(run.push, heard.get(run.push.row.id) ?? [], now.getTime());
    }
    return result;
  };

  /** A refused reservation leaves the acknowledgements of the same batch to be written. */
  const settle = async (batch: readonly Asked[]): Promise<void> => {
    const first = await save(batch, true);
    const second = first === 'refused' ? await save(batch, false) : first;
    for (const { reserving, written } of batch)
      written.resolve(reserving && first === 'refused' && second === 'saved' ? 'refused' : second);
    if (batch.some(({ told }) => told.length > 0)) await days.fold();
  };

  const work = async (): Promise<void> => {
    writing = true;
    while (waiting.length > 0) {
      const batch = waiting;
      waiting = [];
      await settle(batch).catch((cause: unknown) => {
        for (const { written } of batch) written.reject(cause);
      });
    }
    writing = false;
  };

  const ask = (runs: readonly Run[], told: readonly DayNote[], reserving: boolean): Promise<SaveResult> => {
    const written = Promise.withResolvers<SaveResult>();
    waiting.push({ runs, told, reserving, written });
    if (!writing) void work();
    return written.promise;
  };

  return {
    reserve: (runs) => ask(runs, [], true),
    acknowledge: (runs, told = []) => ask(runs, told, false),
  };
}

/** A write of a push as it stands. */
export function writeOf(run: Run, now: Date, reserving: boolean): LedgerWrite {
  return { snapshot: snapshotOf(run.push, now.getTime()), fence: run.fence, reserving };
}

const isReserved = (batch: readonly Asked[], run: Run): boolean =>
  batch.some((asked) => asked.reserving && asked.runs.includes(run));
