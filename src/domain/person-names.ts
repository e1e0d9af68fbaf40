/** First names that stand beside a telephone number: whom to ask for. They go with the number. */

/** Stands where something that leads to a person was: a character of private use, which no text is about. */
export const GONE = '\uE000';

/** Given names of the languages spoken here, by their beginnings; with or without an ending. Ours, not complete. */
const FULL =
  'Анн|Елен|Ольг|Наталь|Наталия|Наташ|Татьян|Ирин|Светлан|Мари|Марь|Екатерин|Юли|Людмил|Галин|Марин|Надежд|Валентин|Любов|Ларис|Тамар|Оксан|Алл|Алин|Анастаси|Дарь|Даш|Ксени|Виктори|Кристин|Евгени|Елизавет|Диан|Полин|Софь|Софи|Зинаид|Раис|Эльвир|Гульнар|Гулнор|Динар|Айгул|Айнур|Назгул|Мадин|Зарин|Нигор|Малик|Дилноз|Шахноз|Феруз|Нилуфар|Саид|Зухр|Фатим|Александр|Андре|Алексе|Серге|Серёж|Сереж|Дмитри|Михаил|Иван|Никола|Владимир|Владислав|Володь|Виктор|Васили|Юри|Антон|Павел|Павл|Максим|Макс|Роман|Игор|Олег|Кирилл|Константин|Костя|Денис|Артём|Артем|Тимур|Руслан|Рустам|Вадим|Витали|Валери|Геннади|Григори|Пётр|Петр|Степан|Стас|Станислав|Борис|Леонид|Эдуард|Ярослав|Вячеслав|Иль|Никит|Егор|Арсен|Фёдор|Федор|Данил|Даниил|Глеб|Марат|Ринат|Азамат|Азиз|Анвар|Алишер|Бахтиёр|Бахтияр|Дилшод|Фаррух|Фирдавс|Фарид|Хуршед|Шерзод|Джамшед|Жамшид|Зафар|Ислом|Камол|Мухаммад|Нодир|Отабек|Рахим|Рахмон|Сардор|Сухроб|Улугбек|Умед|Умар|Фарход|Фируз|Шавкат|Шухрат|Нурлан|Нурбек|Бакыт|Айбек|Эрмек|Кубат|Anna|Elena|Olga|Natalia|Irina|Svetlana|Maria|Ivan|Sergey|Sergei|Andrey|Aleksandr|Alexander|Dmitry|Aziz|Anvar|Alisher|Otabek|Sardor|Rustam|Dilshod';
/** Short forms, which are words of their own without an ending. */
const SHORT =
  'Ан|Лен|Ол|Тан|Ир|Свет|Маш|Кат|Юл|Люд|Люс|Гал|Над|Вал|Люб|Вер|Лар|Нин|Наст|Вик|Жен|Лиз|Алис|Роз|Саш|Лёш|Леш|Лёх|Дим|Миш|Ван|Кол|Влад|Вов|Вас|Юр|Паш|Ром|Кост|Ген|Гриш|Пет|Лён|Слав|Сон|Зо|Рит';
const ENDING = 'а|я|ы|и|у|ю|е|й|ь|ой|ей|ом|ем|ию|ия|ии|ий|ию|ием|ью|ею|ёй|юю';
const given = new RegExp(`^(?:(?:${FULL})(?:${ENDING})?|(?:${SHORT})(?:${ENDING}))$`, 'iu');

/** Endings of words for work, things and conditions, which names do not have. */
const ORDINARY =
  /(?:ци[яию]|ни[еяию]|ость|ости|тель|щи[кц]\p{L}{0,2}|чи[кц]\p{L}{0,2}|ни[кц]\p{L}{0,2}|ст|ар[ьи]|ёр|ер|от[аыу]|ат[аыу]|вк[аиу]|рк[аиу]|зд|ьё|ье|ы[йе]|ая|ое|ых|но|ом|ам|ами)$/iu;
/** How Russian places end; the regions around them go by `-ская` and their like, which ORDINARY has. */
const PLACE =
  /(?:ск|цк|град|город|бург|поль|дар|ово|ево|ёво|ино|ыно|горск|области?|кра[йя]|район)$|^(?:Москв|Росси|РФ|Казан|Воронеж|Сочи|Перм|Уф[аеы]|Самар|Тул[аеы]|Рязан|Калуг|Ор[её]л|Твер|Чит[аеы]|Крым|Кубан|Подмосков|Ростов|Тамбов|Саратов|Псков|Астрахан|Елец|Ельц|Питер|Сибир|Урал|Алта|Дагестан|Чечн|Адыге|Татарстан|Башк|Moscow)/u;

const WORD = String.raw`\p{Lu}\p{L}{1,30}`;
const NAMES = `${WORD}(?: ${WORD}){0,2}`;
/** What may stand between a name and a number. */
const BETWEEN = '[ ,:;()–-]{0,4}';
const BEHIND = new RegExp(`(${GONE}${BETWEEN})(${NAMES})(?![\\p{L}«"])`, 'gu');
const BEFORE = new RegExp(`(?<![\\p{L}«"-])(${NAMES})(?=${BETWEEN}${GONE})`, 'gu');

const isTitleCase = (word: string): boolean => /^\p{Lu}\p{Ll}+$/u.test(word);
const mayBeName = (word: string): boolean =>
  given.test(word) || (isTitleCase(word) && !ORDINARY.test(word) && !PLACE.test(word));

/** A word that is part of a person's name wherever it stands: a given name we know, or a family name by its ending. */
const isSurelyName = (word: string): boolean =>
  given.test(word) || /^\p{Lu}\p{Ll}+(?:[оеё]в|[оеё]ва|ина|енко|ян|дзе|швили|вич|вна)$/u.test(word);

/**
 * `words`, nearest to the mark first, without the names they begin with. A capital alone tells little, so `alone` says
 * whether nothing but a name is likely there; else a given name that we know must be among them.
 */
function nameless(words: readonly string[], alone: boolean): readonly string[] {
  const end = words.findIndex((word) => !mayBeName(word));
  const count = end === -1 ? words.length : end;
  const known = words.slice(0, count).some((word) => given.test(word));
  return known || (alone && count === words.length) ? words.slice(count) : words;
}

/** The same for words in front of a mark, in the order of the text; the first of a sentence has its capital anyway. */
function namelessBefore(words: readonly string[], opensSentence: boolean): readonly string[] {
  const [first = '', ...others] = words;
  if (!opensSentence || isSurelyName(first)) return nameless(words.toReversed(), !opensSentence).toReversed();
  return [first, ...nameless(others.toReversed(), true).toReversed()];
}

/**
 * The text without the names right beside the marks of what was removed. Words in quotes, places and words that end
 * like ordinary ones stay, and so does the first word of a sentence unless it is a name we know.
 */
export function withoutNamesBeside(text: string): string {
  if (!text.includes(GONE)) return text;
  return text
    .replace(BEHIND, (_, gap: string, words: string, at: number) => {
      const next = text.slice(at + gap.length + words.length).trimStart();
      const alone = next === '' || /^[,.;)\n\uE000]/.test(next);
      return gap + nameless(words.split(' '), alone).join(' ');
    })
    .replace(BEFORE, (words: string, _: string, at: number, whole: string) => {
      const opensSentence = /(?:^|[.!?\n]\s?)$/.test(whole.slice(Math.max(0, at - 3), at));
      return namelessBefore(words.split(' '), opensSentence).join(' ');
    });
}
