import { type Phrase, phrase } from './message.ts';
import type { Day } from './opening.ts';
import { kindLabel, listed, regionName, workLabel } from './phrases.ts';
import { permitName } from './right-to-work.ts';
import { wishWords } from './season-words.ts';
import type { AnyOf, Preferences } from './subscriber.ts';

const line = (name: string, value: Phrase): Phrase =>
  phrase('summary:line', { name: phrase(`summary:${name}`), value });
const open = phrase('summary:not-said');

function choice<T extends string>(chosen: AnyOf<T>, label: (value: T) => Phrase, most?: number): Phrase {
  if (chosen === null) return open;
  if (chosen === 'any') return phrase('summary:any');
  return listed(chosen.map(label), most) ?? open;
}

function payWish(floor: number | null): Phrase {
  if (floor === null) return open;
  return floor === 0
    ? phrase('summary:any')
    : phrase('ask:pay-from', { amount: { amount: floor, currency: 'RUB' } });
}

function quietWish(hours: Preferences['quietHours']): Phrase {
  if (hours === 'off') return phrase('ask:quiet-off');
  return phrase('ask:quiet-hours', hours === null ? { from: 22, to: 7 } : { from: hours.from, to: hours.to });
}

/** Only where it was said, and where there are hours for it. */
const wakeWish = ({ quietHours, wakeUrgent }: Preferences): readonly Phrase[] =>
  wakeUrgent === null || quietHours === 'off'
    ? []
    : [line('wake', phrase(`ask:wake-${wakeUrgent ? 'yes' : 'no'}`))];

const freeWish = (from: Day | null, today: Day): Phrase => {
  if (from === null) return open;
  return from <= today ? phrase('ask:free-now') : phrase('ask:free-from', { day: { day: from } });
};

/** Only where it was said: that somebody did not say it is no line of anything. */
const permitWishes = ({ permit, newPermit }: Preferences): readonly Phrase[] => [
  ...(permit === null ? [] : [line('permit', permitName(permit))]),
  ...(newPermit === null ? [] : [line('new-permit', phrase(`permit:new-${newPermit ? 'yes' : 'no'}`))]),
];

/** What somebody asked for, a line each, in plain words; of a long choice the first `most`. */
export const summaryLines = (wishes: Preferences, today: Day, most?: number): readonly Phrase[] => [
  line('kinds', choice(wishes.kinds, kindLabel, most)),
  line('works', choice(wishes.works, workLabel, most)),
  line('regions', choice(wishes.regions, regionName, most)),
  line(
    'housing',
    wishes.housingNeeded === null ? open : phrase(`ask:housing-${wishes.housingNeeded ? 'yes' : 'no'}`),
  ),
  line('pay', payWish(wishes.payFloor)),
  line('free', freeWish(wishes.freeFrom, today)),
  line('crew', wishes.crew === null ? open : phrase('ask:crew-of', { count: wishes.crew })),
  line('cadence', phrase(`ask:cadence-${wishes.cadence ?? 'instant'}`)),
  line('quiet', quietWish(wishes.quietHours)),
  ...wakeWish(wishes),
  ...permitWishes(wishes),
  ...waitingLine(wishes.seasons, most),
];

/** Said only where somebody waits for a harvest. */
function waitingLine(seasons: Preferences['seasons'], most?: number): readonly Phrase[] {
  const value = listed((seasons ?? []).map(wishWords), most);
  return value === undefined ? [] : [phrase('summary:line', { name: phrase('season:waiting'), value })];
}
