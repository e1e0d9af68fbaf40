import type { Hear, InboundMessage, Receive, Word } from '../../src/domain/terms.ts';

/** Takes what a channel brings in, and remembers it. */
export interface Inbox {
  readonly receive: Receive;
  readonly hear: Hear;
  /** What the service said of its own accord. */
  readonly words: readonly Word[];
  /** Resolves to the first word that fits, now or later; rejects after five seconds. */
  waitForWord(fits: (word: Word) => boolean): Promise<Word>;
  readonly messages: readonly InboundMessage[];
  /** How often it refused so far. */
  readonly failures: number;
  texts(): readonly string[];
  /** Resolves to the first message that fits, now or later; rejects after five seconds. */
  waitFor(fits: (message: InboundMessage) => boolean): Promise<InboundMessage>;
  /** Refuses the next so many, as a database that is away would. */
  failNext(count: number): void;
  /** Keeps the next message in hand until it is released. */
  hold(): { readonly reached: Promise<void>; release(): void };
}

/** An empty inbox. */
export function createInbox(): Inbox {
  const messages: InboundMessage[] = [];
  const words: Word[] = [];
  const waiting = new Set<() => void>();
  let toFail = 0;
  let failures = 0;
  let held: { reach: () => void; released: Promise<void> } | null = null;

  function firstOf<T>(all: readonly T[], fits: (one: T) => boolean, got: () => string): Promise<T> {
    const { promise, resolve, reject } = Promise.withResolvers<T>();
    const timer = setTimeout(() => reject(new Error(`waited in vain; got ${got()}`)), 5_000);
    const look = (): void => {
      const found = all.find(fits);
      if (found === undefined) return;
      clearTimeout(timer);
      waiting.delete(look);
      resolve(found);
    };
    waiting.add(look);
    look();
    return promise;
  }

  return {
    messages,
    get failures() {
      return failures;
    },
    async receive(message) {
      if (toFail > 0) {
        toFail -= 1;
        failures += 1;
        throw new Error('refused by the test');
      }
      const holding = held;
      held = null;
      holding?.reach();
      await holding?.released;
      messages.push(message);
      for (const look of waiting) look();
    },
    words,
    async hear(word) {
      words.push(word);
      for (const look of waiting) look();
    },
    waitForWord: (fits) => firstOf(words, fits, () => words.map(({ kind }) => kind).join(', ')),
    texts: () => messages.flatMap(({ event }) => (event.kind === 'text' ? [event.text] : [])),
    waitFor: (fits) => firstOf(messages, fits, () => kinds(messages)),
    failNext(count) {
      toFail = count;
    },
    hold() {
      const [reached, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
      held = { reach: reached.resolve, released: released.promise };
      return { reached: reached.promise, release: released.resolve };
    },
  };
}

const kinds = (messages: readonly InboundMessage[]): string =>
  messages.map(({ event }) => event.kind).join(', ') || 'nothing';
