/** A table of openings: our own column names, as coordinators and partners save it from a spreadsheet. */
import { createHash } from 'node:crypto';
import { classify } from '../domain/classify.ts';
import {
  amount,
  currency,
  day,
  flag,
  isFields,
  pay,
  text,
  webAddress,
  whole,
} from '../domain/feed-values.ts';
import { misreadTerm, payerOf, pledgeOf, termsOf } from '../domain/harvest-values.ts';
import { acceptsOf, contractOf } from '../domain/hiring-values.ts';
import {
  AIDS,
  type Aid,
  CROPS,
  KINDS,
  type Kind,
  PAY_UNITS,
  type Pay,
  type PayUnit,
  PROVISIONS,
  type Provision,
  WORKS,
} from '../domain/opening.ts';
import { guessLocale, keptEmployer, keptText, keptTitle, withoutContacts } from '../domain/plain-text.ts';
import type { Feed, Mapped, MappingContext, Source } from '../domain/source.ts';

/** The columns people may use. Those that no opening holds yet are known, so that nobody is warned of them. */
const COLUMNS = [
  'title',
  'crop',
  'region',
  'district',
  'place',
  'start',
  'end',
  'pay_amount',
  'pay_unit',
  'currency',
  'units_per_day_min',
  'units_per_day_max',
  'guaranteed_min',
  'pay_when',
  'hours_day',
  'days_week',
  'housing',
  'people_per_room',
  'food',
  'transport_to',
  'transport_home',
  'rights_accepted',
  'patent_paid_by',
  'contract',
  'places',
  'employer_name',
  'employer_inn',
  'contact_public',
  'deductions',
  'facilities',
  'lang',
  'valid_until',
  'external_id',
  'kind',
  'work',
  'aid',
  'note',
  'posted',
  'url',
  'activity',
  'brigade',
  'come_from',
  'come_until',
  'pickup',
  'food_price',
  'housing_price',
  'quota',
  'vouched_by',
  'pledge',
] as const;

type Row = Partial<Readonly<Record<(typeof COLUMNS)[number], string>>>;

export const source: Source = {
  name: 'csv',
  describe: 'a table with our column names: comma, semicolon or tab, UTF-8 or windows-1251',
  partial: true,
  records,
  map,
};

/** Rows without a known column after which a table is none of ours. */
const MOST_STRANGE = 1_000;

/** Throws when none of the columns is known: another sort of file, or no table at all. */
async function* records(feed: Feed, context: MappingContext): AsyncGenerator<unknown> {
  let strange = 0;
  let known = false;
  for await (const cells of feed.table()) {
    const row = rowOf(cells, context);
    known ||= Object.keys(row).length > 0;
    strange += known ? 0 : 1;
    if (strange === MOST_STRANGE) break;
    if (!known) continue;
    // Rows before the first that says something are rows too, and are refused.
    for (; strange > 0; strange -= 1) yield {};
    yield row;
  }
  if (strange > 0)
    throw new Error('this is no table of openings, none of its columns is known; is csv the right source?');
}

function rowOf(cells: Readonly<Record<string, string>>, context: MappingContext): Row {
  const row: Record<string, string> = {};
  for (const [header, cell] of Object.entries(cells)) {
    const column = NAMES.get(header.replaceAll('_', ''));
    if (column !== undefined) row[column] = cell;
    else context.warn({ kind: 'unknown-column', detail: header.slice(0, 40) });
  }
  return row;
}

/** People write `Pay unit`, `pay_unit` and `PAYUNIT`. */
const NAMES: ReadonlyMap<string, string> = new Map(COLUMNS.map((name) => [name.replaceAll('_', ''), name]));

