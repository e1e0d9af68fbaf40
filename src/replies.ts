/** Replies to people who are talking: at once, beside the pushes, but never into a frozen token. */
import { type Channel, type Clock, SendError } from './domain/terms.ts';
import type { SayBack } from './inbox.ts';

/** What a reply asks of the sender of its token. */
export interface TokenState {
  replied(): void;
  frozenUntil(): Date | null;
}

export interface ReplyParts {
  readonly channels: ReadonlyMap<string, Channel>;
  readonly tokens: ReadonlyMap<string, TokenState>;
  readonly clock: Clock;
  /** Resolves after so many milliseconds. */
  readonly wait: (ms: number) => Promise<void>;
}

/** The longest a reply waits for a frozen token; later, a tap shows the screen again. */
const PATIENCE_MS = 30_000;

const throttled = (error: unknown): number | null =>
  error instanceof SendError && error.reason.kind === 'throttled' ? error.reason.retryAfterSeconds : null;

/** Sends replies; told to wait, waits once. Throws `SendError` as the channel does. */
export function createSayBack({ channels, tokens, clock, wait }: ReplyParts): SayBack {
  return async (name, to, message, options) => {
    const channel = channels.get(name);
    const token = tokens.get(name);
    if (channel === undefined) throw new Error(`there is no channel called ${name}`);
    const frozenMs = (token?.frozenUntil()?.getTime() ?? 0) - clock().getTime();
    if (frozenMs > PATIENCE_MS)
      throw new SendError({
        kind: 'throttled',
        retryAfterSeconds: Math.ceil(frozenMs / 1000),
        scope: 'token',
      });
    if (frozenMs > 0) await wait(frozenMs);
    token?.replied();
    try {
      await channel.send(to, message, options);
    } catch (error) {
      const seconds = throttled(error);
      if (seconds === null || seconds * 1000 > PATIENCE_MS) throw error;
      await wait(seconds * 1000);
      await channel.send(to, message, options);
    }
  };
}
