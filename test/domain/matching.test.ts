import { describe, expect, it } from 'vitest';
import { lawOf } from '../../src/domain/law.ts';
import { fitting, matches, type Reason } from '../../src/domain/matching.ts';
import type { Opening } from '../../src/domain/opening.ts';
import type { Preferences } from '../../src/domain/subscriber.ts';
import { anOpening, preferences, TODAY } from '../support/builders.ts';
import { aBasis, NO_RULES } from '../support/law.ts';

const month = (min: number, max: number | null = null): Opening['pay'] => ({
  min,
  max,
  unit: 'month',
  currency: 'RUB',
});

const anAid = (differing: Partial<Opening> = {}): Opening =>
  anOpening({ kind: 'support', work: null, aid: 'medical', ...differing });

type Row = readonly [string, Partial<Preferences>, Partial<Opening>, readonly Reason[]];

const against = (wishes: Partial<Preferences>, opening: Opening): readonly Reason[] => {
  const match = matches(preferences(wishes), opening, TODAY, NO_RULES);
  return match.fits ? [] : match.reasons;
};

describe('an opening fits', () => {
  it.each<Row>([
    ['who answered nothing', {}, {}, []],
    ['who wants anything', { kinds: 'any', works: 'any', regions: 'any' }, {}, []],
    ['one of several kinds', { kinds: ['harvest', 'vacancy'] }, {}, []],
    ['not another kind', { kinds: ['harvest'] }, {}, ['kind']],
    ['not another work', { works: ['driving'] }, {}, ['work']],
    ['not another region', { regions: ['RU-MOS'] }, {}, ['region']],
    ['with a free bed who needs one', { housingNeeded: true }, { housing: 'free' }, []],
    ['with a paid bed who needs one', { housingNeeded: true }, { housing: 'paid' }, []],
    ['without a bed not who needs one', { housingNeeded: true }, { housing: 'none' }, ['housing']],
    ['silent about beds not who needs one', { housingNeeded: true }, {}, ['housing']],
    ['silent about beds who needs none', { housingNeeded: false }, {}, []],
    ['at the floor', { payFloor: 60_000 }, { pay: month(60_000) }, []],
    ['not below the floor', { payFloor: 60_001 }, { pay: month(60_000) }, ['pay']],
    ['whose upper end reaches the floor', { payFloor: 80_000 }, { pay: month(40_000, 80_000) }, []],
    ['silent about pay whatever the floor', { payFloor: 200_000 }, {}, []],
    ['until the day it starts', { freeFrom: '2026-06-20' }, { startsOn: '2026-06-20' }, []],
    ['not the day after', { freeFrom: '2026-06-21' }, { startsOn: '2026-06-20' }, ['dates']],
    ['until it ends, with no start', { freeFrom: '2026-07-01' }, { endsOn: '2026-07-01' }, []],
    ['until it expires, with neither', { freeFrom: '2026-07-10' }, {}, []],
    ['not after it expires', { freeFrom: '2026-07-11' }, {}, ['dates']],
    ['that has begun who is free now', { freeFrom: '2020-01-01' }, { startsOn: '2026-06-01' }, []],
    [
      'not that has begun who is free later',
      { freeFrom: '2026-06-16' },
      { startsOn: '2026-06-01' },
      ['dates'],
    ],
    ['a group there is room for', { crew: 3 }, { placesLeft: 3 }, []],
    ['not a larger group', { crew: 4 }, { placesLeft: 3 }, ['crew']],
    ['a group when places are not stated', { crew: 50 }, {}, []],
    ['nobody once closed', {}, { status: 'closed' }, ['closed']],
    ['nobody while paused', {}, { status: 'paused' }, ['closed']],
    ['nobody once filled', {}, { status: 'filled' }, ['full']],
    ['nobody without places', {}, { placesLeft: 0 }, ['full']],
    ['nobody after it expired', {}, { expiresOn: '2026-06-14' }, ['expired']],
    ['anybody on its last day', {}, { expiresOn: TODAY }, []],
    ['nobody after it ended', {}, { endsOn: '2026-06-14' }, ['expired']],
    ['and every reason is told', { kinds: ['support'], crew: 9 }, { placesLeft: 1 }, ['kind', 'crew']],
  ])('%s', (_name, wishes, stated, reasons) => {
    expect(against(wishes, anOpening(stated))).toEqual(reasons);
  });

  it('as support whatever work, bed, pay or day a person named', () => {
    const wishes = {
      works: ['driving'],
      housingNeeded: true,
      payFloor: 90_000,
      freeFrom: '2027-01-01',
    } as const;
    expect(against(wishes, anAid())).toEqual([]);
    expect(against({ kinds: ['vacancy'], regions: ['RU-MOS'] }, anAid())).toEqual(['kind', 'region']);
  });

  it('and says which answers it meets', () => {
    const wishes = preferences({
      works: ['warehouse'],
      regions: 'any',
      housingNeeded: true,
      payFloor: 50_000,
    });
    const opening = anOpening({ housing: 'free', pay: month(60_000) });
    expect(matches(wishes, opening, TODAY, NO_RULES)).toEqual({
      fits: true,
      why: ['work', 'housing', 'pay'],
    });
  });
});