function map(record: unknown, context: MappingContext): Mapped {
  if (!isFields(record)) return { kind: 'refused', reason: 'unreadable', field: 'record' };
  const row: Row = record;
  const title = keptTitle(text(row.title));
  if (title === null) return { kind: 'refused', reason: 'incomplete', field: 'title' };
  const place = text(row.region);
  if (place === null) return { kind: 'refused', reason: 'incomplete', field: 'region' };
  const region = context.typedRegion(place);
  if (region === null) return { kind: 'refused', reason: 'unknown-region', field: 'region' };
  const fields = misread(row, context);
  const [wrong] = fields;
  if (wrong !== undefined)
    return { kind: 'refused', reason: 'unreadable', field: wrong, ...(fields.length > 1 ? { fields } : {}) };
  return opening(row, { title, region }, context);
}

/** Cells that say something we cannot read: better asked again than guessed. */
function misread(row: Row, context: MappingContext): readonly string[] {
  const contact = row.url ?? row.contact_public;
  const wrong = {
    ...Object.fromEntries(
      (['start', 'end', 'valid_until', 'posted'] as const).map((name) => [
        name,
        row[name] !== undefined && day(row[name]) === null,
      ]),
    ),
    pay_amount: row.pay_amount !== undefined && bounds(row.pay_amount) === null,
    pay_unit: row.pay_unit !== undefined && payUnit(row.pay_unit) === null,
    // An activity that no rule knows would pass for one that no rule bars.
    activity: row.activity !== undefined && activityOf(row, context) === null,
    pledge: pledgeOf(row.pledge) === null,
    // Rights that nobody knows would pass for all of them.
    rights_accepted:
      row.rights_accepted !== undefined && acceptsOf(row.rights_accepted, context.bases) === null,
    contract: row.contract !== undefined && contractOf(row.contract) === null,
  };
  const term = misreadTerm(row);
  return [
    ...Object.keys(wrong).filter((name) => wrong[name as keyof typeof wrong] === true),
    ...(term === null ? [] : [term]),
    ...(contact !== undefined && /^https?:/.test(contact) && webAddress(contact) === null
      ? ['contact_public']
      : []),
  ];
}

function opening(
  row: Row,
  known: { readonly title: string; readonly region: string },
  context: MappingContext,
): Mapped {
  const { title, region } = known;
  const written = [row.note, row.facilities, row.deductions].filter((part) => part !== undefined).join('\n');
  if (withoutContacts(written).length < written.length - 5)
    context.warn({ kind: 'contact-in-text', detail: 'note' });
  const inn = text(row.employer_inn);
  const employer = text(row.employer_name);
  const kind = oneOf(KINDS, row.kind);
  return {
    kind: 'opening',
    externalId:
      text(row.external_id)?.slice(0, 200) ??
      digest([title, region, row.place ?? '', employer ?? '', row.start ?? '', row.pay_amount ?? '']),
    employerKey: inn ?? employer,
    content: {
      ...sorted(row, title, written, kind),
      title,
      note: keptText(written, 600),
      locale: text(row.lang) ?? guessLocale(`${title} ${written}`),
      region,
      place: keptText([row.district, row.place].filter((part) => part !== undefined).join(', '), 120),
      startsOn: day(row.start),
      endsOn: day(row.end),
      pay: rowPay(row, context),
      hoursPerDay: amount(row.hours_day, 24),
      housing: provision(row.housing),
      food: provision(row.food),
      transport: provision(row.transport_to),
      places: whole(row.places, 10_000),
      medicalBook: null,
      employer: keptEmployer(employer),
      employerId: inn?.length === 10 ? inn : null,
      contact: publicContact(row),
      postedOn: day(row.posted) ?? context.today,
      validUntil: day(row.valid_until),
      activity: activityOf(row, context),
      permitPayer: payerOf(row.patent_paid_by),
      quota: flag(row.quota),
      accepts: acceptsOf(row.rights_accepted, context.bases),
      contract: contractOf(row.contract),
      notes: {},
      vouchedBy: keptEmployer(text(row.vouched_by)),
      pledge: pledgeOf(row.pledge) ?? [],
      harvest: termsOf(row),
    },
  };
}

const activityOf = (row: Row, { activities }: MappingContext): string | null =>
  [...activities].find((activity) => activity === row.activity?.trim().toLowerCase()) ?? null;

