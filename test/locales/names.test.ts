import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { TEXT_LANGUAGES } from '../../src/domain/card-lines.ts';
import { AIDS, CROPS, KINDS, PAY_UNITS, PROVISIONS, WORKS } from '../../src/domain/opening.ts';
import { countries } from '../support/countries.ts';
import { entriesOfNamespace, isShort, LOCALES, LOCALES_FOLDER } from '../support/locales.ts';

type Icons = Readonly<Record<string, string>>;
const icons: ReadonlyMap<string, Icons> = new Map(
  Object.entries<Icons>(JSON.parse(readFileSync(new URL('icons.json', LOCALES_FOLDER), 'utf8'))).filter(
    ([table]) => table !== '_meta',
  ),
);

describe.each(LOCALES)('names in %s', (locale) => {
  const textsOf = (namespace: string): ReadonlyMap<string, string> =>
    new Map(
      entriesOfNamespace(locale, namespace)
        .filter(({ key }) => !isShort(key))
        .map(({ key, text }) => [key, text]),
    );

  it('name every region and district, each differently', () => {
    const names = textsOf('regions');
    const codes = countries.flatMap(({ districts, regions }) => [
      ...districts,
      ...regions.map(({ code }) => code),
    ]);
    expect([...names.keys()].sort()).toEqual(codes.toSorted());
    expect(new Set(names.values()).size).toBe(codes.length);
  });

  it('name every work with its icon, each differently', () => {
    const names = textsOf('works');
    const labels = WORKS.map((work) => names.get(`${work}.label`) ?? '');
    expect(new Set(labels.map((label) => label.replace(/^\S+ /, ''))).size).toBe(WORKS.length);
    expect(labels.map((label) => label.split(' ')[0])).toEqual(
      WORKS.map((work) => icons.get('works')?.[work]),
    );
    expect(WORKS.filter((work) => !names.has(`${work}.long`))).toEqual([]);
  });

  it('name every activity that rules speak of, each differently', () => {
    const names = textsOf('activities');
    const ids = countries.flatMap(({ activities }) => activities.map(({ id }) => id));
    expect([...names.keys()].sort()).toEqual(ids.toSorted());
    expect(new Set(names.values()).size).toBe(ids.length);
  });

  it('name every variety that a season is of', () => {
    const named = [...textsOf('season').keys()].filter((key) => key.startsWith('varieties.'));
    const wanted = countries.flatMap(({ seasons }) => seasons.flatMap(({ variety }) => variety ?? []));
    expect(named.toSorted()).toEqual(wanted.map((variety) => `varieties.${variety}`).toSorted());
  });

  it('name every crop, each differently', () => {
    const names = textsOf('crops');
    expect([...names.keys()].sort()).toEqual(CROPS.toSorted());
    expect(new Set(names.values()).size).toBe(CROPS.length);
  });

  it('have a term for every kind, aid, pay unit and provision', () => {
    const terms = textsOf('terms');
    const wanted = [
      ...KINDS.flatMap((kind) => [`kinds.${kind}.label`, `kinds.${kind}.long`]),
      ...AIDS.flatMap((aid) => [`aids.${aid}.label`, `aids.${aid}.long`]),
      ...PAY_UNITS.flatMap((unit) => [`per.${unit}`, `each.${unit}`]),
      ...['housing', 'food', 'transport'].flatMap((what) =>
        [...PROVISIONS, 'unknown'].map((provision) => `${what}.${provision}`),
      ),
      ...[...TEXT_LANGUAGES, 'other'].map((code) => `textIn.${code}`),
    ];
    expect(wanted.filter((key) => !terms.has(key))).toEqual([]);
    expect(KINDS.map((kind) => terms.get(`kinds.${kind}.label`)?.split(' ')[0])).toEqual(
      KINDS.map((kind) => icons.get('kinds')?.[kind]),
    );
  });
});

it('gives no icon two meanings', () => {
  const all = [...icons.values()].flatMap((table) => Object.values(table));
  expect(new Set(all).size).toBe(all.length);
});
