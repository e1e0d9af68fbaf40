/** One spelling for the many ways a word is typed: scripts, apostrophes, diacritics, small mistakes. */

/** Cyrillic and the special letters of our languages as Latin; a letter may become several or none. */
const LETTERS: Readonly<Record<string, string>> = {
  ...{ а: 'a', б: 'b', в: 'v', г: 'g', ғ: 'g', д: 'd', е: 'e', ё: 'e', ж: 'zh', җ: 'zh', ҷ: 'zh', з: 'z' },
  ...{ и: 'i', ӣ: 'i', й: 'y', і: 'i', к: 'k', қ: 'k', л: 'l', м: 'm', н: 'n', ң: 'n', о: 'o', ө: 'o' },
  ...{ п: 'p', р: 'r', с: 's', т: 't', у: 'u', ў: 'o', ӯ: 'u', ү: 'u', ұ: 'u', ф: 'f', х: 'h', ҳ: 'h' },
  ...{ ц: 'ts', ч: 'ch', ш: 'sh', щ: 'sh', ъ: '', ы: 'i', ь: '', э: 'e', ю: 'yu', я: 'ya', ә: 'a', һ: 'h' },
  ...{ є: 'e', ї: 'i', ґ: 'g', ı: 'i', ə: 'a', ß: 'ss', ł: 'l', ø: 'o', æ: 'e' },
};

/** Every mark that is typed for ʻ in Uzbek, and soft-sign apostrophes of transliterations. */
const APOSTROPHES = /['’‘`´ʻʼʹ′‛＇]/g;

/** Words in lower-case Latin letters and digits, without apostrophes, marks and punctuation, single spaces between. */
export const foldWords = (words: string): string =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .replace(APOSTROPHES, '')
    .replace(/\p{Script=Cyrillic}|[ıəßłøæ]/gu, (letter) => LETTERS[letter] ?? letter)
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** Sounds that spellings write differently, in the order they are made one. */
const SOUNDS: readonly (readonly [RegExp, string])[] = [
  [/dzh|dj|zh/g, 'j'],
  [/kh|x/g, 'h'],
  [/q/g, 'k'],
  [/w/g, 'v'],
  [/shch|sch|sh/g, 'w'],
  [/ch/g, 'q'],
  [/tz|ts/g, 'c'],
  [/ye|yo|jo/g, 'e'],
  [/y|(?<=[^aeiou])j(?=[au])/g, 'i'],
  [/i(?=[au])/g, ''],
  [/o/g, 'a'],
  [/(.)\1+/g, '$1'],
];

/** A folded word as it sounds: `Lipetsk`, `Липецк` and `Lipeck`, `Москва` and `Масква` become equal. */
export const soundOf = (folded: string): string =>
  SOUNDS.reduce((word, [pattern, letter]) => word.replace(pattern, letter), folded);

/**
 * How many letters must be added, dropped, changed or swapped with their neighbour to make one word the other;
 * `bound + 1` as soon as it is more than `bound`.
 */
export function distance(a: string, b: string, bound: number): number {
  if (Math.abs(a.length - b.length) > bound) return bound + 1;
  let twoBack: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = nextRow(a, b, row, previous, twoBack);
    if (Math.min(...current) > bound) return bound + 1;
    twoBack = previous;
    previous = current;
  }
  return Math.min(previous[b.length] ?? bound + 1, bound + 1);
}

function nextRow(
  a: string,
  b: string,
  row: number,
  previous: readonly number[],
  twoBack: readonly number[],
): number[] {
  const current = [row];
  for (let column = 1; column <= b.length; column += 1) {
    const same = a[row - 1] === b[column - 1];
    const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    const change = (previous[column - 1] ?? 0) + (same ? 0 : 1);
    const addOrDrop = Math.min(previous[column] ?? 0, current[column - 1] ?? 0) + 1;
    const swap = swapped ? (twoBack[column - 2] ?? 0) + 1 : change;
    current.push(Math.min(change, addOrDrop, swap));
  }
  return current;
}
