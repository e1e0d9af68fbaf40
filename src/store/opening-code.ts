/**
 * Short public codes of openings, such as `K7Q2P`: four characters of 29 and a check, 707,281 in all. An opening keeps
 * its code as long as it is kept, so that an old card is not taken for a new opening; those that closed more than a
 * year ago can be removed. With half of the codes taken, one name in 65,000 finds none in all attempts and its import
 * fails aloud: before that time codes need a sixth character.
 */
import { createHash } from 'node:crypto';
import { CODE_LETTERS, withCheck } from '../domain/opening-code.ts';
import type { Queryable } from './database.ts';

const ATTEMPTS = 16;

/** The code that an opening's name gives at this attempt: the same every time. */
export function codeOf(name: string, attempt: number): string {
  const digest = createHash('sha256').update(`${attempt} ${name}`).digest();
  const letter = (at: number): string =>
    CODE_LETTERS.charAt(digest.readUInt32BE(at * 4) % CODE_LETTERS.length);
  return withCheck([0, 1, 2, 3].map(letter).join(''));
}

/** One code for each name, none of them taken. Throws when the codes are used up. */
export async function freeCodes(database: Queryable, names: readonly string[]): Promise<readonly string[]> {
  const found = new Map<string, string>();
  const taken = new Set<string>();
  for (let attempt = 0; attempt < ATTEMPTS && found.size < names.length; attempt += 1) {
    const missing = names.filter((name) => !found.has(name));
    const { rows } = await database.query<{ code: string }>(
      'select code from opening where code = any ($1)',
      [missing.map((name) => codeOf(name, attempt))],
    );
    for (const { code } of rows) taken.add(code);
    for (const name of missing) {
      const code = codeOf(name, attempt);
      if (!taken.has(code)) found.set(name, code);
      taken.add(code);
    }
  }
  return names.map((name) => found.get(name) ?? noCode());
}

/** PostgreSQL's `unique_violation`, of `opening.code`. */
const isCodeTaken = (error: unknown): boolean =>
  error instanceof Error &&
  'code' in error &&
  error.code === '23505' &&
  'constraint' in error &&
  error.constraint === 'opening_code_key';

/**
 * Runs a transaction that gives out codes, and once more when somebody else gave out one of them at the same moment:
 * by then it is seen as taken. Throws what the second time throws.
 */
export async function retryTakenCode<Result>(transaction: () => Promise<Result>): Promise<Result> {
  try {
    return await transaction();
  } catch (error) {
    if (isCodeTaken(error)) return await transaction();
    throw error;
  }
}

function noCode(): never {
  throw new Error('no short code is free: openings that closed long ago should be removed');
}
