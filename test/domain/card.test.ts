import { beforeAll, describe, expect, it } from 'vitest';
import { listCard, pushMessage } from '../../src/domain/card.ts';
import { cardLines, type Reader, smsPhrase } from '../../src/domain/card-lines.ts';
import { lawOf } from '../../src/domain/law.ts';
import type { Phrase } from '../../src/domain/message.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { plainText, type Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { anOpening, countDay, preferences, TODAY } from '../support/builders.ts';
import { aLaw } from '../support/law.ts';

let texts: Texts;
beforeAll(async () => {
  texts = await loadTexts();
});

const shown = (phrase: Phrase): string => plainText(texts.text('en', phrase));
const someone = (differing: Partial<Reader> = {}): Reader => ({
  locale: 'en',
  preferences: preferences(),
  right: null,
  countDay,
  ...differing,
});
const lines = (differing: Partial<Opening>, reader: Partial<Reader> = {}): readonly string[] =>
  cardLines(anOpening({ code: 'K7Q2M', ...differing }), someone(reader), TODAY).map(shown);
const at = (day: string, hour = '06:40'): Date => new Date(`2026-${day}T${hour}:00Z`);
const berries: Partial<Opening> = { kind: 'harvest', work: 'berries', crop: 'strawberry' };

describe('a card', () => {
  it.each<[string, Partial<Opening>, string]>([
    ['the crop', berries, '🍓 Berries: strawberries · #K7Q2M'],
    ['a range', { pay: { min: 1, max: 2, unit: 'day', currency: 'RUB' } }, '💰 1–2 ₽ a day'],
    ['a lower bound', { pay: { min: 9, max: null, unit: 'kg', currency: 'RUB' } }, '💰 from 9 ₽ per kilo'],
    [
      'an upper bound',
      { pay: { min: null, max: 9, unit: 'hour', currency: 'USD' } },
      '💰 up to 9 USD an hour',
    ],
    ['one sum', { pay: { min: 9, max: 9, unit: 'month', currency: 'RUB' } }, '💰 9 ₽ a month'],
    ['no sum', { pay: { min: null, max: null, unit: 'month', currency: 'RUB' } }, '💰 Pay not stated'],
    ['both days', { startsOn: '2026-07-01', endsOn: '2026-08-02' }, '📅 1 July – 2 August'],
    ['the last day', { endsOn: '2026-08-02' }, '📅 until 2 August'],
    ['places left', { places: 9, placesLeft: 3 }, '👥 3 places left'],
    [
      'places checked today',
      { places: 20, placesLeft: 12, placesAt: at('06-15') },
      '👥 Places left: 12 of 20, checked 15 June',
    ],
    [
      'places checked yesterday',
      { placesLeft: 3, places: null, placesAt: at('06-14', '09:00') },
      '👥 Places left: 3, checked 14 June',
    ],
    [
      'places checked after midnight where the country is',
      { placesLeft: 3, places: null, placesAt: at('06-14', '22:30') },
      '👥 Places left: 3, checked 15 June',
    ],
    [
      'places checked more than a day ago',
      { places: 20, placesLeft: 12, placesAt: at('06-14', '08:59') },
      '👥 Ask how many places are left',
    ],
    ['its age', { postedOn: '2026-06-14' }, '🕓 Posted 1 day ago'],
    ['a day in the future as today', { postedOn: '2026-06-16' }, '🕓 Posted today'],
    ['what the help is', { kind: 'support', work: null, aid: 'food' }, 'Food package'],
    ['until when there is help', { kind: 'support', work: null, endsOn: '2026-07-01' }, '📅 until 1 July'],
  ])('says %s', (_, differing, line) => {
    expect(lines(differing).map((each) => each.replaceAll('\u00A0', ' '))).toContain(line);
  });

  it('leads to what the signs of a promise mean, where it shows them', () => {
    const labels = (differing: Partial<Opening>): readonly string[] =>
      pushMessage([anOpening(differing)], 0, someone(), TODAY)
        .buttons.flat()
        .map(({ label }) => shown(label));
    expect(labels({ pledge: ['no-fee'] })).toContain('✍️ What is promised?');
    expect(labels({ vouchedBy: 'Союз' })).not.toContain('✍️ What is promised?');
  });

  const five = ['no-fee', 'papers', 'terms', 'privacy', 'remedy'] as const;
  it.each<[string, Partial<Opening>, readonly string[]]>([
    ['all five points', { pledge: five }, ['✍️ Promised: 💸✓ 🛂✓ 📄✓ 🔒✓ ⚖️✓']],
    [
      'what is missing, in their own order',
      { pledge: ['remedy', 'no-fee', 'terms', 'papers'] },
      ['✍️ Promised: 💸✓ 🛂✓ 📄✓ 🔒– ⚖️✓', 'Not promised: your data kept private'],
    ],
    [
      'who vouches, without a promise',
      { vouchedBy: 'Союз' },
      ['🛡️ Vouched for by Союз', '✍️ No promise was given.'],
    ],
    ['no promise of a partner', { source: 'csv' }, ['✍️ No promise was given.']],
    ['nothing of a partner who gives help', { source: 'csv', kind: 'support', work: null }, []],
    ['nothing of a big feed', { source: 'trudvsem' }, []],
  ])('shows the pledge: %s', (_, differing, shownLines) => {
    expect(lines(differing).filter((line) => /romise|Vouched/.test(line))).toEqual(shownLines);
  });

  it('says of an opening of another exchange which, and who vouches for it there', () => {
    const from = (vouchedBy: string | null) =>
      lines({ source: 'exchange:kg', vouchedBy }).find((line) => line.includes('exchange'));
    expect(from('Union <b>')).toBe(
      'From the labour exchange “kg”, where Union <b> vouches for it. We did not check it.',
    );
    expect(from(null)).toContain('where kg vouches');
    expect(lines({ source: 'csv' }).join()).not.toContain('exchange');
  });

  it('says nothing of pay, housing and places where help is given', () => {
    expect(lines({ kind: 'support', work: null, aid: 'medical' }).join()).not.toMatch(
      /Pay|Housing|Places|Dates/,
    );
  });

  it.each([
    ['ru', 'en', 'Text in Russian: Бригада'],
    ['ru', 'ru', 'Бригада'],
    ['uz-Cyrl', 'uz', 'Text in Uzbek (Cyrillic): Бригада'],
    ['uz', 'uz-Cyrl', 'Text in Uzbek: Бригада'],
    ['zh', 'en', 'Text in another language: Бригада'],
  ])('written in %s says to a reader of %s: %s', (locale, readers, line) => {
    expect(lines({ note: 'Бригада', locale }, { locale: readers })).toContain(line);
  });

  it('names the harvest they wait for as the reason', () => {
    const wishes = preferences({ works: ['shop'], seasons: ['berries@permit', 'apple@RU-LIP'] });
    const law = lawOf([], [], [{ crop: 'strawberry', group: 'berries' }]);
    const right = { permit: null, law, helpLines: [] };
    expect(lines(berries, { preferences: wishes, right }).at(-1)).toBe(
      'You see this because you chose: 🍓 All berries · where you may work',
    );
  });

  it('names as reason only what was wished and is so', () => {
    const wishes = preferences({ works: ['berries', 'fruit'], regions: ['RU-KDA'], kinds: 'any' });
    expect(lines(berries, { preferences: wishes }).at(-1)).toBe('You see this because you chose: 🍓 Berries');
    expect(lines({}, { preferences: wishes }).at(-1)).toBe('You see this because you chose everything');
  });
});

