import { basisNow } from '../domain/ask-permit.ts';
import { beginData } from '../domain/button-data.ts';
import type { Conversation, Dialogue, Next } from '../domain/conversation.ts';
import { type Button, phrase } from '../domain/message.ts';
import { type Reach, reachOf } from '../domain/permit-reach.ts';
import { reachLines } from '../domain/reach-lines.ts';
import type { Permit, Preferences } from '../domain/subscriber.ts';
import { allButton } from '../domain/ways.ts';

const begin = (label: string, conversation: string): Button => ({
  label: phrase(label),
  press: { kind: 'data', data: beginData(conversation) },
});

async function reaches(
  { exchange, today }: Dialogue,
  { works }: Preferences,
  permit: Permit,
): Promise<readonly Reach[]> {
  const regions = exchange.places.regions.map(({ code }) => code);
  const counts = await exchange.openCounts();
  return reachOf(permit, { regions, works, law: exchange.law(), today, counts });
}

/** A right to work that leaves open where it counts: its region is still to be said. */
const lacksRegion = (dialogue: Dialogue, { basis, region }: Permit): boolean =>
  region === null && basisNow(dialogue, basis)?.bound === 'region';

/** "Where does my permit let me work?" */
export const where: Conversation = {
  name: 'where',
  listed: true,
  open: false,
  resumes: false,
  async run(dialogue): Promise<Next | undefined> {
    const { exchange, subscriber } = dialogue;
    const permit = subscriber?.preferences.permit ?? null;
    if (subscriber === null || permit === null) return { to: 'permit' };
    // Asked here once already: whoever skipped the region is not asked in circles.
    if (lacksRegion(dialogue, permit)) {
      await dialogue.say({
        lines: [phrase('permit:where-which')],
        buttons: [[begin('permit:change', 'permit')], [allButton]],
      });
      return undefined;
    }
    const { preferences } = subscriber;
    await dialogue.say({
      lines: reachLines(permit, await reaches(dialogue, preferences, permit), preferences.regions),
      buttons: [
        [begin('permit:change', 'permit')],
        ...(exchange.checklist.length === 0 ? [] : [[begin('moving:button', 'moving')]]),
        [allButton],
      ],
    });
    return undefined;
  },
};
