import type { Correction } from '../domain/content.ts';
import { matches } from '../domain/matching.ts';
import type { Day, Opening } from '../domain/opening.ts';
import { stands } from '../domain/opening-change.ts';
import { type CorrectionKind, isCorrection } from '../domain/push.ts';
import type { Subscriber } from '../domain/subscriber.ts';
import { type Gather, gatherOthers, NOTHING } from './found.ts';
import { shown } from './judge.ts';
import type { Run, SenderPorts, Token } from './token.ts';

/** Other openings offered beside a correction. */
const OTHERS = 3;

/** What has become of one opening, and of the others that wait for the same person. */
export const gatherCorrections: Gather = async (ports, token, run, { subscriber, today, outside }) => {
  const own = await correctionOf(ports, token, run, subscriber, today);
  if (own.length === 0) return NOTHING;
  // A knock says one thing: the others have their own, because nobody may learn only that "something" was filled.
  const { joined, parts } = outside
    ? { joined: [], parts: [] }
    : await gatherOthers({ ports, token, run }, subscriber, (other) =>
        correctionOf(ports, token, other, subscriber, today),
      );
  const corrections = [...own, ...parts];
  const lost = corrections.some(({ said }) => isLoss(said));
  const others = lost && !outside ? await othersFor(ports, corrections, subscriber, today) : [];
  const seen = corrections.filter(({ said }) => !isLoss(said)).map(({ opening }) => opening);
  return {
    content: { kind: 'corrections', corrections, others },
    joined,
    shows: [...seen, ...others],
  };
};

const isLoss = (said: CorrectionKind): boolean => said !== 'changed' && said !== 'reopened';

/**
 * What one push still has to say to a person. Who stood on a wire when it was planned may have seen nothing of this;
 * who put the opening aside hears only that it is gone.
 */
async function correctionOf(
  ports: SenderPorts,
  token: Token,
  run: Run,
  subscriber: Subscriber,
  today: Day,
): Promise<readonly Correction[]> {
  const { id, announcementId, kind, revision } = run.push.row;
  const opening = await ports.openings.byId(announcementId);
  if (opening === null || !isCorrection(kind) || !stands(kind, revision, opening)) {
    run.closed = true;
    return [];
  }
  if (!(await hasSeen(ports, token, { asking: id, opening }, subscriber, today))) return [];
  return isLoss(kind) || !subscriber.hidden.includes(opening.id) ? [{ said: kind, opening }] : [];
}

/** Of a message of many nobody knows whether it showed this one: it did if the opening, were it open, fits them. */
async function hasSeen(
  { clock, law, channel }: SenderPorts,
  { ledger }: Token,
  { asking, opening }: { readonly asking: string; readonly opening: Opening },
  subscriber: Subscriber,
  today: Day,
): Promise<boolean> {
  const sight = await ledger.sightOf(channel.name, subscriber.ordinal, opening, clock(), asking);
  if (sight !== 'in-many') return sight === 'seen';
  const asOpen: Opening = { ...opening, status: 'open', placesLeft: null, expiresOn: today };
  return matches(subscriber.preferences, asOpen, today, law()).fits;
}

async function othersFor(
  { openings, law }: SenderPorts,
  corrections: readonly Correction[],
  subscriber: Subscriber,
  today: Day,
): Promise<readonly Opening[]> {
  const corrected = new Set(corrections.map(({ opening }) => opening.id));
  const found = await openings.candidates(subscriber.preferences, today);
  return shown(subscriber, found, today, law())
    .filter(({ id }) => !corrected.has(id))
    .slice(0, OTHERS);
}
