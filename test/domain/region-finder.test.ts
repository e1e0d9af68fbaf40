import { describe, expect, it } from 'vitest';
import { regionFinder, typedRegionFinder } from '../../src/domain/region-finder.ts';
import { regionNames } from '../../src/domain/search.ts';
import { loadTexts } from '../../src/i18n.ts';
import { ru } from '../support/countries.ts';

const names = regionNames(ru, await loadTexts());
const find = regionFinder(ru, names);
const findTyped = typedRegionFinder(ru, names);

describe('a region as a person wrote it into a table', () => {
  it.each([
    ['Липецк', 'RU-LIP'],
    ['г. Липецк', 'RU-LIP'],
    ['липецк', 'RU-LIP'],
    ['Lipetsk', 'RU-LIP'],
    ['Тамбов', 'RU-TAM'],
    ['Воронеж', 'RU-VOR'],
    ['Краснодар', 'RU-KDA'],
    ['Томск', 'RU-TOM'],
    ['Рязань', 'RU-RYA'],
    ['Самара', 'RU-SAM'],
    ['Тула', 'RU-TUL'],
    ['Курск', 'RU-KRS'],
    ['Курган', 'RU-KGN'],
    ['Киров', 'RU-KIR'],
  ])('is found by its town: %s', (text, code) => {
    expect(findTyped(text)).toBe(code);
  });

  it.each(['RU-LIP', '48', '9100000000000', 'Липецкая обл.', 'Москва', 'Московская область', 'Ленинград'])(
    'is what the exact name says, where there is one: %s',
    (text) => {
      expect(find(text)).not.toBeNull();
      expect(findTyped(text)).toBe(find(text));
    },
  );

  it.each([
    ...['Новгород', 'Липецк Воронеж', 'Липецк и Тамбов', 'Крас', 'Воло', 'край', 'все регионы'],
    ...['Россия', 'Сибирь', 'хочу в Липецк пожалуйста', 'Липецк, Советская улица 5', ''],
  ])('is asked again when it is not clear: %s', (text) => {
    expect(findTyped(text)).toBeNull();
  });

  it.each([
    ...['Крым', 'Республика Крым', 'Севастополь', 'Симферополь', 'Ялта', 'Донецк', 'Донецкая область', 'ДНР'],
    ...['Луганск', 'Луганская область', 'ЛНР', 'Херсон', 'Херсонская область', 'Запорожье', 'Мариуполь'],
    ...['Запорожская область', 'Горловка', 'Бердянск', 'Токмак', 'Краматорск', 'Славянск', 'Харьков', 'Киев'],
    ...[
      'Минск',
      'Алматы',
      'Караганда',
      'Кировск',
      'Ростов',
      'Новгород',
      'Самарканд',
      'Бухара',
      'Ташкент',
      'Таджикистан',
      'Казахстан',
    ],
    ...['Варшава', 'Georgia', 'Alabama'],
  ])('is none of ours for being spelt a little like it: %s', (text) => {
    expect(findTyped(text)).toBeNull();
  });
});
