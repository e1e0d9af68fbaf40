import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ru } from '../support/countries.ts';

const codes = ru.regions.map(({ code }) => code);
const offsetOf = (timeZone: string): string =>
  new Intl.DateTimeFormat('en', { timeZone, timeZoneName: 'longOffset' })
    .formatToParts(new Date('2026-11-01T00:00:00Z'))
    .find(({ type }) => type === 'timeZoneName')?.value ?? '';

describe('Russia', () => {
  it('has the 83 subjects of ISO 3166-2, each once, in eight federal districts', () => {
    expect(new Set(codes).size).toBe(83);
    expect(codes.filter((code) => !/^RU-[A-Z]{2,3}$/.test(code))).toEqual([]);
    expect(new Set(ru.regions.map(({ district }) => district))).toEqual(new Set(ru.districts));
    const sizes = ru.districts.map((name) => ru.regions.filter(({ district }) => district === name).length);
    expect(Object.fromEntries(ru.districts.map((name, at) => [name, sizes[at]]))).toEqual({
      central: 18,
      northwest: 11,
      south: 6,
      'north-caucasus': 7,
      volga: 14,
      ural: 6,
      siberia: 10,
      'far-east': 11,
    });
  });

  it('has two feed codes for each region: KLADR-13 and its first two digits, none of them twice or refused', () => {
    for (const { feedCodes } of ru.regions) {
      expect(feedCodes[0]).toMatch(/^\d{2}0{11}$/);
      expect(feedCodes[1]).toBe(feedCodes[0]?.slice(0, 2));
    }
    const all = [...ru.regions.flatMap(({ feedCodes }) => feedCodes), ...ru.refusedFeedCodes];
    expect(new Set(all).size).toBe(2 * (83 + 7));
  });

  it('keeps zones that this Node knows, from UTC+2 to UTC+12', () => {
    const offsets = new Set(ru.regions.map(({ timeZone }) => offsetOf(timeZone)));
    expect([...offsets].sort()).toEqual([
      ...['GMT+02:00', 'GMT+03:00', 'GMT+04:00', 'GMT+05:00', 'GMT+06:00', 'GMT+07:00', 'GMT+08:00'],
      ...['GMT+09:00', 'GMT+10:00', 'GMT+11:00', 'GMT+12:00'],
    ]);
    expect(offsetOf('Europe/Volgograd')).toBe('GMT+03:00');
  });

  it.each([
    ['RU-MOW', '7700000000000', 'central', 'Europe/Moscow'],
    ['RU-MOS', '5000000000000', 'central', 'Europe/Moscow'],
    ['RU-SPE', '7800000000000', 'northwest', 'Europe/Moscow'],
    ['RU-LEN', '4700000000000', 'northwest', 'Europe/Moscow'],
    ['RU-LIP', '4800000000000', 'central', 'Europe/Moscow'],
    ['RU-AL', '0400000000000', 'siberia', 'Asia/Barnaul'],
    ['RU-ALT', '2200000000000', 'siberia', 'Asia/Barnaul'],
    ['RU-STA', '2600000000000', 'north-caucasus', 'Europe/Moscow'],
    ['RU-BU', '0300000000000', 'far-east', 'Asia/Irkutsk'],
    ['RU-AST', '3000000000000', 'south', 'Europe/Astrakhan'],
  ])('knows %s', (code, kladr, district, timeZone) => {
    const region = ru.regions.find((one) => one.code === code);
    expect(region).toMatchObject({ feedCodes: [kladr, kladr.slice(0, 2)], district, timeZone });
  });

  it('says where its data come from and when they were checked', () => {
    expect(ru.source).not.toBe('');
    expect(ru.checkedOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });
});

const samples = process.env['MEHNAT_SAMPLES'];
describe.skipIf(samples === undefined)('Russia beside the reference data of MEHNAT_SAMPLES', () => {
  interface Subject {
    readonly iso: string;
    readonly kladr13: string;
    readonly timeZone: string;
  }
  it('has the same codes and zones', () => {
    const data = JSON.parse(readFileSync(join(samples ?? '', 'regions-russia.json'), 'utf8'));
    const theirs = data.subjects.map(({ iso, kladr13, timeZone }: Subject) => [iso, kladr13, timeZone]);
    const ours = ru.regions.map(({ code, feedCodes, timeZone }) => [code, feedCodes[0], timeZone]);
    expect(ours.toSorted()).toEqual(theirs.toSorted());
    const refused = data.otherFeedCodes.codes.flatMap(({ kladr13 }: Subject) => [
      kladr13,
      kladr13.slice(0, 2),
    ]);
    expect(ru.refusedFeedCodes.toSorted()).toEqual(refused.toSorted());
  });
});
