/** Rules for tests: none at all, or a small country of one's own with every sort of rule. */
import type { ChecklistStep, HelpLine } from '../../src/domain/country.ts';
import { type Law, lawOf } from '../../src/domain/law.ts';
import type { BarRule, BasisRule, FeeRule, LinkRule, Rule, ShareRule } from '../../src/domain/rules.ts';
import { TODAY } from './builders.ts';

/** Nothing is on file: whatever somebody's right to work is, nobody knows better. */
export const NO_RULES: Law = lawOf([], []);

const sourced = {
  source: 'law 1 of 1 January',
  from: '2025-01-01',
  to: null,
  checkedAt: TODAY,
  confidence: 'verified',
} as const;

export const aBasis = (basis: string, differing: Partial<BasisRule> = {}): BasisRule => ({
  ...sourced,
  id: `basis-${basis}`,
  kind: 'basis',
  basis,
  bound: 'region',
  elsewhere: 'new-permit',
  elsewhereConfidence: 'verified',
  ...differing,
});

export const aLink = (regions: LinkRule['regions'], differing: Partial<LinkRule> = {}): LinkRule => ({
  ...sourced,
  id: `link-${regions.join('-')}`,
  kind: 'link',
  basis: 'patent',
  regions,
  ...differing,
});

export const aBar = (region: string, differing: Partial<BarRule> = {}): BarRule => ({
  ...sourced,
  id: `bar-${region}`,
  kind: 'bar',
  basis: 'patent',
  region,
  activities: '*',
  complete: true,
  except: [],
  from: '2026-01-01',
  to: '2026-12-31',
  ...differing,
});

export const aFee = (region: string, monthly: number, differing: Partial<FeeRule> = {}): FeeRule => ({
  ...sourced,
  id: `fee-${region}`,
  kind: 'fee',
  basis: 'patent',
  region,
  monthly,
  currency: 'RUB',
  from: '2026-01-01',
  to: '2026-12-31',
  ...differing,
});

export const aShare = (activity: string, percent: number, differing: Partial<ShareRule> = {}): ShareRule => ({
  ...sourced,
  id: `share-${activity}`,
  kind: 'share',
  region: '*',
  activity,
  percent,
  from: '2026-01-01',
  to: '2026-12-31',
  ...differing,
});

/** No limit, a patent, a residence that counts in its region alone, and a permit of an employer. */
export const BASES: readonly Rule[] = [
  aBasis('open', { bound: 'none', elsewhere: null, elsewhereConfidence: null }),
  aBasis('patent'),
  aBasis('trp', { elsewhere: 'barred', elsewhereConfidence: 'open' }),
  aBasis('employer', { bound: 'employer', elsewhere: null, elsewhereConfidence: null }),
];

/** What rules speak of that is finer than a work. */
export const ACTIVITIES = [
  { id: 'taxi', work: 'driving', codes: [], source: 'ours' },
  { id: 'alcohol-retail', work: 'shop', codes: [], source: 'ours' },
  { id: 'major-construction', work: 'building', codes: [], source: 'ours' },
] as const;

export const aLaw = (...rules: readonly Rule[]): Law => lawOf([...BASES, ...rules], ACTIVITIES);

/** Cities and the regions around them. */
export const PAIRS = [
  ['RU-MOW', 'RU-MOS'],
  ['RU-SPE', 'RU-LEN'],
] as const;

const looked = { source: 'ours', checkedAt: TODAY, confidence: 'general' } as const;

export const aHelpLine = (name: string, differing: Partial<HelpLine> = {}): HelpLine => ({
  ...looked,
  id: `help-${name}`,
  kind: 'union',
  name,
  regions: '*',
  phone: null,
  url: null,
  ...differing,
});

const aStep = (id: string, differing: Partial<ChecklistStep> = {}): ChecklistStep => ({
  ...looked,
  id,
  bases: '*',
  leaving: '*',
  entering: '*',
  within: [],
  ...differing,
});

/** Moscow and the region around it. */
const MOSCOW = ['RU-MOW', 'RU-MOS'];

/** What somebody does who moves, as in Russia. */
export const CHECKLIST: readonly ChecklistStep[] = [
  aStep('new-patent', { bases: ['patent'], within: MOSCOW }),
  aStep('register'),
  aStep('payment-date', { bases: ['patent'] }),
  aStep('contract-copy', { bases: ['patent'] }),
  aStep('union'),
  aStep('amina-leaving', { leaving: MOSCOW, within: MOSCOW }),
  aStep('amina-entering', { entering: MOSCOW, within: MOSCOW }),
];
