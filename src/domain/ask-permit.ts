import type { Dialogue } from './conversation.ts';
import { type Phrase, phrase } from './message.ts';
import type { RegionCode } from './opening.ts';
import {
  basisQuestion,
  newPermitQuestion,
  pairOf,
  regionQuestion,
  sideQuestion,
  UNSAY,
} from './permit-questions.ts';
import type { Preferences } from './subscriber.ts';

type Step = { readonly now: number; readonly of: number };
type Asker = Pick<Dialogue, 'askOne' | 'exchange' | 'remember' | 'today' | 'subscriber'>;

/** Whether a right to work is bound to a region, and whether another can be had elsewhere. */
export const basisNow = ({ exchange, today }: Pick<Asker, 'exchange' | 'today'>, basis: string) =>
  exchange.law().basis(basis, today).current[0] ?? null;

/**
 * Asks for the right to work: one answer, though it takes up to three steps, so it is saved whole by whoever asks.
 * Skipped it is nothing at all: no field may tell somebody who skipped from somebody who was never asked.
 */
export async function askPermit(dialogue: Asker, step?: Step): Promise<Partial<Preferences>> {
  const { exchange } = dialogue;
  const said = await dialogue.remember(
    'said',
    () => (dialogue.subscriber?.preferences.permit ?? null) !== null,
  );
  const basis = await dialogue.askOne(basisQuestion(exchange.law().bases, said, step));
  if (basis === null) return {};
  if (basis === UNSAY) return { permit: null, newPermit: null };
  const bound = await dialogue.remember('bound', () => basisNow(dialogue, basis)?.bound === 'region');
  return { permit: { basis, region: bound ? await askRegion(dialogue, step) : null } };
}

async function askRegion(dialogue: Asker, step?: Step): Promise<RegionCode | null> {
  const { places } = dialogue.exchange;
  const region = await dialogue.askOne(
    regionQuestion('region', [phrase('permit:region'), phrase('permit:region-how')], places, step),
  );
  const pair = region === null ? undefined : pairOf(region, places);
  return pair === undefined ? region : dialogue.askOne(sideQuestion(pair, step));
}

/** Asks whether they would get a new permit; skipped it stays as it was. */
export async function askNewPermit(
  dialogue: Asker,
  ...about: readonly Phrase[]
): Promise<Partial<Preferences>> {
  const answer = await dialogue.askOne(newPermitQuestion(...about));
  return answer === null ? {} : { newPermit: answer === 'yes' };
}
