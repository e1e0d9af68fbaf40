/** An opening as a row, in both directions. */
import type { Opening } from '../domain/opening.ts';

/** What a row of `opening` holds of an opening. */
export interface OpeningRow {
  readonly id: string;
  readonly code: string;
  readonly source: string;
  readonly external_id: string;
  readonly kind: Opening['kind'];
  readonly work: Opening['work'];
  readonly crop: Opening['crop'];
  readonly aid: Opening['aid'];
  readonly title: string;
  readonly note: string | null;
  readonly locale: string;
  readonly region: string;
  readonly place: string | null;
  readonly starts_on: string | null;
  readonly ends_on: string | null;
  readonly pay_min: number | null;
  readonly pay_max: number | null;
  readonly pay_unit: NonNullable<Opening['pay']>['unit'] | null;
  readonly pay_currency: string | null;
  readonly hours_per_day: number | null;
  readonly housing: Opening['housing'];
  readonly food: Opening['food'];
  readonly transport: Opening['transport'];
  readonly places: number | null;
  readonly places_left: number | null;
  readonly medical_book: boolean | null;
  readonly employer: string | null;
  readonly employer_id: string | null;
  readonly contact_url: string | null;
  readonly contact_phone: string | null;
  readonly contact_own: boolean;
  readonly posted_on: string;
  readonly valid_until: string | null;
  readonly expires_on: string;
  readonly status: Opening['status'];
  readonly close_reason: Opening['closeReason'];
  readonly bulletin_id: string | null;
  readonly revision: number;
  readonly activity: string | null;
  readonly permit_payer: Opening['permitPayer'];
  readonly quota: boolean | null;
  /** `{any}` is every right. */
  readonly accepts: readonly string[] | null;
  readonly contract: Opening['contract'];
  readonly notes: Opening['notes'];
  readonly vouched_by: string | null;
  readonly pledge: Opening['pledge'];
  readonly harvest: Opening['harvest'];
  /** A time, or the text of one where the row came as JSON. */
  readonly places_at: Date | string | null;
}

/** The columns of an opening and their types, for lists of rows given as JSON. */
export const OPENING_TYPES: Readonly<Record<keyof OpeningRow, string>> = {
  id: 'uuid',
  code: 'text',
  source: 'text',
  external_id: 'text',
  kind: 'text',
  work: 'text',
  crop: 'text',
  aid: 'text',
  title: 'text',
  note: 'text',
  locale: 'text',
  region: 'text',
  place: 'text',
  starts_on: 'date',
  ends_on: 'date',
  pay_min: 'integer',
  pay_max: 'integer',
  pay_unit: 'text',
  pay_currency: 'text',
  hours_per_day: 'real',
  housing: 'text',
  food: 'text',
  transport: 'text',
  places: 'integer',
  places_left: 'integer',
  medical_book: 'boolean',
  employer: 'text',
  employer_id: 'text',
  contact_url: 'text',
  contact_phone: 'text',
  contact_own: 'boolean',
  posted_on: 'date',
  valid_until: 'date',
  expires_on: 'date',
  status: 'text',
  close_reason: 'text',
  bulletin_id: 'uuid',
  revision: 'integer',
  activity: 'text',
  permit_payer: 'text',
  quota: 'boolean',
  accepts: 'text[]',
  contract: 'text',
  notes: 'jsonb',
  vouched_by: 'text',
  pledge: 'text[]',
  harvest: 'jsonb',
  places_at: 'timestamptz',
};

/** `select` list; days come as text whatever the connection does with dates. */
export const OPENING_COLUMNS: string = Object.entries(OPENING_TYPES)
  .map(([name, type]) => (type === 'date' ? `o.${name}::text as ${name}` : `o.${name}`))
  .join(', ');

export function openingOf(row: OpeningRow): Opening {
  return {
    id: row.id,
    code: row.code,
    source: row.source,
    externalId: row.external_id,
    kind: row.kind,
    work: row.work,
    crop: row.crop,
    aid: row.aid,
    title: row.title,
    note: row.note,
    locale: row.locale,
    region: row.region,
    place: row.place,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    pay:
      row.pay_unit === null || row.pay_currency === null
        ? null
        : { min: row.pay_min, max: row.pay_max, unit: row.pay_unit, currency: row.pay_currency },
    hoursPerDay: row.hours_per_day,
    housing: row.housing,
    food: row.food,
    transport: row.transport,
    places: row.places,
    medicalBook: row.medical_book,
    employer: row.employer,
    employerId: row.employer_id,
    contact: {
      url: row.contact_url,
      phone: row.contact_phone,
      ...(row.contact_own ? { own: true } : {}),
    },
    postedOn: row.posted_on,
    validUntil: row.valid_until,
    status: row.status,
    closeReason: row.close_reason,
    placesLeft: row.places_left,
    expiresOn: row.expires_on,
    bulletinId: row.bulletin_id,
    revision: row.revision,
    activity: row.activity,
    permitPayer: row.permit_payer,
    quota: row.quota,
    accepts: row.accepts?.[0] === 'any' ? 'any' : row.accepts,
    contract: row.contract,
    notes: row.notes,
    vouchedBy: row.vouched_by,
    pledge: row.pledge,
    harvest: row.harvest,
    placesAt: row.places_at === null ? null : new Date(row.places_at),
  };
}

export function rowOf(opening: Opening): OpeningRow {
  return {
    id: opening.id,
    code: opening.code,
    source: opening.source,
    external_id: opening.externalId,
    kind: opening.kind,
    work: opening.work,
    crop: opening.crop,
    aid: opening.aid,
    title: opening.title,
    note: opening.note,
    locale: opening.locale,
    region: opening.region,
    place: opening.place,
    starts_on: opening.startsOn,
    ends_on: opening.endsOn,
    pay_min: opening.pay?.min ?? null,
    pay_max: opening.pay?.max ?? null,
    pay_unit: opening.pay?.unit ?? null,
    pay_currency: opening.pay?.currency ?? null,
    hours_per_day: opening.hoursPerDay,
    housing: opening.housing,
    food: opening.food,
    transport: opening.transport,
    places: opening.places,
    places_left: opening.placesLeft,
    medical_book: opening.medicalBook,
    employer: opening.employer,
    employer_id: opening.employerId,
    contact_url: opening.contact.url,
    contact_phone: opening.contact.phone,
    contact_own: opening.contact.own === true,
    posted_on: opening.postedOn,
    valid_until: opening.validUntil,
    expires_on: opening.expiresOn,
    status: opening.status,
    close_reason: opening.closeReason,
    bulletin_id: opening.bulletinId,
    revision: opening.revision,
    activity: opening.activity,
    permit_payer: opening.permitPayer,
    quota: opening.quota,
    accepts: opening.accepts === 'any' ? ['any'] : opening.accepts,
    contract: opening.contract,
    notes: opening.notes,
    vouched_by: opening.vouchedBy,
    pledge: opening.pledge,
    harvest: opening.harvest,
    places_at: opening.placesAt,
  };
}
