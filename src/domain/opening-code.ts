/** The short public code of an opening, as buttons carry it. */
export const CODE = /^[A-Z0-9]{5}$/;

/** Letters of Cyrillic keyboards that look like letters of codes. */
const LOOKALIKES: Readonly<Record<string, string>> = {
  В: 'B',
  К: 'K',
  М: 'M',
  Н: 'H',
  Р: 'P',
  С: 'C',
  Т: 'T',
  Х: 'X',
};

/**
 * Reads a typed code, in either case and on a Cyrillic keyboard too: `k7q2m`, `#K7Q2M`. Without the `#` only letters
 * that codes are made of (no vowels) count, so that ordinary words are none. `null` for anything else.
 */
export function readCode(text: string): string | null {
  const [, mark, letters = ''] = /^\s*(#?)\s*([\p{L}\d]{5})\s*$/u.exec(text) ?? [];
  const code = letters.toUpperCase().replace(/[ВКМНРСТХ]/gu, (letter) => LOOKALIKES[letter] ?? letter);
  return (mark === '#' ? CODE : /^[2-9B-DF-HJ-NP-TV-XZ]{5}$/u).test(code) ? code : null;
}
