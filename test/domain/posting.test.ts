import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { translationOf } from '../../src/domain/note-translations.ts';
import {
  AIDS,
  CROPS,
  type HarvestTerms,
  type Opening,
  type OpeningContent,
  PAYERS,
  PLEDGES,
  PROVISIONS,
} from '../../src/domain/opening.ts';
import { postingOf, readPosting } from '../../src/domain/posting.ts';
import type { Mapped } from '../../src/domain/source.ts';
import { someOpening } from '../support/arbitraries.ts';
import { anOpening } from '../support/builders.ts';
import { aPosting } from '../support/signed-feed.ts';

const SIGNER = { vouchedBy: 'Профсоюз', address: new URL('https://kg.example/feed/union.json') };
const COUNTRY = {
  region: (code: string) => (/^RU-[A-Z]{2,3}$/.test(code) ? code : null),
  bases: new Set(['open', 'patent', 'trp', 'employer']),
};
const read = (posting: unknown): Mapped => readPosting(posting, SIGNER, COUNTRY);
/** As it arrives: through JSON. */
const travelled = (opening: Opening): Mapped => read(JSON.parse(JSON.stringify(postingOf(opening))));
const contentOf = (mapped: Mapped): OpeningContent | null =>
  mapped.kind === 'opening' ? mapped.content : null;

