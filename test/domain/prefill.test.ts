import { describe, expect, it } from 'vitest';
import type { Said } from '../../src/domain/draft.ts';
import type { Draft } from '../../src/domain/musts.ts';
import { dayIn, prefill } from '../../src/domain/prefill.ts';
import { loadTexts } from '../../src/i18n.ts';
import { createPosting } from '../../src/main/posting.ts';
import { TODAY } from '../support/builders.ts';
import { ru } from '../support/countries.ts';
import { HOSTILE_TEXTS } from '../support/hostile-texts.ts';

const { regionNamed, currency } = createPosting(ru, await loadTexts());
const read = (text: string): Said => prefill(text, { today: TODAY, currency, locale: 'ru', regionNamed });

describe('a pasted post', () => {
  it.each<[string, Draft]>([
    ['Нужны грузчики на склад, Липецк', { work: 'warehouse', region: 'RU-LIP' }],
    ['Оплата 250 руб/час', { pay: { min: 250, max: 250, unit: 'hour', currency: 'RUB' } }],
    [
      'Платим 80 000 – 100 000 рублей в месяц',
      { pay: { min: 80_000, max: 100_000, unit: 'month', currency: 'RUB' } },
    ],
    [
      'зарплата 80-100 тыс. руб. в месяц',
      { pay: { min: 80_000, max: 100_000, unit: 'month', currency: 'RUB' } },
    ],
    ['3000 р за смену', { pay: { min: 3_000, max: 3_000, unit: 'day', currency: 'RUB' } }],
    ['Kuniga 10 soat', { hoursPerDay: 10 }],
    ['с 1 июля по 30 августа', { startsOn: '2026-07-01', endsOn: '2026-08-30' }],
    ['from 20.06.2026', { startsOn: '2026-06-20' }],
    ['с 01.12 по 15.02', { startsOn: '2026-12-01', endsOn: '2027-02-15' }],
    ['требуется 15 человек', { places: 15 }],
    ['Бесплатное проживание, питание предоставляем', { housing: 'free', food: 'free' }],
    ['работа без жилья', { housing: 'none' }],
  ])('says in %j %j', (text, expected) => {
    expect(read(text).content).toMatchObject(expected);
  });

  it.each([
    ['10 часов в день', 'pay'],
    ['Луганск и Самарканд', 'region'],
    ['Звоните 89001234567', 'starts'],
    ['с 01.06.2026 по 10.07', 'starts'],
    ['Звоните: 8-918-123-45-67 Марина', 'contact'],
    ['График 5/2', 'pay'],
    ['версия 1.2.3', 'starts'],
  ])('does not find in %j any %s', (text, step) => {
    expect(read(text).asked).not.toContain(step);
  });

  it('becomes the note, without what leads to a person', () => {
    const { note } = read('Сбор яблок. Пишите @boss или +7 900 123-45-67').content;
    expect(note).toContain('Сбор яблок');
    expect(note).not.toMatch(/boss|900/);
  });

  it('of any sort breaks nothing and takes no time', () => {
    const began = performance.now();
    for (const text of HOSTILE_TEXTS) expect(read(text).asked).toContain('note');
    read('1 '.repeat(20_000));
    read('а'.repeat(100_000));
    expect(performance.now() - began).toBeLessThan(20_000);
  });

  it.each([
    ['sums without an end', '123 '.repeat(1_000)],
    [
      'many names of nothing',
      Array.from({ length: 600 }, (_, at) => `Лиз${at % 30}${'абвгд'.at(at % 5)}к`).join(' '),
    ],
  ])('is read in a moment: %s', (_, text) => {
    read(text);
    const began = performance.now();
    read(text);
    expect(performance.now() - began).toBeLessThan(1_000);
  });
});

describe('a typed day', () => {
  it.each([
    ['1.7', '2026-07-01'],
    ['01.07.27', '2027-07-01'],
    ['5 iyul', '2026-07-05'],
    // Long ago means next year; some days ago means just now.
    ['1.2', '2027-02-01'],
    ['1.6', '2026-06-01'],
    ['31.02', null],
    ['soon', null],
  ])('%s is %s', (typed, expected) => {
    expect(dayIn(typed, TODAY)).toBe(expected);
  });
});
