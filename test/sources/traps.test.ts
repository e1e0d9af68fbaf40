import { describe, expect, it } from 'vitest';
import type { OpeningContent } from '../../src/domain/opening.ts';
import type { Mapped } from '../../src/domain/source.ts';
import { feedOf } from '../../src/feed.ts';
import { source as csv } from '../../src/sources/csv.ts';
import { demoOpenings } from '../../src/sources/demo.ts';
import { source as jobposting } from '../../src/sources/jobposting.ts';
import { source as seasonal } from '../../src/sources/seasonal.ts';
import { source as trudvsem } from '../../src/sources/trudvsem.ts';
import { mapFile, mappingContext } from '../contracts/source.ts';
import { countries, ru } from '../support/countries.ts';

const fixture = (name: string): URL => new URL(`../fixtures/feeds/${name}`, import.meta.url);
const contents = (mapped: readonly Mapped[]): readonly OpeningContent[] =>
  mapped.flatMap((one) => (one.kind === 'opening' ? [one.content] : []));

describe('Работа России', () => {
  it('takes 0 and empty for "not stated", and words where the figures are missing', async () => {
    const [first, second, third] = contents(await mapFile(trudvsem, fixture('trudvsem.json')));
    expect(first?.pay).toEqual({ min: 60000, max: null, unit: 'month', currency: 'RUB' });
    expect(second?.pay).toEqual({ min: null, max: 50000, unit: 'month', currency: 'RUB' });
    expect(third?.pay).toBeNull();
  });

  it('tells yes, no and unknown housing apart', async () => {
    const found = contents(await mapFile(trudvsem, fixture('trudvsem.json')));
    expect(found.slice(0, 3).map(({ housing }) => housing)).toEqual(['free', 'none', null]);
    expect(found[2]?.medicalBook).toBeNull();
  });

  it('sorts seasonal picking as harvest and temporary transport work as temporary', async () => {
    const found = contents(await mapFile(trudvsem, fixture('trudvsem.json')));
    expect(found[0]).toMatchObject({
      kind: 'harvest',
      work: 'berries',
      crop: 'strawberry',
      region: 'RU-LIP',
    });
    expect(found.at(-1)).toMatchObject({
      kind: 'temporary',
      work: 'driving',
      employer: 'ИП',
      employerId: null,
    });
  });

  it('reads both spellings of the API and what it nests', () => {
    const record = {
      id: 'b1',
      'job-name': 'Дворник',
      region: { region_code: '48' },
      'creation-date': '2026-05-20',
      'modify-date': '2026-06-01',
      salary_min: '40000',
      currency: '«руб.»',
      addresses: { address: [{ location: 'Липецк' }] },
    };
    const mapped = trudvsem.map(record, mappingContext());
    expect(mapped).toMatchObject({
      kind: 'opening',
      content: {
        region: 'RU-LIP',
        work: 'yards',
        postedOn: '2026-06-01',
        place: 'Липецк',
        pay: { min: 40000, currency: 'RUB' },
      },
    });
  });
});

describe('seasonal work', () => {
  it('reads form 790: crop, dates, pay, piece rate, lodging, meals', async () => {
    const [order] = contents(await mapFile(seasonal, fixture('seasonal.json')));
    expect(order).toMatchObject({
      kind: 'harvest',
      work: 'berries',
      crop: 'strawberry',
      startsOn: '2026-06-01',
      endsOn: '2026-09-30',
      places: 12,
      pay: { min: 16, max: null, unit: 'hour', currency: 'USD' },
      housing: 'free',
      food: 'paid',
      transport: 'free',
      region: 'US-FL',
      hoursPerDay: 7,
    });
    expect(order?.note).toContain('$2.75 per flat');
  });
});

describe('JobPosting', () => {
  it('reads a graph, pay as object and as text, places as object and as text', async () => {
    const [welder, cook] = contents(await mapFile(jobposting, fixture('jobposting.json')));
    expect(welder).toMatchObject({
      work: 'technician',
      region: 'RU-NIZ',
      pay: { min: 90000, max: 120000, unit: 'month', currency: 'RUB' },
      housing: 'free',
      food: 'free',
      validUntil: '2026-07-01',
    });
    expect(cook).toMatchObject({
      work: 'kitchen',
      region: 'RU-LIP',
      pay: { min: 70000, max: null, unit: 'month', currency: 'RUB' },
    });
  });
});

