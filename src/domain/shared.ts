/**
 * One run at a time. Whoever calls while one is under way gets the next, together with everybody else who waits:
 * a run that had begun before the call may have looked too early.
 */
export function shared<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | null = null;
  let next: Promise<T> | null = null;
  const start = (): Promise<T> => {
    const mine = run().finally(() => {
      if (running === mine) running = null;
    });
    running = mine;
    return mine;
  };
  return () => {
    if (running === null) return start();
    const over = running.then(
      () => undefined,
      () => undefined,
    );
    next ??= over.then(() => {
      next = null;
      return running ?? start();
    });
    return next;
  };
}
