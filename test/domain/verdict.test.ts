import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lawOf } from '../../src/domain/law.ts';
import { groupsOf, permitDemand, verdictOn } from '../../src/domain/permit.ts';
import { monthsAfter } from '../../src/domain/permit-fee.ts';
import type { Permit } from '../../src/domain/subscriber.ts';
import { isPushed, verdict } from '../../src/domain/verdict.ts';
import { VERDICTS, type WorkPlace } from '../../src/domain/verdict-terms.ts';
import { someLaw } from '../support/arbitraries.ts';
import { anOpening, TODAY } from '../support/builders.ts';
import { ru } from '../support/countries.ts';
import { aBar, aBasis, aFee, aLaw, aLink, aShare, NO_RULES } from '../support/law.ts';

const patent = (region: string): Permit => ({ basis: 'patent', region });
const OPEN: Permit = { basis: 'open', region: null };

const work = (region: string, from: string, differing: Partial<WorkPlace> = {}): WorkPlace => ({
  region,
  activity: 'warehouse',
  from,
  to: null,
  permitPayer: null,
  quota: null,
  accepts: null,
  ...differing,
});

/** The package as if every row had been checked on the day that is asked about: freshness has tests of its own. */
const freshly = (now: string) =>
  lawOf(
    ru.rules.map((rule) => ({ ...rule, checkedAt: now })),
    ru.activities,
  );

/** Of the work-permits page, section 8. */
const GOLDEN: readonly (readonly [string, Permit | null, WorkPlace, string])[] = [
  [
    '1: a Moscow patent in the oblast, the day before the link',
    patent('RU-MOW'),
    work('RU-MOS', '2025-08-31'),
    'NEEDS_NEW_PERMIT',
  ],
  ['2: and the day the link begins', patent('RU-MOW'), work('RU-MOS', '2025-09-01'), 'OK_LINKED'],
  [
    '3: a Moscow patent and berries in Lipetsk',
    patent('RU-MOW'),
    work('RU-LIP', '2026-06-10', { activity: 'berries' }),
    'NEEDS_NEW_PERMIT',
  ],
  ['4: any patent in Krasnodar', patent('RU-MOW'), work('RU-KDA', '2026-01-02'), 'BARRED'],
  [
    '4: Krasnodar’s own patent, too',
    patent('RU-KDA'),
    work('RU-KDA', '2026-01-02', { activity: 'fruit' }),
    'BARRED',
  ],
  ['5: no limit by region in Krasnodar', OPEN, work('RU-KDA', '2026-06-01'), 'OK'],
  [
    '6: a courier in Saint Petersburg',
    patent('RU-SPE'),
    work('RU-SPE', '2025-12-01', { activity: 'courier' }),
    'BARRED',
  ],
  [
    '7: a residence of Tula in Moscow',
    { basis: 'trp', region: 'RU-TUL' },
    work('RU-MOW', '2026-06-01'),
    'BARRED',
  ],
  ['8: nothing said', null, work('RU-KDA', '2026-06-01'), 'UNKNOWN'],
  ['9: an oblast patent in Moscow', patent('RU-MOS'), work('RU-MOW', '2025-09-01'), 'OK_LINKED'],
  [
    '10: a shop that sells alcohol in the oblast',
    patent('RU-MOW'),
    work('RU-MOS', '2026-02-01', { activity: 'alcohol-retail' }),
    'BARRED',
  ],
  [
    '11: a large building site in Krasnodar in time',
    patent('RU-KDA'),
    work('RU-KDA', '2026-02-15', { activity: 'major-construction' }),
    'OK',
  ],
  [
    '11: and too late',
    patent('RU-KDA'),
    work('RU-KDA', '2026-03-02', { activity: 'major-construction' }),
    'BARRED',
  ],
  ['12: a region whose list of this year is over', patent('RU-KDA'), work('RU-KDA', '2027-01-01'), 'UNKNOWN'],
  ['12: for a patent from elsewhere as well', patent('RU-MOW'), work('RU-ROS', '2027-01-01'), 'UNKNOWN'],
];

