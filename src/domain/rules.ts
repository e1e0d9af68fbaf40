/** The law about who may work where, as rows with a source and a date. What follows from them is `verdict.ts`. */
import type { Day, RegionCode } from './opening.ts';

/** How sure a row is: read at its source; known but not read; not settled, so that nothing may be built on it. */
export const CONFIDENCES = ['verified', 'general', 'open'] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What every row of a country package says of itself. */
export interface Sourced {
  /** Unique in its country, and the same for ever: corrections name it. */
  readonly id: string;
  /** Where it was read: a law, a decree, an address or a paper and its day. */
  readonly source: string;
  /** How that is called in a language or a script (`ru`, `Cyrl`), where readers of it would not know the name. */
  readonly sourceIn?: Readonly<Record<string, string>>;
  /** The first day on which it holds. */
  readonly from: Day;
  /** The last day on which it holds; `null`: no end is known. */
  readonly to: Day | null;
  /** The day somebody last looked at the source. */
  readonly checkedAt: Day;
  readonly confidence: Confidence;
  readonly note?: string;
}

/** A way in which a person may work in the country at all: a permit basis. Named in `locales/` under `permit:`. */
export interface BasisRule extends Sourced {
  readonly kind: 'basis';
  /** `patent`, `trp` …: what rows about it and a person's answer name. */
  readonly basis: string;
  /** What it is bound to. */
  readonly bound: 'none' | 'region' | 'employer';
  /** Bound to a region: whether a person can get another for another region, or may simply not work there. */
  readonly elsewhere: 'new-permit' | 'barred' | null;
  /** How sure that is; the row's own confidence speaks of the rest. */
  readonly elsewhereConfidence: Confidence | null;
}

/** Whether anything that a row says is not settled. */
export const isOpenQuestion = (rule: Rule): boolean =>
  rule.confidence === 'open' || (rule.kind === 'basis' && rule.elsewhereConfidence === 'open');

/** Two regions in which one permit counts. */
export interface LinkRule extends Sourced {
  readonly kind: 'link';
  readonly basis: string;
  readonly regions: readonly [RegionCode, RegionCode];
}

/** What holders of a basis may not do in a region, wherever their permit is from. */
export interface BarRule extends Sourced {
  readonly kind: 'bar';
  readonly basis: string;
  readonly region: RegionCode;
  /** Activities of the package, or works of ours that it bars whole; `*` is everything. */
  readonly activities: '*' | readonly string[];
  /** Whether everything that is barred is named; if not, what is not named is not known to be allowed. */
  readonly complete: boolean;
  /** What stays allowed, up to and including a day. */
  readonly except: readonly { readonly activity: string; readonly to: Day }[];
}

/** What a permit of a region costs a month, in whole units of the currency. */
export interface FeeRule extends Sourced {
  readonly kind: 'fee';
  readonly basis: string;
  readonly region: RegionCode;
  readonly monthly: number;
  readonly currency: string;
}

/** The share of foreign staff an employer may have: it binds the employer and is only said, never judged. */
export interface ShareRule extends Sourced {
  readonly kind: 'share';
  /** `*` is every region. */
  readonly region: RegionCode | '*';
  readonly activity: string;
  readonly percent: number;
}

export type Rule = BasisRule | LinkRule | BarRule | FeeRule | ShareRule;
export const RULE_KINDS = ['basis', 'link', 'bar', 'fee', 'share'] as const satisfies readonly Rule['kind'][];

/** A rule that nobody looked at for longer is no ground to say yes or no (work-permits page, rule freshness). */
export const FRESH_DAYS = 90;
