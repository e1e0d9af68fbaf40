/** Anything a person can take up, as it is held, matched and shown. Absent knowledge is `null`, never a guess. */

/** A calendar day, `YYYY-MM-DD`, in the zone of the workplace. */
export type Day = string;

/** ISO 3166-2 code of a region, for example `RU-LIP`. */
export type RegionCode = string;

/** What sort of opening it is. */
export const KINDS = ['vacancy', 'harvest', 'temporary', 'support'] as const;
export type Kind = (typeof KINDS)[number];

/** The works a person can choose from; each covers several ISCO-08 groups (see `countries/` and `sources/`). */
export const WORKS = [
  'berries',
  'fruit',
  'vegetables',
  'greenhouse',
  'field',
  'livestock',
  'forest-fish',
  'building',
  'finishing',
  'technician',
  'machines',
  'driving',
  'courier',
  'warehouse',
  'factory',
  'kitchen',
  'cleaning',
  'yards',
  'shop',
  'care',
] as const;
export type Work = (typeof WORKS)[number];

/** What is harvested or tended, where the opening says so. */
export const CROPS = [
  'strawberry',
  'raspberry',
  'blueberry',
  'cherry',
  'currant',
  'apple',
  'pear',
  'plum',
  'peach',
  'apricot',
  'grape',
  'citrus',
  'tomato',
  'cucumber',
  'pepper',
  'cabbage',
  'carrot',
  'onion',
  'beet',
  'potato',
  'melon',
  'pumpkin',
  'lettuce',
  'maize',
  'beans',
  'grain',
  'hay',
  'rice',
  'cotton',
  'tobacco',
  'sugarcane',
  'nuts',
  'mushroom',
  'wild-berry',
  'flowers',
  'seedlings',
  'cattle',
  'sheep',
  'poultry',
  'bees',
  'fish',
] as const;
export type Crop = (typeof CROPS)[number];

/** What kind of help a `support` opening gives. */
export const AIDS = ['medical', 'food', 'cash', 'legal'] as const;
export type Aid = (typeof AIDS)[number];

/** What a pay figure is counted by. */
export const PAY_UNITS = ['hour', 'day', 'week', 'month', 'season', 'kg', 'box', 'piece'] as const;
export type PayUnit = (typeof PAY_UNITS)[number];

/** Stated pay, in whole currency units per `unit`; `max` is `null` when only a lower bound is stated. */
export interface Pay {
  readonly min: number | null;
  readonly max: number | null;
  readonly unit: PayUnit;
  /** ISO 4217 code. */
  readonly currency: string;
}

/** Whether something comes with the work; `null` in a field of this type means "not stated". */
export const PROVISIONS = ['free', 'paid', 'none'] as const;
export type Provision = (typeof PROVISIONS)[number];

/** How an opening ended. Only `open` openings are shown and pushed. */
export const STATUSES = ['open', 'paused', 'filled', 'closed'] as const;
export type Status = (typeof STATUSES)[number];

/** Why an opening is no longer open; the last five are what people say of it. */
export const CLOSE_REASONS = [
  'expired',
  'too-old',
  'source-gone',
  'filled',
  'withdrawn',
  'moved',
  'pay-changed',
  'reports',
] as const;
export type CloseReason = (typeof CLOSE_REASONS)[number];

/** Whom something is paid by, or who bears it; `null` in a field of this type means "not stated". */
export const PAYERS = ['employer', 'worker'] as const;
export type Payer = (typeof PAYERS)[number];

/** What is signed with whoever comes: a written employment contract, a written one for services, or nothing on paper. */
export const CONTRACTS = ['labour', 'civil', 'oral'] as const;
export type Contract = (typeof CONTRACTS)[number];

/** What whoever posts an opening promises: the five points of fair recruitment (IOM IRIS standard, principles 1–5). */
export const PLEDGES = ['no-fee', 'papers', 'terms', 'privacy', 'remedy'] as const;
export type Pledge = (typeof PLEDGES)[number];

/** What a harvest says beside its pay. Sums are whole units of the pay's currency; `null` is "not stated". */
export interface HarvestTerms {
  /** Units of the pay that one person does a day, by whoever posted it. */
  readonly unitsMin: number | null;
  readonly unitsMax: number | null;
  /** Least pay a day, whatever is picked; 0 is "none". */
  readonly guaranteedDay: number | null;
  readonly daysPerWeek: number | null;
  /** People who work as one group. */
  readonly brigade: number | null;
  /** The days on which one can come. */
  readonly comeFrom: Day | null;
  readonly comeUntil: Day | null;
  /** Where and when transport leaves, as written; at most 120 characters. */
  readonly pickup: string | null;
  /** What paid food and housing cost a day. */
  readonly foodADay: number | null;
  readonly housingADay: number | null;
  readonly wayHome: Payer | null;
}

