import { describe, expect, it } from 'vitest';
import { type Finding, lint } from '../../../src/domain/lint.ts';
import type { Draft } from '../../../src/domain/musts.ts';
import type { HarvestTerms, Kind } from '../../../src/domain/opening.ts';
import { anOpening, TODAY } from '../../support/builders.ts';
import { lintContext } from '../../support/lint-corpus.ts';

const TERMS: HarvestTerms = {
  unitsMin: null,
  unitsMax: null,
  guaranteedDay: null,
  daysPerWeek: 6,
  brigade: null,
  comeFrom: null,
  comeUntil: null,
  pickup: null,
  foodADay: null,
  housingADay: null,
  wayHome: 'employer',
};

/** A draft of a kind with all that it must say. */
const whole = (kind: Kind, differing: Draft = {}): Draft => ({
  ...anOpening({
    kind,
    work: kind === 'support' ? null : 'berries',
    aid: kind === 'support' ? 'food' : null,
    place: 'Усманский район',
    startsOn: '2026-06-20',
    endsOn: '2026-07-20',
    pay: { min: 55, max: null, unit: 'kg', currency: 'RUB' },
    hoursPerDay: 10,
    housing: 'free',
    food: 'paid',
    transport: 'free',
    permitPayer: 'employer',
    accepts: 'any',
    contract: 'labour',
    places: 20,
    employer: 'ООО «Пример»',
    contact: { url: null, phone: '8 800 555 01 00' },
    pledge: ['no-fee', 'papers'],
    harvest: kind === 'harvest' ? TERMS : null,
  }),
  ...differing,
});

const kindsOf = (findings: readonly Finding[]): readonly string[] => findings.map(({ kind }) => kind);
const found = (draft: Draft): readonly string[] => kindsOf(lint(draft, lintContext()));

describe('what an opening must say', () => {
  it.each(['vacancy', 'harvest', 'temporary', 'support'] as const)(
    'nothing is missing in a whole %s',
    (kind) => {
      expect(lint(whole(kind), lintContext())).toEqual([]);
    },
  );

  it.each<[string, Draft, string]>([
    ['work', { work: null }, 'missing-work'],
    ['exact place', { place: null }, 'missing-place'],
    ['place that is a dash', { place: '—' }, 'missing-place'],
    ['place nobody sees', { place: '\u200B\u2060' }, 'missing-place'],
    ['start', { startsOn: null }, 'missing-start'],
    ['end', { endsOn: null }, 'missing-end'],
    ['pay', { pay: null }, 'missing-pay'],
    ['bound of the pay', { pay: { min: null, max: null, unit: 'kg', currency: 'RUB' } }, 'missing-pay'],
    ['hours', { hoursPerDay: null }, 'missing-hours'],
    ['days of the week', { harvest: { ...TERMS, daysPerWeek: null } }, 'missing-days'],
    ['way home', { harvest: { ...TERMS, wayHome: null } }, 'missing-way-home'],
    ['housing', { housing: null }, 'missing-housing'],
    ['food', { food: null }, 'missing-food'],
    ['transport', { transport: null }, 'missing-transport'],
    ['who pays the permit', { permitPayer: null }, 'missing-permit-payer'],
    ['rights to work', { accepts: null }, 'missing-rights'],
    ['contract', { contract: null }, 'missing-contract'],
    ['places', { places: null }, 'missing-places'],
    ['employer, and nobody who vouches', { employer: null }, 'missing-employer'],
    ['contact', { contact: { url: null, phone: ' ' } }, 'missing-contact'],
    ['promise of no fees', { pledge: ['papers'] }, 'missing-no-fee'],
    ['promise to keep no papers', { pledge: ['no-fee'] }, 'missing-no-papers'],
  ])('a harvest without its %s is blocked', (_, differing, kind) => {
    const findings = lint(whole('harvest', differing), lintContext());
    expect(findings.map(({ kind: found, severity }) => [found, severity])).toEqual([[kind, 'block']]);
  });

  it('who vouches may stand for the employer', () => {
    expect(found(whole('harvest', { employer: null, vouchedBy: 'Профсоюз' }))).toEqual([]);
  });

  it('steady work needs no end, and no week of a harvest', () => {
    expect(found(whole('vacancy', { endsOn: null, harvest: null }))).toEqual([]);
  });

  it('help needs no pay, work or places, but what it is', () => {
    const draft = whole('support', { pay: null, housing: null, places: null, aid: null, startsOn: null });
    expect(found(draft)).toEqual(['missing-aid']);
  });

  it('of nothing typed yet only the kind is missed', () => {
    expect(found({})).toEqual(['missing-kind']);
  });
});

