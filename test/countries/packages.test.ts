/** What holds for every country package: adding one adds a folder and no line here. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FACTS, LISTS } from '../../src/country/schema.ts';
import { countryCodes } from '../../src/country.ts';
import { isSettled } from '../../src/domain/country.ts';
import { WORK_OF_CROP } from '../../src/domain/work-words.ts';
import { countries } from '../support/countries.ts';

it('finds a package in every folder of countries/', () => {
  expect(countryCodes()).toEqual(readdirSync('src/countries').sort());
  expect(countries.map(({ code }) => code.toLowerCase())).toEqual(countryCodes());
});

describe('docs/adding-a-country.md', () => {
  const page = readFileSync('docs/adding-a-country.md', 'utf8');
  const examples = [...page.matchAll(/^### `([a-z-]+)\.json`\n[\s\S]*?```json\n([\s\S]*?)```/gm)];
  const shapes = new Map(Object.entries({ country: FACTS, ...LISTS }));

  it('has an example of every file', () => {
    expect(examples.map(([, file]) => file).toSorted()).toEqual([...shapes.keys()].toSorted());
  });

  it.each(examples.map(([, file = '', json = '']) => ({ file, json })))(
    'shows $file.json as it is',
    ({ file, json }) => {
      expect(shapes.get(file)?.safeParse(JSON.parse(json))).toMatchObject({ success: true });
    },
  );
});

describe.each(countries.map((country) => ({ code: country.code, country })))('$code', ({ code, country }) => {
  const { rules, seasons, helpLines, checklist } = country;
  const sourced = [...rules, ...seasons, ...helpLines, ...checklist];

  it('is data and nothing else', () => {
    const files = readdirSync(`src/countries/${code.toLowerCase()}`);
    expect(files.filter((name) => !name.endsWith('.json'))).toEqual([]);
  });

  it('cannot be changed', () => {
    expect(Object.isFrozen(country)).toBe(true);
    expect(() => Object.assign(country.regions[0] ?? {}, { code: 'XX-X' })).toThrow(TypeError);
  });

  it('has regions of this country alone, every district with one of them', () => {
    expect(country.regions.filter((region) => !region.code.startsWith(`${code}-`))).toEqual([]);
    expect(new Set(country.regions.map(({ district }) => district))).toEqual(new Set(country.districts));
  });

  it('has a way to work without a permit of a region, so that nobody is left without an answer', () => {
    const bounds = rules.filter((rule) => rule.kind === 'basis').map(({ bound }) => bound);
    expect(bounds).toContain('none');
  });

  it('sorts each crop as the words of openings do', () => {
    expect(country.crops.filter(({ crop, work }) => WORK_OF_CROP.get(crop) !== work)).toEqual([]);
  });

  it('says of every row where it was read', () => {
    expect(sourced.filter(({ source }) => source.length < 5)).toEqual([]);
    expect(country.source).not.toBe('');
  });

  it('shows no contact that nobody can reach', () => {
    const settled = helpLines.filter(isSettled);
    expect(settled.length).toBeGreaterThan(0);
    expect(settled.filter(({ phone, url }) => phone === null && url === null)).toEqual([]);
  });

  it('has rules in the money of the country', () => {
    expect(rules.filter((rule) => rule.kind === 'fee' && rule.currency !== country.currency)).toEqual([]);
  });

  it('lists its holidays in their order', () => {
    const days = country.holidays.map(({ day }) => day);
    expect(days).toEqual(days.toSorted());
  });
});
