/** The shape of every file of a country package, field by field. `docs/adding-a-country.md` says it in words. */
import { z } from 'zod';
import type {
  Activity,
  ChecklistStep,
  Country,
  CropEntry,
  HelpLine,
  Holiday,
  Region,
  SeasonRow,
} from '../domain/country.ts';
import { CROPS, PAY_UNITS, WORKS } from '../domain/opening.ts';
import {
  type BarRule,
  type BasisRule,
  CONFIDENCES,
  type FeeRule,
  type LinkRule,
  type ShareRule,
} from '../domain/rules.ts';

const says =
  (wrong: string) =>
  ({ input }: { readonly input: unknown }): string =>
    input === undefined ? 'is missing' : wrong;

/** A calendar day that exists: the calendar gives back what it was asked for. */
const exists = (day: string): boolean => {
  const read = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().slice(0, 10) === day;
};

const knowsZone = (timeZone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

const text = z.string({ error: says('is no text') }).refine((it) => it.trim() !== '', 'is empty');
const matching = (pattern: RegExp, wrong: string) => z.string({ error: says(wrong) }).regex(pattern, wrong);
const id = matching(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is no id: small letters and digits with hyphens');
const stepId = matching(/^[a-z]+(-[a-z]+)*$/, 'is no id of a text: small letters with hyphens');
const day = z
  .string({ error: says('is no day such as 2026-12-31') })
  .refine(exists, 'is no day such as 2026-12-31');
const monthDay = z
  .string({ error: says('is no day of the year such as 06-15') })
  // 2000 has a 29 February.
  .refine((it) => exists(`2000-${it}`), 'is no day of the year such as 06-15');
const zone = z
  .string({ error: says('is no time zone this Node knows') })
  .refine(knowsZone, 'is no time zone this Node knows');
const region = matching(/^[A-Z]{2}-[A-Z0-9]{1,3}$/, 'is no ISO 3166-2 code');
const whole = (wrong: string, least: number) =>
  z.int({ error: says(wrong) }).refine((it) => it >= least, wrong);
const flag = z.boolean({ error: says('is neither true nor false') });
const oneOf = <const Value extends string>(values: readonly Value[]) =>
  z.enum(values, { error: says(`is none of ${values.join(', ')}`) });
const list = <Item extends z.ZodType>(item: Item) => z.array(item, { error: says('is no list') });
const some = <Item extends z.ZodType>(item: Item) => list(item).refine((it) => it.length > 0, 'is empty');
/** `*` for everything, or a list that names at least one. */
const allOr = <Item extends z.ZodType>(item: Item) => {
  const wrong = 'is neither "*" nor a list of at least one';
  return z.union([z.literal('*'), z.array(item).min(1, wrong)], { error: says(wrong) });
};
const work = oneOf(WORKS);
const crop = oneOf(CROPS);
const currency = matching(/^[A-Z]{3}$/, 'is no ISO 4217 code');

const undated = {
  id,
  source: text,
  sourceIn: z
    .record(matching(/^[A-Za-z]{2,4}(?:-[A-Za-z]{4})?$/, 'is no language and no script'), text, {
      error: says('is no list of names'),
    })
    .exactOptional(),
  checkedAt: day,
  confidence: oneOf(CONFIDENCES),
  note: text.exactOptional(),
};
const dated = { ...undated, from: day, to: day.nullable() };

const basis: z.ZodType<Omit<BasisRule, 'kind'>> = z.strictObject({
  ...dated,
  basis: id,
  bound: oneOf(['none', 'region', 'employer']),
  elsewhere: oneOf(['new-permit', 'barred']).nullable(),
  elsewhereConfidence: oneOf(CONFIDENCES).nullable(),
});

const link: z.ZodType<Omit<LinkRule, 'kind'>> = z.strictObject({
  ...dated,
  basis: id,
  regions: z.tuple([region, region], { error: says('is no pair of regions') }),
});

const bar: z.ZodType<Omit<BarRule, 'kind'>> = z.strictObject({
  ...dated,
  basis: id,
  region,
  activities: allOr(id),
  except: list(z.strictObject({ activity: id, to: day })),
  complete: flag,
});

const fee: z.ZodType<Omit<FeeRule, 'kind'>> = z.strictObject({
  ...dated,
  basis: id,
  region,
  monthly: whole('is no whole sum above zero', 1),
  currency,
});

const share: z.ZodType<Omit<ShareRule, 'kind'>> = z.strictObject({
  ...dated,
  region: z.union([z.literal('*'), region], { error: says('is neither "*" nor an ISO 3166-2 code') }),
  activity: id,
  percent: whole('is no whole number from 0 to 100', 0).refine(
    (it) => it <= 100,
    'is no whole number from 0 to 100',
  ),
});

const regionRow: z.ZodType<Region> = z.strictObject({
  code: region,
  district: id,
  timeZone: zone,
  otherTimeZones: list(zone),
  feedCodes: list(text),
  calledAlso: list(text),
});

const activity: z.ZodType<Activity> = z.strictObject({
  id,
  work: work.nullable(),
  codes: list(text),
  source: text,
});

const cropRow: z.ZodType<CropEntry> = z.strictObject({
  crop,
  work,
  group: id.nullable(),
  activity: id.nullable(),
  codes: list(text),
  source: text,
});

const season: z.ZodType<SeasonRow> = z.strictObject({
  ...undated,
  crops: list(crop),
  variety: stepId.exactOptional(),
  work: work.nullable(),
  regions: z.union([z.literal('*'), z.array(region)], {
    error: says('is neither "*" nor a list of regions'),
  }),
  windowFrom: monthDay,
  windowTo: monthDay.nullable(),
  phase: oneOf(['sowing', 'weeding', 'harvest', 'sorting', 'all-year']),
  payUnit: oneOf(PAY_UNITS).nullable(),
  unitsPerDay: z
    .strictObject({
      min: whole('is no whole number above zero', 1),
      max: whole('is no whole number above zero', 1),
    })
    .nullable(),
  yearShift: z.record(matching(/^\d{4}$/, 'is no year'), z.int({ error: says('is no number of days') }), {
    error: says('is no list of years with days'),
  }),
  abroad: flag,
});

const holiday: z.ZodType<Holiday> = z.strictObject({ day, name: text, regions: allOr(region), source: text });

const helpLine: z.ZodType<HelpLine> = z.strictObject({
  ...undated,
  kind: oneOf(['union', 'labour-inspection', 'migration', 'trafficking', 'ngo']),
  name: text,
  regions: allOr(region),
  phone: matching(/^[+\d][\d ()-]{2,}$/, 'is no telephone number').nullable(),
  url: z
    .string({ error: says('is no https address') })
    .refine((it) => URL.canParse(it) && new URL(it).protocol === 'https:', 'is no https address')
    .nullable(),
});

const step: z.ZodType<ChecklistStep> = z.strictObject({
  ...undated,
  id: stepId,
  bases: allOr(id),
  leaving: allOr(region),
  entering: allOr(region),
  within: list(region),
});

/** What `country.json` says; the other files are lists. */
export interface CountryFacts
  extends Pick<Country, 'code' | 'currency' | 'districts' | 'pairs' | 'payFloors' | 'source' | 'checkedOn'> {
  /** Its default time zone. */
  readonly zone: string;
  /** Places that feeds of the country name and we do not serve; `isoElsewhere` is where ISO 3166-2 lists them. */
  readonly refused: readonly { readonly isoElsewhere: string; readonly feedCodes: readonly string[] }[];
}

export const FACTS: z.ZodType<CountryFacts> = z.strictObject({
  code: matching(/^[A-Z]{2}$/, 'is no ISO 3166-1 alpha-2 code'),
  currency,
  zone,
  districts: some(id),
  pairs: list(z.tuple([region, region], { error: says('is no pair of regions') })),
  payFloors: some(whole('is no whole sum above zero', 1)),
  refused: list(z.strictObject({ isoElsewhere: text, feedCodes: some(text) })),
  source: text,
  checkedOn: day,
});

/** The lists: one file each, one row an object. */
export const LISTS = {
  regions: regionRow,
  bases: basis,
  links: link,
  bars: bar,
  fees: fee,
  shares: share,
  activities: activity,
  crops: cropRow,
  seasons: season,
  holidays: holiday,
  'help-lines': helpLine,
  checklist: step,
} as const;
export type ListName = keyof typeof LISTS;
export type RowOf<Name extends ListName> = z.infer<(typeof LISTS)[Name]>;