describe('days', () => {
  it.each<[string, Draft, readonly string[]]>([
    ['that lie behind are over', { startsOn: '2026-05-01', endsOn: '2026-06-14' }, ['over', 'over']],
    ['of which today is the last are not', { startsOn: TODAY, endsOn: TODAY }, []],
    ['of work that has begun', { startsOn: '2026-06-14' }, ['over']],
    ['of showing that lie behind are over', { validUntil: '2026-06-14' }, ['over']],
    ['in the wrong order', { startsOn: '2026-07-20', endsOn: '2026-07-19' }, ['ends-before-start']],
    ['of one day', { startsOn: '2026-07-20', endsOn: '2026-07-20' }, []],
  ])('%s', (_, differing, kinds) => {
    expect(found(whole('harvest', differing))).toEqual(kinds);
  });
});

describe('pay', () => {
  const norm = { usual: 60_000, least: 30_000 };
  const monthly = (max: number): Draft => ({ pay: { min: null, max, unit: 'month', currency: 'RUB' } });
  const weekly = (max: number): Draft => ({ pay: { min: null, max, unit: 'week', currency: 'RUB' } });

  it.each<[string, Draft, readonly string[]]>([
    ['twice the usual is believed', monthly(120_000), []],
    ['more is not', monthly(120_001), ['pay-too-high']],
    ['the legal minimum is enough', monthly(30_000), []],
    ['less is not', monthly(29_999), ['pay-too-low']],
    ['by the kilo nobody knows', { pay: { min: 9_000, max: null, unit: 'kg', currency: 'RUB' } }, []],
    ['much by the week is much', weekly(90_000), ['pay-too-high']],
    ['for a courier it is the pay of drugs', { ...weekly(90_000), work: 'courier' }, ['drug-courier']],
    [
      'in another currency is asked about',
      { pay: { min: 900, max: null, unit: 'month', currency: 'USD' } },
      ['other-currency'],
    ],
  ])('%s', (_, differing, kinds) => {
    expect(kindsOf(lint(whole('vacancy', differing), lintContext({ payNorm: norm })))).toEqual(kinds);
  });

  it('is not judged where no norm is on file', () => {
    expect(found(whole('vacancy', monthly(9_000_000)))).toEqual([]);
    expect(found(whole('vacancy', monthly(1)))).toEqual([]);
  });
});

describe('contacts', () => {
  it.each([
    ['the number of the organisation', 'Приёмная: 8 (800) 555-01-00', []],
    ['its page', 'Всё на https://www.mehnat.example/jobs?x=1', []],
    ['its tax number', 'ИНН 4825012345, ОГРН 1024800000000', []],
    ['days', 'С 01.06.2026 по 30.09.2026', []],
    ['sums', 'От 120 000 до 150 000, 2 500 в день', []],
    ['another number', 'Звоните +7 912 345-67-89', ['unknown-phone']],
    ['a number in full-width digits', 'Тел ８９１２３４５６７８９', ['unknown-phone']],
    ['a number digit by digit', '8 9 1 2 3 4 5 6 7 8 9', ['unknown-phone']],
    ['another page', 'см. vk.com/rabota', ['unknown-link']],
    ['a page that begins like ours', 'https://mehnat.example.evil.test/', ['unknown-link']],
    ['a page behind our name', 'https://mehnat.example@evil.test/', ['unknown-link']],
    ['a page in gaps', 't . me / boss_2026', ['unknown-link']],
    ['a handle', 'пишите @boss_2026', ['unknown-link']],
    ['mail', 'boss@evil.test', ['unknown-link']],
    ['a link that opens an app', 'tg://resolve?domain=boss', ['unknown-link']],
    ['a script', 'javascript:alert(1)', ['unknown-link']],
  ])('%s', (_, note, kinds) => {
    expect(found(whole('vacancy', { note }))).toEqual(kinds);
  });

  it('given as the contact must be of the organisation too', () => {
    const contact = { url: 'https://t.me/boss', phone: '+7 912 345 67 89' };
    expect(found(whole('vacancy', { contact }))).toEqual(['unknown-phone', 'unknown-link']);
  });
});

describe('a finding', () => {
  it('says the kind, the field, and where in what was typed it stands', () => {
    const note = 'Жильё есть. \u200BЗа\u200Bл\u00ADог 5000 ₽';
    const [finding] = lint(whole('harvest', { note }), lintContext());
    expect(finding).toMatchObject({ kind: 'fee', severity: 'moderate', field: 'note' });
    expect(note.slice(finding?.span?.from, finding?.span?.to)).toBe('За\u200Bл\u00ADог');
  });

  it.each<[string, Draft]>([
    ['title', { title: 'Охранник' }],
    ['place', { place: 'Район, где военкомат' }],
    ['employer', { employer: 'ЧОП «Щит»' }],
    ['vouchedBy', { vouchedBy: 'Военкомат' }],
    ['pickup', { harvest: { ...TERMS, pickup: 'От военкомата' } }],
  ])('is looked for in %s', (field, differing) => {
    expect(lint(whole('harvest', differing), lintContext())).toMatchObject([{ kind: 'army', field }]);
  });
});