describe('the golden cases', () => {
  it.each(GOLDEN)('%s', (_, permit, place, expected) => {
    expect(verdict(permit, place, freshly(place.from), place.from).kind).toBe(expected);
  });

  it('3: names the fee of Lipetsk, and two payments for a season that touches two months', () => {
    const season = work('RU-LIP', '2026-06-10', { activity: 'berries', to: '2026-07-15' });
    const found = verdict(patent('RU-MOW'), season, freshly('2026-05-01'), '2026-05-01');
    expect(found.fee).toEqual({ monthly: 21_915, currency: 'RUB', payments: 2, total: 43_830 });
    expect(found.flags).toEqual(['ban-list-unverified']);
    expect(found.rules.map(({ id }) => id)).toEqual(['basis-patent', 'fee-lip-2026']);
    expect(found.rules.every(({ source, checkedAt }) => source !== '' && checkedAt !== '')).toBe(true);
  });

  it('7: says that lawyers must still decide it', () => {
    const found = verdict(
      { basis: 'trp', region: 'RU-TUL' },
      work('RU-MOW', '2026-06-01'),
      freshly('2026-06-01'),
      '2026-06-01',
    );
    expect(found.flags).toContain('counsel');
  });

  it('12: says that the list is over', () => {
    const found = verdict(
      patent('RU-KDA'),
      work('RU-KDA', '2027-01-01'),
      freshly('2027-01-01'),
      '2027-01-01',
    );
    expect(found.flags).toEqual(['ban-list-lapsed']);
    expect(found.rule?.id).toBe('bar-kda-2026');
  });

  it('asks about what only a list that is over barred, also where another of the region was renewed', () => {
    const rules = ru.rules.map((rule) =>
      rule.id === 'bar-ros-april-2026' ? { ...rule, to: '2027-12-31' } : rule,
    );
    const law = lawOf(
      rules.map((rule) => ({ ...rule, checkedAt: '2027-01-01' })),
      ru.activities,
    );
    const judged = (activity: string) =>
      verdict(patent('RU-ROS'), work('RU-ROS', '2027-01-01', { activity }), law, '2027-01-01');
    expect(judged('post')).toMatchObject({
      kind: 'UNKNOWN',
      flags: ['ban-list-lapsed'],
      rule: { id: 'bar-ros-march-2026' },
    });
    expect(judged('courier')).toMatchObject({ kind: 'BARRED' });
    expect(judged('berries')).toMatchObject({ kind: 'OK', flags: [] });
  });

  it('leaves Saint Petersburg and the oblast around it to be asked', () => {
    const found = verdict(
      patent('RU-SPE'),
      work('RU-LEN', '2026-06-01'),
      freshly('2026-06-01'),
      '2026-06-01',
    );
    expect(found).toMatchObject({ kind: 'UNKNOWN', flags: ['ban-list-unverified', 'may-be-linked'] });
  });
});