it('names the card a button leads from, and the place it stands at', () => {
  const data = (index: number) =>
    listCard(anOpening({ code: 'K7Q2M' }), { index, of: 3 }, someone(), TODAY)
      .buttons.flat()
      .flatMap(({ press }) => (press.kind === 'data' && press.data.includes('~') ? [press.data] : []));
  expect(data(0)).toEqual(['v1:n:openings:after~K7Q2M~0']);
  expect(data(1)).toEqual(['v1:n:openings:before~K7Q2M~0', 'v1:n:openings:after~K7Q2M~1']);
  expect(data(2)).toEqual(['v1:n:openings:before~K7Q2M~1']);
});

describe('an SMS', () => {
  it('makes sense with and without a place, and for help', () => {
    expect(shown(smsPhrase(anOpening({ ...berries, code: 'K7Q2M', place: 'Елец' }), TODAY))).toBe(
      '🍓 Berries: strawberries. 📍 Lipetsk Oblast, Елец. 💰 Pay not stated. 📅 Dates not stated. #K7Q2M',
    );
    expect(
      shown(smsPhrase(anOpening({ kind: 'support', work: null, aid: 'cash', code: 'K7Q2M' }), TODAY)),
    ).toBe('💵 Money. 📍 Lipetsk Oblast. #K7Q2M');
  });

  it('cuts a long place between words', () => {
    const place = 'Совхоз имени Ленина, за рекой, третий поворот направо';
    expect(shown(smsPhrase(anOpening({ place }), TODAY))).toContain('Совхоз имени Ленина, за рекой, третий.');
  });
});

describe('a push', () => {
  it('is the whole card for one, a line each for several, and says how many more', () => {
    const [first, second] = [anOpening({ code: 'A2A2A' }), anOpening({ code: 'B2B2B' })];
    const all = (message: ReturnType<typeof pushMessage>): string => message.lines.map(shown).join('\n');
    expect(all(pushMessage([first], 0, someone(), TODAY))).toContain('Housing not stated');
    const both = all(pushMessage([first, second], 7, someone(), TODAY));
    expect(both).not.toContain('Housing');
    for (const words of ['9 new openings', '#A2A2A', '#B2B2B', 'and 7 more']) expect(both).toContain(words);
    expect(all(pushMessage([first], 7, someone(), TODAY))).toContain('and 7 more');
    const right = { permit: null, helpLines: [], law: aLaw() };
    expect(all(pushMessage([first, second], 0, someone({ right }), TODAY))).toContain(
      '❓ ask before you travel',
    );
    const urgent = (how: 'new' | 'again'): string => all(pushMessage([first], 0, someone(), TODAY, how));
    expect(urgent('new')).toContain('🚨 Urgent');
    expect(urgent('new')).not.toContain('New for you');
    expect(urgent('again')).toContain('We told you of this before');
    expect(() => pushMessage([], 0, someone(), TODAY)).toThrow('at least one');
  });
});
