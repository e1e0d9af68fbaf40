import type { ChoiceQuestion, MultipleQuestion, NumberQuestion, Places } from './conversation.ts';
import { type Phrase, phrase } from './message.ts';
import { type Day, KINDS, type Kind, type RegionCode, WORKS, type Work } from './opening.ts';
import { kindLabel, regionName, workLabel } from './phrases.ts';
import { CADENCES, type Cadence, type Preferences } from './subscriber.ts';

/** The questions about preferences, each in one place: asked when beginning, when refining and when changing. */

type Asked<Q extends { kind: string }> = Omit<Q, 'kind'>;
type Step = { readonly now: number; readonly of: number };

/** In the order they are asked; the first three are enough to find openings. */
export const PREFERENCES = [
  'kinds',
  'works',
  'regions',
  'housing',
  'pay',
  'free',
  'crew',
  'cadence',
  'permit',
  'quiet',
  'new-permit',
] as const;
export type PreferenceName = (typeof PREFERENCES)[number];

/** Asked before the first list, and after it. */
export const FIRST: readonly PreferenceName[] = ['kinds', 'works', 'regions'];
export const LATER: readonly PreferenceName[] = ['housing', 'pay', 'free', 'crew', 'cadence', 'permit'];

const text = (name: PreferenceName): readonly Phrase[] => [phrase(`ask:${name}`)];
const stepOf = (step: Step | undefined): { step?: Step } => (step === undefined ? {} : { step });
const listOf = <T extends string>(chosen: 'any' | readonly T[] | null): readonly T[] =>
  chosen === null || chosen === 'any' ? [] : chosen;

/** Which kinds of openings; "everything" is one tap. */
export const kindsQuestion = (known: Preferences, step?: Step): Asked<MultipleQuestion<Kind>> => ({
  id: 'kinds',
  text: text('kinds'),
  ...stepOf(step),
  skippable: true,
  any: phrase('ask:kinds-any'),
  columns: 1,
  chosen: listOf(known.kinds),
  options: KINDS.map((kind) => ({ value: kind, label: kindLabel(kind) })),
});

/** Which work somebody can do. */
export const worksQuestion = (known: Preferences, step?: Step): Asked<MultipleQuestion<Work>> => ({
  id: 'works',
  text: text('works'),
  ...stepOf(step),
  skippable: true,
  any: phrase('ask:works-any'),
  chosen: listOf(known.works),
  options: WORKS.map((work) => ({ value: work, label: workLabel(work) })),
});

/** Where: regions by district, or by typing a name. */
export const regionsQuestion = (
  known: Preferences,
  places: Places,
  step?: Step,
): Asked<MultipleQuestion<RegionCode>> => ({
  id: 'regions',
  text: text('regions'),
  ...stepOf(step),
  skippable: true,
  any: phrase('ask:regions-any'),
  chosen: listOf(known.regions),
  groups: places.districts.map((value) => ({ value, label: regionName(value) })),
  options: places.regions.map(({ code, district }) => ({
    value: code,
    label: regionName(code),
    group: district,
  })),
  search: (words) => places.search(words),
});

/** Whether only openings with housing fit. */
export const housingQuestion = (step?: Step): Asked<ChoiceQuestion<'yes' | 'no'>> => ({
  id: 'housing',
  text: text('housing'),
  ...stepOf(step),
  skippable: true,
  options: (['yes', 'no'] as const).map((value) => ({ value, label: phrase(`ask:housing-${value}`) })),
});

/** Round sums that cover what farms and building sites pay a month; any other may be typed. */
const PAY_FLOORS = [40_000, 60_000, 80_000, 100_000, 120_000, 150_000];

/** Nobody works a month for less: "80" means thousands or a button, and guessing would show the wrong openings. */
const LOWEST_PAY = 1_000;

