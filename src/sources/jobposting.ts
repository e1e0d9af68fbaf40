/** schema.org JobPosting as JSON-LD: one object, an array, a graph, or one a line; also wrapped as `{jsonld}`. */
import { createHash } from 'node:crypto';
import { classify } from '../domain/classify.ts';
import {
  currency,
  day,
  type Fields,
  fields,
  firstText,
  isFields,
  list,
  pay,
  payInWords,
  text,
  webAddress,
  whole,
} from '../domain/feed-values.ts';
import type { Pay, PayUnit, Provision } from '../domain/opening.ts';
import { UNSTATED } from '../domain/opening.ts';
import { guessLocale, keptEmployer, keptText, keptTitle, plainText } from '../domain/plain-text.ts';
import type { Feed, Mapped, MappingContext, Source } from '../domain/source.ts';

export const source: Source = {
  name: 'jobposting',
  describe: 'schema.org JobPosting, JSON-LD: an object, an array, a graph, or one a line',
  records,
  map,
};

async function* records(feed: Feed): AsyncGenerator<unknown> {
  for await (const record of feed.json()) yield* postings(record);
}

/** What is no posting is passed on as it is: it is a row too, and is refused with its reason. */
function* postings(record: unknown): Generator<unknown> {
  if (!isFields(record)) yield record;
  else if (isFields(record['jsonld']) || Array.isArray(record['jsonld']))
    for (const one of list(record['jsonld'])) yield* postings(one);
  else if (Array.isArray(record['@graph'])) yield* record['@graph'].filter(isPosting);
  else yield record;
}

const isPosting = (record: unknown): boolean =>
  isFields(record) && list(record['@type']).some((type) => /(?:^|[/:])JobPosting$/.test(text(type) ?? ''));

function map(record: unknown, context: MappingContext): Mapped {
  if (!isFields(record) || !isPosting(record))
    return { kind: 'refused', reason: 'unreadable', field: '@type' };
  const title = keptTitle(firstText(record['title'], record['name']));
  if (title === null) return { kind: 'refused', reason: 'incomplete', field: 'title' };
  const postedOn = day(record['datePosted']);
  const place = address(record);
  if (place === null) return { kind: 'refused', reason: 'incomplete', field: 'jobLocation' };
  if (postedOn === null) return { kind: 'refused', reason: 'incomplete', field: 'datePosted' };
  const region = regionOf(place, context);
  if (region === null) return { kind: 'refused', reason: 'unknown-region', field: 'jobLocation' };
  return opening(record, { title, postedOn, region, place: place.town }, context);
}

interface Place {
  readonly region: string | null;
  readonly town: string | null;
  readonly country: string | null;
}

/** The address as text or as an object, of the first place of several. */
function address(record: Fields): Place | null {
  const location = list(record['jobLocation'])[0];
  const written = isFields(location) ? location['address'] : location;
  if (isFields(written)) {
    const country = isFields(written['addressCountry'])
      ? fields(written['addressCountry'])['name']
      : written['addressCountry'];
    return {
      region: text(written['addressRegion']),
      town: firstText(written['addressLocality'], written['streetAddress']),
      country: text(country),
    };
  }
  const line = text(written);
  return line === null ? null : { region: line, town: line, country: null };
}

/** Names of the country we serve come as codes or words; another country's two letters make the place foreign. */
function regionOf({ region, town, country }: Place, context: MappingContext): string | null {
  const abroad =
    country !== null &&
    !/^(?:ru|rus|россия|russia|рф|российская федерация|russian federation)$/i.test(country);
  if (abroad && context.country === 'RU') return `feed-${(country ?? '').slice(0, 40)}`;
  const parts = [region, ...(region ?? '').split(','), town].filter((part) => part !== null);
  for (const part of parts) {
    const found = context.region(part.trim());
    if (found !== null) return found;
  }
  // Two capital letters are a state of the USA or Canada, where most postings without a country come from.
  return /^[A-Z]{2}$/.test(region ?? '') ? `feed-${region}` : null;
}

