import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRegionSearch, readNumber, regionNames } from '../../src/domain/search.ts';
import { loadTexts } from '../../src/i18n.ts';
import { anyCharacter } from '../support/arbitraries.ts';
import { ru } from '../support/countries.ts';

const names = regionNames(ru, await loadTexts());
const search = createRegionSearch(names);

describe('a typed place', () => {
  it.each([
    ['Lipetsk', 'RU-LIP'],
    ['Липецк', 'RU-LIP'],
    ['lipesk', 'RU-LIP'],
    ['лпецк', 'RU-LIP'],
    ['ЛИПЕЦКАЯ ОБЛ.', 'RU-LIP'],
    ['Вилояти Липетск', 'RU-LIP'],
    ['Lipetsk viloyati', 'RU-LIP'],
    ['Липецк облусу', 'RU-LIP'],
    ['хочу в Липецк пожалуйста', 'RU-LIP'],
    ['Масква', 'RU-MOW'],
    ['maskva', 'RU-MOW'],
    ['Шахри Москва', 'RU-MOW'],
    ['Маскав', 'RU-MOW'],
    ['в москве', 'RU-MOW'],
    ['Московская область', 'RU-MOS'],
    ['moskva viloyati', 'RU-MOS'],
    ['подмосковье', 'RU-MOS'],
    ['piter', 'RU-SPE'],
    ['питер', 'RU-SPE'],
    ['спб', 'RU-SPE'],
    ['st petersburg', 'RU-SPE'],
    ['Ленинградская область', 'RU-LEN'],
    ['ленобласть', 'RU-LEN'],
    ['Алтайский край', 'RU-ALT'],
    ['Altai krai', 'RU-ALT'],
    ['Республика Алтай', 'RU-AL'],
    ['Oltoy Respublikasi', 'RU-AL'],
    ['краснадар', 'RU-KDA'],
    ['krasnador', 'RU-KDA'],
    ['сочи', 'RU-KDA'],
    ['Доғистон', 'RU-DA'],
    ['догистон', 'RU-DA'],
    ["Dog'iston", 'RU-DA'],
    ['Dog`iston', 'RU-DA'],
    ['Dogʼiston', 'RU-DA'],
    ['Тотористон', 'RU-TA'],
    ['татарстон', 'RU-TA'],
    ['Қазон', 'RU-TA'],
    ['kazan', 'RU-TA'],
    ['екатеренбург', 'RU-SVE'],
    ['Осетияи Шимоли', 'RU-SE'],
    ['Орел', 'RU-ORL'],
    ['oryol', 'RU-ORL'],
    ['воронеш', 'RU-VOR'],
    ['Voronej', 'RU-VOR'],
    ['Voronezh', 'RU-VOR'],
    ['рязан', 'RU-RYA'],
    ['Rezan', 'RU-RYA'],
    ['Новгород', 'RU-NGR'],
    ['нижний', 'RU-NIZ'],
    ['ростов на дону', 'RU-ROS'],
    ['сахален', 'RU-SAK'],
    ['ulyanovsk', 'RU-ULY'],
    ['Уляновск', 'RU-ULY'],
    ['Нижегородская', 'RU-NIZ'],
  ])('%s is first of all %s', (typed, code) => {
    expect(search(typed)[0]).toBe(code);
  });

  it.each([
    ['Алтай', ['RU-AL', 'RU-ALT']],
    ['москва', ['RU-MOW', 'RU-MOS']],
    ['Новгород', ['RU-NGR', 'RU-NIZ']],
  ])('%s may be %j', (typed, codes) => {
    expect(search(typed).toSorted()).toEqual(codes.toSorted());
  });

  it.each([
    ...[
      '',
      ' ',
      '!!!',
      '123',
      'asdfgh',
      'привет',
      'как дела',
      'toshkent',
      'Бишкек',
      'область',
      'край',
      'да',
      'stop',
    ],
    ...['Крым', 'Севастополь', 'Донецк', '🙂', '\u202E', 'салом алейкум'],
  ])('%j is no place', (typed) => {
    expect(search(typed)).toEqual([]);
  });

  it('finds every region by each of its names, first', () => {
    const lost = [...names].flatMap(([code, all]) => all.filter((name) => search(name)[0] !== code));
    expect(lost).toEqual([]);
  });

  it('forgives one letter changed, dropped or doubled in a word of seven, in 99 of 100 cases', () => {
    const long = [...names].flatMap(([code, all]) =>
      all.filter((name) => /^\p{L}{7,}( |$)/u.test(name)).map((name) => ({ code, name })),
    );
    const typos = long.flatMap(({ code, name }) =>
      [0, 1, 2, 3, 4, 5, 6].flatMap((at) =>
        ['', `${name[at]}${name[at]}`, 'а', 'i'].map((change) => ({
          code,
          typed: name.slice(0, at) + change + name.slice(at + 1),
        })),
      ),
    );
    const some = typos.filter((_, at) => at % 5 === 0);
    const lost = some.filter(({ code, typed }) => !search(typed).includes(code));
    expect(some.length).toBeGreaterThan(1_000);
    // The rest are nearer to another region: "Krasnoar" to Krasnoyarsk.
    expect(lost.length / some.length).toBeLessThan(0.01);
  });

  it.each([
    ['one word', 'а'.repeat(4_000)],
    ['many mistakes', 'москвв краснадр новосибрск екатернбург '.repeat(100)],
    ['marks', 'e\u0301'.repeat(2_000)],
  ])('4,000 letters of %s cost no more than forty times a hundred of them, and some', (_, text) => {
    const costOf = (typed: string): number => {
      const times = Array.from({ length: 19 }, () => {
        const start = performance.now();
        search(typed);
        return performance.now() - start;
      });
      // The quickest is what it costs; the others also waited for whatever else the machine does.
      return Math.min(...times);
    };
    costOf(text);
    // Were it by the square of the letters, it would be sixteen hundred times as much.
    expect(costOf(text) / costOf(text.slice(0, 100))).toBeLessThan(160);
  });

  it('throws at nothing that can be typed', () => {
    fc.assert(
      fc.property(fc.string({ unit: anyCharacter, maxLength: 300 }), (text) => {
        search(text);
        readNumber(text);
      }),
      { seed: 5 },
    );
  });
});

