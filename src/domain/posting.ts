/**
 * An opening as it travels between exchanges: JobPosting of schema.org, and what that has no word for under `mehnat:`.
 * Nothing of those who posted it, who were told of it or who reported it; no telephone, for what looks like an office's
 * may be a person's.
 */
import {
  amount,
  day,
  type Fields,
  fields,
  firstText,
  isFields,
  list,
  pay,
  text,
  webAddress,
  whole,
} from './feed-values.ts';
import { acceptsIn } from './hiring-values.ts';
import { localesOf, translationOf } from './note-translations.ts';
import {
  AIDS,
  CONTRACTS,
  CROPS,
  type HarvestTerms,
  KINDS,
  type Opening,
  type OpeningContent,
  PAY_UNITS,
  PAYERS,
  type Pay,
  PLEDGES,
  PROVISIONS,
  WORKS,
} from './opening.ts';
import { keptEmployer, keptText, keptTitle } from './plain-text.ts';
import type { Mapped, MappingContext } from './source.ts';

/** The opening as others may read it. What is not stated is left out. */
export function postingOf(opening: Opening): Fields {
  const { region, place, employer, employerId } = opening;
  return stated({
    '@type': 'JobPosting',
    identifier: opening.id,
    'mehnat:code': opening.code,
    title: opening.title,
    description: opening.note,
    inLanguage: opening.locale,
    url: opening.contact.url,
    datePosted: opening.postedOn,
    validThrough: opening.expiresOn,
    jobStartDate: opening.startsOn,
    'mehnat:endsOn': opening.endsOn,
    jobLocation: {
      '@type': 'Place',
      address: stated({
        '@type': 'PostalAddress',
        addressCountry: region.slice(0, 2),
        addressRegion: region,
        addressLocality: place,
      }),
    },
    hiringOrganization:
      employer === null && employerId === null
        ? null
        : stated({ '@type': 'Organization', name: keptEmployer(employer), taxID: employerId }),
    baseSalary: salaryOf(opening.pay),
    totalJobOpenings: opening.placesLeft,
    ...ownFields(opening),
  });
}

const stated = (all: Fields): Fields =>
  Object.fromEntries(Object.entries(all).filter(([, value]) => value !== null));

const salaryOf = (given: Pay | null): Fields | null =>
  given === null
    ? null
    : {
        '@type': 'MonetaryAmount',
        currency: given.currency,
        value: stated({
          '@type': 'QuantitativeValue',
          minValue: given.min,
          maxValue: given.max,
          unitText: given.unit.toUpperCase(),
        }),
      };

const ownFields = (opening: Opening): Fields => ({
  'mehnat:kind': opening.kind,
  'mehnat:work': opening.work,
  'mehnat:crop': opening.crop,
  'mehnat:aid': opening.aid,
  'mehnat:hoursPerDay': opening.hoursPerDay,
  'mehnat:housing': opening.housing,
  'mehnat:food': opening.food,
  'mehnat:transport': opening.transport,
  'mehnat:medicalBook': opening.medicalBook,
  'mehnat:activity': opening.activity,
  'mehnat:permitPayer': opening.permitPayer,
  'mehnat:quota': opening.quota,
  'mehnat:accepts': opening.accepts,
  'mehnat:contract': opening.contract,
  'mehnat:notes': notesOf(opening),
  'mehnat:pledge': opening.pledge.length === 0 ? null : opening.pledge,
  'mehnat:harvest': opening.harvest === null ? null : stated({ ...opening.harvest }),
});

/** Translations by language, of the note as it is now. */
function notesOf(opening: Opening): Fields | null {
  const locales = localesOf(opening, 'current');
  return locales.length === 0
    ? null
    : Object.fromEntries(locales.map((locale) => [locale, opening.notes[locale]?.text]));
}

/** The name by which an opening is known at its origin, or `null`. */
export const identifierOf = (posting: unknown): string | null =>
  text(fields(posting)['identifier'])?.slice(0, 200) ?? null;

/** Who signed it, and where its exchange is found. */
export interface Signer {
  /** The organisation, by its public name. */
  readonly vouchedBy: string;
  readonly address: URL;
}

/**
 * What `postingOf` wrote, read as a stranger's: a signature says who speaks, not that it is so. Whatever is not one of our
 * words is not stated.
 */
export function readPosting(
  posting: unknown,
  signer: Signer,
  context: Pick<MappingContext, 'region' | 'bases'>,
): Mapped {
  if (!isFields(posting)) return { kind: 'refused', reason: 'unreadable', field: 'record' };
  const externalId = identifierOf(posting);
  const title = keptTitle(text(posting['title']));
  const postedOn = day(posting['datePosted']);
  const kind = oneOf(KINDS, posting['mehnat:kind']);
  const named = text(fields(fields(posting['jobLocation'])['address'])['addressRegion']);
  if (externalId === null) return { kind: 'refused', reason: 'incomplete', field: 'identifier' };
  if (title === null) return { kind: 'refused', reason: 'incomplete', field: 'title' };
  if (postedOn === null) return { kind: 'refused', reason: 'incomplete', field: 'datePosted' };
  if (kind === null) return { kind: 'refused', reason: 'unreadable', field: 'mehnat:kind' };
  if (named === null) return { kind: 'refused', reason: 'incomplete', field: 'addressRegion' };
  const region = context.region(named);
  if (region === null) return { kind: 'refused', reason: 'unknown-region', field: 'addressRegion' };
  const organisation = fields(posting['hiringOrganization']);
  const employer = keptEmployer(text(organisation['name']));
  const employerId = registration(organisation['taxID']);
  return {
    kind: 'opening',
    externalId,
    employerKey: employerId ?? employer,
    content: {
      ...sharedContent(posting),
      ...ownContent(posting, context.bases),
      kind,
      title,
      region,
      postedOn,
      employer,
      employerId,
      contact: {
        url: webAddress(posting['url']) ?? pageAt(signer.address, posting['mehnat:code']),
        phone: null,
      },
      vouchedBy: signer.vouchedBy,
    },
  };
}

