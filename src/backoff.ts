/** Waiting that an end cuts short, and how long to wait after the n-th failure in a row. */

/** Resolves after `ms`, or at once when the signal is aborted. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(end, ms);
    signal.addEventListener('abort', end, { once: true });
    function end(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    }
  });
}

/** 1 s, 2 s, 4 s … 30 s, for the first, second … failure in a row. */
export const backoffMs = (failures: number): number => Math.min(30_000, 1_000 * 2 ** (failures - 1));
