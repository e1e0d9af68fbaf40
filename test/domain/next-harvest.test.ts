import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawOf } from '../../src/domain/law.ts';
import { dayNumber } from '../../src/domain/matching.ts';
import {
  type NextHarvestScope,
  nextHarvests,
  type Offered,
  type Suggestion,
} from '../../src/domain/next-harvest.ts';
import { regionsOf } from '../../src/domain/season.ts';
import { placeOf } from '../../src/domain/season-wish.ts';
import type { Permit } from '../../src/domain/subscriber.ts';
import { verdict } from '../../src/domain/verdict.ts';
import { type Flag, VERDICTS, type VerdictKind } from '../../src/domain/verdict-terms.ts';
import { ru } from '../support/countries.ts';
import { harvestLand, judgeFor, LIP_PATENT, OPEN_REGION, SEASONS } from '../support/seasons.ts';

const NOTHING: Offered = { open: 0, housed: false, dayPay: null };
const STRAWBERRIES = { seasonId: 'straw-lip', region: 'RU-LIP', on: '2026-07-15' };

const scopeOf = (permit: Permit | null, differing: Partial<NextHarvestScope> = {}): NextHarvestScope => ({
  country: harvestLand,
  shifts: [],
  judge: judgeFor(permit),
  wouldGetPermit: false,
  offered: () => NOTHING,
  ...differing,
});
const following = (permit: Permit | null, differing: Partial<NextHarvestScope> = {}): readonly Suggestion[] =>
  nextHarvests(STRAWBERRIES, scopeOf(permit, differing));
const named = (suggestions: readonly Suggestion[]): readonly string[] =>
  suggestions.map(({ window, gap }) => `${window.season.id} ${window.region} +${gap}`);
/** Openings of one season in one region. */
const offeredAt =
  (name: string, offered: Partial<Offered>): NextHarvestScope['offered'] =>
  ({ season, region }) =>
    `${season.id} ${region}` === name ? { ...NOTHING, open: 1, ...offered } : NOTHING;

describe('the next harvest after strawberries in Lipetsk', () => {
  it('with a patent of Lipetsk is cherries, then apples from 20 August; never the plums of Krasnodar', () => {
    expect(named(following(LIP_PATENT))).toEqual(['cherry-lip RU-LIP +0', 'apple-central RU-LIP +36']);
    expect(following(LIP_PATENT)[1]?.window.from).toBe('2026-08-20');
  });

  it('may be the apples of Krasnodar for who may work anywhere, where they are offered', () => {
    const offered = offeredAt('apple-kda RU-KDA', {});
    expect(named(following(OPEN_REGION, { offered }))[0]).toBe('apple-kda RU-KDA +36');
    expect(named(following(LIP_PATENT, { offered })).join()).not.toContain('KDA');
  });

  it('is to be checked first where nothing was said of a permit', () => {
    const apples = following(null).find(({ window }) => window.season.id === 'apple-central');
    expect(apples).toMatchObject({ gap: 36, check: true, window: { region: 'RU-LIP' } });
    expect(following(LIP_PATENT).every(({ check }) => !check)).toBe(true);
  });

  it('needs another patent only where somebody would get one, and then comes last', () => {
    const found = following(LIP_PATENT, { wouldGetPermit: true });
    expect(named(found).slice(0, 2)).toEqual(named(following(LIP_PATENT)));
    expect(found.map(({ newPermit }) => newPermit)).toEqual([false, false, true]);
  });

  it.each<[string, Partial<NextHarvestScope>, string]>([
    ['what is offered before the same region', { offered: offeredAt('melon RU-VGG', {}) }, 'melon RU-VGG +5'],
    ['the same region before others', {}, 'cherry-lip RU-LIP +0'],
  ])('puts %s', (_, differing, first) => {
    expect(named(following(OPEN_REGION, differing))[0]).toBe(first);
  });

  it('puts housing before a shorter gap, and lets pay decide between equals', () => {
    const offered =
      (better: string): NextHarvestScope['offered'] =>
      (window) =>
        window.season.id === better
          ? { open: 1, housed: true, dayPay: 1 }
          : { open: 1, housed: false, dayPay: 9 };
    expect(named(following(OPEN_REGION, { offered: offered('grape') })).at(2)).toContain('grape');
    const paid =
      (region: string): NextHarvestScope['offered'] =>
      (window) => ({ open: 1, housed: true, dayPay: window.region === region ? 2 : 1 });
    expect(named(following(OPEN_REGION, { offered: paid('RU-ROS') })).at(2)).toBe('veg-south RU-ROS +0');
  });

  it('follows a season that was moved', () => {
    const shifts = [
      {
        seasonId: 'apple-central',
        region: 'RU-LIP',
        year: 2026,
        days: 10,
        over: false,
        revision: 1,
        on: '2026-07-01',
      },
    ];
    expect(named(following(LIP_PATENT, { shifts }))).toEqual(['cherry-lip RU-LIP +0']);
  });
});