/** Columns win over words: whoever filled them in knows. */
function sorted(
  row: Row,
  title: string,
  note: string,
  kind: Kind | null,
): Pick<Extract<Mapped, { kind: 'opening' }>['content'], 'kind' | 'work' | 'crop' | 'aid'> {
  const guess = classify({
    title: `${title} ${row.crop ?? ''}`,
    texts: [note],
    seasonal: row.crop !== undefined,
  });
  if (kind === 'support')
    return { kind, work: null, crop: null, aid: oneOf(AIDS, row.aid) ?? aidNamed(title) };
  return {
    kind: kind ?? guess.kind,
    work: oneOf(WORKS, row.work) ?? guess.work,
    crop: oneOf(CROPS, row.crop) ?? guess.crop,
    aid: null,
  };
}

const aidNamed = (title: string): Aid =>
  /полис|дмс|медиц|sug|тиб/i.test(title)
    ? 'medical'
    : /продукт|питан|food|oziq/i.test(title)
      ? 'food'
      : /юрист|юридич|legal/i.test(title)
        ? 'legal'
        : 'cash';

const oneOf = <Value extends string>(values: readonly Value[], cell: string | undefined): Value | null =>
  values.find((value) => value === cell?.trim().toLowerCase()) ?? null;

const UNIT_WORDS: readonly (readonly [RegExp, PayUnit])[] = [
  [/^(?:час|соат|saat|soat)/i, 'hour'],
  [/^(?:ден|дня|смен|кун|рӯз|күн)/i, 'day'],
  [/^(?:недел|ҳафта|hafta|жума)/i, 'week'],
  [/^(?:мес|ой|oy|моҳ|ай)/i, 'month'],
  [/^(?:сезон|мавсум|mavsum)/i, 'season'],
  [/^(?:кг|кило)/i, 'kg'],
  [/^(?:ящ|короб|яшик|quti|қуттӣ)/i, 'box'],
  [/^(?:шт|дона)/i, 'piece'],
];

const payUnit = (cell: string): PayUnit | null =>
  oneOf(PAY_UNITS, cell) ?? UNIT_WORDS.find(([word]) => word.test(cell.trim()))?.[1] ?? null;

/** One figure, two with a dash, or the least: `55`, `2 500,50`, `50-70`, `55+`. */
function bounds(cell: string): readonly [number, number | null] | null {
  const openEnded = cell.includes('+');
  const parts = cell.split(/[–—-]/).map((part) => amount(part.replace(/(?:\+|руб|₽|rub|р\.).*$/i, '')));
  const [low, high] = parts;
  if (low === undefined || low === null || parts.length > (openEnded ? 1 : 2)) return null;
  return high === null ? null : [low, openEnded ? null : (high ?? low)];
}

function rowPay(row: Row, context: MappingContext): Pay | null {
  const stated = row.pay_amount === undefined ? null : bounds(row.pay_amount);
  const unit = row.pay_unit === undefined ? 'month' : payUnit(row.pay_unit);
  return stated === null || unit === null
    ? null
    : pay(stated[0], stated[1], unit, currency(row.currency, context.currency));
}

function provision(cell: string | undefined): Provision | null {
  const exact = oneOf(PROVISIONS, cell);
  if (exact !== null || cell === undefined) return exact;
  if (/платн|вычет|paid/i.test(cell) && !/бесплатн/i.test(cell)) return 'paid';
  const stated = flag(cell);
  if (stated !== null) return stated ? 'free' : 'none';
  return /^(?:без|не )/i.test(cell)
    ? 'none'
    : /бесплатн|за сч[её]т|предоставл|трёхразов|трехразов|общежит|вагончик|дом/i.test(cell)
      ? 'free'
      : null;
}

/** A coordinator gives this for all to see: a page or an office line. */
function publicContact(row: Row): { readonly url: string | null; readonly phone: string | null } {
  const url = webAddress(row.url) ?? webAddress(row.contact_public);
  const line = text(row.contact_public)?.replace(/[^\d+]/g, '') ?? '';
  return { url, phone: url === null && /^\+?\d{6,15}$/.test(line) ? line : null };
}

const digest = (parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
