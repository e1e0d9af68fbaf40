import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  keptEmployer,
  keptText,
  keptTitle,
  plainText,
  withoutContacts,
} from '../../src/domain/plain-text.ts';
import { anyCharacter } from '../support/arbitraries.ts';

describe('what leads to a person goes', () => {
  it.each([
    ['mail', 'Резюме: ivanov.p+work@mail.example.ru срочно', 'ivanov'],
    ['mail with the sign in words', 'почта hr (собака) example.ru', 'hr'],
    ['mail of a very long name', `${'a'.repeat(120)}@example.org`, 'example'],
    ['a link', 'см. https://example.org/x?y=1 тут', 'example'],
    ['a bare domain', 'сайт firma-klad.рф всё там', 'klad'],
    ['a handle', 'чат @boss_2026 ответит', 'boss'],
    ['a handle after a Cyrillic letter', 'пишите в чат: @boss_2026', 'boss'],
    ['a number from eight', 'тел 8 (912) 345-67-89 звать', '345'],
    ['a number from +7', 'номер +7 912 345 67 89', '345'],
    ['a number without a code', 'номер 345-67-89', '345'],
    ['an American number', 'call 555-123-4567', '4567'],
    ['digits in a row', 'айди 79123456789', '7912'],
    ['a patronymic', 'старший Петров Иван Сергеевич ждёт', 'Петров'],
    ['an Uzbek patronymic', 'уста Каримов Анвар Ботирўғли келади', 'Анвар'],
    ['initials behind', 'мастер Петров И.С. ждёт', 'Петров'],
    ['initials in front', 'мастер И. С. Петров ждёт', 'Петров'],
    ['who to ask for', 'Работа на складе. Спросить Лену из офиса. Еда.', 'Лену'],
  ])('%s', (_, text, trace) => {
    expect(text).toContain(trace);
    expect(withoutContacts(text)).not.toContain(trace);
  });
});

describe('the name beside what was removed goes with it', () => {
  it.each([
    ['Сборщик +79261112233 Анна', 'Сборщик'],
    ['Сборщик, Анна +79261112233', 'Сборщик'],
    ['Повар Анна +79261112233', 'Повар'],
    ['Петрова Анна +79261112233', null],
    ['Анна 8 926 111-22-33', null],
    ['Сборщик ягод +7 926 111-22-33 (Анна Петровна)', 'Сборщик ягод'],
    ['Сборщик ягод, Анна Петровна: 89261112233', 'Сборщик ягод'],
    ['Грузчик Нурбек +79261112233', 'Грузчик'],
    ['Грузчик 89261112233 Нурбек Токтогулов', 'Грузчик'],
    ['Сборщик, Телефон +79261112233 главный Пупкин', 'Сборщик'],
    ['Сборщик, Анна, тел. +79261112233', 'Сборщик'],
    ['Повар anna@example.org Анне', 'Повар'],
    ['ПОВАР @anna_2026 АННА', 'ПОВАР'],
    ['Доярка 89261112233 Дилшод срочно', 'Доярка срочно'],
    ['Сборщик +79261112233 Елена Анна 89261112234', 'Сборщик'],
  ])('%s', (title, kept) => {
    expect(keptTitle(title)).toBe(kept);
  });

  it.each([
    ['Сборщик +79261112233', 'Сборщик'],
    ['Работа в ООО Ромашка +79261112233', 'Работа в ООО Ромашка'],
    ['Сборщик Липецк +79261112233', 'Сборщик Липецк'],
    ['Сборщик +79261112233 Москва', 'Сборщик Москва'],
    ['Сборщик +79261112233, г. Елец', 'Сборщик, г. Елец'],
    ['Грузчик в ООО «Анна» +79261112233', 'Грузчик в ООО «Анна»'],
    ['Грузчик +79261112233 «Верный»', 'Грузчик «Верный»'],
    ['Грузчик 89261112233 Оплата каждый день', 'Грузчик Оплата каждый день'],
    ['Грузчик 89261112233. Питание', 'Грузчик. Питание'],
    ['Грузчик 89261112233 Доставка, жильё', 'Грузчик Доставка, жильё'],
    ['Жильё. Работа 89261112233', 'Жильё. Работа'],
    ['Сбор яблок Россия 89261112233', 'Сбор яблок Россия'],
    ['Сборщик Анна Каренина', 'Сборщик Анна Каренина'],
  ])('ordinary words stay: %s', (title, kept) => {
    expect(keptTitle(title)).toBe(kept);
  });
});

it.each([
  'Оплата 60 000–80 000 руб. в месяц, аванс 15 числа',
  'График 2/2 с 08:00 до 20:00, смены по 12 часов',
  'С 01.06.2026 по 30.09.2026, 55 руб. за кг, норма 120 кг',
  'Основные обязанности: сбор ягод. Внимание к качеству',
  'Общежитие по 4 человека. Питание 3 раза',
])('an ordinary text stays as it is: %s', (text) => {
  expect(withoutContacts(text)).toBe(text);
});

it('markup becomes lines, entities are decoded once, what cannot be seen goes', () => {
  expect(plainText('<p>Сбор&nbsp;ягод</p><ul><li>5&lt;6</li><li>&amp;lt;b&gt;</li></ul>\u202E\u200B')).toBe(
    'Сбор ягод\n5<6\n&lt;b>',
  );
});

it.each([
  ['ИП Иванов Иван Иванович', 'ИП'],
  ['КФХ Петров И.С.', 'КФХ'],
  ['ООО "Пример"', 'ООО "Пример"'],
])('of a sole trader only the form is kept: %s', (name, kept) => {
  expect(keptEmployer(name)).toBe(kept);
});

it('any text is kept within its limit, and hostile ones cost little', () => {
  fc.assert(
    fc.property(fc.string({ unit: anyCharacter, maxLength: 400 }), (text) => {
      expect(Array.from(keptText(text, 50) ?? '').length).toBeLessThanOrEqual(50);
    }),
  );
  const from = performance.now();
  for (const piece of ['a.', '1 ', '@', 'Иван ', '+7(', '<p', '&#', 'И.', '8-', 'a-'])
    keptText(piece.repeat(50_000), 600);
  withoutContacts(`a${'-'.repeat(100_000)}x`);
  expect(performance.now() - from).toBeLessThan(2_000);
});
