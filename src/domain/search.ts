/** Finding what somebody typed, in any script and spelling. */

/** Words in one spelling for comparing: see `createRegionSearch`. */
export const foldWords = (words: string): string =>
  words
    .normalize('NFKC')
    .toLowerCase()
    .replace(/['’ʻʼ‘`´]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
