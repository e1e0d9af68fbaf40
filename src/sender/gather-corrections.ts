import type { Correction } from '../domain/content.ts';
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
  const own = await correctionOf(ports, token, run, subscriber);
  if (own.length === 0) return NOTHING;
  // A knock says one thing: the others have their own, because nobody may learn only that "something" was filled.
  const { joined, parts } = outside
    ? { joined: [], parts: [] }
    : await gatherOthers({ ports, token, run }, subscriber, (other) =>
        correctionOf(ports, token, other, subscriber),
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
 * What one push still has to say to a person. Who stood on the wire when it was planned may have been judged after the
 * change and seen nothing; who put the opening aside hears only that it is gone.
 */
async function correctionOf(
  { openings, clock }: SenderPorts,
  { ledger }: Token,
  run: Run,
  { ordinal, hidden }: Subscriber,
): Promise<readonly Correction[]> {
  const { announcementId, channel, kind, revision } = run.push.row;
  const opening = await openings.byId(announcementId);
  if (opening === null || !isCorrection(kind) || !stands(kind, revision, opening)) {
    run.closed = true;
    return [];
  }
  if (!(await ledger.hasSeen(channel, ordinal, opening, clock()))) return [];
  return isLoss(kind) || !hidden.includes(opening.id) ? [{ said: kind, opening }] : [];
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
