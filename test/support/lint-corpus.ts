/** Openings with what the lints should find in them, and how well they do. `docs/lints.md` says what the halves are. */
import { readFile } from 'node:fs/promises';
import { type FindingKind, type LintContext, lint } from '../../src/domain/lint.ts';
import { LINT_WORDS, WORD_KINDS } from '../../src/domain/lint-words.ts';
import { TODAY } from './builders.ts';

export const HALVES = ['development', 'heldOut'] as const;
export type Half = (typeof HALVES)[number];

export interface Sample {
  readonly locale: string;
  readonly text: string;
  readonly kinds: readonly string[];
}

/** What the samples are about: everything that a text alone can give away. */
export const SAMPLE_KINDS = [...WORD_KINDS, 'unknown-link', 'unknown-phone'] as const;

/** An organisation with one number and one page, no pay norm on file. */
export const lintContext = (differing: Partial<LintContext> = {}): LintContext => ({
  today: TODAY,
  known: { phones: ['+7 800 555-01-00'], links: ['https://mehnat.example/'] },
  currency: 'RUB',
  payNorm: null,
  ...differing,
});

export const LOCALES_OF_CORPUS: readonly string[] = LINT_WORDS.map(({ locale }) => locale);

export async function samples(half: Half): Promise<readonly Sample[]> {
  const files = await Promise.all(
    LOCALES_OF_CORPUS.map(async (locale) => {
      const file = new URL(`../bench/lint-corpus/${locale}.json`, import.meta.url);
      const { [half]: texts }: Record<Half, Omit<Sample, 'locale'>[]> = JSON.parse(
        await readFile(file, 'utf8'),
      );
      return texts.map((sample) => ({ locale, ...sample }));
    }),
  );
  return files.flat();
}

const context = lintContext();

/** What is found in a sample's text, each kind once. */
export const foundIn = ({ text }: Sample): ReadonlySet<FindingKind> =>
  new Set(lint({ note: text }, context).flatMap(({ kind, field }) => (field === 'note' ? [kind] : [])));

export interface Score {
  /** Kinds that should be found, and those that were. */
  readonly wanted: number;
  readonly found: number;
  /** Honest texts, and those in which something was found. */
  readonly honest: number;
  readonly alarms: number;
}

export function scoreOf(some: readonly Sample[]): Score {
  const score = { wanted: 0, found: 0, honest: 0, alarms: 0 };
  for (const sample of some) {
    const found: ReadonlySet<string> = foundIn(sample);
    score.wanted += sample.kinds.length;
    score.found += sample.kinds.filter((kind) => found.has(kind)).length;
    if (sample.kinds.length > 0) continue;
    score.honest += 1;
    if (found.size > 0) score.alarms += 1;
  }
  return score;
}

/** The same of one kind: what is honest then is every text that is not of it. */
export function scoreOfKind(some: readonly Sample[], kind: string): Score {
  const score = { wanted: 0, found: 0, honest: 0, alarms: 0 };
  for (const sample of some) {
    const [isOne, isFound] = [sample.kinds.includes(kind), foundIn(sample).has(kind as FindingKind)];
    score[isOne ? 'wanted' : 'honest'] += 1;
    if (isFound) score[isOne ? 'found' : 'alarms'] += 1;
  }
  return score;
}
