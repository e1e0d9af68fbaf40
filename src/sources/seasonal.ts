/**
 * Seasonal jobs of the US Department of Labor: form 790 (`jo`), and the flat shape that public data sets give it.
 * Not a feed of the country we serve: it shows that the shape is read, and admission refuses it as foreign.
 */
import { classify } from '../domain/classify.ts';
import {
  amount,
  day,
  type Fields,
  fields,
  firstText,
  flag,
  isFields,
  list,
  pay,
  text,
  webAddress,
  whole,
} from '../domain/feed-values.ts';
import type { Day, Pay, PayUnit, Provision } from '../domain/opening.ts';
import { UNSTATED } from '../domain/opening.ts';
import { keptEmployer, keptText, keptTitle, plainText } from '../domain/plain-text.ts';
import type { Feed, Mapped, MappingContext, Source } from '../domain/source.ts';

export const source: Source = {
  name: 'seasonal',
  describe: 'seasonal farm work in the shape of US form 790: a JSON array',
  records: (feed: Feed) => feed.json(),
  map,
};

function map(record: unknown, context: MappingContext): Mapped {
  if (!isFields(record)) return { kind: 'refused', reason: 'unreadable', field: 'record' };
  // `h2a` wraps the order.
  const order = isFields(record['clearanceOrder']) ? record['clearanceOrder'] : record;
  const externalId = firstText(
    order['case_number'],
    order['caseNumber'],
    order['case_id'],
    order['clearanceOrderNumber'],
  );
  if (externalId === null) return { kind: 'refused', reason: 'incomplete', field: 'caseNumber' };
  const title = keptTitle(firstText(order['job_title'], order['jobTitle'], order['tempneedJobtitle']));
  if (title === null) return { kind: 'refused', reason: 'incomplete', field: 'jobTitle' };
  const region = state(
    firstText(order['worksite_state'], order['jobState'], order['employer_state']),
    context,
  );
  if (region === null) return { kind: 'refused', reason: 'unknown-region', field: 'jobState' };
  const startsOn = anyDay(order['begin_date'] ?? order['jobBeginDate'] ?? order['tempneedStart']);
  const endsOn = anyDay(order['end_date'] ?? order['jobEndDate'] ?? order['tempneedEnd']);
  const postedOn =
    anyDay(order['active_date'] ?? order['dateSubmitted'] ?? order['form790AsOfDate']) ?? startsOn;
  if (postedOn === null) return { kind: 'refused', reason: 'incomplete', field: 'jobBeginDate' };
  const crops = list(order['cropsAndActivities']).map((row) => text(fields(row)['addmaCropActivity']));
  const extra = firstText(order['add_wage_info'], order['jobSpecialPayInfo']);
  const duties = firstText(order['special_req'], order['jobDuties'], order['jobAddReqinfo']);
  const farm = isFarm(order);
  return {
    kind: 'opening',
    externalId: externalId.slice(0, 200),
    employerKey: firstText(order['employer_business_name'], order['empBusinessName']),
    content: {
      ...UNSTATED,
      ...classify({
        title,
        texts: [...crops, extra, duties],
        soc: firstText(order['socCode']),
        seasonal: farm,
      }),
      aid: null,
      title,
      note: note([pieceWords(order, extra), ...crops, duties]),
      locale: 'en',
      region,
      place: keptText(firstText(order['worksite_city'], order['jobCity'], order['employer_city']), 120),
      startsOn,
      endsOn,
      pay: orderPay(order, extra),
      hoursPerDay: hoursPerDay(order),
      housing: housing(order, extra, farm),
      food: food(order, extra),
      transport: farm || text(order['transportDescDaily']) !== null ? 'free' : null,
      places: whole(order['total_positions'] ?? order['jobWrksNeeded'] ?? order['tempneedWkrPos'], 10_000),
      medicalBook: null,
      employer: keptEmployer(firstText(order['employer_business_name'], order['empBusinessName'])),
      employerId: null,
      contact: { url: webAddress(order['url_job']) ?? caseAddress(externalId), phone: null },
      postedOn,
      validUntil: null,
    },
  };
}

/** H-2A orders: by 20 CFR 655.122 (d) and (h) they house people free and take them to the field each day. */
const isFarm = (order: Fields): boolean =>
  firstText(order['visa_class']) === 'H-2A' ||
  whole(order['jobWrksNeededH2a']) !== null ||
  list(order['cropsAndActivities']).length > 0 ||
  firstText(order['socCode'])?.startsWith('45-') === true;

const caseAddress = (number: string): string | null =>
  /^[\w-]+$/.test(number) ? `https://seasonaljobs.dol.gov/jobs/${number}` : null;

