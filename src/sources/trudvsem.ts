/** Работа России: records of the bulk dump and answers of API v1. Both spellings of each key are read. */
import { classify } from '../domain/classify.ts';
import {
  currency,
  day,
  type Fields,
  fields,
  firstText,
  flag,
  isFields,
  list,
  pay,
  payInWords,
  text,
  webAddress,
  whole,
} from '../domain/feed-values.ts';
import type { Pay, Provision } from '../domain/opening.ts';
import { UNSTATED } from '../domain/opening.ts';
import { keptEmployer, keptText, keptTitle, plainText } from '../domain/plain-text.ts';
import type { Feed, Mapped, MappingContext, PageCount, Source } from '../domain/source.ts';

export const source: Source = {
  name: 'trudvsem',
  describe:
    'Работа России: bulk dump or API v1 answers, JSON; a file, or an API address that is paged through',
  records,
  map,
  page,
};

async function* records(feed: Feed): AsyncGenerator<unknown> {
  for await (const record of feed.json(['vacancies', 'results.vacancies']))
    yield isFields(record) && isFields(record['vacancy']) ? record['vacancy'] : record;
}

/** Records a page, the most the API gives. */
const PAGE_SIZE = 100;

function page(
  address: URL,
  at: { readonly records: number; readonly pages: number },
  by: PageCount,
): URL | null {
  if (!address.pathname.includes('/api/v1/vacancies')) return null;
  const next = new URL(address);
  if (!next.searchParams.has('limit')) next.searchParams.set('limit', String(PAGE_SIZE));
  next.searchParams.set('offset', String(by === 'pages' ? at.pages : at.records));
  return next;
}

function map(record: unknown, context: MappingContext): Mapped {
  if (!isFields(record)) return { kind: 'refused', reason: 'unreadable', field: 'record' };
  const externalId = text(record['id']);
  if (externalId === null) return { kind: 'refused', reason: 'incomplete', field: 'id' };
  if (isWithdrawn(record)) return { kind: 'skipped', reason: 'withdrawn', externalId };
  return opening(record, externalId.slice(0, 200), context);
}

/** The dump carries what is not accepted, hidden and deleted; API answers do not say and are all live. */
const isWithdrawn = (record: Fields): boolean =>
  (text(record['status']) ?? 'ACCEPTED') !== 'ACCEPTED' ||
  (text(record['visibility']) ?? 'VISIBLE_TO_ALL') !== 'VISIBLE_TO_ALL' ||
  flag(record['deleted']) === true;

function opening(record: Fields, externalId: string, context: MappingContext): Mapped {
  const title = keptTitle(firstText(record['vacancy_name'], record['job-name'], record['job_name']));
  if (title === null) return { kind: 'refused', reason: 'incomplete', field: 'vacancy_name' };
  const code = firstText(record['state_region_code'], fields(record['region'])['region_code']);
  const name = firstText(record['regionName'], fields(record['region'])['name']);
  if (code === null && name === null) return { kind: 'refused', reason: 'incomplete', field: 'region' };
  const region = code === null ? context.region(name ?? '') : context.region(code);
  if (region === null) return { kind: 'refused', reason: 'unknown-region', field: 'region' };
  const postedOn = postedDay(record);
  if (postedOn === null) return { kind: 'refused', reason: 'incomplete', field: 'date' };
  const described = description(record);
  const company = fields(record['company']);
  const taxNumber = firstText(company['inn'], record['company_inn']);
  return {
    kind: 'opening',
    externalId,
    employerKey: firstText(company['ogrn'], taxNumber, company['companycode'], company['name']),
    content: {
      ...UNSTATED,
      ...classify({
        title,
        texts: [described],
        employment: firstText(record['busy_type'], record['employment']),
      }),
      aid: null,
      title,
      note: keptText(described, 600),
      locale: 'ru',
      region,
      place: place(record),
      startsOn: null,
      endsOn: null,
      pay: monthlyPay(record, context),
      hoursPerDay: null,
      housing: housing(record),
      food: null,
      transport: provision(record['transport_compensation']),
      places: whole(record['work_places'], 10_000),
      medicalBook: flag(record['need_medcard']),
      employer: keptEmployer(firstText(company['name'], record['full_company_name'])),
      // Twelve digits are a sole trader's own number, ten a company's.
      employerId: taxNumber?.length === 10 ? taxNumber : null,
      contact: { url: webAddress(record['vac_url']), phone: null },
      postedOn,
      validUntil: null,
    },
  };
}

/** A vacancy lives from its last publication: old ones are published again and stay the same record. */
const postedDay = (record: Fields): string | null =>
  day(record['published_date']) ??
  day(record['date_modify']) ??
  day(record['modify-date']) ??
  day(record['modify_date']) ??
  day(record['date_create']) ??
  day(record['creation-date']) ??
  day(record['creation_date']);

function description(record: Fields): string | null {
  const parts = [
    firstText(record['position_responsibilities'], record['duty']),
    firstText(record['position_requirements'], record['requirements']),
    text(record['additional_requirements']),
    text(record['other_vacancy_benefit']),
  ].flatMap((part) => (part === null ? [] : [plainText(part.slice(0, 6000))]));
  return parts.length === 0 ? null : parts.join('\n');
}

function place(record: Fields): string | null {
  const first = fields(list(fields(record['addresses'])['address'])[0]);
  return keptText(
    firstText(record['vacancy_address_additional_info'], record['vacancy_address'], first['location']),
    120,
  );
}

function monthlyPay(record: Fields, context: MappingContext): Pay | null {
  const code = currency(record['currency'], context.currency);
  return (
    pay(record['salary_min'], record['salary_max'], 'month', code) ??
    payInWords(record['salary'], 'month', code)
  );
}

/** Absent is unknown, never no. The dump has a flag, older ones a phrase. */
function housing(record: Fields): Provision | null {
  const stated = text(record['accommodation_capability'])?.toLowerCase();
  if (stated !== undefined) {
    if (stated.includes('не предоставл')) return 'none';
    if (stated.includes('предоставл')) return 'free';
  }
  return provision(record['accommodation_capability']);
}

const provision = (value: unknown): Provision | null => {
  const stated = flag(value);
  return stated === null ? null : stated ? 'free' : 'none';
};
