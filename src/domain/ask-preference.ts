import { askNewPermit, askPermit, basisNow } from './ask-permit.ts';
import type { Dialogue } from './conversation.ts';
import {
  cadenceQuestion,
  crewQuestion,
  freeQuestion,
  housingQuestion,
  kindsQuestion,
  type PreferenceName,
  payQuestion,
  quietHoursOf,
  quietQuestion,
  regionsQuestion,
  wakeQuestion,
  worksQuestion,
} from './questions.ts';
import { hasRules } from './right-to-work.ts';
import { type Preferences, UNANSWERED } from './subscriber.ts';

type Step = { readonly now: number; readonly of: number };

async function answerTo(
  dialogue: Dialogue,
  name: PreferenceName,
  step?: Step,
): Promise<Partial<Preferences>> {
  const known = dialogue.subscriber?.preferences ?? UNANSWERED;
  switch (name) {
    case 'kinds':
      return { kinds: (await dialogue.askMany(kindsQuestion(known, step))) ?? known.kinds ?? 'any' };
    case 'works':
      return { works: (await dialogue.askMany(worksQuestion(known, step))) ?? known.works ?? 'any' };
    case 'regions': {
      const regions = await dialogue.askMany(regionsQuestion(known, dialogue.exchange.places, step));
      return { regions: regions ?? known.regions ?? 'any' };
    }
    case 'housing': {
      const needed = await dialogue.askOne(housingQuestion(step));
      return needed === null ? {} : { housingNeeded: needed === 'yes' };
    }
    case 'pay': {
      const payFloor = await dialogue.askNumber(payQuestion(step));
      return payFloor === null ? {} : { payFloor };
    }
    case 'free': {
      const from = await dialogue.askOne(freeQuestion(dialogue.today, step));
      return from === null ? {} : { freeFrom: from === 'now' ? dialogue.today : from };
    }
    case 'crew': {
      const crew = await dialogue.askNumber(crewQuestion(step));
      return crew === null ? {} : { crew };
    }
    case 'cadence': {
      const cadence = await dialogue.askOne(cadenceQuestion(step));
      return cadence === null ? {} : { cadence };
    }
    case 'permit':
      return askPermit(dialogue, step);
    case 'new-permit':
      return askNewPermit(dialogue);
    case 'quiet':
      return askQuiet(dialogue);
  }
}

/** When nothing may ring, and then, unless that is never, whether urgent work may ring all the same. */
async function askQuiet(dialogue: Dialogue): Promise<Partial<Preferences>> {
  const hours = await dialogue.askOne(quietQuestion());
  if (hours !== null) await dialogue.save({ preferences: { quietHours: quietHoursOf(hours) } });
  const isNever = await dialogue.remember(
    'never-silent',
    () => dialogue.subscriber?.preferences.quietHours === 'off',
  );
  const wakes = isNever ? null : await dialogue.askOne(wakeQuestion());
  return wakes === null ? {} : { wakeUrgent: wakes === 'yes' };
}

/**
 * Which of these are worth asking: the right to work where the country has rules about it, and a new permit of those
 * whose kind can be had for another region. Branch on it only through `remember`.
 */
export function worthAsking(
  dialogue: Pick<Dialogue, 'exchange' | 'today' | 'subscriber'>,
  names: readonly PreferenceName[],
): readonly PreferenceName[] {
  const permit = dialogue.subscriber?.preferences.permit ?? null;
  const canRenew = permit !== null && basisNow(dialogue, permit.basis)?.elsewhere === 'new-permit';
  return names.filter(
    (name) => (name !== 'permit' || hasRules(dialogue.exchange.law())) && (name !== 'new-permit' || canRenew),
  );
}

/**
 * Asks for one preference and saves the answer as it is given. A skipped one stays as it was; of the first three, which
 * the first list needs, it becomes "any" when it was never answered.
 */
export async function askPreference(dialogue: Dialogue, name: PreferenceName, step?: Step): Promise<void> {
  const preferences = await answerTo(dialogue, name, step);
  if (Object.keys(preferences).length > 0) await dialogue.save({ preferences });
}