const maybe = <T>(some: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(some, { nil: null });
const sum = maybe(fc.integer({ min: 0, max: 5_000 }));
const day = maybe(fc.constantFrom('2026-06-01', '2026-07-31'));

const someHarvest: fc.Arbitrary<HarvestTerms> = fc.record({
  unitsMin: sum,
  unitsMax: sum,
  guaranteedDay: sum,
  daysPerWeek: maybe(fc.integer({ min: 1, max: 7 })),
  brigade: sum,
  comeFrom: day,
  comeUntil: day,
  pickup: maybe(fc.constant('Автовокзал, касса 2')),
  foodADay: sum,
  housingADay: sum,
  wayHome: maybe(fc.constantFrom(...PAYERS)),
});

const NOTE = 'Свой инструмент не нужен.\nЕсть душ';

const someTerms = fc.record({
  note: fc.constant(NOTE),
  notes: fc.constantFrom({}, { tg: translationOf(NOTE, 'Душ ҳаст') }),
  place: maybe(fc.constant('Усманский район')),
  crop: maybe(fc.constantFrom(...CROPS)),
  aid: maybe(fc.constantFrom(...AIDS)),
  food: maybe(fc.constantFrom(...PROVISIONS)),
  transport: maybe(fc.constantFrom(...PROVISIONS)),
  medicalBook: maybe(fc.boolean()),
  permitPayer: maybe(fc.constantFrom(...PAYERS)),
  pledge: fc.subarray([...PLEDGES]),
  harvest: maybe(someHarvest),
  employer: maybe(fc.constant('ООО "Пример"')),
  employerId: maybe(fc.constant('4800000000')),
});

/** What this exchange holds and another should: sums of 0 are none, and there are no bounds in the wrong order. */
const stated = (pay: Opening['pay']): Opening['pay'] => {
  if (pay === null) return null;
  const bounds = [pay.min, pay.max].map((bound) => (bound === 0 ? null : bound));
  const [min = null, max = null] = bounds;
  if (min === null && max === null) return null;
  return min !== null && max !== null && min > max ? { ...pay, min: max, max: min } : { ...pay, min, max };
};

describe('an opening that travels', () => {
  it('arrives as it left, but for the telephone, and with what was counted meanwhile', () => {
    fc.assert(
      fc.property(someOpening, someTerms, (some, terms) => {
        const opening: Opening = { ...some, ...terms, pay: stated(some.pay) };
        const { id, code, status, closeReason, source, externalId, bulletinId, revision, ...held } = opening;
        const { placesAt, expiresOn, placesLeft, ...content } = held;
        expect(contentOf(travelled(opening))).toEqual({
          ...content,
          places: placesLeft === 0 ? null : placesLeft,
          validUntil: expiresOn,
          vouchedBy: 'Профсоюз',
        });
      }),
    );
  });

  it('leaves at home what is a translation of words that the note had before', () => {
    const notes = {
      tg: translationOf('Old words', 'Суханҳои кӯҳна'),
      ky: translationOf('New words', 'Жаңы сөздөр'),
    };
    const arrived = contentOf(travelled(anOpening({ note: 'New words', notes })));
    expect(arrived?.notes).toEqual({ ky: notes.ky });
    expect(contentOf(travelled(anOpening({ note: null, notes })))?.notes).toEqual({});
  });

  it('leads to its page there when it has no other', () => {
    const opening = anOpening({ code: 'K7Q2M', contact: { url: null, phone: '+7 926 000-00-00' } });
    expect(contentOf(travelled(opening))?.contact).toEqual({
      url: 'https://kg.example/p/K7Q2M',
      phone: null,
    });
  });

  it('is vouched for by whoever signs, whatever it says itself', () => {
    expect(contentOf(travelled(anOpening({ vouchedBy: 'Somebody great' })))?.vouchedBy).toBe('Профсоюз');
  });

  it('leaves the person behind a sole trader at home', () => {
    const text = JSON.stringify(postingOf(anOpening({ employer: 'ИП Планктонов Иван Иванович' })));
    expect(text).toContain('"ИП"');
    expect(text).not.toContain('Планктонов');
  });
});

describe('a posting that arrives', () => {
  it.each([
    ['nothing', null, 'record'],
    ['no name', aPosting({ identifier: ' ' }), 'identifier'],
    ['no title', aPosting({ title: '<b></b>' }), 'title'],
    ['no day', aPosting({ datePosted: 'soon' }), 'datePosted'],
    ['a kind we do not know', aPosting({ 'mehnat:kind': 'army' }), 'mehnat:kind'],
    ['no place', aPosting({ jobLocation: 'somewhere' }), 'addressRegion'],
    [
      'a place we do not know',
      aPosting({ jobLocation: { address: { addressRegion: 'XX' } } }),
      'addressRegion',
    ],
  ])('is refused with %s, and says which', (_, posting, field) => {
    expect(read(posting)).toMatchObject({ kind: 'refused', field });
  });

  it.each([
    ['a work we do not know', { 'mehnat:work': 'spying' }, { work: null }],
    ['a sum below nothing', { 'mehnat:harvest': { foodADay: -5 } }, { harvest: { foodADay: null } }],
    ['a promise of its own', { 'mehnat:pledge': ['gold', 'no-fee'] }, { pledge: ['no-fee'] }],
    [
      'a right to work that is none of ours',
      { 'mehnat:accepts': ['patent', 'gold'] },
      { accepts: ['patent'] },
    ],
    ['rights of which none is ours', { 'mehnat:accepts': ['gold'] }, { accepts: null }],
    ['a paper that is none', { 'mehnat:contract': 'handshake' }, { contract: null }],
    ['words for yes', { 'mehnat:quota': 'yes' }, { quota: null }],
    [
      'a page that is a script',
      { url: 'javascript:alert(1)', 'mehnat:code': '../x' },
      { contact: { url: null } },
    ],
    ['the number of a person', { hiringOrganization: { taxID: '480000000000' } }, { employerId: null }],
    ['markup', { title: '<img src=x onerror=alert(1)>Сбор' }, { title: 'Сбор' }],
    ['text that turns around', { title: 'Сбор \u202Eягод' }, { title: 'Сбор ягод' }],
    [
      'translations that are none',
      { 'mehnat:notes': { '<b>': 'x', tg: 5.5, ky: ' ', uz: '<i>Dush</i>' }, description: 'A' },
      { notes: { uz: { text: 'Dush' } } },
    ],
    ['a language that is none', { inLanguage: '"><script>' }, { locale: 'und' }],
  ])('does not say %s', (_, said, kept) => {
    expect(contentOf(read(aPosting(said)))).toMatchObject(kept);
  });
});
