/** Openings written by us, with days relative to today: for trying things on a machine of one's own. All invented. */
import { daysAfter, fields, isFields, text } from '../domain/feed-values.ts';
import { payerOf, pledgeOf, termsOf } from '../domain/harvest-values.ts';
import { contractOf } from '../domain/hiring-values.ts';
import {
  AIDS,
  CROPS,
  type Day,
  KINDS,
  type OpeningContent,
  PAY_UNITS,
  PROVISIONS,
  UNSTATED,
  WORKS,
} from '../domain/opening.ts';
import type { Mapped, MappingContext, Source } from '../domain/source.ts';
import gb from './demo/openings-gb.json' with { type: 'json' };
import ru from './demo/openings-ru.json' with { type: 'json' };

/** What is written for a country; for another there is nothing. */
const WRITTEN: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>> = { GB: gb, RU: ru };

const writtenFor = (country: string): readonly Readonly<Record<string, unknown>>[] =>
  (WRITTEN[country] ?? []).map((record, at) => ({ ...record, id: `demo-${at + 1}` }));

/** The whole demo feed. */
export const source: Source = demoSource(Number.POSITIVE_INFINITY);

/** The first `count` of the demo feed: they cover all kinds and languages, and leave something to import. */
export function demoSource(count: number): Source {
  return {
    name: 'demo',
    describe: 'invented openings over many regions, works and kinds, dated around today; needs no file',
    records: async function* (_, { country }) {
      yield* writtenFor(country).slice(0, count);
    },
    map,
  };
}

/** About half of the feed: what a first start shows, so that a new phone sees matches at once. */
export const demoAtFirst = (country: string): number => Math.ceil(writtenFor(country).length / 2);

/** All openings of the feed as of a day. */
export const demoOpenings = (
  today: Day,
  { code, currency }: { readonly code: string; readonly currency: string },
): readonly OpeningContent[] =>
  writtenFor(code).flatMap((record) => {
    const mapped = map(record, { today, currency });
    return mapped.kind === 'opening' ? [mapped.content] : [];
  });

function map(record: unknown, { today, currency }: Pick<MappingContext, 'today' | 'currency'>): Mapped {
  if (!isFields(record)) return { kind: 'refused', reason: 'unreadable', field: 'record' };
  const id = text(record['id']);
  const kind = oneOf(KINDS, record['kind']);
  const [title, region, locale] = [text(record['title']), text(record['region']), text(record['locale'])];
  if (id === null || kind === null || title === null || region === null || locale === null)
    return { kind: 'refused', reason: 'incomplete', field: 'title' };
  const inDays = (days: unknown): Day | null => (typeof days === 'number' ? daysAfter(today, days) : null);
  const count = (value: unknown): number | null => (typeof value === 'number' ? value : null);
  const pay = isFields(record['pay']) ? record['pay'] : null;
  return {
    kind: 'opening',
    externalId: id,
    employerKey: id,
    content: {
      ...UNSTATED,
      permitPayer: payerOf(record['permitPayer']),
      contract: contractOf(record['contract']),
      accepts: record['accepts'] === 'any' ? 'any' : null,
      vouchedBy: text(record['vouchedBy']),
      pledge: pledgeOf(record['pledge']) ?? [],
      harvest: termsOf({
        ...fields(record['terms']),
        come_from: inDays(record['comeFromInDays']),
        come_until: inDays(record['comeUntilInDays']),
      }),
      kind,
      work: oneOf(WORKS, record['work']),
      crop: oneOf(CROPS, record['crop']),
      aid: oneOf(AIDS, record['aid']),
      title,
      note: text(record['note']),
      locale,
      region,
      place: text(record['place']),
      startsOn: inDays(record['startsInDays']),
      endsOn: inDays(record['endsInDays']),
      pay:
        pay === null
          ? null
          : {
              min: count(pay['min']),
              max: count(pay['max']),
              unit: oneOf(PAY_UNITS, pay['unit']) ?? 'month',
              currency,
            },
      hoursPerDay: count(record['hoursPerDay']),
      housing: oneOf(PROVISIONS, record['housing']),
      food: oneOf(PROVISIONS, record['food']),
      transport: oneOf(PROVISIONS, record['transport']),
      places: count(record['places']),
      medicalBook: typeof record['medicalBook'] === 'boolean' ? record['medicalBook'] : null,
      employer: text(record['employer']),
      employerId: null,
      contact: { url: `https://openings.example.org/${id}`, phone: null },
      postedOn: daysAfter(today, -(count(record['postedDaysAgo']) ?? 0)),
      validUntil: null,
    },
  };
}

const oneOf = <Value extends string>(values: readonly Value[], word: unknown): Value | null =>
  values.find((value) => value === word) ?? null;
