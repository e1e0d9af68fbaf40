import { beforeAll, describe, expect, it } from 'vitest';
import { standsFirst, verdictFor, verdictLines } from '../../src/domain/card-verdict.ts';
import type { Opening } from '../../src/domain/opening.ts';
import type { RightToWork } from '../../src/domain/right-to-work.ts';
import type { Permit } from '../../src/domain/subscriber.ts';
import { plainText, type Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { anOpening, TODAY } from '../support/builders.ts';
import { aBar, aBasis, aFee, aHelpLine, aLaw, aLink, aShare } from '../support/law.ts';
import { LOCALES } from '../support/locales.ts';

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});

const LONG_SOURCE = 'decree 1 of the governor of the krai of 15 December 2025, published in the gazette';
const NONE = { activities: [], complete: true } as const;
const law = aLaw(
  aLink(['RU-MOW', 'RU-MOS'], { from: '2025-09-01' }),
  aLink(['RU-SPE', 'RU-LEN'], { confidence: 'open' }),
  aBar('RU-KDA', { source: LONG_SOURCE }),
  aBar('RU-SPE', { activities: ['taxi'], ...{ complete: false } }),
  aBar('RU-LIP', NONE),
  aBar('RU-MOW', NONE),
  aBar('RU-MOS', NONE),
  aBar('RU-LEN', NONE),
  aBar('RU-VOR', { ...NONE, to: '2026-06-01' }),
  aBar('RU-TUL', { ...NONE, to: '2026-06-30' }),
  aFee('RU-LIP', 21_915),
  aFee('RU-TVE', 9_000, { checkedAt: '2026-01-01' }),
  aShare('vegetables', 40),
);
const patent = (region: string | null): Permit => ({ basis: 'patent', region });

const linesOf = (
  permit: Permit | null,
  differing: Partial<Opening>,
  right: Partial<RightToWork> = {},
): readonly string[] =>
  verdictLines(anOpening(differing), { permit, law, helpLines: [], ...right }, TODAY).map((line) =>
    plainText(texts.text('en', line)).replaceAll('\u00A0', ' '),
  );

