/** The seasons of harvest-calendar.md §2 as rows, and a country around them: what the package brings, for tests. */
import type { SeasonsPort } from '../../src/domain/conversation.ts';
import type { Country, CropEntry, SeasonRow } from '../../src/domain/country.ts';
import type { Judge } from '../../src/domain/season-wish.ts';
import type { Permit } from '../../src/domain/subscriber.ts';
import type { Verdict } from '../../src/domain/verdict.ts';
import { ru } from './countries.ts';

/** A harvest of strawberries in Lipetsk, from 10 June to 15 July, but for what is said. */
export const aSeason = (differing: Partial<SeasonRow> = {}): SeasonRow => ({
  id: 'straw-lip',
  crops: ['strawberry'],
  work: null,
  regions: ['RU-LIP'],
  windowFrom: '06-10',
  windowTo: '07-15',
  phase: 'harvest',
  payUnit: 'kg',
  unitsPerDay: null,
  yearShift: {},
  abroad: false,
  source: 'lipetsk-news.net 2020-07-13',
  checkedAt: '2026-06-01',
  confidence: 'verified',
  ...differing,
});

const row = (
  id: string,
  crops: SeasonRow['crops'],
  regions: SeasonRow['regions'],
  windowFrom: string,
  windowTo: string | null,
  differing: Partial<SeasonRow> = {},
): SeasonRow => aSeason({ id, crops, regions, windowFrom, windowTo, ...differing });

export const SEASONS: readonly SeasonRow[] = [
  aSeason(),
  row('straw-mos', ['strawberry'], ['RU-MOS'], '06-15', '07-15'),
  row('straw-kda', ['strawberry'], ['RU-KDA'], '05-20', '06-20'),
  row('cherry-lip', ['cherry', 'currant'], ['RU-LIP'], '07-10', null),
  row('cherry-south', ['cherry'], ['RU-VGG', 'RU-KDA', 'UA-43'], '06-01', '07-15'),
  row('potato-ast-1', ['potato'], ['RU-AST'], '06-22', null),
  row('potato-ast-2', ['potato'], ['RU-AST'], '09-01', '10-31'),
  row('veg-south', ['potato'], ['RU-AST', 'RU-VGG', 'RU-ROS'], '07-15', '10-31', { work: 'vegetables' }),
  row('tomato-ast', ['tomato', 'pepper', 'rice'], ['RU-AST'], '07-01', '10-31'),
  row('melon', ['melon'], ['RU-AST', 'RU-VGG'], '07-20', '09-30'),
  row('root-veg', ['onion', 'carrot', 'beet', 'cabbage'], ['RU-VGG', 'RU-MOS', 'RU-BRY'], '08-01', '10-31'),
  row('plum-kda', ['plum'], ['RU-KDA'], '08-01', '08-31'),
  row('peach-kda', ['peach'], ['RU-KDA'], '08-01', '08-31'),
  row('apple-kda', ['apple'], ['RU-KDA'], '08-20', '10-31'),
  row('apple-central', ['apple'], ['RU-LIP', 'RU-TAM', 'RU-VOR', 'RU-BEL', 'RU-KB'], '08-20', '10-20'),
  row('grape', ['grape'], ['RU-KDA', 'RU-DA', 'RU-STA', 'UA-43'], '08-20', '10-31'),
  row('wild-cloud', ['wild-berry'], ['RU-KR', 'RU-ARK', 'RU-VLG'], '07-01', '07-31', {
    variety: 'cloudberry',
  }),
  row('wild-bil', ['wild-berry'], ['RU-KR', 'RU-ARK', 'RU-VLG'], '07-01', '08-31', { variety: 'bilberry' }),
  row('wild-ling', ['wild-berry'], ['RU-KR', 'RU-ARK', 'RU-VLG'], '08-01', '09-30', {
    variety: 'lingonberry',
  }),
  row('wild-cran', ['wild-berry'], ['RU-KR', 'RU-ARK', 'RU-VLG'], '09-01', '10-31', { variety: 'cranberry' }),
  row('greenhouse', [], ['RU-LIP', 'RU-KLU', 'RU-TUL', 'RU-STA'], '01-01', '12-31', {
    phase: 'all-year',
    work: 'greenhouse',
  }),
  row('spring', [], '*', '04-01', '06-30', { phase: 'sowing', work: 'field', payUnit: null }),
  row('mandarin', ['citrus'], ['GE-AB'], '11-01', '12-31', { abroad: true, payUnit: 'box' }),
];

const entry = (crop: CropEntry['crop'], work: CropEntry['work'], group: string | null): CropEntry => ({
  crop,
  work,
  group,
  activity: null,
  codes: [],
  source: 'ours',
});

const CROP_ENTRIES: readonly CropEntry[] = [
  entry('strawberry', 'berries', 'berries'),
  entry('currant', 'berries', 'berries'),
  entry('wild-berry', 'forest-fish', 'berries'),
  entry('cherry', 'fruit', 'fruit'),
  entry('apple', 'fruit', 'fruit'),
  entry('plum', 'fruit', 'fruit'),
  entry('peach', 'fruit', 'fruit'),
  entry('grape', 'fruit', 'fruit'),
  entry('potato', 'vegetables', 'vegetables'),
  entry('tomato', 'vegetables', 'vegetables'),
  entry('cucumber', 'greenhouse', 'vegetables'),
  entry('onion', 'vegetables', 'vegetables'),
  entry('melon', 'vegetables', null),
];

/** Russia with the seasons above. */
export const harvestLand: Country = { ...ru, seasons: SEASONS, crops: CROP_ENTRIES };

export const seasonOf = (id: string): SeasonRow => {
  const found = SEASONS.find((season) => season.id === id);
  if (found === undefined) throw new Error(`no season ${id}`);
  return found;
};

export const LIP_PATENT: Permit = { basis: 'patent', region: 'RU-LIP' };
export const OPEN_REGION: Permit = { basis: 'eaeu', region: null };

/** The law of these tests in three lines: open regions everywhere, patents in their own region, and never in KDA. */
export const judgeFor =
  (permit: Permit | null): Judge =>
  ({ region }): Pick<Verdict, 'kind' | 'flags'> => {
    if (permit === null) return { kind: 'UNKNOWN', flags: [] };
    if (permit.region === null) return { kind: 'OK', flags: [] };
    if (region === 'RU-KDA') return { kind: 'BARRED', flags: [] };
    return { kind: region === permit.region ? 'OK' : 'NEEDS_NEW_PERMIT', flags: [] };
  };

/** The seasons of a country with nothing said and nothing offered, but for what is given. */
export const seasonsPort = (differing: Partial<SeasonsPort> = {}): SeasonsPort => ({
  country: harvestLand,
  shifts: async () => [],
  judge: judgeFor,
  openings: async () => [],
  ...differing,
});