function opening(
  record: Fields,
  known: {
    readonly title: string;
    readonly postedOn: string;
    readonly region: string;
    readonly place: string | null;
  },
  context: MappingContext,
): Mapped {
  const organisation = list(record['hiringOrganization'])[0];
  const employer = isFields(organisation)
    ? firstText(organisation['name'], organisation['legalName'])
    : text(organisation);
  const described = texts(record);
  const url = webAddress(record['url']) ?? webAddress(record['sameAs']) ?? webAddress(record['@id']);
  const benefits = texts({ description: record['jobBenefits'] }) ?? '';
  return {
    kind: 'opening',
    externalId:
      identifier(record) ?? url ?? digest([known.title, employer ?? '', known.region, known.postedOn]),
    employerKey: isFields(organisation)
      ? firstText(organisation['taxID'], organisation['@id'], employer)
      : employer,
    content: {
      ...UNSTATED,
      ...classify({
        title: known.title,
        texts: [text(record['industry']), described],
        employment: list(record['employmentType']).map(text).join(' '),
        soc: /^\d{2}-\d{4}/.exec(firstText(record['occupationalCategory']) ?? '')?.[0] ?? null,
      }),
      aid: null,
      title: known.title,
      note: keptText(described, 600),
      locale: firstText(record['inLanguage']) ?? guessLocale(`${known.title} ${described ?? ''}`),
      region: known.region,
      place: keptText(known.place, 120),
      startsOn: day(record['jobStartDate']),
      endsOn: null,
      pay: salary(record, context),
      hoursPerDay: null,
      housing: provided(benefits, /жиль[её]|общежит|прожив|housing|lodging|accommodation/i),
      food: provided(benefits, /питани|обед|meals|food/i),
      transport: provided(benefits, /проезд|транспорт|transport/i),
      places: whole(record['totalJobOpenings'], 10_000),
      medicalBook: null,
      employer: keptEmployer(employer),
      employerId: null,
      contact: { url, phone: null },
      postedOn: known.postedOn,
      validUntil: day(record['validThrough']),
    },
  };
}

function texts(record: Fields): string | null {
  const parts = ['description', 'responsibilities', 'qualifications', 'skills', 'workHours']
    .flatMap((key) =>
      list(record[key]).map((part) =>
        isFields(part) ? firstText(part['description'], part['name']) : text(part),
      ),
    )
    .flatMap((part) => (part === null ? [] : [plainText(part.slice(0, 6000))]));
  return parts.length === 0 ? null : parts.join('\n');
}

function identifier(record: Fields): string | null {
  const stated = list(record['identifier'])[0];
  return (isFields(stated) ? firstText(stated['value'], stated['@id']) : text(stated))?.slice(0, 200) ?? null;
}

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);

const UNITS: Readonly<Record<string, PayUnit>> = {
  HOUR: 'hour',
  DAY: 'day',
  WEEK: 'week',
  MONTH: 'month',
  SEASON: 'season',
  KG: 'kg',
  BOX: 'box',
  PIECE: 'piece',
};

/** A bare text with its currency beside it, or a MonetaryAmount with one value or two bounds; a year is twelve months. */
function salary(record: Fields, context: MappingContext): Pay | null {
  const base = list(record['baseSalary'])[0];
  if (!isFields(base)) return payInWords(base, 'month', currency(record['salaryCurrency'], context.currency));
  const value = isFields(base['value']) ? base['value'] : base;
  const code = currency(base['currency'] ?? record['salaryCurrency'], context.currency);
  const unit = (firstText(value['unitText'], base['unitText']) ?? 'MONTH').toUpperCase();
  const single = isFields(base['value']) ? value['value'] : base['value'];
  const [low, high] = [value['minValue'] ?? single, value['maxValue'] ?? single];
  if (unit === 'YEAR') return pay((whole(low) ?? 0) / 12, (whole(high) ?? 0) / 12, 'month', code);
  const known = UNITS[unit];
  return known === undefined ? null : pay(low, high, known, code);
}

const provided = (benefits: string, words: RegExp): Provision | null =>
  words.test(benefits) ? 'free' : null;