it('suggests at most three, reachable in 45 days, never barred, abroad, all year or the same again', () => {
  const permits = fc.constantFrom(null, LIP_PATENT, OPEN_REGION);
  const ends = SEASONS.flatMap((season) =>
    regionsOf(season, harvestLand)
      .slice(0, 5)
      .map((region) => ({ seasonId: season.id, region })),
  );
  const day = fc.nat(364).map((at) => new Date(Date.UTC(2026, 0, 1 + at)).toISOString().slice(0, 10));
  const verdicts = fc.dictionary(
    fc.constantFrom(...harvestLand.regions.map(({ code }) => code)),
    fc.constantFrom(...VERDICTS),
  );
  fc.assert(
    fc.property(
      permits,
      fc.constantFrom(...ends),
      day,
      fc.boolean(),
      verdicts,
      (permit, end, on, would, said) => {
        const judge = (place: { region: string }): { kind: VerdictKind; flags: readonly Flag[] } => ({
          flags: [],
          kind:
            said[place.region] ??
            judgeFor(permit)(
              placeOf(
                { season: SEASONS[0]!, region: place.region, year: 2026, from: on, to: on, over: false },
                harvestLand,
              ),
            ).kind,
        });
        const found = nextHarvests({ ...end, on }, scopeOf(permit, { judge, wouldGetPermit: would }));
        expect(found.length).toBeLessThanOrEqual(3);
        expect(new Set(found.map(({ window }) => window.season.id)).size).toBe(found.length);
        for (const { window, gap, newPermit } of found) {
          const { kind } = judge(window);
          expect(['BARRED', 'NEEDS_EMPLOYER_QUOTA']).not.toContain(kind);
          expect(newPermit).toBe(kind === 'NEEDS_NEW_PERMIT');
          expect(newPermit && !would).toBe(false);
          expect(gap).toBe(Math.max(0, dayNumber(window.from) - dayNumber(on)));
          expect(gap).toBeLessThanOrEqual(45);
          expect(window.to > on).toBe(true);
          expect(window.season.abroad || window.season.phase === 'all-year').toBe(false);
          expect(window.season.id === end.seasonId && window.region === end.region).toBe(false);
        }
      },
    ),
    { numRuns: 200 },
  );
});

describe('by the package of Russia', () => {
  const law = lawOf(ru.rules, ru.activities);
  /** The day on which the rows of the package were checked. */
  const now = ru.checkedOn;
  const reached = (permit: Permit | null, wouldGetPermit = false): readonly Suggestion[] =>
    nextHarvests(
      { seasonId: 'straw-lip', region: 'RU-LIP', on: '2026-07-15' },
      scopeOf(permit, {
        country: ru,
        judge: (place) => verdict(permit, place, law, now),
        wouldGetPermit,
      }),
    );

  it('strawberries of Lipetsk lead a holder of its patent to cherries, then to apples', () => {
    expect(named(reached(LIP_PATENT))).toEqual(['cherry-lip RU-LIP +0', 'apple-central RU-LIP +36']);
  });

  it('no holder of a patent is sent to Krasnodar, not even of its own', () => {
    for (const permit of [LIP_PATENT, { basis: 'patent', region: 'RU-KDA' }])
      expect(named(reached(permit, true)).join()).not.toContain('KDA');
  });

  it('who said nothing is told to check', () => {
    expect(reached(null).find(({ window }) => window.season.id === 'apple-central')).toMatchObject({
      check: true,
      window: { region: 'RU-LIP', from: '2026-08-20' },
    });
  });
});
