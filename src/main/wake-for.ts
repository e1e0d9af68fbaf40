import type { Outbox } from '../domain/outbox.ts';
import type { Clock } from '../domain/terms.ts';
import type { Pushes } from '../store/pushes.ts';

/** Wakes the pushes that sleep and wait for a person, who may be written to now. */
export async function wakeFor(
  room: { readonly pushes: Pick<Pushes, 'hasten'>; readonly outbox: Outbox; readonly clock: Clock },
  channel: string,
  ordinal: number,
): Promise<void> {
  for (const id of await room.pushes.hasten(channel, ordinal, room.clock()))
    await room.outbox.wake({ id, channel });
}
