import { describe, expect, it } from 'vitest';
import { gb } from '../support/countries.ts';

describe('the seasonal-worker route of the United Kingdom', () => {
  it('has the four countries of ISO 3166-2:GB, in one district', () => {
    expect(gb.regions.map(({ code }) => code)).toEqual(['GB-ENG', 'GB-NIR', 'GB-SCT', 'GB-WLS']);
    expect(gb.districts).toEqual(['gb']);
  });

  it('binds a seasonal worker to a scheme operator, and somebody settled to nothing', () => {
    const bound = gb.rules.flatMap((rule) => (rule.kind === 'basis' ? [[rule.basis, rule.bound]] : []));
    expect(Object.fromEntries(bound)).toEqual({ settled: 'none', seasonal: 'employer' });
  });

  it('picks berries from April to November, and works with poultry from 2 October to the end of the year', () => {
    expect(gb.seasons.map(({ crops, windowFrom, windowTo }) => [crops, windowFrom, windowTo])).toEqual([
      [['strawberry', 'raspberry'], '04-01', '11-30'],
      [['poultry'], '10-02', '12-31'],
    ]);
  });

  it('rests on other days in Scotland', () => {
    const days = (region: string): readonly string[] =>
      gb.holidays.flatMap(({ day, regions }) => (regions === '*' || regions.includes(region) ? [day] : []));
    expect(days('GB-SCT')).toContain('2027-01-04');
    expect(days('GB-SCT')).not.toContain('2027-03-29');
    expect(days('GB-ENG').filter((day) => day.startsWith('2027'))).toHaveLength(8);
  });
});