describe('best first', () => {
  it.each<readonly [string, Partial<Preferences>, Partial<Opening>, Partial<Opening>]>([
    ['a free bed before a paid one', { housingNeeded: true }, { housing: 'free' }, { housing: 'paid' }],
    ['stated pay before none', {}, { pay: month(30_000) }, {}],
    ['the sooner start', {}, { startsOn: '2026-06-16' }, { startsOn: '2026-06-20' }],
    ['the newer posting', {}, { postedOn: '2026-06-14' }, { postedOn: '2026-06-13' }],
    ['the higher pay, all else equal', {}, { pay: month(50_000) }, { pay: month(40_000) }],
    ['named work before support', { works: ['warehouse'] }, {}, { kind: 'support', work: null }],
  ])('%s', (_name, wishes, better, worse) => {
    const [first, second] = [anOpening({ id: 'z', ...better }), anOpening({ id: 'a', ...worse })];
    expect(fitting(preferences(wishes), [second, first], TODAY, NO_RULES)).toEqual([first, second]);
    expect(fitting(preferences(wishes), [first, second], TODAY, NO_RULES)).toEqual([first, second]);
  });

  it('leaves out what does not fit and never wavers between equals', () => {
    const [a, b, other] = [anOpening({ id: 'a' }), anOpening({ id: 'b' }), anOpening({ region: 'RU-MOS' })];
    const wishes = preferences({ regions: ['RU-LIP'] });
    expect(fitting(wishes, [b, other, a], TODAY, NO_RULES)).toEqual([a, b]);
  });
});

describe('a harvest that somebody waits for', () => {
  const law = lawOf([aBasis('patent')], [], [{ crop: 'strawberry', group: 'berries' }]);
  const opening = anOpening({ kind: 'harvest', work: 'berries', crop: 'strawberry', region: 'RU-LIP' });
  const others = { kinds: ['vacancy'], works: ['warehouse'], regions: ['RU-MOW'] } as const;
  const fits = (wishes: Partial<Preferences>, differing: Partial<Opening> = {}): boolean =>
    matches(preferences({ ...others, ...wishes }), { ...opening, ...differing }, TODAY, law).fits;

  it.each<[string, Partial<Preferences>, boolean]>([
    ['by its crop and region', { seasons: ['strawberry@RU-LIP'] }, true],
    ['by its group', { seasons: ['berries@RU-LIP'] }, true],
    ['by every harvest', { seasons: ['any@RU-LIP'] }, true],
    ['not by another crop', { seasons: ['apple@RU-LIP'] }, false],
    ['not by another region', { seasons: ['strawberry@RU-TUL'] }, false],
    [
      'wherever a permit counts, where it does',
      { seasons: ['any@permit'], permit: { basis: 'patent', region: 'RU-LIP' } },
      true,
    ],
    [
      'not wherever a permit counts, where they need another',
      { seasons: ['any@permit'], permit: { basis: 'patent', region: 'RU-TUL' }, newPermit: true },
      false,
    ],
    [
      'in a region they named, where they would get another',
      { seasons: ['any@RU-LIP'], permit: { basis: 'patent', region: 'RU-TUL' }, newPermit: true },
      true,
    ],
    ['wherever a permit counts, where nothing was said', { seasons: ['any@permit'] }, true],
    ['not without a bed, where they need one', { seasons: ['any@RU-LIP'], housingNeeded: true }, false],
  ])('fits beside what they look for %s', (_, wishes, expected) => {
    expect(fits(wishes)).toBe(expected);
  });

  it.each<[string, string | null, boolean]>([
    ['in its own region', 'RU-LIP', true],
    ['and in no other', 'RU-TUL', false],
    ['and nowhere where they did not say which it is', null, false],
  ])('comes by a permit whose rule has grown old %s', (_, region, expected) => {
    const old = lawOf([aBasis('patent', { checkedAt: '2026-01-01' })], []);
    const wishes = preferences({ ...others, seasons: ['any@permit'], permit: { basis: 'patent', region } });
    expect(matches(wishes, opening, TODAY, old).fits).toBe(expected);
  });

  it('is a harvest: other work with the crop does not come by it', () => {
    expect(fits({ seasons: ['any@RU-LIP'] }, { kind: 'vacancy' })).toBe(false);
  });
});