describe('the turn of the year', () => {
  const days = ['2026-12-31', '2027-01-01'] as const;
  it.each([
    ['a ban', patent('RU-KDA'), 'RU-KDA', ['BARRED', 'UNKNOWN']],
    ['a region with a list, for its own patent', patent('RU-MOS'), 'RU-MOS', ['OK', 'UNKNOWN']],
    ['a linked region with a list', patent('RU-MOW'), 'RU-MOS', ['OK_LINKED', 'UNKNOWN']],
    ['a region without a list', patent('RU-LIP'), 'RU-LIP', ['OK', 'OK']],
    ['no limit by region', OPEN, 'RU-KDA', ['OK', 'OK']],
  ] as const)('%s', (_, permit, region, expected) => {
    expect(days.map((day) => verdict(permit, work(region, day), freshly(day), day).kind)).toEqual(expected);
  });

  it('knows the fee until the last day and none after it: never 0, never last year’s', () => {
    const fees = days.map(
      (day) => verdict(patent('RU-MOW'), work('RU-LIP', day, { to: day }), freshly(day), day).fee,
    );
    expect(fees.map((fee) => [fee?.monthly, fee?.total])).toEqual([
      [21_915, 21_915],
      [null, null],
    ]);
  });

  it('adds up no sum of which a part is unknown', () => {
    const over = work('RU-LIP', '2026-12-10', { to: '2027-01-20' });
    const found = verdict(patent('RU-MOW'), over, freshly('2026-11-28'), '2026-11-28');
    expect(found.fee).toEqual({ monthly: 21_915, currency: 'RUB', payments: 2, total: null });
  });

  it('tells the worse of the days of the work, and which it is', () => {
    const found = verdict(
      patent('RU-MOS'),
      work('RU-MOS', '2026-12-20', { to: '2027-01-20' }),
      freshly('2026-11-28'),
      '2026-11-28',
    );
    expect(found).toMatchObject({ kind: 'UNKNOWN', on: '2027-01-01', flags: ['ban-list-lapsed'] });
  });
});

describe('a rule that nobody looked at for ninety days', () => {
  const checkedAt = '2026-03-17';
  const fresh = '2026-06-15';
  const old = '2026-06-16';
  it.each([
    ['a basis', [aBasis('patent', { checkedAt })], 'RU-LIP', 'RU-LIP', ['OK', 'UNKNOWN']],
    ['a ban', [aBar('RU-LIP', { checkedAt })], 'RU-LIP', 'RU-LIP', ['BARRED', 'UNKNOWN']],
    [
      'a list that bars something else',
      [aBar('RU-LIP', { checkedAt, activities: ['shop'] })],
      'RU-LIP',
      'RU-LIP',
      ['OK', 'UNKNOWN'],
    ],
    ['a link', [aLink(['RU-MOW', 'RU-MOS'], { checkedAt })], 'RU-MOW', 'RU-MOS', ['OK_LINKED', 'UNKNOWN']],
  ] as const)('is no ground any more: %s', (_, rules, own, region, expected) => {
    const law = lawOf(
      [...rules, ...(rules[0].kind === 'basis' ? [] : [aBasis('patent', { checkedAt: old })])],
      [],
    );
    expect([fresh, old].map((now) => verdict(patent(own), work(region, old), law, now).kind)).toEqual(
      expected,
    );
    expect(verdict(patent(own), work(region, old), law, old).flags).toContain('rule-stale');
  });

  it('leaves a new permit needed, and its price to be asked', () => {
    const law = aLaw(aFee('RU-LIP', 21_915, { checkedAt }));
    const found = verdict(patent('RU-MOW'), work('RU-LIP', old), law, old);
    expect(found).toMatchObject({ kind: 'NEEDS_NEW_PERMIT', flags: ['rule-stale'] });
  });
});

