import type { SenderPorts, Token } from './token.ts';

/**
 * Before a push begins: how many of its audience are outside their reply windows, and how many of these are more than
 * the service lets us knock at today. They wait for tomorrow, or for their next message; nobody is dropped unsaid.
 */
export async function foresee(
  { channel, clock, log }: SenderPorts,
  { ledger, knocks }: Token,
  push: string,
  total: number,
): Promise<void> {
  if (knocks === null) return;
  const now = clock();
  const outside = await ledger.outside(push, now);
  const beyond = Math.max(0, outside - knocks.room(now.getTime()));
  await ledger.foresee(push, { outside, beyond });
  log.info('push.foreseen', { push, channel: channel.name, total, outside, beyond });
}
