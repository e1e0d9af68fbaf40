/** One for each token: runs its pushes side by side over one pacer, while it holds the token's lock. */
import { createDispatcher, type Dispatcher } from './sender/dispatcher.ts';
import { createToken, type SenderPorts } from './sender/token.ts';

export interface Sender {
  /** Called by the outbox for each job: works a push until it is over (`null`) or names when to wake it again. */
  run(pushId: string, signal: AbortSignal): Promise<Date | null>;
  /** Called for each reply that goes out beside the pushes. */
  replied(): void;
  /** Called when a person's reply window opened: what waits for them is next in line. */
  opened(ordinal: number): void;
  /** Called when openings have changed: pushes that have nothing left to say end. */
  lookAgain(): Promise<void>;
  /** Until when the service told this token to wait, or `null`: replies wait, too. Our own pauses hold pushes only. */
  frozenUntil(): Date | null;
  /** Called once, at the end: reserves nothing more, waits at most 15 s for what is in flight, gives the lock back. */
  stop(): Promise<void>;
}

/** When a push is woken again that came while we were stopping. */
const AGAIN_MS = 1000;

/** Takes the token's lock at its first push, and afresh whenever the session that held it is gone. */
export function createSender(ports: SenderPorts): Sender {
  const { channel, clock, log } = ports;
  const stopping = new AbortController();
  let opening: Promise<Dispatcher> | null = null;
  let current: Dispatcher | null = null;

  const open = async (): Promise<Dispatcher> => {
    await current?.stop();
    current = null;
    const ledger = await ports.lockToken(channel.name, stopping.signal);
    log.info('token.locked', { channel: channel.name });
    current = createDispatcher(ports, await createToken(ports, ledger), stopping.signal);
    return current;
  };

  const dispatcher = async (): Promise<Dispatcher> => {
    if (current !== null && !current.isBroken()) return current;
    opening ??= open().finally(() => {
      opening = null;
    });
    return opening;
  };

  const stop = async (): Promise<void> => {
    stopping.abort();
    await opening?.catch(() => undefined);
    await current?.stop();
    current = null;
  };

  return {
    async run(pushId, signal) {
      const again = (): Date => new Date(clock().getTime() + AGAIN_MS);
      if (stopping.signal.aborted) return again();
      const halt = (): void => void stop();
      signal.addEventListener('abort', halt, { once: true });
      try {
        return await (await dispatcher()).work(pushId);
      } catch (cause) {
        if (stopping.signal.aborted) return again();
        throw cause;
      } finally {
        signal.removeEventListener('abort', halt);
      }
    },
    replied: () => current?.token.pacer.replied(clock().getTime()),
    opened: (ordinal) => current?.opened(ordinal),
    lookAgain: async () => current?.lookAgain(),
    frozenUntil() {
      const time = current?.token.told() ?? Number.NEGATIVE_INFINITY;
      return time > clock().getTime() ? new Date(time) : null;
    },
    stop,
  };
}