describe('a ban', () => {
  const at = (activity: string | null, bar: Parameters<typeof aBar>[1], day = '2026-06-01') =>
    verdict(patent('RU-LIP'), work('RU-LIP', day, { activity }), aLaw(aBar('RU-LIP', bar)), TODAY);

  it.each([
    ['on a work means all of it', 'driving', { activities: ['driving'] }, 'BARRED'],
    ['and every part of it', 'taxi', { activities: ['driving'] }, 'BARRED'],
    ['on a part of a work leaves the whole to be asked', 'driving', { activities: ['taxi'] }, 'UNKNOWN'],
    ['on a part means that part', 'taxi', { activities: ['taxi'] }, 'BARRED'],
    ['on something else does not matter', 'warehouse', { activities: ['taxi'] }, 'OK'],
    ['that lists some work leaves unknown work to be asked', null, { activities: ['taxi'] }, 'UNKNOWN'],
    ['on everything means unknown work, too', null, { activities: '*' }, 'BARRED'],
    [
      'that is not settled leaves it to be asked',
      'taxi',
      { activities: ['taxi'], confidence: 'open' },
      'UNKNOWN',
    ],
    ['of another basis does not matter', 'taxi', { activities: ['taxi'], basis: 'trp' }, 'OK'],
    [
      'with a part that is allowed leaves the whole to be asked',
      'building',
      { except: [{ activity: 'major-construction', to: '2026-12-31' }] },
      'UNKNOWN',
    ],
  ] as const)('%s', (_, activity, bar, expected) => {
    expect(at(activity, bar).kind).toBe(expected);
  });

  it.each([
    ['no list is on file', [aBar('RU-KDA')], 'ban-list-unverified'],
    [
      'only a doubtful list is on file',
      [aBar('RU-LIP', { activities: ['shop'], confidence: 'open' })],
      'ban-list-unverified',
    ],
    [
      'the list is known not to be whole',
      [aBar('RU-LIP', { activities: ['shop'], complete: false })],
      'ban-list-incomplete',
    ],
    [
      'the activity has a limited share',
      [aBar('RU-LIP', { activities: ['shop'] }), aShare('warehouse', 50)],
      'share-limited',
    ],
  ] as const)('is a yes that says what is not known: %s', (_, rules, flag) => {
    const found = verdict(patent('RU-LIP'), work('RU-LIP', '2026-06-01'), aLaw(...rules), TODAY);
    expect(found).toMatchObject({ kind: 'OK', flags: [flag] });
  });

  it('beats a link, and counts on every day of the work', () => {
    const law = aLaw(
      aLink(['RU-MOW', 'RU-MOS']),
      aBar('RU-MOS', { from: '2026-07-01', to: '2026-07-10' }),
      aBar('RU-MOS', { id: 'rest', activities: ['shop'] }),
    );
    const at = (from: string, to: string) =>
      verdict(patent('RU-MOW'), work('RU-MOS', from, { to }), law, TODAY);
    expect(at('2026-06-01', '2026-06-30').kind).toBe('OK_LINKED');
    expect(at('2026-06-01', '2026-07-31')).toMatchObject({ kind: 'BARRED', on: '2026-07-01' });
  });
});

describe('a right to work', () => {
  it('that is bound to an employer needs a quota, and one that is stated is said', () => {
    const bound: Permit = { basis: 'employer', region: null };
    expect(verdict(bound, work('RU-LIP', TODAY), aLaw(), TODAY)).toMatchObject({
      kind: 'NEEDS_EMPLOYER_QUOTA',
      flags: [],
    });
    const stated = verdict(bound, work('RU-LIP', TODAY, { quota: true }), aLaw(), TODAY);
    expect([stated.flags, isPushed(stated, false)]).toEqual([['quota-stated'], true]);
  });

  it('whose region was not said is to be asked, but for what is barred to everybody', () => {
    const bare: Permit = { basis: 'patent', region: null };
    const law = aLaw(aBar('RU-KDA'));
    expect(verdict(bare, work('RU-LIP', TODAY), law, TODAY).kind).toBe('UNKNOWN');
    expect(verdict(bare, work('RU-KDA', TODAY), law, TODAY).kind).toBe('BARRED');
  });

  it('that nobody here has heard of is to be asked', () => {
    expect(verdict(patent('RU-LIP'), work('RU-LIP', TODAY), NO_RULES, TODAY).kind).toBe('UNKNOWN');
  });

  it('does not bear on help', () => {
    expect(verdictOn(patent('RU-MOW'), anOpening({ kind: 'support', work: null }), TODAY, aLaw())).toBeNull();
  });
});

