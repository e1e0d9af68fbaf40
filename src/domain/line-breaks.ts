/** Breaking text into lines where nobody measures it: widths as DejaVu Sans has them, the widest of ordinary fonts. */

/** Letters by their width in em, each a little above what it is; all others are as wide as `USUAL`. */
const WIDTHS: readonly (readonly [string, number])[] = [
  ["iljI|.,:;'’ʻ‘!іʼ", 0.36],
  ['ftr()[]-/ "·', 0.46],
  ['mwMQOGҲДМмд', 1],
  ['ЖШЩЮФЫWжшщюфы@%—…', 1.2],
];
const USUAL = 0.645;
const CAPITAL = 0.77;
/** Pictures and what else has a square of its own. */
const SQUARE = 1.3;

function widthOfLetter(letter: string): number {
  const known = WIDTHS.find(([letters]) => letters.includes(letter))?.[1];
  if (known !== undefined) return known;
  if (/\p{Extended_Pictographic}|[\u1100-\uFFEF]/u.test(letter) && !/[\u2010-\u20BF]/u.test(letter))
    return SQUARE;
  return /\p{Lu}/u.test(letter) ? CAPITAL : USUAL;
}

/** How wide a text is, in em, by a guess that is rather too large. */
export const widthOf = (text: string): number =>
  Array.from(text).reduce((width, letter) => width + widthOfLetter(letter), 0);

/** The text in lines of at most so many em; a word that is longer than a line is cut. */
export function brokenInto(text: string, em: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(/[^\S\u00A0]+/).flatMap((one) => pieces(one, em))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer) <= em) line = longer;
    else {
      lines.push(line);
      line = word;
    }
  }
  return line === '' ? lines : [...lines, line];
}

function pieces(word: string, em: number): readonly string[] {
  const found: string[] = [];
  let piece = '';
  for (const letter of word) {
    if (piece !== '' && widthOf(piece + letter) > em) {
      found.push(piece);
      piece = '';
    }
    piece += letter;
  }
  return [...found, piece];
}
