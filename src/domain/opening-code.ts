/** The short public code of an opening, as buttons carry it. */
export const CODE = /^[A-Z0-9]{5}$/;

/**
 * What codes are made of: no vowels, so that no words come out, and nothing that looks like 0 or 1. There are 29, a
 * prime: that is what makes the check below catch everything it promises.
 */
export const CODE_LETTERS = '23456789BCDFGHJKLMNPQRSTVWXYZ';
const ONLY_LETTERS = new RegExp(`^[${CODE_LETTERS}]{5}$`);

/** Each place weighs differently: a wrong character changes the sum, and so do two that changed places. */
const weighed = (letters: string): number =>
  [...letters].reduce((sum, letter, at) => sum + (5 - at) * CODE_LETTERS.indexOf(letter), 0);

/** Four characters and a fifth that follows from them. */
export function withCheck(four: string): string {
  const missing = -weighed(four) % CODE_LETTERS.length;
  return `${four}${CODE_LETTERS.at(missing) ?? ''}`;
}

/**
 * Whether the fifth character follows from the others: no code with one wrong character or with two swapped passes.
 * Codes that were given out before there was a check pass by chance only, so a code is looked up before it is judged.
 */
export const isWellFormed = (code: string): boolean =>
  ONLY_LETTERS.test(code) && weighed(code) % CODE_LETTERS.length === 0;

/** Letters of Cyrillic keyboards that look like letters of codes, and like vowels that no code has. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  А: 'A',
  Е: 'E',
  О: 'O',
  В: 'B',
  К: 'K',
  М: 'M',
  Н: 'H',
  Р: 'P',
  С: 'C',
  Т: 'T',
  У: 'Y',
  Х: 'X',
};

const latin = (letters: string): string =>
  letters.toUpperCase().replace(/[АВЕКМНОРСТУХ]/gu, (letter) => LOOKALIKES[letter] ?? letter);

/** With Y there are words among the letters (Курск, хруст, gypsy): those are codes only where the check says so. */
const isCode = (code: string): boolean =>
  ONLY_LETTERS.test(code) && (!/^\D*Y\D*$/.test(code) || isWellFormed(code));

/**
 * Whether it looks made up to pass for a code: letters and digits mixed, which no word is. A sum with its unit (5000р)
 * is none, and a word with a number behind it (may15) only in capitals.
 */
function passesForCode(letters: string): boolean {
  const code = latin(letters);
  const isMixed = CODE.test(code) && /\d/.test(code) && /\D/.test(code);
  if (!isMixed || /^\d+\D+$/.test(code)) return false;
  return !/^\D+\d+$/.test(code) || letters === letters.toUpperCase();
}

/**
 * Reads a text that is a code: `k7q2m`, `#K7Q2M`, in either case and on a Cyrillic keyboard too. Without the `#` only
 * letters that codes are made of count, and what looks made up to pass for one, so that ordinary words are none. `null`
 * for anything else.
 */
export function readCode(text: string): string | null {
  const [, mark, letters = ''] = /^\s*(#?)\s*([\p{L}\d]{5})\s*$/u.exec(text) ?? [];
  const code = latin(letters);
  return (mark === '#' ? CODE.test(code) : isCode(code) || passesForCode(letters)) ? code : null;
}

/** Texts are read no further: nothing longer is sent in one message. */
const LONGEST_TEXT = 4_096;
/** As many as a push lists. */
const MOST_CODES = 5;

/** `#` and five characters that belong to no longer word and to no address of a page. */
const MARKED = /(?<![\p{L}\p{M}\d/&])#([\p{L}\d]{5})(?![\p{L}\p{M}\d])/gu;

/**
 * The codes that stand in a text with their `#`, each once, the first five: in a card or a push that somebody forwards,
 * in a line copied from one. Other words with a `#` are none.
 */
export function markedCodes(text: string): readonly string[] {
  const whole = /^\s*#/.test(text) ? readCode(text) : null;
  if (whole !== null) return [whole];
  const marked = [...text.slice(0, LONGEST_TEXT).matchAll(MARKED)].map(([, letters = '']) => letters);
  const codes = marked.filter((letters) => isCode(latin(letters)) || passesForCode(letters)).map(latin);
  return [...new Set(codes)].slice(0, MOST_CODES);
}

/** What is read of a text under a picture: the codes in it, as if they alone had been typed; `null` for none. */
export function codesIn(caption: string): string | null {
  const code = readCode(caption);
  const codes = code === null ? markedCodes(caption) : [code];
  return codes.length === 0 ? null : codes.map((each) => `#${each}`).join(' ');
}
