/** A broken row stops the start with a line that names it: file, row and field. */
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CountryError, loadCountry } from '../../src/country.ts';

// biome-ignore lint/suspicious/noExplicitAny: what is broken has no type
type Anything = any;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'mehnat-countries-'));
  await cp('src/countries/ru', join(folder, 'ru'), { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

async function change(file: string, how: (content: Anything) => unknown): Promise<void> {
  const path = join(folder, 'ru', `${file}.json`);
  const content = JSON.parse(await readFile(path, 'utf8'));
  await writeFile(path, JSON.stringify(how(content) ?? content));
}

/** Without the folder, which is another one each time. */
async function problems(code = 'ru'): Promise<readonly string[]> {
  try {
    await loadCountry(code, folder);
    return [];
  } catch (error) {
    if (!(error instanceof CountryError)) throw error;
    expect(error.message).toBe(error.problems.join('\n'));
    return error.problems.map((problem) => problem.replace(`${folder}/`, ''));
  }
}

/** Changes some fields of the row with an id (or code, crop, day). */
const row =
  (name: string, fields: Readonly<Record<string, unknown>>) =>
  (rows: Anything): void => {
    const found = rows.find((each: Anything) => [each.id, each.code, each.crop, each.day].includes(name));
    Object.assign(found, fields);
  };
const without =
  (name: string, field: string) =>
  (rows: Anything): void => {
    delete rows.find((each: Anything) => [each.id, each.code].includes(name))[field];
  };
const again =
  (fields: Readonly<Record<string, unknown>>) =>
  (rows: Anything): unknown => [...rows, { ...rows[0], ...fields }];

const LIP = 'ru/fees.json, row 3 (fee-lip-2026)';
const KDA = 'ru/bars.json, row 1 (bar-kda-2026)';

const DAMAGE: readonly (readonly [
  what: string,
  file: string,
  how: (content: Anything) => unknown,
  line: string,
])[] = [
  [
    'an end before the start',
    'bars',
    row('bar-kda-2026', { to: '2025-12-31', except: [] }),
    `${KDA}, field to: ends before it begins`,
  ],
  [
    'an unknown region',
    'fees',
    row('fee-lip-2026', { region: 'RU-LIX' }),
    `${LIP}, field region: RU-LIX is no region of this package`,
  ],
  ['no source', 'bars', without('bar-kda-2026', 'source'), `${KDA}, field source: is missing`],
  ['an empty source', 'bars', row('bar-kda-2026', { source: ' ' }), `${KDA}, field source: is empty`],
  [
    'a day that is none',
    'fees',
    row('fee-lip-2026', { from: '2026-02-30' }),
    `${LIP}, field from: is no day such as 2026-12-31`,
  ],
  [
    'a check without a day',
    'fees',
    without('fee-lip-2026', 'checkedAt'),
    `${LIP}, field checkedAt: is missing`,
  ],
  [
    'a confidence nobody knows',
    'fees',
    row('fee-lip-2026', { confidence: 'sure' }),
    `${LIP}, field confidence: is none of verified, general, open`,
  ],
  [
    'a field that is not known',
    'fees',
    row('fee-lip-2026', { montly: 1 }),
    `${LIP}, field montly: is not known`,
  ],
  [
    'an unknown basis',
    'fees',
    row('fee-lip-2026', { basis: 'visa' }),
    `${LIP}, field basis: visa is no basis of this package`,
  ],
  [
    'another currency',
    'fees',
    row('fee-lip-2026', { currency: 'USD' }),
    `${LIP}, field currency: is not RUB, as in country.json`,
  ],
  [
    'a sum with kopecks',
    'fees',
    row('fee-lip-2026', { monthly: 21_915.5 }),
    `${LIP}, field monthly: is no whole sum above zero`,
  ],
  [
    'an unknown activity',
    'bars',
    row('bar-kda-2026', { activities: ['smithy'] }),
    `${KDA}, field activities: smithy is no activity of this package, and no work of ours`,
  ],
  [
    'a bar of nothing',
    'bars',
    row('bar-kda-2026', { activities: [] }),
    `${KDA}, field activities: is neither "*" nor a list of at least one`,
  ],
  [
    'an exception after the end',
    'bars',
    row('bar-kda-2026', { except: [{ activity: 'taxi', to: '2027-01-01' }] }),
    `${KDA}, field except: 2027-01-01 lies outside the row`,
  ],
  [
    'two fees for one day',
    'fees',
    again({ id: 'fee-kda-2026-b' }),
    'ru/fees.json, row 9 (fee-kda-2026-b), field from: holds on days on which row 1 (fee-kda-2026) holds',
  ],
  [
    'an id used twice',
    'links',
    again({ id: 'bar-kda-2026', basis: 'trp' }),
    `${KDA}, field id: bar-kda-2026 stands in links.json, row 3 already`,
  ],
  [
    'a region linked with itself',
    'links',
    row('link-mow-mos', { regions: ['RU-MOW', 'RU-MOW'] }),
    'ru/links.json, row 1 (link-mow-mos), field regions: names RU-MOW twice',
  ],
  [
    'three regions in a link',
    'links',
    row('link-mow-mos', { regions: ['RU-MOW', 'RU-MOS', 'RU-LIP'] }),
    'ru/links.json, row 1 (link-mow-mos), field regions: is no pair of regions',
  ],
  [
    'a basis bound to nowhere',
    'bases',
    row('basis-patent', { elsewhere: null, elsewhereConfidence: null }),
    'ru/bases.json, row 2 (basis-patent), field elsewhere: is said exactly where the basis is bound to a region',
  ],
  [
    'a share above all',
    'shares',
    row('share-wood-2026', { percent: 140 }),
    'ru/shares.json, row 4 (share-wood-2026), field percent: is no whole number from 0 to 100',
  ],
  [
    'an unknown crop',
    'seasons',
    row('straw-lip', { crops: ['kiwi'] }),
    `ru/seasons.json, row 1 (straw-lip), field crops.0: is none of `,
  ],
  [
    'a crop the country lacks',
    'crops',
    (rows) => rows.filter(({ crop }: Anything) => crop !== 'plum'),
    'ru/seasons.json, row 12 (plum-kda), field crops: plum is no crop of this package',
  ],
  [
    'a window on no day',
    'seasons',
    row('straw-lip', { windowTo: '02-31' }),
    'ru/seasons.json, row 1 (straw-lip), field windowTo: is no day of the year such as 06-15',
  ],
  [
    'a season of nothing',
    'seasons',
    row('spring', { work: null }),
    'ru/seasons.json, row 23 (spring), field work: is needed where there is no crop',
  ],
  [
    'a place that is nowhere',
    'seasons',
    row('straw-lip', { regions: [] }),
    'ru/seasons.json, row 1 (straw-lip), field regions: is empty, and only abroad may it be',
  ],
  [
    'a zone that is none',
    'regions',
    row('RU-LIP', { timeZone: 'Europe/Lipetsk' }),
    'ru/regions.json, row 7 (RU-LIP), field timeZone: is no time zone this Node knows',
  ],
  [
    'a district of nowhere',
    'regions',
    row('RU-LIP', { district: 'middle' }),
    'ru/regions.json, row 7 (RU-LIP), field district: middle is no district of country.json',
  ],
  [
    'a region twice',
    'regions',
    (rows) => [...rows, { ...rows[0], feedCodes: [] }],
    'ru/regions.json, row 84 (RU-BEL), field code: RU-BEL stands in regions.json, row 1 already',
  ],
  [
    'an activity called as a work',
    'activities',
    again({ id: 'courier' }),
    'ru/activities.json, row 34 (courier), field id: courier is a work of ours already',
  ],
  [
    'a help line without a contact',
    'help-lines',
    row('help-union', { confidence: 'verified' }),
    'ru/help-lines.json, row 1 (help-union), field confidence: must be open where no contact is known',
  ],
  [
    'a step for nobody known',
    'checklist',
    row('new-patent', { bases: ['visa'] }),
    'ru/checklist.json, row 1 (new-patent), field bases: visa is no basis of this package',
  ],
  [
    'pay floors that fall',
    'country',
    (facts) => ({ ...facts, payFloors: [2, 1] }),
    'ru/country.json, field payFloors: does not rise',
  ],
  [
    'the code of another',
    'country',
    (facts) => ({ ...facts, code: 'KZ' }),
    'ru/country.json, field code: is not the name of its folder',
  ],
  ['no list', 'holidays', () => ({}), 'ru/holidays.json: is no list of rows'],
  ['a row that is none', 'holidays', () => ['Christmas'], 'ru/holidays.json, row 1: is no object'],
];

describe('a damaged package', () => {
  it('is none at first', async () => {
    expect(await problems()).toEqual([]);
  });

  it.each(DAMAGE)('with %s says where', async (_what, file, how, line) => {
    await change(file, how);
    const said = await problems();
    expect(said).toHaveLength(1);
    if (line.endsWith(' ')) expect(said[0]).toContain(line);
    else expect(said).toEqual([line]);
  });

  it('names every mistake at once, and a broken row not again where others name it', async () => {
    await change('regions', row('RU-LIP', { timeZone: '' }));
    await change('fees', row('fee-lip-2026', { source: '', to: 'never' }));
    await change('bars', row('bar-kda-2026', { basis: 'none' }));
    expect(await problems()).toEqual([
      'ru/regions.json, row 7 (RU-LIP), field timeZone: is no time zone this Node knows',
      `${LIP}, field source: is empty`,
      `${LIP}, field to: is no day such as 2026-12-31`,
      `${KDA}, field basis: none is no basis of this package`,
    ]);
  });

  it('misses a file, has one too many, or one that cannot be read', async () => {
    await rm(join(folder, 'ru', 'shares.json'));
    await writeFile(join(folder, 'ru', 'fee.json'), '[]');
    await writeFile(join(folder, 'ru', 'holidays.json'), '[');
    expect((await problems()).toSorted()).toEqual([
      'ru/fee.json: is no file of a package',
      'ru/holidays.json: is no valid JSON',
      'ru/shares.json: is missing; an empty list is []',
    ]);
  });
});
