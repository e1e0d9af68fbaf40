import { describe, expect, it } from 'vitest';
import type { Rule } from '../../src/domain/rules.ts';
import { ru } from '../support/countries.ts';

const of = <Kind extends Rule['kind']>(kind: Kind) =>
  ru.rules.filter((rule): rule is Extract<Rule, { kind: Kind }> => rule.kind === kind);

describe('the law of Russia, as the package has it', () => {
  it('knows four ways to work, and what each is bound to', () => {
    expect(Object.fromEntries(of('basis').map(({ basis, bound }) => [basis, bound]))).toEqual({
      open: 'none',
      patent: 'region',
      trp: 'region',
      employer: 'employer',
    });
  });

  it('ends every ban, fee and share of a year with the year: nothing lives on by itself', () => {
    const yearly = [...of('bar'), ...of('fee'), ...of('share')];
    expect(yearly.filter(({ to }) => to === null)).toEqual([]);
    expect(yearly.filter(({ from, to }) => from >= '2026' && to !== '2026-12-31')).toEqual([]);
  });

  it('links Moscow with its oblast, and leaves Saint Petersburg open', () => {
    expect(of('link').map(({ regions, confidence }) => [regions.join('~'), confidence])).toEqual([
      ['RU-MOW~RU-MOS', 'verified'],
      ['RU-SPE~RU-LEN', 'open'],
    ]);
  });

  it('knows the sums of eight regions, and guesses no other', () => {
    expect(Object.fromEntries(of('fee').map(({ region, monthly }) => [region, monthly]))).toEqual({
      'RU-KDA': 27_283,
      'RU-TUL': 25_000,
      'RU-LIP': 21_915,
      'RU-MOW': 10_000,
      'RU-MOS': 10_000,
      'RU-SPE': 8_000,
      'RU-LEN': 8_000,
      'RU-CE': 3_410,
    });
  });

  it('closes Krasnodar to patents, but for large building sites until 1 March 2026', () => {
    expect(of('bar').filter(({ region }) => region === 'RU-KDA')).toMatchObject([
      { basis: 'patent', activities: '*', except: [{ activity: 'major-construction', to: '2026-03-01' }] },
    ]);
  });

  it('has no ban list for Lipetsk, and says of unfinished lists that they are', () => {
    expect(of('bar').filter(({ region }) => region === 'RU-LIP')).toEqual([]);
    const unfinished = of('bar').filter(({ complete }) => !complete);
    expect(unfinished.map(({ region }) => region.slice(3))).toEqual([
      ...['PRI', 'IRK', 'KHM'],
      ...['BEL', 'NVS', 'SAM', 'TYU', 'SA', 'CHE', 'VGG', 'VOR'],
    ]);
    expect(of('bar').filter(({ complete, confidence }) => complete && confidence === 'open')).toEqual([]);
  });

  it('does not take the share of vegetables for berries', () => {
    const counted = ru.activities.filter(({ id }) => of('share').some(({ activity }) => activity === id));
    expect(counted.map(({ work }) => work)).not.toContain('berries');
    expect(ru.crops.find(({ crop }) => crop === 'strawberry')?.activity).toBe('berry-growing');
  });

  it('goes through one year in Lipetsk with one permit: greenhouse, strawberry, cherry, apple', () => {
    const there = ru.seasons.filter(({ regions }) => regions !== '*' && regions.includes('RU-LIP'));
    expect(there.map(({ id }) => id)).toEqual(['straw-lip', 'cherry-lip', 'apple-central', 'greenhouse']);
  });

  it('serves no place that ISO 3166-2 lists elsewhere, and suggests nothing abroad', () => {
    expect(JSON.stringify([ru.rules, ru.seasons.map(({ regions }) => regions)])).not.toMatch(/UA-\d/);
    const abroad = ru.seasons.filter(({ abroad: isAbroad }) => isAbroad);
    expect(abroad.map(({ id, regions }) => [id, regions])).toEqual([['mandarin', []]]);
  });

  it('tells who leaves or enters Moscow of the app, and not who moves between the two', () => {
    const amina = ru.checklist.filter(({ id }) => id.startsWith('amina'));
    expect(amina.map(({ within }) => within)).toEqual([
      ['RU-MOW', 'RU-MOS'],
      ['RU-MOW', 'RU-MOS'],
    ]);
  });

  it('names laws and decrees in Cyrillic letters for readers of them', () => {
    const latin = ru.rules.filter(({ source }) => /FZ|decree|press/.test(source));
    expect(latin.length).toBeGreaterThan(0);
    expect(
      latin.filter(({ sourceIn }) => !/[а-я]/i.test(sourceIn?.['Cyrl'] ?? '')).map(({ id }) => id),
    ).toEqual([]);
  });
});
