import { isKept, isOpen } from '../domain/opening.ts';
import { stands } from '../domain/opening-change.ts';
import { isCorrection } from '../domain/push.ts';
import type { Run, SenderPorts, Token } from './token.ts';

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

/**
 * Who stood on the wire of a process that is no more may have seen the opening, and nobody wrote it down: it is done
 * when the push is taken over, because a push that ends at once forgets its wire.
 */
export async function noteWire(
  { openings, announced = openings.byId, clock }: Pick<SenderPorts, 'openings' | 'announced' | 'clock'>,
  { writer }: Pick<Token, 'writer'>,
  run: Run,
): Promise<void> {
  const { kind, announcementId, wire } = run.push.row;
  if (kind !== 'announce' || run.single !== true) return;
  const opening = await announced(announcementId);
  if (opening === null || !isKept(opening)) return;
  const day = clock().toISOString().slice(0, 10);
  const notes = wire.map(([ordinal]) => ({
    day,
    ordinal,
    counts: false,
    knockedAt: null,
    shown: [opening.id],
  }));
  await writer.acknowledge([run], notes);
}
