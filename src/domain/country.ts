/** One country, as data: each folder of `countries/` holds one. `docs/adding-a-country.md` describes its files. */
import type { Crop, Day, PayUnit, RegionCode, Work } from './opening.ts';
import type { Confidence, Rule, Sourced } from './rules.ts';

/** A region people can choose and be sent to. Names stand in `locales/<locale>/regions.json` under its code. */
export interface Region {
  readonly code: RegionCode;
  /** Group in menus, for example `central`; named in the same locale file. */
  readonly district: string;
  /** IANA zone of its capital. */
  readonly timeZone: string;
  readonly otherTimeZones: readonly string[];
  /** How vacancy feeds call it: KLADR-13 and two digits for Russia. */
  readonly feedCodes: readonly string[];
  /** Nicknames and main towns that people type for it, beside its names in `locales/`. */
  readonly calledAlso: readonly string[];
}

/** Something finer than our works that rules speak of, such as taxis or the sale of alcohol. */
export interface Activity {
  readonly id: string;
  /** The work of ours it is a part of; `null`: of none. */
  readonly work: Work | null;
  /** Codes of the country's classification, for whoever reads the law. */
  readonly codes: readonly string[];
  readonly source: string;
}

/** What is harvested in the country, and which of our works and activities that is. */
export interface CropEntry {
  readonly crop: Crop;
  readonly work: Work;
  /** What a person may ask for in one word, such as `berries`. */
  readonly group: string | null;
  readonly activity: string | null;
  /** Codes of the country's classification. */
  readonly codes: readonly string[];
  readonly source: string;
}

/** When something is harvested or tended in some regions: a hint for reminders, never a promise. */
export interface SeasonRow extends Omit<Sourced, 'from' | 'to'> {
  /** May be empty, where the work has no crop of its own, such as sowing. */
  readonly crops: readonly Crop[];
  /** What of the crop it is, where several rows speak of one: named in `season.json` under `varieties`. */
  readonly variety?: string;
  /** What work it is where the crops do not say, or not all of it; else `null`. */
  readonly work: Work | null;
  /** `*` is every region; empty only abroad. */
  readonly regions: readonly RegionCode[] | '*';
  /** `MM-DD`; later than `windowTo` where the window goes over the new year. */
  readonly windowFrom: string;
  /** `MM-DD`; `null`: counts as thirty days until somebody enters an end. */
  readonly windowTo: string | null;
  readonly phase: 'sowing' | 'weeding' | 'harvest' | 'sorting' | 'all-year';
  readonly payUnit: PayUnit | null;
  /** Units one person does a day, where a source says so. */
  readonly unitsPerDay: { readonly min: number; readonly max: number } | null;
  /** Days by which a year differs, as the package knows it. */
  readonly yearShift: Readonly<Record<string, number>>;
  /** Under another country's law: listed, and never suggested. */
  readonly abroad: boolean;
}

/** A day on which nobody works. */
export interface Holiday {
  readonly day: Day;
  readonly name: string;
  /** `*` is every region. */
  readonly regions: readonly RegionCode[] | '*';
  readonly source: string;
}

/** Whom a person may ask, in public; `null` contacts are not known, and nothing stands in their place. */
export interface HelpLine extends Omit<Sourced, 'from' | 'to'> {
  readonly kind: 'union' | 'labour-inspection' | 'migration' | 'trafficking' | 'ngo';
  readonly name: string;
  readonly regions: readonly RegionCode[] | '*';
  readonly phone: string | null;
  readonly url: string | null;
}

/** A step for somebody who moves to another region to work; its text is `moving:<id>` in `locales/`. */
export interface ChecklistStep extends Omit<Sourced, 'from' | 'to'> {
  /** For whom: bases of the package, `*` for everybody. */
  readonly bases: readonly string[] | '*';
  /** Shown where the person leaves one of these regions; `*`: any. */
  readonly leaving: readonly RegionCode[] | '*';
  /** Shown where the person goes to one of these regions; `*`: any. */
  readonly entering: readonly RegionCode[] | '*';
  /** Not needed where both regions are in this list. */
  readonly within: readonly RegionCode[];
}

/** One country, as data. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly defaultTimeZone: string;
  /** Groups of regions in menus, in their order. */
  readonly districts: readonly string[];
  readonly regions: readonly Region[];
  /** Codes that feeds of this country use for places we do not serve; openings there are refused. */
  readonly refusedFeedCodes: readonly string[];
  /** City and the region around it, which people take for one: asked apart. */
  readonly pairs: readonly (readonly [city: RegionCode, around: RegionCode])[];
  /** Lowest pay a month that people may tap, ascending. */
  readonly payFloors: readonly number[];
  readonly activities: readonly Activity[];
  readonly crops: readonly CropEntry[];
  readonly rules: readonly Rule[];
  readonly seasons: readonly SeasonRow[];
  readonly holidays: readonly Holiday[];
  readonly helpLines: readonly HelpLine[];
  readonly checklist: readonly ChecklistStep[];
  readonly source: string;
  /** The day the data were checked. */
  readonly checkedOn: Day;
}

/** Rights to work that a country's rules know. */
export const basesOf = ({ rules }: Pick<Country, 'rules'>): ReadonlySet<string> =>
  new Set(rules.flatMap((rule) => (rule.kind === 'basis' ? [rule.basis] : [])));

/** Whether a row may be built on. */
export const isSettled = ({ confidence }: { readonly confidence: Confidence }): boolean =>
  confidence !== 'open';