describe('the verdict on a card', () => {
  it.each<[string, Permit | null, Partial<Opening>, string]>([
    ['the own region', patent('RU-LIP'), {}, '✅ You may work here (patent, Lipetsk Oblast).'],
    [
      'no limit by region',
      { basis: 'open', region: null },
      { region: 'RU-KDA' },
      '✅ You may work here (no limit by region).',
    ],
    [
      'a linked region',
      patent('RU-MOW'),
      { region: 'RU-MOS' },
      '✅ One patent covers both regions (patent, Moscow (city)).',
    ],
    [
      'a new permit that the employer pays',
      patent('RU-MOW'),
      { permitPayer: 'employer', startsOn: '2026-06-20', endsOn: '2026-07-25' },
      '🪪 New patent: 21 915 ₽ a month, the employer pays. For these days 2 payments: 43 830 ₽.',
    ],
    [
      'one payment',
      patent('RU-MOW'),
      { permitPayer: 'worker', startsOn: '2026-06-20', endsOn: '2026-07-10' },
      '🪪 New patent: 21 915 ₽ a month, you pay. For these days 1 payment: 21 915 ₽.',
    ],
    [
      'two payments, of which the price of one is not on file',
      patent('RU-MOW'),
      { permitPayer: 'worker', startsOn: '2026-12-10', endsOn: '2027-01-15' },
      '🪪 New patent: 21 915 ₽ a month, you pay. For these days 2 payments. ' +
        'The old list of bans is over, and we have no new one.',
    ],
    ['no end', patent('RU-MOW'), {}, '🪪 New patent: 21 915 ₽ a month, who pays is not said.'],
    [
      'a price that nobody knows',
      patent('RU-LIP'),
      { region: 'RU-MOW' },
      '🪪 You need a new patent, who pays is not said. Price not known: ask.',
    ],
    [
      'an old price, and no list of bans',
      patent('RU-LIP'),
      { region: 'RU-TVE' },
      '🪪 New patent: 9 000 ₽ a month, who pays is not said. The price is of 1 January 2026: check it. ' +
        'We have no list of bans for this region: ask.',
    ],
    [
      'a bar, with its rule, source and day',
      patent('RU-KDA'),
      { region: 'RU-KDA' },
      '⛔ Not allowed here (patent). Rule: decree 1 of the governor of the krai of 15 December 2025, ' +
        'checked 15 June 2026.',
    ],
    [
      'another region of a residence permit',
      { basis: 'trp', region: 'RU-TUL' },
      {},
      '⛔ Your permit counts in its own region only. Rule: law 1 of 1 January, checked 15 June 2026. Lawyers must still confirm this.',
    ],
    [
      'a permit of an employer',
      { basis: 'employer', region: null },
      {},
      '🪪 The employer must hold a quota for you: ask.',
    ],
    [
      'a stated quota',
      { basis: 'employer', region: null },
      { quota: true },
      '🪪 The employer says they hold a quota. Ask before you travel.',
    ],
    ['nothing said', null, {}, '❓ Ask before you travel. Say which right to work you have, and we look.'],
    [
      'a patent without its region',
      patent(null),
      {},
      '❓ Ask before you travel. Say which right to work you have, and we look.',
    ],
    [
      'a link that nobody confirmed',
      patent('RU-SPE'),
      { region: 'RU-LEN' },
      '❓ Ask before you travel. One patent may cover both regions; nobody confirmed it.',
    ],
    [
      'a list that is over',
      patent('RU-VOR'),
      { region: 'RU-VOR' },
      '❓ Ask before you travel. The old list of bans is over, and we have no new one.',
    ],
    [
      'a list that ends within the work, with the day',
      patent('RU-TUL'),
      { region: 'RU-TUL', endsOn: '2026-07-10' },
      '❓ Ask before you travel. The old list of bans is over, and we have no new one. So it is from 1 July 2026.',
    ],
    [
      'a part of the work that is barred',
      patent('RU-SPE'),
      { region: 'RU-SPE', work: 'driving' },
      '❓ Ask before you travel. Some of this work is barred there.',
    ],
    [
      'a yes beside a list that is not complete',
      patent('RU-SPE'),
      { region: 'RU-SPE' },
      '✅ You may work here (patent, Saint Petersburg (city)). Our list of bans is not complete: ask.',
    ],
    [
      'a yes where no list is on file',
      patent('RU-TVE'),
      { region: 'RU-TVE' },
      '✅ You may work here (patent, Tver Oblast). We have no list of bans for this region: ask.',
    ],
    [
      'a yes where the law limits the share',
      patent('RU-LIP'),
      { work: 'vegetables' },
      '✅ You may work here (patent, Lipetsk Oblast). The law limits the share of foreign workers.',
    ],
  ])('says of %s what follows', (_, permit, differing, line) => {
    expect(linesOf(permit, differing)).toEqual([line]);
  });

  it('names the first of several sources', () => {
    const several = aLaw(
      aBar('RU-KDA', { source: 'krasnodarmedia.su 2344528; news.mail.ru/society/69203741 and more' }),
    );
    const [line] = linesOf(patent('RU-KDA'), { region: 'RU-KDA' }, { law: several });
    expect(line).toContain('Rule: krasnodarmedia.su 2344528, checked');
  });

  it('says that lawyers must still confirm what nobody settled', () => {
    const unsure = aLaw(aBasis('trp2', { elsewhere: 'barred', elsewhereConfidence: 'open' }));
    const [line] = linesOf({ basis: 'trp2', region: 'RU-TUL' }, {}, { law: unsure });
    expect(line).toContain('Lawyers must still confirm this.');
  });

  it('says of a new permit what is not known of the later days', () => {
    const [line] = linesOf(patent('RU-MOW'), { region: 'RU-TUL', endsOn: '2026-07-10' });
    expect(line).toContain('The old list of bans is over');
  });

  it('is nothing for help, and where nothing is known of rights to work', () => {
    expect(linesOf(patent('RU-MOW'), { kind: 'support', work: null })).toEqual([]);
    expect(verdictLines(anOpening(), null, TODAY)).toEqual([]);
  });

  it('stands first where the work may not simply be taken', () => {
    const first = (permit: Permit | null, region: string) =>
      standsFirst(verdictFor(anOpening({ region }), { permit, law, helpLines: [] }, TODAY));
    expect([
      first(patent('RU-KDA'), 'RU-KDA'),
      first(patent('RU-MOW'), 'RU-LIP'),
      first({ basis: 'employer', region: null }, 'RU-LIP'),
      first(patent('RU-LIP'), 'RU-LIP'),
      first(null, 'RU-LIP'),
    ]).toEqual([true, true, true, false, false]);
  });

  it('stays short in every language, typically within 160 characters', () => {
    const long = LOCALES.flatMap((locale) =>
      [patent('RU-MOW'), patent('RU-LIP'), null].flatMap((permit) =>
        [{}, { permitPayer: 'employer' as const, endsOn: '2026-08-30' }, { region: 'RU-KDA' }].map(
          (differing) => {
            const lines = verdictLines(anOpening(differing), { permit, law, helpLines: [] }, TODAY);
            return lines.map((line) => plainText(texts.text(locale, line))).join('\n');
          },
        ),
      ),
    ).filter((line) => [...line].length > 190);
    expect(long).toEqual([]);
  });
});

