import type { Subscriber } from '../domain/subscriber.ts';
import type { InboundMessage } from '../domain/terms.ts';
import { dialogueKeyOf, dropDialogue } from './dialogues.ts';
import { placeOf, type SubscriberPorts, subscribersWith } from './subscribers.ts';

type Coming = Pick<InboundMessage, 'channel' | 'address' | 'formerly' | 'event'>;

/**
 * Who writes: as they are known by their address or, once, by the one they had before, which the service vouches for.
 * From then on the new one is kept, and nothing of the old. Where both are known, the old one is another's leavings
 * only if the service says that it moved: then it goes, and `forgotten` is told its ordinal.
 */
export async function readdressed(
  ports: SubscriberPorts,
  { channel, address, formerly, event }: Coming,
  known: Subscriber | null,
  forgotten: (ordinal: number) => Promise<void>,
): Promise<Subscriber | null> {
  if (formerly === undefined || (known !== null && event.kind !== 'moved')) return known;
  const { database, vault } = ports;
  const subscribers = subscribersWith(ports, forgotten);
  const before = await subscribers.find(channel, formerly);
  if (before === null) return known;
  await dropDialogue(database, dialogueKeyOf(vault, channel, formerly));
  if (known !== null) {
    await subscribers.forget(before.id);
    return known;
  }
  await database.query('update subscriber set lookup = $2, sealed = $3 where id = $1', [
    before.id,
    vault.lookup(channel, address),
    vault.sealAddress(placeOf(before), address),
  ]);
  return before;
}
