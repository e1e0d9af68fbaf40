import type { SenderPorts } from './token.ts';

/** Waiting, cut short by a stop or by news. */
export interface Patience {
  /** Resolves at a time in ms, or when everything stops. */
  until(time: number): Promise<void>;
  /** Resolves after so long, at the news, or when everything stops. */
  rest(ms: number, news: Promise<void>): Promise<void>;
  /** Resolves at the next news, or after so long: a stop does not cut it short. */
  outlast(ms: number): Promise<void>;
  /** Resolves when something has changed since it was asked for. */
  news(): Promise<void>;
  /** Something has changed. */
  wakeUp(): void;
}

/** Waits by the clock it is given; `stopping` ends every wait but `outlast`. */
export function createPatience(
  { clock, wait }: Pick<SenderPorts, 'clock' | 'wait'>,
  stopping: AbortSignal,
): Patience {
  let changed = Promise.withResolvers<void>();

  const either = async (ms: number, news: Promise<void>, stop: AbortSignal | null): Promise<void> => {
    const enough = new AbortController();
    const early = (): void => enough.abort();
    stop?.addEventListener('abort', early, { once: true });
    await Promise.race([wait(Math.max(0, ms), enough.signal), news]);
    stop?.removeEventListener('abort', early);
    enough.abort();
  };

  return {
    async until(time) {
      const ms = time - clock().getTime();
      if (ms > 0) await wait(ms, stopping);
    },
    rest: (ms, news) => either(ms, news, stopping),
    outlast: (ms) => either(ms, changed.promise, null),
    news: () => changed.promise,
    wakeUp() {
      changed.resolve();
      changed = Promise.withResolvers<void>();
    },
  };
}
