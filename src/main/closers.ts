import { describeError, type Log } from '../log.ts';

/** What must be closed, in the order of opening. */
export interface Closers {
  add(close: () => Promise<unknown>): void;
  /** Closes in reverse, each once, whatever the others do. */
  run(): Promise<void>;
}

/** Nothing to close yet. */
export function createClosers(log: Log): Closers {
  const closers: (() => Promise<unknown>)[] = [];
  return {
    add: (close) => closers.push(close),
    async run() {
      for (let close = closers.pop(); close !== undefined; close = closers.pop())
        await close().catch((error: unknown) => log.warn('exchange.failed', describeError(error)));
    },
  };
}
