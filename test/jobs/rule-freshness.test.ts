import { describe, expect, it } from 'vitest';
import type { Law } from '../../src/domain/law.ts';
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
  const old = aLaw(
    aBar('RU-KDA', { checkedAt: '2026-11-01' }),
    aFee('RU-LIP', 1, { checkedAt: '2026-11-01' }),
  );
  /** What is said on which of these days. */
  async function saidOn(days: readonly string[], law: (day: string) => Law): Promise<readonly string[]> {
    const said: string[] = [];
    const rulesSaid = new Map<string, string>();
    for (const day of days)
      await ruleFreshness.run({
        law: async () => law(day),
        today: () => day,
        rulesStale: (count, why) => void said.push(`${day.slice(5)}: ${count} ${why}`),
        rulesSaid,
      });
    return said;
  }

  it('says how many and why, at once, and again only after a week', async () => {
    const days = ['2026-11-20', '2026-12-01', '2026-12-02', '2026-12-07', '2026-12-08', '2027-01-01'];
    // The four bases of the test's country were checked in June.
    expect(await saidOn(days, () => old)).toEqual([
      '11-20: 4 old',
      '12-01: 4 old',
      '12-01: 2 ends',
      '12-08: 4 old',
      '12-08: 2 ends',
      '01-01: 4 old',
      '01-01: 2 over',
    ]);
  });

  it('speaks within the week when another rule is concerned, or for another reason', async () => {
    expect(await saidOn(['2026-12-28', '2026-12-31', '2027-01-01', '2027-01-04'], () => old)).toEqual([
      '12-28: 4 old',
      '12-28: 2 ends',
      '01-01: 4 old',
      '01-01: 2 over',
    ]);
    const grows = (day: string): Law => (day === '2026-11-22' ? aLaw(...old.rules.slice(4), LAPSED) : old);
    expect(await saidOn(['2026-11-20', '2026-11-21', '2026-11-22'], grows)).toEqual([
      '11-20: 4 old',
      '11-22: 4 old',
      '11-22: 1 over',
    ]);
  });
});

const LAPSED = aLink(['RU-SPE', 'RU-LEN'], { checkedAt: '2026-11-01', to: '2026-11-21' });
