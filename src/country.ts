/** A country package as data: read at start, checked whole, and frozen. `docs/adding-a-country.md` */
import { existsSync, readdirSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { z } from 'zod';
import { type Flaw, flawsBetween, type Known, type Package, type Placed } from './country/flaws.ts';
import { type CountryFacts, FACTS, LISTS, type ListName, type RowOf } from './country/schema.ts';
import type { Country } from './domain/country.ts';
import type { Rule } from './domain/rules.ts';

const PROJECT = dirname(import.meta.dirname);
const COUNTRIES = join(import.meta.dirname, 'countries');
const FILES = Object.keys(LISTS) as readonly ListName[];

/** A package that must not be used; the message has a line for each mistake. */
export class CountryError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(problems.join('\n'));
    this.name = 'CountryError';
    this.problems = problems;
  }
}

/** The packages there are, as they are called: ISO 3166-1 in small letters. */
export const countryCodes = (folder: string = COUNTRIES): readonly string[] =>
  readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'country.json')))
    .sort();

/** The country of a package. Throws `CountryError` with everything that is wrong with it. */
export async function loadCountry(code: string, folder: string = COUNTRIES): Promise<Country> {
  const place = join(folder, code);
  const reading = new Reading(place);
  await reading.open();
  const facts = reading.facts();
  if (facts !== null && facts.code.toLowerCase() !== code)
    reading.say('country.json, field code: is not the name of its folder');
  const rows: Package = {
    regions: reading.rows('regions'),
    bases: reading.rows('bases'),
    links: reading.rows('links'),
    bars: reading.rows('bars'),
    fees: reading.rows('fees'),
    shares: reading.rows('shares'),
    activities: reading.rows('activities'),
    crops: reading.rows('crops'),
    seasons: reading.rows('seasons'),
    holidays: reading.rows('holidays'),
    'help-lines': reading.rows('help-lines'),
    checklist: reading.rows('checklist'),
  };
  for (const flaw of flawsBetween(facts, rows, reading.known())) reading.flaw(flaw);
  if (facts === null || reading.problems.length > 0) throw new CountryError(reading.problems);
  return deepFreeze(countryOf(facts, rows));
}

/** The files of one package while they are read, and what is found wrong with them. */
class Reading {
  readonly problems: string[] = [];
  readonly #place: string;
  readonly #shown: string;
  readonly #files = new Map<string, unknown>();

  constructor(place: string) {
    this.#place = place;
    const inside = relative(PROJECT, place);
    this.#shown = inside.startsWith('..') ? place : inside;
  }

  say(problem: string): void {
    this.problems.push(`${this.#shown}/${problem}`);
  }

  flaw({ file, row, field, says }: Flaw): void {
    const where = [
      `${file}.json`,
      ...(row === null ? [] : [this.#name(file, row)]),
      ...(field === null ? [] : [`field ${field}`]),
    ];
    this.say(`${where.join(', ')}: ${says}`);
  }

  async open(): Promise<void> {
    const wanted = ['country', ...FILES].map((name) => `${name}.json`);
    const there = await readdir(this.#place);
    for (const name of there.filter((it) => !wanted.includes(it)))
      this.say(`${name}: is no file of a package`);
    for (const name of wanted)
      if (!there.includes(name)) this.say(`${name}: is missing; an empty list is []`);
      else
        try {
          this.#files.set(
            name.slice(0, -'.json'.length),
            JSON.parse(await readFile(join(this.#place, name), 'utf8')),
          );
        } catch {
          this.say(`${name}: is no valid JSON`);
        }
  }

  facts(): CountryFacts | null {
    if (!this.#files.has('country')) return null;
    return this.#parse(FACTS, this.#files.get('country'), 'country', null);
  }

  /** Rows that are right by themselves. */
  rows<Name extends ListName>(file: Name): readonly Placed<RowOf<Name>>[] {
    const written = this.#files.get(file);
    if (written !== undefined && !Array.isArray(written)) this.say(`${file}.json: is no list of rows`);
    // Each row has the type of its file: TypeScript cannot follow a name through the table of schemas.
    const schema = LISTS[file] as unknown as z.ZodType<RowOf<Name>>;
    return this.#written(file).flatMap((row, at) => {
      const value = this.#parse(schema, row, file, at + 1);
      return value === null ? [] : [{ row: at + 1, value }];
    });
  }

  known(): Known {
    const named = (file: ListName, field: string): ReadonlySet<string> =>
      new Set(this.#written(file).map((row) => `${Object(row)[field]}`));
    return {
      regions: named('regions', 'code'),
      bases: named('bases', 'basis'),
      activities: named('activities', 'id'),
      crops: named('crops', 'crop'),
    };
  }

  #written(file: ListName): readonly unknown[] {
    const written = this.#files.get(file);
    return Array.isArray(written) ? written : [];
  }

  #parse<Value>(
    schema: z.ZodType<Value>,
    written: unknown,
    file: Flaw['file'],
    row: number | null,
  ): Value | null {
    const read = schema.safeParse(written, { reportInput: true });
    if (read.success) return read.data;
    for (const issue of read.error.issues) for (const flaw of flawsOf(issue, file, row)) this.flaw(flaw);
    return null;
  }

  #name(file: Flaw['file'], row: number): string {
    const written = file === 'country' ? null : Object(this.#written(file)[row - 1]);
    const name: unknown = written?.id ?? written?.code ?? written?.crop ?? written?.day;
    return typeof name === 'string' ? `row ${row} (${name})` : `row ${row}`;
  }
}

function flawsOf(issue: z.core.$ZodIssue, file: Flaw['file'], row: number | null): readonly Flaw[] {
  const path = issue.path.map(String);
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ file, row, field: [...path, key].join('.'), says: 'is not known' }));
  // Only an object where there is none has words of Zod's own.
  const says = issue.code === 'invalid_type' && issue.expected === 'object' ? 'is no object' : issue.message;
  return [{ file, row, field: path.length === 0 ? null : path.join('.'), says }];
}

function countryOf(facts: CountryFacts, rows: Package): Country {
  const values = <Name extends ListName>(file: Name): readonly RowOf<Name>[] =>
    rows[file].map(({ value }) => value);
  const rules: readonly Rule[] = [
    ...values('bases').map((row) => ({ kind: 'basis', ...row }) as const),
    ...values('links').map((row) => ({ kind: 'link', ...row }) as const),
    ...values('bars').map((row) => ({ kind: 'bar', ...row }) as const),
    ...values('fees').map((row) => ({ kind: 'fee', ...row }) as const),
    ...values('shares').map((row) => ({ kind: 'share', ...row }) as const),
  ];
  return {
    code: facts.code,
    currency: facts.currency,
    defaultTimeZone: facts.zone,
    districts: facts.districts,
    regions: values('regions'),
    refusedFeedCodes: facts.refused.flatMap(({ feedCodes }) => feedCodes),
    pairs: facts.pairs,
    payFloors: facts.payFloors,
    activities: values('activities'),
    crops: values('crops'),
    rules,
    seasons: values('seasons'),
    holidays: values('holidays'),
    helpLines: values('help-lines'),
    checklist: values('checklist'),
    source: facts.source,
    checkedOn: facts.checkedOn,
  };
}

function deepFreeze<Value>(value: Value): Value {
  if (typeof value === 'object' && value !== null) for (const part of Object.values(value)) deepFreeze(part);
  return Object.freeze(value);
}
