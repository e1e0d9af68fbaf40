/** What is known of somebody's right to work, and how it is named. */
import type { CountDay } from './count-day.ts';
import type { HelpLine } from './country.ts';
import type { Law } from './law.ts';
import { type Phrase, phrase } from './message.ts';
import { regionName } from './phrases.ts';
import type { Permit, Preferences } from './subscriber.ts';

/** What is on file in the country, as it is at the moment: the rules in force, whom people may ask in public, the time. */
export interface Guide {
  law(): Law;
  readonly countDay: CountDay;
  readonly helpLines: readonly HelpLine[];
}

/** The right to work of one person, with what it is judged by. */
export interface RightToWork {
  readonly law: Law;
  readonly helpLines: readonly HelpLine[];
  /** `null`: they did not say. */
  readonly permit: Permit | null;
}

/** Whether there is anything to ask: a country without rules says nothing about rights to work. */
export const hasRules = ({ bases }: Law): boolean => bases.length > 0;

/** `null` where the country has no rules: then nothing is said and nothing is asked. */
export function rightOf(
  { permit }: Preferences,
  guide: Pick<Guide, 'law' | 'helpLines'>,
): RightToWork | null {
  const law = guide.law();
  return hasRules(law) ? { permit, law, helpLines: guide.helpLines } : null;
}

/** "patent": a basis inside a sentence. */
export const basisName = (basis: string): Phrase => phrase(`permit:name-${basis}`);

/** "patent, Moscow": a right to work inside a sentence. */
export function permitName({ basis, region }: Permit): Phrase {
  const name = basisName(basis);
  return region === null ? name : phrase('permit:of-region', { basis: name, region: regionName(region) });
}
