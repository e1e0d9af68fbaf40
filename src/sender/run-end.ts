import { isNews } from '../domain/content.ts';
import { counted, isOver, type Push, type PushState } from '../domain/push.ts';
import type { Run, SenderPorts } from './token.ts';

/** Content that is refused 5 times among the first 20 is poison (delivery.md §8). */
const POISON = { refused: 5, among: 20 };

/** How a run ends: the state its row gets, and why those who are left are skipped; `null` while it goes on. */
export interface RunEnd {
  readonly state: Extract<PushState, 'done' | 'stopped' | 'expired'>;
  readonly rest: 'closed' | 'outdated' | 'stopped' | 'expired' | null;
}

/** Whether a run is at its end at a moment, in ms. */
export function runEndOf({ push, closed, poisoned }: Run, time: number): RunEnd | null {
  if (isOver(push)) return { state: 'done', rest: null };
  if (push.row.expiresAt.getTime() <= time) return { state: 'expired', rest: 'expired' };
  // Second copies of a closed opening are not sent either: they may have arrived, and count as uncertain.
  if (closed) return { state: 'done', rest: isNews(push.row.kind) ? 'closed' : 'outdated' };
  return poisoned || isPoison(push) ? { state: 'stopped', rest: 'stopped' } : null;
}

/** Looks, when turns have ended, whether the content is poison. Those in flight may take it beyond the first twenty. */
export function taste(run: Run): void {
  run.poisoned ||= isPoison(run.push);
}

/** Begins no turn any more: it ends when what is in flight has. */
export const isEnding = ({ closed, poisoned }: Run): boolean => closed || poisoned;

function isPoison(push: Push): boolean {
  const refused = Object.entries(push.failed).find(([why]) => why === 'rejected')?.[1] ?? 0;
  return refused >= POISON.refused && push.sent + failedIn(push) <= POISON.among;
}

/** Says that a push is over, with its account. */
export function tellEnd({ log }: SenderPorts, push: Push, { state }: RunEnd): void {
  const { sent, uncertain } = push;
  const failed = failedIn(push);
  const skipped = counted(push) - sent - uncertain - failed;
  const fields = { push: push.row.id, total: push.row.total, sent, skipped, failed, uncertain };
  if (state === 'stopped') log.error('push.stopped', fields);
  else log.info('push.finished', fields);
}

const failedIn = (push: Push): number => Object.values(push.failed).reduce((all, one) => all + one, 0);