describe('permit months', () => {
  it.each([
    ['2026-06-10', '2026-06-10', 1],
    ['2026-06-10', '2026-07-09', 1],
    ['2026-06-10', '2026-07-10', 2],
    ['2026-06-25', '2026-07-05', 1],
    ['2026-01-31', '2026-03-01', 2],
    ['2026-01-31', '2026-03-31', 3],
  ])('from %s to %s are %i', (from, to, payments) => {
    const law = aLaw(aFee('RU-LIP', 100));
    expect(verdict(patent('RU-MOW'), work('RU-LIP', from, { to }), law, TODAY).fee).toMatchObject({
      payments,
      total: payments * 100,
    });
  });

  it('end on the last day of a shorter month', () => {
    expect(monthsAfter('2026-01-31', 1)).toBe('2026-02-28');
    expect(monthsAfter('2028-01-31', 1)).toBe('2028-02-29');
    expect(monthsAfter('2026-11-30', 3)).toBe('2027-02-28');
  });
});

describe('whatever the rules are', () => {
  const someone = fc.option(
    fc.record({
      basis: fc.constantFrom('open', 'patent', 'trp', 'employer', 'unheard-of'),
      region: fc.option(fc.constantFrom('RU-LIP', 'RU-MOS', 'RU-KDA', 'RU-MOW'), { nil: null }),
    }),
    { nil: null },
  );
  const place = fc.record({
    region: fc.constantFrom('RU-LIP', 'RU-MOS', 'RU-KDA'),
    activity: fc.constantFrom(null, 'berries', 'taxi', 'driving'),
    from: fc.constantFrom('2026-05-01', '2026-06-15', '2026-12-31'),
    to: fc.constantFrom(null, '2026-12-31', '2027-03-01'),
    permitPayer: fc.constant(null),
    quota: fc.constantFrom(null, true),
    accepts: fc.constantFrom(null, 'any' as const, ['open'], ['patent', 'trp']),
  });

  it('names a row with a source for every no, keeps the worst day, and never says yes by a row that is old or doubtful', () => {
    fc.assert(
      fc.property(someone, place, someLaw, (permit, where, law) => {
        const found = verdict(permit, where, law, TODAY);
        if (found.kind === 'BARRED') expect(found.rule?.source).toBeTruthy();
        expect(found.on >= where.from).toBe(true);
        const first = verdict(permit, { ...where, to: null }, law, TODAY);
        expect(VERDICTS.indexOf(found.kind)).toBeGreaterThanOrEqual(VERDICTS.indexOf(first.kind));
        if (found.kind === 'OK_LINKED')
          expect(found.rule).toMatchObject({ kind: 'link', confidence: expect.not.stringMatching('open') });
        if (permit === null) expect(found.kind).toBe('UNKNOWN');
      }),
      { numRuns: 2_000 },
    );
  });

  it('remembers what a place demands however many places there are', () => {
    const law = freshly(TODAY);
    const openings = Array.from({ length: 5_000 }, (_, at) => anOpening({ region: `RU-${at}` }));
    const first = openings.map((opening) => permitDemand(opening, TODAY, law));
    for (const [at, opening] of openings.entries()) expect(permitDemand(opening, TODAY, law)).toBe(first[at]);
  });

  it('lets the groups of the audience through exactly as the verdict does', () => {
    fc.assert(
      fc.property(someone, place, someLaw, fc.boolean(), (permit, where, law, wish) => {
        const opening = anOpening({
          region: where.region,
          activity: where.activity,
          startsOn: where.from,
          endsOn: where.to,
        });
        const demand = permitDemand(opening, TODAY, law);
        const mine = groupsOf(permit);
        const isIn = ({ of, except }: { of: string; except: readonly string[] }): boolean =>
          mine.includes(of) && !except.some((one) => mine.includes(one));
        const let_ = !demand.never.some(isIn) && (wish || !demand.wish.some(isIn));
        expect(let_).toBe(isPushed(demand.verdictFor(permit), wish));
      }),
      { numRuns: 2_000 },
    );
  });
});
