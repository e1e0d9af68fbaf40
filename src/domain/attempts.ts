/** When an update that cannot be handled is given up: a poisoned one must not come back for ever, an outage may lose nothing. */

/** An update that failed this often is poison, if others could be handled since; */
const ATTEMPTS = 3;
/** or if it has failed for this long: until then it looks like an outage. */
const PATIENCE_MS = 15 * 60_000;
/** Failing updates remembered; beyond, the oldest is forgotten and counted anew. */
const REMEMBERED = 10_000;

interface Failure {
  readonly attempts: number;
  readonly since: number;
  readonly handledBefore: number;
}

/** The failures of the updates of one channel. `ticks` are milliseconds that never run backwards. */
export class Attempts {
  readonly #failures = new Map<string, Failure>();
  readonly #ticks: () => number;
  #handled = 0;

  constructor(ticks: () => number) {
    this.#ticks = ticks;
  }

  /** Whether it failed before. */
  knows(updateId: string): boolean {
    return this.#failures.has(updateId);
  }

  handled(updateId: string): void {
    this.#failures.delete(updateId);
    this.#handled += 1;
  }

  /** It failed once more: how often it has, and whether it is given up. */
  failed(updateId: string): { readonly attempt: number; readonly givenUp: boolean } {
    const now = this.#ticks();
    const before = this.#failures.get(updateId) ?? { attempts: 0, since: now, handledBefore: this.#handled };
    const failure = { ...before, attempts: before.attempts + 1 };
    const others = this.#handled > failure.handledBefore;
    const late = now - failure.since >= PATIENCE_MS;
    this.#failures.delete(updateId);
    const givenUp = failure.attempts >= ATTEMPTS && (others || late);
    if (!givenUp) this.#remember(updateId, failure);
    return { attempt: failure.attempts, givenUp };
  }

  #remember(updateId: string, failure: Failure): void {
    const [oldest] = this.#failures.keys();
    if (oldest !== undefined && this.#failures.size >= REMEMBERED) this.#failures.delete(oldest);
    this.#failures.set(updateId, failure);
  }
}
