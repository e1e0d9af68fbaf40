/**
 * The words by which the lints know what an opening must not say, a list a language. They lie in `lint-words/` as data
 * for native readers; `docs/lints.md` says how they are written and confirmed. Every list is tried on every text:
 * people mix languages, and a text may be marked with the wrong one.
 */
import en from './lint-words/en.json' with { type: 'json' };
import ky from './lint-words/ky.json' with { type: 'json' };
import ru from './lint-words/ru.json' with { type: 'json' };
import tg from './lint-words/tg.json' with { type: 'json' };
import uz from './lint-words/uz.json' with { type: 'json' };
import uzCyrl from './lint-words/uz-Cyrl.json' with { type: 'json' };

/** What words can give away. */
export const WORD_KINDS = [
  'discrimination',
  'fee',
  'passport-kept',
  'bank-card',
  'army',
  'drug-courier',
  'crypto',
  'documents-by-chat',
  'no-employer',
] as const;
export type WordKind = (typeof WORD_KINDS)[number];

/** Patterns of one kind in one language, as `word-patterns.ts` reads them. */
export interface KindWords {
  readonly says: readonly string[];
  /** The same where a "not" beside it changes nothing: `залог не возвращаем`. */
  readonly saysDespiteNot: readonly string[];
  /** Innocent phrases: what touches one of them is left alone. */
  readonly harmless: readonly string[];
}

export interface LintWords {
  /** BCP 47. */
  readonly locale: string;
  /** `draft` until two native readers have confirmed it. */
  readonly status: string;
  /** Handles of native readers, with their consent. */
  readonly reviewedBy: readonly string[];
  readonly from: string;
  /** Words that deny what stands behind or before them, as typed; `*` as in patterns. */
  readonly denials: { readonly before: readonly string[]; readonly after: readonly string[] };
  readonly kinds: Readonly<Record<WordKind, KindWords>>;
}

export const LINT_WORDS: readonly LintWords[] = [uz, uzCyrl, tg, ky, ru, en];
