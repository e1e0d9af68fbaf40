import { describe, expect, it } from 'vitest';
import { LINT_WORDS, WORD_KINDS } from '../../../src/domain/lint-words.ts';
import { readingOf } from '../../../src/domain/reading.ts';
import { foldWords } from '../../../src/domain/spelling.ts';
import { wordHits } from '../../../src/domain/word-lint.ts';
import { readPattern } from '../../../src/domain/word-patterns.ts';
import { LOCALES } from '../../support/locales.ts';

const kindsIn = (text: string): readonly string[] => [
  ...new Set(wordHits(readingOf(text)).map(({ kind }) => kind)),
];

describe.each(LINT_WORDS)('the list in $locale', ({ locale, status, reviewedBy, denials, kinds }) => {
  const patterns = Object.values(kinds).flatMap(({ says, saysDespiteNot, harmless }) => [
    ...says,
    ...saysDespiteNot,
    ...harmless,
  ]);

  it('is a draft until two native readers have confirmed it', () => {
    expect(status).toBe(reviewedBy.length >= 2 ? 'reviewed' : 'draft');
  });

  it('has words of every kind and no other', () => {
    expect(Object.keys(kinds)).toEqual([...WORD_KINDS]);
    for (const { says } of Object.values(kinds)) expect(says.length).toBeGreaterThan(0);
  });

  it('has readable patterns, each once in its place, with single spaces', () => {
    for (const part of Object.values(kinds).flatMap((kind) => Object.values(kind))) {
      expect(new Set(part).size).toBe(part.length);
      for (const pattern of part)
        expect(readPattern(pattern).written).toBe(pattern.trim().replace(/ +/g, ' '));
    }
  });

  it('has no word in letters of two scripts', () => {
    const mixed = patterns.filter((pattern) =>
      /\p{Script=Latin}\p{Script=Cyrillic}|\p{Script=Cyrillic}\p{Script=Latin}/u.test(pattern),
    );
    expect(mixed).toEqual([]);
  });

  it('has single words that deny, in small letters', () => {
    const words = [...denials.before, ...denials.after];
    expect(words.filter((word) => !/^\*?[\p{Ll}ʻ]{2,}\*?$/u.test(word))).toEqual([]);
    expect(words.length).toBeGreaterThan(0);
  });

  it('is of a language we speak', () => {
    expect(LOCALES).toContain(locale);
  });
});

it.each(['uz', 'uz-Cyrl', 'tg', 'ky', 'ru', 'en'])('%s has a list', (launched) => {
  expect(LINT_WORDS.map(({ locale }) => locale)).toContain(launched);
});

describe('a pattern', () => {
  it.each(['', '… слово', 'слово …', '*конец', 'а*', 'два  слова', 'пин-код', '&', '!'])(
    '%j is none',
    (written) => {
      expect(() => readPattern(written)).toThrow(/pattern/);
    },
  );
});

describe('words are found as people hide them', () => {
  it.each([
    ['in capitals', 'ЗАЛОГ 5000'],
    ['with gaps', 'нужен з а л о г 5000'],
    ['with gaps and the word before', 'я в з а л о г беру'],
    ['with full stops', 'з.а.л.о.г 5000'],
    ['with hyphens', 'з-а-л-о-г 5000'],
    ['with signs inside', 'за_лог 5000, зал*ог'],
    ['in Latin letters', 'zalog 5000'],
    ['with Latin lookalikes', 'зaлoг 5000'],
    ['with digits for letters', '3ал0г 5000'],
    ['with a sign for a letter', 'з@лог 5000'],
    ['with characters nobody sees', 'за\u200Bл\u00ADо\u2060г 5000'],
    ['turned around', '\u202Eза\u202Cлог'],
    ['struck through', 'з\u0336а\u0336л\u0336о\u0336г\u0336'],
    ['in letters of mathematics', '𝐝𝐞𝐩𝐨𝐬𝐢𝐭 5000'],
    ['with a wrong apostrophe', "oldindan to'lov qiling"],
    ['without an apostrophe', 'oldindan tolov qiling'],
    ['in Tajik without its letters', 'ҳакки хизмат 500'],
  ])('%s', (_, text) => {
    expect(kindsIn(text)).toEqual(['fee']);
  });

  it('also those that no feed may bring', () => {
    expect(kindsIn('О х р а н н и к на склад')).toEqual(['army']);
    expect(kindsIn('Oхpaнник')).toEqual(['army']);
  });
});

describe('a denial beside a word counts', () => {
  it.each([
    'Залог не нужен',
    'Без залогов, взносов и предоплат',
    'Никаких взносов',
    'Мы паспорта у людей никогда не забираем',
    'Неофициально не работаем',
    'No deposit, no fees',
    'We never ask for a deposit',
    'Garov, badal olinmaydi',
    'Гаров керак эмас',
    'Гарав лозим нест',
    'Күрөө, взнос алынбайт',
    'Pasport rasmini chatga yubormang',
  ])('%s', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });

  it.each([
    ['in another sentence', 'Опыт не нужен. Залог 5000'],
    ['behind a comma', 'Залог 5000 рублей, не обсуждается и не снижается'],
    ['of something else, before a price', 'Опыт не нужен залог 3000'],
    ['of something else, behind a price', 'Взнос 3000 рублей и не опаздывать'],
    ['that is a preposition', 'На склад нужен залог'],
    ['that takes nothing back', 'Залог не возвращаем'],
    ['that makes it a condition', 'Без предоплаты место не держим'],
    ['that is the offence itself', 'Кавказцев не берём'],
    ['that is the offence, and denies more', 'Никогда официально не оформляем, бумаг нет'],
    ['that is another language’s "but"', 'Жильё есть, но залог 5000'],
  ])('not one %s', (_, text) => {
    expect(kindsIn(text)).not.toEqual([]);
  });
});

describe('innocent neighbours are left alone', () => {
  it.each([
    'Аванс 3000 ₽ каждую неделю',
    'Охрана труда, инструктаж',
    'Взносы в пенсионный фонд платит работодатель',
    'Закладка фундамента и кладка стен',
    'Фронтальный погрузчик',
    'Сбор картофеля, картонные ящики',
    'Кормить скот: feed the cattle',
    'Есть комната для женщин и душ',
    'Для мужчин и женщин',
    'Граждане любых стран',
    'Славянск-на-Кубани, сбор яблок',
    'Опыт до 3 лет, стаж от 5 лет, с 18 лет',
    'От 20 до 35 кг, от 20 до 35 тысяч',
    'Медицинская карта нужна',
    'Мардикор лозим, занг занед',
    'Продавец в «Фее», игрушки',
    'Men haqimda nimani saqlaysiz',
    'Шумо барои ман кор мекунед',
    'Жангал, ҷангал, аялдама жанында',
    'Qizil olma, qiziq ish',
    'Occupational safety officer on site',
    'A single room for couples, women and men',
  ])('%s', (text) => {
    expect(kindsIn(text)).toEqual([]);
  });
});

it('spells patterns as it spells texts', () => {
  expect(foldWords('ўғил')).toBe(foldWords("o'g'il"));
});