/** Also `6/1/2026`, as American forms write it. */
function anyDay(value: unknown): Day | null {
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})/.exec(text(value) ?? '');
  if (!american) return day(value);
  const [, month = '', date = '', year = ''] = american;
  return day(`${year}-${month.padStart(2, '0')}-${date.padStart(2, '0')}`);
}

/** ISO 3166-2:US where the state is a two-letter code, else a name of ours for it; never a region we serve. */
function state(name: string | null, context: MappingContext): string | null {
  if (name === null) return null;
  const letters = name
    .toUpperCase()
    .replace(/[^A-Z]+/g, '-')
    .replace(/^-|-$/g, '');
  if (letters === '') return null;
  return context.country === 'US' ? (context.region(name) ?? `US-${letters}`) : `US-${letters}`;
}

const UNITS: readonly (readonly [RegExp, PayUnit])[] = [
  [/^hour/i, 'hour'],
  [/^month/i, 'month'],
  [/^week/i, 'week'],
  [/^(?:day|daily)/i, 'day'],
  [/^piece/i, 'piece'],
];

/** Nobody is paid by the month less than this; such a figure is an hourly one under a wrong word. Ours. */
const LEAST_A_MONTH = 200;

/** The rate that is guaranteed; where none is stated, the piece rate. */
function orderPay(order: Fields, extra: string | null): Pay | null {
  const written = firstText(order['pay_range_desc'], order['jobWagePer'], order['wagePer']) ?? 'hour';
  const low = amount(order['basic_rate_from'] ?? order['jobWageOffer'] ?? order['wageFrom']);
  const high = amount(order['basic_rate_to'] ?? order['wageTo']);
  const stated = UNITS.find(([word]) => word.test(written))?.[1] ?? null;
  const unit = stated === 'month' && low !== null && low < LEAST_A_MONTH ? 'hour' : stated;
  const basic = unit === null ? null : pay(low, high, unit, 'USD');
  return basic ?? pieceRate(firstText(order['jobPieceRate'], extra));
}

const PIECES: readonly (readonly [RegExp, PayUnit])[] = [
  [/(?:bin|box|bucket|flat|tray|tub|crate|hamper|lug|carton|bushel|bu)\b/i, 'box'],
  [/(?:head|thousand|unit|piece|plant|100 ft)\b/i, 'piece'],
];

/** The first rate a container, head or unit that a text states: `$2.75 per 12-ounce pint flat`. */
function pieceRate(words: string | null): Pay | null {
  const found =
    /\$\s?(\d+(?:\.\d+)?)(?:\s?-\s?\$?(\d+(?:\.\d+)?))?\s{0,3}(?:per|\/|a|each)([^.;$]{0,60})/i.exec(
      words ?? '',
    );
  if (!found || /^\s*(?:hour|hr)/i.test(found[3] ?? '')) return null;
  const unit = PIECES.find(([word]) => word.test(found[3] ?? ''))?.[1] ?? 'piece';
  return pay(found[1], found[2], unit, 'USD');
}

/** What is said of piece rates, in the poster's words: they hide among the further remarks on pay. */
function pieceWords(order: Fields, extra: string | null): string | null {
  const stated = text(order['jobPieceRate']);
  const hidden = extra !== null && /piece|\bper\b|\/|each|\$/.test(extra) ? extra : null;
  return [stated, hidden].filter((part) => part !== null).join('\n') || null;
}

function note(parts: readonly (string | null)[]): string | null {
  const stated = parts.flatMap((part) => (part === null ? [] : [plainText(part.slice(0, 6000))]));
  return keptText(stated.join('\n'), 600);
}

/** Hours a day from hours a week: six days, as orders of farm work mostly have it; not stated when the sum is odd. */
function hoursPerDay(order: Fields): number | null {
  const week = amount(order['work_hour_num_basic'] ?? order['jobHoursTotal'], 112);
  return week === null || week < 6 ? null : Math.round((week / 6) * 2) / 2;
}

function housing(order: Fields, extra: string | null, farm: boolean): Provision | null {
  if (farm || text(order['housingType']) !== null) return 'free';
  return /plus room|provide housing/i.test(extra ?? '') ? 'free' : null;
}

function food(order: Fields, extra: string | null): Provision | null {
  const charged = flag(order['mealIsCharged']) === true || amount(order['mealCharge']) !== null;
  if (charged) return 'paid';
  return /room and board|housing and board|free meals/i.test(
    `${extra ?? ''} ${text(order['mealDescription']) ?? ''}`,
  )
    ? 'free'
    : null;
}
