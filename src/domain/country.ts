import type { RegionCode } from './opening.ts';

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

/** One country, as data: each folder of `countries/` exports one. */
export interface Country {
  /** ISO 3166-1 alpha-2. */
  readonly code: string;
  /** ISO 4217. */
  readonly currency: string;
  readonly defaultTimeZone: string;
  readonly districts: readonly string[];
  readonly regions: readonly Region[];
  /** Codes that feeds of this country use for places we do not serve; openings there are refused. */
  readonly refusedFeedCodes: readonly string[];
  readonly source: string;
  /** The day the data were checked. */
  readonly checkedOn: string;
}
