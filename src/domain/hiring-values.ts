/** Reading whom an employer takes, and on what paper, as tables and feeds say it: what is not clear is not stated. */
import { list, text } from './feed-values.ts';
import { CONTRACTS, type Contract, type OpeningContent } from './opening.ts';

const EVERY = /^(?:any|all|любые|любое|любой|все|всё|barchasi|баримизни|ҳама|баары)$/iu;

/** Words before those that they are a part of. */
const CONTRACT_WORDS: readonly (readonly [RegExp, Contract])[] = [
  [/гпх|гражданско-правов|подряд|услуг|civil|services/iu, 'civil'],
  [/устн|без договор|oral|^(?:none|no|нет|йўқ|не|жок)$/iu, 'oral'],
  [/трудов|тк рф|labou?r|employment|меҳнат|mehnat|эмгек/iu, 'labour'],
];

/** The paper that work is done on; `null`: not stated, or not clear. */
export function contractOf(value: unknown): Contract | null {
  const written = text(value)?.toLowerCase();
  if (written === undefined) return null;
  const named = CONTRACTS.find((contract) => contract === written);
  return named ?? CONTRACT_WORDS.find(([words]) => words.test(written))?.[1] ?? null;
}

/** Every right to work, or those of a list; `null` where a word of it is no right of the country. */
export function acceptsOf(value: unknown, bases: ReadonlySet<string>): OpeningContent['accepts'] {
  const words = (text(value)?.toLowerCase() ?? '').split(/[\s,;|]+/).filter((word) => word !== '');
  if (words.length === 1 && EVERY.test(words[0] ?? '')) return 'any';
  return words.length > 0 && words.every((word) => bases.has(word)) ? [...new Set(words)] : null;
}

/** What another exchange says: rights that its country has and ours has not are left out. */
export function acceptsIn(value: unknown, bases: ReadonlySet<string>): OpeningContent['accepts'] {
  if (value === 'any') return 'any';
  const known = [...bases].filter((basis) => list(value).includes(basis));
  return known.length === 0 ? null : known;
}
