import { describe, expect, it } from 'vitest';
import type { SeasonShift } from '../../src/domain/season.ts';
import { toldOf } from '../../src/domain/season-answer.ts';
import type { SeasonNotice } from '../../src/domain/season-plan.ts';
import type { Preferences } from '../../src/domain/subscriber.ts';
import { anOpening, preferences } from '../support/builders.ts';
import { harvestLand, judgeFor, LIP_PATENT, OPEN_REGION } from '../support/seasons.ts';

const shift = (differing: Partial<SeasonShift>): SeasonShift => ({
  seasonId: 'straw-lip',
  region: 'RU-LIP',
  year: 2026,
  days: 7,
  over: false,
  revision: 1,
  on: '2026-05-20',
  ...differing,
});
const notice = (differing: Partial<SeasonNotice> = {}): SeasonNotice => ({
  kind: 'soon',
  seasonId: 'straw-lip',
  region: 'RU-LIP',
  year: 2026,
  revision: 0,
  ...differing,
});
const told = (
  of: Partial<SeasonNotice>,
  who: Partial<Preferences>,
  {
    today = '2026-05-25',
    shifts = [] as readonly SeasonShift[],
    openings = [] as ReturnType<typeof anOpening>[],
  } = {},
) =>
  toldOf(
    notice(of),
    preferences(who),
    { country: harvestLand, judge: judgeFor },
    { openings, shifts, today },
  );

describe('a notice at the turn of a person', () => {
  it('says the days as they are now, what is offered, and to check where nothing was said', () => {
    const openings = [
      anOpening({ kind: 'harvest', crop: 'strawberry', region: 'RU-LIP' }),
      anOpening({ crop: 'apple' }),
    ];
    const found = told({}, { seasons: ['strawberry@RU-LIP'] }, { shifts: [shift({})], openings });
    expect(found).toMatchObject({
      kind: 'soon',
      window: { from: '2026-06-17', to: '2026-07-22' },
      open: 1,
      caution: 'check',
      wish: 'strawberry@RU-LIP',
    });
  });

  it.each<[string, Partial<SeasonNotice>, Partial<Preferences>, Parameters<typeof told>[2]]>([
    ['who no longer waits', {}, { seasons: ['apple@RU-LIP'] }, {}],
    ['who waits for nothing', {}, {}, {}],
    [
      'whose permit does not count there',
      {},
      { seasons: ['any@permit'], permit: { basis: 'patent', region: 'RU-TUL' } },
      {},
    ],
    [
      'whom the law bars, though they named the region',
      { seasonId: 'straw-kda', region: 'RU-KDA' },
      { seasons: ['strawberry@RU-KDA'], permit: LIP_PATENT },
      { today: '2026-05-10' },
    ],
    ['when it has begun', {}, { seasons: ['any@permit'] }, { today: '2026-06-10' }],
    ['when it was said to be over', {}, { seasons: ['any@permit'] }, { shifts: [shift({ over: true })] }],
    [
      'of a shift when a newer one was said',
      { kind: 'shift', revision: 1 },
      { seasons: ['any@permit'] },
      { shifts: [shift({ revision: 2 })] },
    ],
    ['of a season that the package lost', { seasonId: 'gone' }, { seasons: ['any@permit'] }, {}],
    [
      'of an end that was put off meanwhile',
      { kind: 'next' },
      { seasons: ['any@permit'] },
      { today: '2026-07-17', shifts: [shift({ days: 14, on: '2026-07-16' })] },
    ],
    [
      'of an early end that was taken back',
      { kind: 'next' },
      { seasons: ['any@permit'] },
      { today: '2026-07-08', shifts: [shift({ days: 0, revision: 2, on: '2026-07-08' })] },
    ],
    [
      'of an end after which nothing follows',
      { kind: 'next', seasonId: 'wild-cran', region: 'RU-KR' },
      { seasons: ['any@permit'], permit: { basis: 'patent', region: 'RU-KR' } },
      { today: '2026-11-01' },
    ],
  ])('says nothing to somebody %s', (_, of, who, scene) => {
    expect(told(of, who, scene)).toBeNull();
  });

  it.each([
    [{ days: 7 }, 'shift-later'],
    [{ days: -7 }, 'shift-earlier'],
    [{ days: 0, revision: 2 }, 'shift-back'],
    [{ over: true }, 'shift-over'],
  ])('says how it was moved: %j', (how, kind) => {
    const said = shift(how);
    const found = told(
      { kind: 'shift', revision: said.revision },
      { seasons: ['any@permit'] },
      { shifts: [said] },
    );
    expect(found).toMatchObject({ kind });
  });

  it('says that a region they named needs a new permit', () => {
    const found = told(
      { seasonId: 'straw-mos', region: 'RU-MOS' },
      { seasons: ['any@RU-MOS'], permit: LIP_PATENT },
    );
    expect(found).toMatchObject({ caution: 'new-permit' });
  });

  it('leads on from an end, also an early one, on the permit they have', () => {
    const early = shift({ days: 0, over: true, on: '2026-07-08' });
    const found = told(
      { kind: 'next' },
      { seasons: ['strawberry@RU-LIP', 'apple@permit'], permit: LIP_PATENT },
      { today: '2026-07-08', shifts: [early] },
    );
    expect(
      found?.kind === 'next' &&
        found.suggestions.map(({ window, gap, tell }) => [window.season.id, gap, tell]),
    ).toEqual([
      ['cherry-lip', 2, 'cherry@RU-LIP'],
      ['apple-central', 43, null],
    ]);
  });

  it.each<[Partial<Preferences>, string]>([
    [{ seasons: ['field@RU-TAM'] }, 'RU-TAM'],
    [{ seasons: ['any@permit'], permit: LIP_PATENT }, 'RU-LIP'],
    [{ seasons: ['any@permit'], permit: OPEN_REGION }, '*'],
    [{ seasons: ['any@permit'] }, '*'],
  ])('of the whole country speaks to %j of %s', (who, region) => {
    const found = told({ seasonId: 'spring', region: '*' }, who, { today: '2026-03-20' });
    expect(found).toMatchObject({ kind: 'soon', window: { region } });
  });
});
