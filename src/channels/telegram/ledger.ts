/** Which updates were taken and which of them are handled, so that only what is done is confirmed. */
export interface Ledger {
  /** False when it was taken before. Called in the order of arrival. */
  take(updateId: number): boolean;
  done(updateId: number): void;
  /** The first update that is not handled, or the one after the last: confirming it confirms all before. 0 at first. */
  offset(): number;
  /** Whether something taken is not confirmed yet. */
  isOpen(): boolean;
}

/** An empty ledger. */
export function createLedger(): Ledger {
  /** In the order of arrival: id → handled? */
  const taken = new Map<number, boolean>();
  let offset = 0;
  return {
    take(updateId) {
      if (taken.has(updateId)) return false;
      taken.set(updateId, false);
      return true;
    },
    done: (updateId) => void taken.set(updateId, true),
    offset() {
      for (const [updateId, isDone] of taken) {
        offset = isDone ? updateId + 1 : updateId;
        if (!isDone) break;
        taken.delete(updateId);
      }
      return offset;
    },
    isOpen: () => taken.size > 0,
  };
}
