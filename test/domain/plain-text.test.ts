import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keptEmployer, keptText, plainText, withoutContacts } from '../../src/domain/plain-text.ts';

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
    fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
      expect(Array.from(keptText(text, 50) ?? '').length).toBeLessThanOrEqual(50);
    }),
  );
  const from = performance.now();
  for (const piece of ['a.', '1 ', '@', 'Иван ', '+7(', '<p', '&#', 'И.', '8-', 'a-'])
    keptText(piece.repeat(50_000), 600);
  expect(performance.now() - from).toBeLessThan(2_000);
});
