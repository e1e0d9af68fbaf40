import type { Message } from '../domain/message.ts';
import { SendError } from '../domain/terms.ts';
import type { Texts } from '../domain/texts.ts';
import type { SayBack } from '../inbox.ts';
import { addressOfCoordinator, type CoordinatorPorts } from '../store/coordinators.ts';
import { dialogueKeyOf, outdateDialogue } from '../store/dialogues.ts';

/** Writes to a coordinator who did not write first: with the replies of their channel, below what was said last. */
export async function tellCoordinator(
  room: Pick<CoordinatorPorts, 'database' | 'vault'> & {
    readonly texts: Pick<Texts, 'render'>;
    readonly sayBack: SayBack;
  },
  id: string,
  locale: string,
  message: Message,
): Promise<'asked' | 'lost' | 'later'> {
  const { database, vault, texts, sayBack } = room;
  const found = await addressOfCoordinator({ database, vault }, id);
  if (found === null) return 'lost';
  const { channel, address } = found;
  await outdateDialogue(database, dialogueKeyOf(vault, channel, address));
  try {
    await sayBack(channel, address, texts.render(locale, message), { shareable: false });
    return 'asked';
  } catch (error) {
    if (!(error instanceof SendError)) throw error;
    const { reason } = error;
    const mayComeLater = reason.kind === 'throttled' || reason.kind === 'misconfigured';
    return mayComeLater || (reason.kind === 'unavailable' && reason.reached === 'no') ? 'later' : 'lost';
  }
}
