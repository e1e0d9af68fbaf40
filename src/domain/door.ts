/** Who may talk now: the pace of a chat, second taps, and one message of a chat at a time. Kept in memory alone. */
import { isDoubleTap, isPast, type Press } from './double-tap.ts';
import { type Bucket, isIdle, takeToken } from './pace.ts';
import type { InboundMessage } from './terms.ts';

/** Above these many the idle ones are let go: a restart forgets them all, and nobody is the worse for it. */
const MOST_BUCKETS = 10_000;
const MOST_PRESSES = 1_000;

/** How a chat stands, by a key that names nobody. */
export class Door {
  readonly #buckets = new Map<string, Bucket>();
  readonly #presses = new Map<string, Press>();
  readonly #queues = new Map<string, Promise<void>>();

  /** Whether a chat may say one more thing at `nowMs`; it has said it then. */
  mayTalk(key: string, nowMs: number): boolean {
    if (this.#buckets.size > MOST_BUCKETS)
      for (const [other, bucket] of this.#buckets) if (isIdle(bucket, nowMs)) this.#buckets.delete(other);
    const bucket = takeToken(this.#buckets.get(key), nowMs);
    if (bucket !== null) this.#buckets.set(key, bucket);
    return bucket !== null;
  }

  /** Whether this is the second tap on a button; whatever else a chat says ends the first. */
  tappedTwice(key: string, { event, updateId }: InboundMessage, nowMs: number): boolean {
    if (event.kind !== 'button' || event.screen === null) {
      this.#presses.delete(key);
      return false;
    }
    const press = { what: `${event.screen} ${event.data}`, updateId, atMs: nowMs };
    if (isDoubleTap(this.#presses.get(key), press)) return true;
    if (this.#presses.size > MOST_PRESSES)
      for (const [other, past] of this.#presses) if (isPast(past, nowMs)) this.#presses.delete(other);
    this.#presses.set(key, press);
    return false;
  }

  /** The last tap brought nothing: the next one is a first. */
  forgetTap(key: string): void {
    this.#presses.delete(key);
  }

  /**
   * Works after all that came before from the same chat, also when that failed; rejects with what `work` rejects with.
   * Messages wait here before they take a database connection.
   */
  async inOrder(key: string, work: () => Promise<void>): Promise<void> {
    const before = this.#queues.get(key) ?? Promise.resolve();
    const mine = before.catch(() => undefined).then(work);
    this.#queues.set(key, mine);
    try {
      await mine;
    } finally {
      if (this.#queues.get(key) === mine) this.#queues.delete(key);
    }
  }
}
