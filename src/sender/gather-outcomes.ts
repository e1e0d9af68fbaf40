import type { Outcome } from '../domain/content.ts';
import { type Gather, gatherOthers, NOTHING } from './found.ts';
import type { Run, SenderPorts } from './token.ts';

/** What has become of the person's reports. */
export const gatherOutcomes: Gather = async (ports, token, run, { subscriber, outside }) => {
  const own = await outcomeOf(ports, run);
  if (own.length === 0) return NOTHING;
  // A knock says one thing.
  const { joined, parts } = outside
    ? { joined: [], parts: [] }
    : await gatherOthers({ ports, token, run }, subscriber, (other) => outcomeOf(ports, other));
  return { content: { kind: 'outcomes', outcomes: [...own, ...parts] }, joined, shows: [] };
};

async function outcomeOf({ openings }: SenderPorts, { push }: Run): Promise<readonly Outcome[]> {
  const opening = await openings.byId(push.row.announcementId);
  // Paused again, by later reports: the decision of which this push speaks was another.
  return opening === null
    ? []
    : [{ upheld: opening.closeReason === 'reports' && opening.status !== 'paused', opening }];
}