/** How to reach the employer or coordinator in public; nothing of a contact person is kept. */
export interface Contact {
  readonly url: string | null;
  /** A public line or office that a coordinator gave; never taken from a feed. */
  readonly phone: string | null;
  /** It is a line of who vouches: beside any other their name is never said. */
  readonly own?: boolean;
}

/** A note in another language, and what stands for the words it is a translation of (`note-translations.ts`). */
export interface NoteTranslation {
  readonly text: string;
  readonly of: string;
}

/** What a source or a coordinator says about an opening. */
export interface OpeningContent {
  readonly kind: Kind;
  /** `null` for support. */
  readonly work: Work | null;
  readonly crop: Crop | null;
  readonly aid: Aid | null;
  /** As written by whoever posted it, plain text of at most 120 characters. */
  readonly title: string;
  /** As written, plain text of at most 600 characters. */
  readonly note: string | null;
  /** Language of `title` and `note`, BCP 47. */
  readonly locale: string;
  /** Translations of the note by language, BCP 47; also those of words that it had before, which nobody is shown. */
  readonly notes: Readonly<Record<string, NoteTranslation>>;
  readonly region: RegionCode;
  /** District, town or farm as written, at most 120 characters. */
  readonly place: string | null;
  readonly startsOn: Day | null;
  readonly endsOn: Day | null;
  readonly pay: Pay | null;
  readonly hoursPerDay: number | null;
  readonly housing: Provision | null;
  readonly food: Provision | null;
  readonly transport: Provision | null;
  readonly places: number | null;
  readonly medicalBook: boolean | null;
  /** Legal name of the employer. */
  readonly employer: string | null;
  /** Registration number of the employer (Russia: INN), for recognising the same opening again. */
  readonly employerId: string | null;
  readonly contact: Contact;
  /** The day it was first published at its origin. */
  readonly postedOn: Day;
  /** The last day it may be shown, when the origin states one. */
  readonly validUntil: Day | null;
  /** Finer than `work`, where rules are: an activity of the country's package. */
  readonly activity: string | null;
  /** Who pays a permit that the work needs. */
  readonly permitPayer: Payer | null;
  /** Whether the employer holds a quota for people whose permit is bound to one. */
  readonly quota: boolean | null;
  /** Rights to work that the employer takes: bases of the country's package; `null` is not stated. */
  readonly accepts: 'any' | readonly string[] | null;
  readonly contract: Contract | null;
  /** The organisation that vouches for it, by its public name. */
  readonly vouchedBy: string | null;
  /** What its poster promised; empty is nothing. */
  readonly pledge: readonly Pledge[];
  readonly harvest: HarvestTerms | null;
}

/** What most openings do not state: sources spread it over what they read. */
export const UNSTATED = {
  activity: null,
  permitPayer: null,
  quota: null,
  accepts: null,
  contract: null,
  notes: {},
  vouchedBy: null,
  pledge: [],
  harvest: null,
} as const satisfies Partial<OpeningContent>;

/** An opening as it is held. */
export interface Opening extends OpeningContent {
  readonly id: string;
  /** Short public code such as `K7Q2M`, made from the opening and never from a person. */
  readonly code: string;
  /**
   * `trudvsem`, `seasonal`, `jobposting`, `csv`, `demo`: a file of `sources/`; `exchange:<name>`: a trusted feed;
   * `chat`: a coordinator posted it.
   */
  readonly source: string;
  readonly externalId: string;
  readonly status: Status;
  readonly closeReason: CloseReason | null;
  /** Equal to `places` until somebody lowers it; `null` when not stated. */
  readonly placesLeft: number | null;
  /** The last day it is shown: `validUntil`, else the age rule of the importer. */
  readonly expiresOn: Day;
  /** The bulletin that brought it, `null` for a coordinator's. */
  readonly bulletinId: string | null;
  /** Raised by every change of substance. */
  readonly revision: number;
  /** When somebody last said how many places are left; `null`: nobody has. */
  readonly placesAt: Date | null;
}

/** Sources whose openings somebody keeps true, each exchange among them; the great feeds only come and go. */
const KEPT_SOURCES: readonly string[] = ['chat', 'csv', 'demo', 'exchange'];

/** Whether those who saw the opening hear when it changes. */
export const isKept = ({ source }: Pick<Opening, 'source'>): boolean =>
  KEPT_SOURCES.includes(source.split(':', 1)[0] ?? '');

/** Open, and places left as far as anybody said. */
export const isOpen = (opening: Opening, today: Day): boolean =>
  opening.status === 'open' && opening.expiresOn >= today && opening.placesLeft !== 0;
