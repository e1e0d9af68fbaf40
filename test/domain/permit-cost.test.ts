import { describe, expect, it } from 'vitest';
import type { Law } from '../../src/domain/law.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { permitCostOf } from '../../src/domain/permit-cost.ts';
import type { Permit } from '../../src/domain/subscriber.ts';
import { anOpening, TODAY } from '../support/builders.ts';
import { aBar, aBasis, aFee, aLaw } from '../support/law.ts';

const law = aLaw(
  aBasis('patent'),
  aBasis('eaeu', { bound: 'none', elsewhere: null, elsewhereConfidence: null }),
  aFee('RU-LIP', 21_915),
  aFee('RU-TUL', 9_000),
  aFee('RU-OLD', 5_000, { checkedAt: '2025-01-01' }),
  aFee('RU-TAM', 7_000, { confidence: 'open' }),
  aBar('RU-KDA'),
);
const cost = (permit: Permit | null, opening: Partial<Opening>, by: Law = law) =>
  permitCostOf(
    anOpening({ work: 'berries', permitPayer: 'worker', ...opening }),
    { permit, law: by, helpLines: [] },
    TODAY,
  );
const lipetsk = { basis: 'patent', region: 'RU-LIP' };

describe('what a permit costs a month', () => {
  it.each<[string, Permit | null, Partial<Opening>, object | null]>([
    ['of their own, in its region', lipetsk, {}, { monthly: 21_915, currency: 'RUB', payer: 'worker' }],
    [
      'paid by the employer',
      lipetsk,
      { permitPayer: 'employer' },
      { monthly: 21_915, currency: 'RUB', payer: 'employer' },
    ],
    [
      'of a new one elsewhere',
      lipetsk,
      { region: 'RU-TUL' },
      { monthly: 9_000, currency: 'RUB', payer: 'worker' },
    ],
    ['nothing where any region is theirs', { basis: 'eaeu', region: null }, {}, null],
    ['nothing known where they said nothing', null, {}, null],
    ['nothing where they may not work', lipetsk, { region: 'RU-KDA' }, null],
    ['nothing known by an old price', { basis: 'patent', region: 'RU-OLD' }, { region: 'RU-OLD' }, null],
    [
      'of a new one elsewhere, not known by an old price',
      lipetsk,
      { region: 'RU-OLD' },
      { monthly: null, currency: 'RUB', payer: 'worker' },
    ],
    ['nothing known by a doubtful price', { basis: 'patent', region: 'RU-TAM' }, { region: 'RU-TAM' }, null],
    ['nothing for help', lipetsk, { kind: 'support', work: null }, null],
  ])('%s', (_, permit, opening, expected) => {
    expect(cost(permit, opening)).toEqual(expected);
  });

  it('is nothing where nobody is asked about', () => {
    expect(permitCostOf(anOpening(), null, TODAY)).toBeNull();
  });
});