describe('whom to ask', () => {
  const helpLines = [
    aHelpLine('Inspection', { kind: 'labour-inspection', url: 'https://example.org/' }),
    aHelpLine('Union', { phone: '+7 800 000-00-01' }),
    aHelpLine('Unsure', { phone: '+7 800 000-00-02', confidence: 'open' }),
    aHelpLine('Elsewhere', { phone: '+7 800 000-00-03', regions: ['RU-KDA'] }),
    aHelpLine('Silent'),
  ];

  it('is who vouches and the union, by what is public and settled', () => {
    const vouched = { vouchedBy: 'Red Crescent', contact: { url: null, phone: '+7 800 555', own: true } };
    expect(linesOf(null, vouched, { helpLines }).at(-1)).toBe(
      '☎️ Ask: Red Crescent +7 800 555, Union +7 800 000-00-01',
    );
    expect(linesOf(null, {}, { helpLines }).at(-1)).toBe(
      '☎️ Ask: Union +7 800 000-00-01, Inspection https://example.org/',
    );
  });

  it.each([
    ['the employer', 'Rassvet', 'Rassvet +7 900 123'],
    ['nobody', null, '+7 900 123'],
  ])('a telephone that is not of who vouches stands beside %s', (_, employer, expected) => {
    const vouched = { vouchedBy: 'Red Crescent', employer, contact: { url: null, phone: '+7 900 123' } };
    expect(linesOf(null, vouched, { helpLines: [] }).at(-1)).toBe(`☎️ Ask: ${expected}`);
  });

  it('is one beside an answer that tells people to ask', () => {
    for (const permit of [patent('RU-TVE'), patent('RU-LIP')])
      expect(linesOf(permit, { region: 'RU-TVE' }, { helpLines })).toEqual([
        expect.stringContaining('We have no list of bans for this region: ask.'),
        '☎️ Ask: Union +7 800 000-00-01',
      ]);
  });

  it('is not said where the answer is known, or where there is nobody', () => {
    expect(linesOf(patent('RU-LIP'), {}, { helpLines })).toEqual([
      '✅ You may work here (patent, Lipetsk Oblast).',
    ]);
    expect(linesOf(null, {})).toHaveLength(1);
  });
});

it.each([
  ['ru', '115-ФЗ, ст. 13.3'],
  ['tg', '115-ФЗ, ст. 13.3'],
  ['uz-Cyrl', '115-ФЗ, ст. 13.3'],
  ['ky', '115-мыйзам'],
  ['uz', '115-FZ art. 13.3'],
  ['en', '115-FZ art. 13.3'],
])('the rule is called in %s as its readers know it: %s', (locale, name) => {
  const source = '115-FZ art. 13.3';
  const rule = aBar('RU-KDA', { source, sourceIn: { Cyrl: '115-ФЗ, ст. 13.3', ky: '115-мыйзам' } });
  const opening = anOpening({ region: 'RU-KDA' });
  const [line] = verdictLines(opening, { permit: patent('RU-KDA'), law: aLaw(rule), helpLines: [] }, TODAY);
  expect(line === undefined ? '' : plainText(texts.text(locale, line))).toContain(name);
});
