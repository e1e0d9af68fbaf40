import type { ChoiceQuestion, Places } from './conversation.ts';
import { type Phrase, phrase } from './message.ts';
import type { RegionCode } from './opening.ts';
import { regionName } from './phrases.ts';

/** The questions about the right to work. None asks where anybody is from, or for a document. */

type Asked<Value extends string> = Omit<ChoiceQuestion<Value>, 'kind'>;
type Step = { readonly now: number; readonly of: number };

const stepOf = (step: Step | undefined): { step?: Step } => (step === undefined ? {} : { step });

/** Takes back what was said: nothing is kept then, as if nobody had asked. */
export const UNSAY = 'unsay';

/** Which right to work: a basis of the country, or skip; who said it before may take it back. */
export const basisQuestion = (bases: readonly string[], said: boolean, step?: Step): Asked<string> => ({
  id: 'basis',
  text: [phrase('permit:ask'), phrase('permit:why')],
  ...stepOf(step),
  skippable: true,
  columns: 1,
  options: [
    ...bases.map((basis) => ({ value: basis, label: phrase(`permit:basis-${basis}`) })),
    ...(said ? [{ value: UNSAY, label: phrase('permit:unsay') }] : []),
  ],
});

/** One region of the country: by district, or by typing its name. */
export const regionQuestion = (
  id: string,
  text: readonly Phrase[],
  { districts, regions, search, pairs }: Places,
  step?: Step,
): Asked<RegionCode> => ({
  id,
  text,
  ...stepOf(step),
  skippable: true,
  groups: districts.map((value) => ({ value, label: regionName(value) })),
  options: regions.map(({ code, district }) => ({ value: code, label: regionName(code), group: district })),
  search: (words) => withTheOther(search(words), pairs),
});

/** Where a city or its surroundings were found, both are shown: typed, they have one name. */
const withTheOther = (found: readonly RegionCode[], pairs: Places['pairs']): readonly RegionCode[] => [
  ...new Set(found.flatMap((one) => pairs.find((pair) => pair.includes(one)) ?? [one])),
];

/**
 * The city and its surroundings, where the surroundings were named: people say them of both. Whoever names the city, as
 * "Moscow (city)", has said which.
 */
export const pairOf = (
  region: RegionCode,
  { pairs }: Places,
): readonly [RegionCode, RegionCode] | undefined => pairs.find(([, around]) => around === region);

/** The city, or the region around it: people take them for one, and a permit does not. */
export const sideQuestion = (pair: readonly [RegionCode, RegionCode], step?: Step): Asked<RegionCode> => ({
  id: 'side',
  text: [phrase('permit:side')],
  ...stepOf(step),
  skippable: true,
  columns: 1,
  options: pair.map((region) => ({ value: region, label: regionName(region) })),
});

/** Whether somebody would get a new permit for good work elsewhere. */
export const newPermitQuestion = (...about: readonly Phrase[]): Asked<'yes' | 'no'> => ({
  id: 'new-permit',
  text: [phrase('permit:new-ask'), ...about],
  skippable: true,
  columns: 1,
  options: (['yes', 'no'] as const).map((value) => ({ value, label: phrase(`permit:new-${value}`) })),
});
