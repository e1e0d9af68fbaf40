import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toldSeasons, windowIn } from '../../src/domain/season.ts';
import {
  MOST_WISHES,
  placeOf,
  readWish,
  wishableSubjects,
  wishesFor,
  wishesOf,
  wishMeaning,
  withWishes,
} from '../../src/domain/season-wish.ts';
import { subjectName } from '../../src/domain/season-words.ts';
import type { Permit, SeasonWish } from '../../src/domain/subscriber.ts';
import type { Verdict } from '../../src/domain/verdict-terms.ts';
import { loadTexts } from '../../src/i18n.ts';
import { countries } from '../support/countries.ts';
import { harvestLand, judgeFor, LIP_PATENT, OPEN_REGION, SEASONS, seasonOf } from '../support/seasons.ts';

const windowOf = (id: string, region: string) => windowIn(seasonOf(id), region, 2026);
const waitsFor = (...asked: Parameters<typeof wishMeaning>): boolean => wishMeaning(...asked) !== null;
const hears = (wish: SeasonWish, permit: Permit | null, id: string, region: string): boolean =>
  waitsFor({ seasons: [wish], permit }, windowOf(id, region), harvestLand, judgeFor(permit));

describe('a wish', () => {
  it.each<[SeasonWish, Permit | null, string, string, boolean]>([
    ['strawberry@RU-LIP', null, 'straw-lip', 'RU-LIP', true],
    ['strawberry@RU-LIP', null, 'straw-mos', 'RU-MOS', false],
    ['apple@RU-LIP', null, 'straw-lip', 'RU-LIP', false],
    ['berries@RU-LIP', null, 'straw-lip', 'RU-LIP', true],
    ['berries@RU-LIP', null, 'cherry-lip', 'RU-LIP', true],
    ['berries@RU-LIP', null, 'apple-central', 'RU-LIP', false],
    ['currant@RU-LIP', null, 'cherry-lip', 'RU-LIP', true],
    ['any@RU-TAM', null, 'apple-central', 'RU-TAM', true],
    ['any@RU-TAM', null, 'spring', 'RU-TAM', true],
    ['field@RU-TAM', null, 'spring', 'RU-TAM', true],
    ['vegetables@RU-AST', null, 'veg-south', 'RU-AST', true],
    ['apple@permit', LIP_PATENT, 'apple-central', 'RU-LIP', true],
    ['apple@permit', LIP_PATENT, 'apple-central', 'RU-TAM', false],
    ['apple@permit', LIP_PATENT, 'apple-kda', 'RU-KDA', false],
    ['apple@permit', OPEN_REGION, 'apple-kda', 'RU-KDA', true],
    ['apple@permit', null, 'apple-kda', 'RU-KDA', true],
    // Somebody may have said a region that their permit does not cover: they asked for it by its name.
    ['apple@RU-KDA', LIP_PATENT, 'apple-kda', 'RU-KDA', true],
  ])('%s of a holder of %j means %s in %s: %s', (wish, permit, id, region, means) => {
    expect(hears(wish, permit, id, region)).toBe(means);
  });

  it('for wherever the permit counts stays in its own region while the rules are old', () => {
    const old = (): Pick<Verdict, 'kind' | 'flags'> => ({ kind: 'UNKNOWN', flags: [] });
    const waits = (region: string): boolean =>
      waitsFor(
        { seasons: ['apple@permit'], permit: LIP_PATENT },
        windowOf('apple-central', region),
        harvestLand,
        old,
      );
    expect([waits('RU-LIP'), waits('RU-TAM')]).toEqual([true, false]);
  });

  it('means nothing where none was made', () => {
    const waits = waitsFor(
      { seasons: null, permit: null },
      windowOf('straw-lip', 'RU-LIP'),
      harvestLand,
      judgeFor(null),
    );
    expect(waits).toBe(false);
  });

  it('is never made of nothing', () => {
    expect(wishesOf([], ['permit'])).toBeNull();
    expect(wishesOf(['strawberry'], [])).toBeNull();
    expect(wishesOf(['strawberry', 'apple'], ['permit', 'RU-LIP'])).toEqual([
      'strawberry@permit',
      'strawberry@RU-LIP',
      'apple@permit',
      'apple@RU-LIP',
    ]);
  });

  it('is added once, and not where there are too many', () => {
    expect(withWishes(['apple@permit'], ['apple@permit', 'plum@permit'])).toEqual([
      'apple@permit',
      'plum@permit',
    ]);
    const many = Array.from({ length: MOST_WISHES }, (_, at): SeasonWish => `apple@RU-${at}`);
    expect(withWishes(many, ['apple@RU-0'])).toHaveLength(MOST_WISHES);
    expect(withWishes(many, ['plum@permit'])).toBeNull();
  });

  it('is judged by the work of the first crop, on the days of the window', () => {
    expect(placeOf(windowOf('tomato-ast', 'RU-AST'), harvestLand)).toMatchObject({
      region: 'RU-AST',
      activity: 'vegetables',
      from: '2026-07-01',
      to: '2026-10-31',
    });
    expect(placeOf(windowOf('spring', 'RU-AST'), harvestLand).activity).toBe('field');
  });
});

it('whoever waits for a season has one of its wishes: the index may ask by them alone', () => {
  const subject = fc.constantFrom('any', 'berries', 'fruit', 'apple', 'strawberry', 'field', 'onion');
  const place = fc.constantFrom('permit', 'RU-LIP', 'RU-KDA', 'RU-AST');
  fc.assert(
    fc.property(
      fc.array(
        fc.tuple(subject, place).map(([a, b]): SeasonWish => `${a}@${b}`),
        { minLength: 1 },
      ),
      fc.constantFrom(...SEASONS),
      fc.constantFrom('RU-LIP', 'RU-KDA', 'RU-AST', 'RU-TAM'),
      fc.constantFrom(null, LIP_PATENT, OPEN_REGION),
      (seasons, season, region, permit) => {
        const waits = waitsFor(
          { seasons, permit },
          windowIn(season, region, 2026),
          harvestLand,
          judgeFor(permit),
        );
        const keys = wishesFor(season, region, harvestLand);
        if (waits) expect(seasons.some((wish) => keys.includes(wish))).toBe(true);
      },
    ),
  );
});

it('is read as it was made', () => {
  expect(readWish('wild-berry@RU-KR')).toEqual({ subject: 'wild-berry', place: 'RU-KR' });
});

it('has a word in every language for whatever a package lets people wish for', async () => {
  const texts = await loadTexts();
  const subjects = countries.flatMap((country) => [
    'any',
    ...wishableSubjects(toldSeasons(country), country),
  ]);
  const missing = texts.locales.flatMap(({ code }) =>
    subjects.filter((subject) => texts.text(code, subjectName(subject)).includes('…')),
  );
  expect(subjects.length).toBeGreaterThan(20);
  expect(missing).toEqual([]);
});