type Shared = 'note' | 'notes' | 'locale' | 'place' | 'startsOn' | 'endsOn' | 'validUntil' | 'pay' | 'places';

function sharedContent(posting: Fields): Pick<OpeningContent, Shared> {
  const note = keptText(text(posting['description']), 600);
  return {
    note,
    notes: readNotes(posting['mehnat:notes'], note),
    locale: language(posting['inLanguage']),
    place: keptText(text(fields(fields(posting['jobLocation'])['address'])['addressLocality']), 120),
    startsOn: day(posting['jobStartDate']),
    endsOn: day(posting['mehnat:endsOn']),
    validUntil: day(posting['validThrough']),
    pay: readSalary(fields(posting['baseSalary'])),
    places: whole(posting['totalJobOpenings'], 10_000),
  };
}

type Own =
  | ('work' | 'crop' | 'aid' | 'hoursPerDay' | 'housing' | 'food' | 'transport')
  | ('medicalBook' | 'activity' | 'permitPayer' | 'quota' | 'accepts' | 'contract' | 'pledge' | 'harvest');

function ownContent(posting: Fields, bases: ReadonlySet<string>): Pick<OpeningContent, Own> {
  const activity = text(posting['mehnat:activity']);
  const pledge = list(posting['mehnat:pledge']);
  return {
    work: oneOf(WORKS, posting['mehnat:work']),
    crop: oneOf(CROPS, posting['mehnat:crop']),
    aid: oneOf(AIDS, posting['mehnat:aid']),
    hoursPerDay: amount(posting['mehnat:hoursPerDay'], 24),
    housing: oneOf(PROVISIONS, posting['mehnat:housing']),
    food: oneOf(PROVISIONS, posting['mehnat:food']),
    transport: oneOf(PROVISIONS, posting['mehnat:transport']),
    medicalBook: yesOrNo(posting['mehnat:medicalBook']),
    activity: activity !== null && /^[a-z0-9-]{1,40}$/.test(activity) ? activity : null,
    permitPayer: oneOf(PAYERS, posting['mehnat:permitPayer']),
    quota: yesOrNo(posting['mehnat:quota']),
    accepts: acceptsIn(posting['mehnat:accepts'], bases),
    contract: oneOf(CONTRACTS, posting['mehnat:contract']),
    pledge: PLEDGES.filter((point) => pledge.includes(point)),
    harvest: isFields(posting['mehnat:harvest']) ? readHarvest(posting['mehnat:harvest']) : null,
  };
}

/** More languages than anybody translates into. */
const MOST_NOTES = 12;

function readNotes(given: unknown, note: string | null): OpeningContent['notes'] {
  if (note === null) return {};
  const read = Object.entries(fields(given))
    .slice(0, MOST_NOTES)
    .flatMap(([locale, words]) => {
      const translated = keptText(text(words), 600);
      return translated === null || language(locale) === 'und'
        ? []
        : [[locale, translationOf(note, translated)] as const];
    });
  return Object.fromEntries(read);
}

function readHarvest(given: Fields): HarvestTerms {
  return {
    unitsMin: sum(given['unitsMin']),
    unitsMax: sum(given['unitsMax']),
    guaranteedDay: sum(given['guaranteedDay']),
    daysPerWeek: sum(given['daysPerWeek'], 7),
    brigade: sum(given['brigade']),
    comeFrom: day(given['comeFrom']),
    comeUntil: day(given['comeUntil']),
    pickup: keptText(text(given['pickup']), 120),
    foodADay: sum(given['foodADay']),
    housingADay: sum(given['housingADay']),
    wayHome: oneOf(PAYERS, given['wayHome']),
  };
}

function readSalary(salary: Fields): Pay | null {
  const value = fields(salary['value']);
  const unit = oneOf(PAY_UNITS, firstText(value['unitText'])?.toLowerCase());
  const code = text(salary['currency']);
  return unit === null || code === null || !/^[A-Z]{3}$/.test(code)
    ? null
    : pay(value['minValue'], value['maxValue'], unit, code);
}

const oneOf = <Word extends string>(words: readonly Word[], value: unknown): Word | null =>
  words.find((word) => word === value) ?? null;

const yesOrNo = (value: unknown): boolean | null => (typeof value === 'boolean' ? value : null);

/** A whole number, where 0 says something: no guarantee, nothing to pay. */
const sum = (value: unknown, most = 1_000_000): number | null =>
  typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= most ? value : null;

/** Registration numbers of twelve digits (Russia) are those of single people. */
function registration(value: unknown): string | null {
  const number = text(value);
  return number !== null && /^[A-Za-z0-9-]{1,20}$/.test(number) && !/^\d{12}$/.test(number) ? number : null;
}

const language = (value: unknown): string => {
  const tag = text(value);
  return tag !== null && /^[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}$/.test(tag) ? tag : 'und';
};

/** Where nothing else is stated: its page at the exchange that it comes from. */
function pageAt(address: URL, code: unknown): string | null {
  const known = text(code);
  return known !== null && /^[A-Z0-9]{4,8}$/.test(known) ? new URL(`/p/${known}`, address).href : null;
}
