/** Objects for tests: complete, ordinary and open, with only what a test is about said aloud. */
import { type CountDay, countDayBy } from '../../src/domain/count-day.ts';
import type { RenderedMessage } from '../../src/domain/message.ts';
import { type HarvestTerms, type Opening, UNSTATED } from '../../src/domain/opening.ts';
import { type Preferences, type Subscriber, UNANSWERED } from '../../src/domain/subscriber.ts';
import type { ChannelLimits } from '../../src/domain/terms.ts';

/** The day tests call today unless they say otherwise. */
export const TODAY = '2026-06-15';

/** Noon of that day in Moscow, where tests count places. */
export const countDay: CountDay = countDayBy(
  () => new Date(`${TODAY}T09:00:00Z`),
  (at) => new Date(at.getTime() + 3 * 3_600_000).toISOString().slice(0, 10),
);

let made = 0;

/** A fresh UUID-shaped id that is the same in every run: tests that fail say so with the same names. */
export const anId = (): string => {
  made += 1;
  return `00000000-0000-4000-8000-${made.toString(16).padStart(12, '0')}`;
};

/** Preferences with nothing answered but what is given. */
export const preferences = (answered: Partial<Preferences> = {}): Preferences => ({
  ...UNANSWERED,
  ...answered,
});

/** An open vacancy: a warehouse in Lipetsk, nothing stated that is not needed. */
export const anOpening = (differing: Partial<Opening> = {}): Opening => {
  const id = differing.id ?? anId();
  return {
    id,
    code: `T${id.slice(-4).toUpperCase()}`,
    source: 'demo',
    externalId: id,
    kind: 'vacancy',
    work: 'warehouse',
    crop: null,
    aid: null,
    title: 'Комплектовщик',
    note: null,
    locale: 'ru',
    region: 'RU-LIP',
    place: null,
    startsOn: null,
    endsOn: null,
    pay: null,
    hoursPerDay: null,
    housing: null,
    food: null,
    transport: null,
    places: differing.placesLeft ?? null,
    placesLeft: differing.places ?? null,
    medicalBook: null,
    employer: null,
    employerId: null,
    contact: { url: 'https://example.org/', phone: null },
    postedOn: '2026-06-10',
    validUntil: null,
    status: 'open',
    closeReason: null,
    expiresOn: '2026-07-10',
    bulletinId: null,
    revision: 0,
    placesAt: null,
    ...UNSTATED,
    ...differing,
  };
};

/** Terms of a harvest with nothing stated but what is given. */
export const harvestTerms = (differing: Partial<HarvestTerms> = {}): HarvestTerms => ({
  unitsMin: null,
  unitsMax: null,
  guaranteedDay: null,
  daysPerWeek: null,
  brigade: null,
  comeFrom: null,
  comeUntil: null,
  pickup: null,
  foodADay: null,
  housingADay: null,
  wayHome: null,
  ...differing,
});

/** An active subscriber on the channel `telegram`; `preferences` may be partial. */
export const aSubscriber = (
  differing: Omit<Partial<Subscriber>, 'preferences'> & { readonly preferences?: Partial<Preferences> } = {},
): Subscriber => {
  const { preferences: answered, ...rest } = differing;
  return {
    id: anId(),
    ordinal: made,
    channel: 'telegram',
    locale: 'ru',
    preferences: preferences(answered),
    standing: 'active',
    pausedUntil: null,
    hidden: [],
    consentOn: '2026-06-01',
    consentVersion: 1,
    answeredIn: '2026-06-01',
    windowUntil: null,
    heldUntil: null,
    ...rest,
  };
};

/** A message of plain text, as a channel gets it. */
export const aMessage = (text: string): RenderedMessage => ({ locale: 'ru', text, buttons: [] });

/** Limits of a channel such as Telegram. */
export const someLimits = (differing: Partial<ChannelLimits> = {}): ChannelLimits => ({
  textUnits: 4_096,
  labelUnits: 32,
  dataBytes: 64,
  buttons: 100,
  perSecond: 25,
  perPersonMs: 1_000,
  repeatHours: 48,
  ...differing,
});
