import { describe, expect, it } from 'vitest';
import { codeIn, grouped, judgeCode, stepAt } from '../src/domain/one-time-code.ts';
import { oneTimeCodes } from '../src/one-time-code.ts';

/** The secret of RFC 6238, appendix B: "12345678901234567890". */
const RFC_SECRET = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ';
const at = (seconds: number): Date => new Date(seconds * 1_000);
const NOW = at(1_800_000_000);
const STEP = stepAt(NOW);

describe('codes of an app', () => {
  // The last six digits of the appendix: it prints eight.
  it.each([
    [59, '287082', 1],
    [1_111_111_109, '081804', 37_037_036],
    [1_111_111_111, '050471', 37_037_037],
    [1_234_567_890, '005924', 41_152_263],
    [2_000_000_000, '279037', 66_666_666],
    [20_000_000_000, '353130', 666_666_666],
  ])('at %i s are as RFC 6238 says: %s', (seconds, code, step) => {
    expect(oneTimeCodes.stepOf(RFC_SECRET, code, at(seconds))).toBe(step);
  });

  it.each([
    ['the step before', -30, 66_666_666],
    ['the step after', 30, 66_666_666],
    ['two steps before', -60, null],
    ['two steps after', 60, null],
  ])('of %s are read with the step they belong to, or not at all', (_, seconds, step) => {
    expect(oneTimeCodes.stepOf(RFC_SECRET, '279037', at(2_000_000_000 - seconds))).toBe(step);
  });

  it('come from a secret of 160 random bits, told to the app by its address', () => {
    const [one, other] = [oneTimeCodes.fresh(), oneTimeCodes.fresh()];
    expect(one).toMatch(/^[A-Z2-7]{32}$/);
    expect(one).not.toBe(other);
    const address = new URL(oneTimeCodes.address(one, 'Quince & co'));
    expect([address.protocol, address.host]).toEqual(['otpauth:', 'totp']);
    expect(Object.fromEntries(address.searchParams)).toMatchObject({
      secret: one,
      issuer: 'Mehnat',
      digits: '6',
      period: '30',
    });
  });

  it.each([
    ['287082', '287082'],
    [' 287 082 ', '287082'],
    ['287-082', '287082'],
    ['287\u00A0082', '287082'],
    ['28708', null],
    ['2870822', null],
    ['code 287082', null],
    ['', null],
  ])('are read from %j as %j', (text, code) => {
    expect(codeIn(text)).toBe(code);
  });

  it('have a secret that people can copy', () => {
    expect(grouped(RFC_SECRET)).toBe('GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ');
  });
});

describe('what becomes of a code', () => {
  it('a right one counts, and neither it nor one before it ever again', () => {
    const { result, state } = judgeCode({ step: STEP - 9, tries: 3 }, STEP, NOW);
    expect([result, state]).toEqual(['right', { step: STEP, tries: 0 }]);
    for (const again of [STEP, STEP - 1]) expect(judgeCode(state, again, NOW).result).toBe('wrong');
    expect(judgeCode(state, STEP + 1, NOW).result).toBe('right');
  });

  it('five wrong ones in a row lock for a quarter of an hour, also for the right one', () => {
    let state = { step: STEP - 9, tries: 0 };
    const results: string[] = [];
    for (let tried = 0; tried < 5; tried++) {
      const judged = judgeCode(state, null, NOW);
      state = judged.state;
      results.push(judged.result);
    }
    expect(results).toEqual(['wrong', 'wrong', 'wrong', 'wrong', 'locked']);
    const codeAt = (seconds: number): string => {
      const now = at(1_800_000_000 + seconds);
      return judgeCode(state, stepAt(now), now).result;
    };
    expect([codeAt(0), codeAt(14 * 60), codeAt(15 * 60 + 30)]).toEqual(['locked', 'locked', 'right']);
  });

  it('a wrong one in between is forgiven by a right one', () => {
    const four = { step: STEP - 9, tries: 4 };
    expect(judgeCode(judgeCode(four, STEP, NOW).state, null, NOW).result).toBe('wrong');
  });

  it('while they are set up wrong ones lock nobody out', () => {
    const fresh = { step: 0, tries: 0 };
    expect(judgeCode(fresh, null, NOW)).toEqual({ result: 'wrong', state: fresh });
  });
});