describe('a typed number', () => {
  it.each([
    ['40000', 40_000],
    ['40 000', 40_000],
    ['40\u00A0000 ₽', 40_000],
    ['40.000', 40_000],
    ['40,000', 40_000],
    ["40'000", 40_000],
    ['40k', 40_000],
    ['40К', 40_000],
    ['40 тыс', 40_000],
    ['40тыс.', 40_000],
    ['40 тысяч рублей', 40_000],
    ['40,5 тыс', 40_500],
    ['40 ming', 40_000],
    ['40 минг', 40_000],
    ['40 ҳазор', 40_000],
    ['40 хазор', 40_000],
    ['40 миң', 40_000],
    ['от 40000 руб', 40_000],
    ['1 000 000', 1_000_000],
    ['1,5 млн', 1_500_000],
    ['٤٠٠٠٠', 40_000],
    ['٤٠٬٠٠٠', 40_000],
    ['۴۰۰۰۰', 40_000],
    ['४००००', 40_000],
    ['４００００', 40_000],
    ['৪০০০০', 40_000],
    [' 7 ', 7],
    ['0', 0],
    ['5 чел', 5],
  ])('%s is %i', (typed, number) => {
    expect(readNumber(typed)).toBe(number);
  });

  it.each([
    ...[
      '',
      'сорок',
      '-5',
      '−5',
      '40-50',
      '12 15',
      '2.5',
      '1.2.3',
      '9'.repeat(13),
      '1'.repeat(41),
      '½',
      'Ⅳ',
      '4 0 0 0',
    ],
  ])('%j is none', (typed) => {
    expect(readNumber(typed)).toBeNull();
  });
});