/** The lowest pay a month, in whole roubles; 0 is any. */
export const payQuestion = (step?: Step): Asked<NumberQuestion> => ({
  id: 'pay',
  text: text('pay'),
  ...stepOf(step),
  skippable: true,
  min: 0,
  max: 1_000_000,
  typed: {
    from: LOWEST_PAY,
    hint: phrase('ask:pay-example', { amount: { amount: 80_000, currency: 'RUB' } }),
  },
  suggestions: [
    ...PAY_FLOORS.map((value) => ({
      value,
      label: phrase('ask:pay-from', { amount: { amount: value, currency: 'RUB' } }),
    })),
    { value: 0, label: phrase('ask:pay-any') },
  ],
});

const addDays = (day: Day, days: number): Day =>
  new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);

/** The first and the fifteenth of the coming months, nearest first. */
export function comingDates(today: Day, count: number): readonly Day[] {
  const dates: Day[] = [];
  for (let day = addDays(today, 1); dates.length < count; day = addDays(day, 1)) {
    if (day.endsWith('-01') || day.endsWith('-15')) dates.push(day);
  }
  return dates;
}

/** From when somebody can work: `now` or a day. */
export const freeQuestion = (today: Day, step?: Step): Asked<ChoiceQuestion> => ({
  id: 'free',
  text: text('free'),
  ...stepOf(step),
  skippable: true,
  options: [
    { value: 'now', label: phrase('ask:free-now') },
    ...comingDates(today, 9).map((day) => ({ value: day, label: phrase('ask:free-from', { day: { day } }) })),
  ],
});

/** How many travel together. */
export const crewQuestion = (step?: Step): Asked<NumberQuestion> => ({
  id: 'crew',
  text: text('crew'),
  ...stepOf(step),
  skippable: true,
  min: 1,
  max: 50,
  suggestions: [1, 2, 3, 4, 6, 10].map((value) => ({
    value,
    label: phrase('ask:crew-of', { count: value }),
  })),
});

/** How often pushes come. */
export const cadenceQuestion = (step?: Step): Asked<ChoiceQuestion<Cadence>> => ({
  id: 'cadence',
  text: text('cadence'),
  ...stepOf(step),
  skippable: true,
  columns: 1,
  options: CADENCES.map((value) => ({ value, label: phrase(`ask:cadence-${value}`) })),
});

/** Hours in which nothing rings, as `from-to`; 22–7 holds for whoever has not said. */
const QUIET_HOURS = ['22-7', '21-6', '23-8', '20-8'];

/** Hours in which nothing rings: `from-to`, or `off`. */
export const quietQuestion = (): Asked<ChoiceQuestion> => ({
  id: 'quiet',
  text: text('quiet'),
  skippable: true,
  options: [
    ...QUIET_HOURS.map((value) => {
      const [from, to] = value.split('-');
      return { value, label: phrase('ask:quiet-hours', { from: Number(from), to: Number(to) }) };
    }),
    { value: 'off', label: phrase('ask:quiet-off') },
  ],
});

/** Whether urgent work may ring in these hours: asked where they are chosen, and nowhere else. */
export const wakeQuestion = (): Asked<ChoiceQuestion<'yes' | 'no'>> => ({
  id: 'wake',
  text: [phrase('ask:wake')],
  skippable: true,
  columns: 1,
  options: (['no', 'yes'] as const).map((value) => ({ value, label: phrase(`ask:wake-${value}`) })),
});

/** What an answer to `quietQuestion` means. */
export const quietHoursOf = (answer: string): NonNullable<Preferences['quietHours']> => {
  const [from, to] = answer.split('-').map(Number);
  return answer === 'off' || from === undefined || to === undefined ? 'off' : { from, to };
};

/** Which of these are not answered yet, in order. */
export function unanswered(
  preferences: Preferences,
  names: readonly PreferenceName[],
): readonly PreferenceName[] {
  const open: Readonly<Record<PreferenceName, boolean>> = {
    kinds: preferences.kinds === null,
    works: preferences.works === null,
    regions: preferences.regions === null,
    housing: preferences.housingNeeded === null,
    pay: preferences.payFloor === null,
    free: preferences.freeFrom === null,
    crew: preferences.crew === null,
    cadence: preferences.cadence === null,
    permit: preferences.permit === null,
    quiet: preferences.quietHours === null,
    'new-permit': preferences.newPermit === null,
  };
  return names.filter((name) => open[name]);
}
