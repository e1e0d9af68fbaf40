import { isOpen } from '../domain/opening.ts';
import { stands } from '../domain/opening-change.ts';
import { isCorrection } from '../domain/push.ts';
import type { Run, SenderPorts } from './token.ts';

/**
 * Whether a push that speaks of one opening still has something to say to anybody, asked apart from people's turns: it
 * may wait for the morning, or for a frozen token, and must be over when the opening is.
 */
export async function lookAgain(
  { openings, announced = openings.byId }: Pick<SenderPorts, 'openings' | 'announced'>,
  run: Run,
): Promise<void> {
  const { kind, revision, announcementId } = run.push.row;
  if (run.single === false || kind === 'digest' || kind === 'outcome') return;
  const opening = await announced(announcementId);
  run.single = opening !== null;
  if (opening === null) return;
  // Whether its last day is over depends on where the person is: that is asked at their turn.
  const isDue = isCorrection(kind) ? stands(kind, revision, opening) : isOpen(opening, opening.expiresOn);
  if (!isDue) run.closed = true;
}
