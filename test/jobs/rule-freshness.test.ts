import { describe, expect, it } from 'vitest';
import { staleness } from '../../src/domain/rule-freshness.ts';
import { ruleFreshness } from '../../src/jobs/rule-freshness.ts';
import { aBar, aFee, aLaw, aLink } from '../support/law.ts';

describe('a rule must be looked at', () => {
  const bar = aBar('RU-KDA', { checkedAt: '2026-11-01' });
  const next = aBar('RU-KDA', { id: 'next', from: '2027-01-01', to: '2027-12-31', checkedAt: '2026-12-20' });
  it.each([
    ['not while it is fresh and goes on', bar, [], '2026-11-29', null],
    ['a month before it ends', bar, [], '2026-12-01', 'ends'],
    ['not when next year’s is on file', bar, [next], '2026-12-21', null],
    ['when it is over and nothing follows', bar, [], '2027-01-01', 'over'],
    ['not when it is over and another holds', bar, [next], '2027-01-01', null],
    [
      'when nobody looked for ninety-one days',
      aLink(['RU-MOW', 'RU-MOS'], { checkedAt: '2026-11-01' }),
      [],
      '2027-01-31',
      'old',
    ],
    [
      'and not after ninety',
      aLink(['RU-MOW', 'RU-MOS'], { checkedAt: '2026-11-01' }),
      [],
      '2027-01-30',
      null,
    ],
    [
      'also where a rule of another region follows',
      bar,
      [{ ...next, region: 'RU-ROS' }],
      '2027-01-01',
      'over',
    ],
    [
      'also where what follows in its region bars something else',
      { ...bar, activities: ['post', 'shop'] },
      [{ ...next, activities: ['shop'] }],
      '2027-01-01',
      'over',
    ],
    [
      'not when what follows says that the rest is allowed now',
      { ...bar, activities: ['post', 'shop'] },
      [{ ...next, activities: ['shop'], except: [{ activity: 'post', to: '2027-12-31' }] }],
      '2027-01-01',
      null,
    ],
  ] as const)('%s', (_, rule, others, now, expected) => {
    expect(staleness(rule, [rule, ...others], now)).toBe(expected);
  });
});

describe('the alarm', () => {
  it('says how many and why, at once, and again only after a week', async () => {
    const said: (readonly [number, string])[] = [];
    let day = '2026-11-20';
    const run = () =>
      ruleFreshness.run({
        law: async () =>
          aLaw(aBar('RU-KDA', { checkedAt: '2026-11-01' }), aFee('RU-LIP', 1, { checkedAt: '2026-11-01' })),
        today: () => day,
        rulesStale: (count, why) => void said.push([count, why]),
      });
    for (const one of [
      '2026-11-20',
      '2026-12-01',
      '2026-12-02',
      '2026-12-07',
      '2026-12-08',
      '2027-01-01',
      '2027-01-15',
    ]) {
      day = one;
      await run();
    }
    // The four bases of the test's country were checked in June.
    expect(said).toEqual([
      [4, 'old'],
      [4, 'old'],
      [2, 'ends'],
      [4, 'old'],
      [2, 'ends'],
      [4, 'old'],
      [2, 'over'],
      [4, 'old'],
      [2, 'over'],
    ]);
  });
});
