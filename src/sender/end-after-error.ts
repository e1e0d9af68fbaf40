import type { TurnEnd } from '../domain/push.ts';
import { SendError } from '../domain/terms.ts';
import type { Recipient, SenderPorts, Token } from './token.ts';

/** Waits up to this are remembered one by one, next in line; longer ones with everybody who waits. */
const SHORT_SECONDS = 60;

/** What an error makes of the turn. Anything but a `SendError` is our bug: counted, told, and the rest goes on. */
export async function endAfterError(
  { channel, clock, log }: SenderPorts,
  token: Token,
  push: string,
  to: Pick<Recipient, 'subscriber' | 'today' | 'outside'>,
  error: unknown,
): Promise<TurnEnd> {
  if (!(error instanceof SendError)) {
    log.error('delivery.failed', { push, reason: 'bug' });
    return { kind: 'failed', why: 'bug' };
  }
  const { turn, poison } = await token.suffer(error, { id: to.subscriber.id, today: to.today });
  if (poison) log.error('delivery.failed', { push, reason: 'rejected' });
  const now = clock().getTime();
  // We thought their window open: now that we know better, they are next in line again, for a knock.
  if (error.reason.kind === 'window-closed' && channel.window !== undefined && !to.outside)
    return { kind: 'back', at: now };
  switch (turn.kind) {
    case 'failed':
      return turn;
    case 'back':
      return { kind: 'back', at: now };
    case 'unknown':
      return { kind: 'unknown' };
    case 'later':
      return { kind: turn.seconds <= SHORT_SECONDS ? 'back' : 'later', at: now + turn.seconds * 1000 };
  }
}