describe('tables', () => {
  const rows = 'title;region;pay_amount;pay_unit\r\nСборщик яблок;RU-LIP;2 500,5;день\r\n';
  const bytesOf = async function* (...pieces: Uint8Array[]): AsyncGenerator<Uint8Array> {
    yield* pieces;
  };
  const cp1251 = (text: string): Uint8Array =>
    Uint8Array.from(text, (sign) => {
      const code = sign.charCodeAt(0);
      return code < 128 ? code : sign === 'ё' ? 0xb8 : code - 0x410 + 0xc0;
    });
  const read = async (...pieces: Uint8Array[]): Promise<readonly Mapped[]> => {
    const found: Mapped[] = [];
    for await (const record of csv.records(feedOf(bytesOf(...pieces)), mappingContext()))
      found.push(csv.map(record, mappingContext()));
    return found;
  };
  const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

  it.each([
    ['UTF-8', utf8(rows)],
    ['UTF-8 with a mark', utf8(`\uFEFF${rows}`)],
    ['windows-1251, as Excel saves it', cp1251(rows)],
    ['commas', utf8('Title , REGION,pay_amount,Pay Unit\nСборщик яблок,RU-LIP,"2 500,5",день\n')],
    ['tabs', utf8(rows.replaceAll(';', '\t'))],
  ])('are read as %s', async (_, bytes) => {
    const [row] = contents(await read(bytes));
    expect(row).toMatchObject({
      title: 'Сборщик яблок',
      kind: 'harvest',
      work: 'fruit',
      crop: 'apple',
      pay: { min: 2500, unit: 'day' },
    });
  });

  it.each(['utf8', 'cp1251'])('are read when every byte comes alone, %s', async (encoding) => {
    const bytes = encoding === 'utf8' ? utf8(rows) : cp1251(rows);
    const [row] = contents(await read(...Array.from(bytes, (byte) => Uint8Array.of(byte))));
    expect(row?.title).toBe('Сборщик яблок');
  });

  it('say which column could not be read, and warn of columns nobody knows', async () => {
    const context = mappingContext();
    const mapped = await mapFile(csv, fixture('csv.csv'), context);
    expect(mapped.slice(2)).toEqual([
      { kind: 'refused', reason: 'unknown-region', field: 'region' },
      { kind: 'refused', reason: 'unreadable', field: 'start' },
      { kind: 'refused', reason: 'incomplete', field: 'title' },
    ]);
    expect(context.warnings).toContainEqual({ kind: 'unknown-column', detail: 'любимыйцвет' });
    expect(contents(mapped)[0]).toMatchObject({
      startsOn: '2026-06-10',
      endsOn: '2026-07-15',
      pay: { min: 55, unit: 'kg' },
      housing: 'free',
      contact: { phone: '+74740000000' },
    });
    expect(contents(mapped)[1]).toMatchObject({ housing: 'none', pay: { min: 75000 } });
  });
});

it('the demo has sixty openings and more, of all works and kinds, none over', () => {
  const openings = demoOpenings('2026-06-15', ru);
  expect(openings.length).toBeGreaterThanOrEqual(60);
  expect(new Set(openings.map(({ work }) => work)).size).toBe(21);
  expect(new Set(openings.map(({ kind }) => kind)).size).toBe(4);
  expect(new Set(openings.map(({ locale }) => locale))).toEqual(new Set(['ru', 'uz', 'tg', 'ky', 'uz-Cyrl']));
  expect(openings.every(({ endsOn }) => endsOn === null || endsOn > '2026-06-15')).toBe(true);
});

it('of a table no more columns and no longer cells are read than cost little', async () => {
  const many = Array.from({ length: 2_000 }, (_, at) => `c${at}`).join(';');
  const table = `long;${many}\n${'р.'.repeat(50_000)};${many}\n`;
  const bytes = async function* () {
    yield new TextEncoder().encode(table);
  };
  for await (const row of feedOf(bytes()).table()) {
    expect(Object.keys(row)).toHaveLength(500);
    expect(row['long']).toHaveLength(4_000);
  }
});

it.each(countries)(
  'the demo of $code stands in its regions, pays in its money and is not over',
  (country) => {
    const openings = demoOpenings('2026-06-15', country);
    const codes = country.regions.map(({ code }) => code);
    expect(openings.length).toBeGreaterThanOrEqual(8);
    expect(openings.filter(({ region }) => !codes.includes(region))).toEqual([]);
    expect(new Set(openings.flatMap(({ pay }) => pay?.currency ?? []))).toEqual(new Set([country.currency]));
    expect(new Set(openings.map(({ kind }) => kind)).size).toBe(4);
    expect(openings.every(({ endsOn }) => endsOn === null || endsOn > '2026-06-15')).toBe(true);
  },
);
