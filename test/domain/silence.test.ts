import { describe, expect, it } from 'vitest';
import { forgottenBefore, isSilent } from '../../src/domain/silence.ts';

describe('silence', () => {
  it.each([
    ['2026-06-01', '2026-06-15', false],
    ['2026-06-01', '2026-12-31', false],
    ['2026-06-01', '2027-01-01', true],
    ['2025-12-01', '2026-07-01', true],
    ['2026-01-01', '2026-07-31', false],
  ])('of somebody who answered in %s is asked about on %s: %s', (answeredIn, today, asked) => {
    expect(isSilent(answeredIn, today)).toBe(asked);
  });

  it.each([
    ['2026-09-01', '2026-01-01'],
    ['2026-09-30', '2026-01-01'],
    ['2026-08-15', '2025-12-01'],
    ['2027-01-10', '2026-05-01'],
    ['2026-12-31', '2026-04-01'],
  ])('on %s ends for who answered in %s or before', (today, month) => {
    expect(forgottenBefore(today)).toBe(month);
  });
});
