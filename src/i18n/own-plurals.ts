/** What a plural rule answers. */
export type Rule = Pick<Intl.PluralRules, 'select' | 'resolvedOptions'>;

const ownRule = (categories: readonly string[], select: (count: number) => Intl.LDMLPluralRule): Rule => ({
  select,
  resolvedOptions: () => ({ pluralCategories: categories }) as Intl.ResolvedPluralRulesOptions,
});

/** Plural rules for languages that Intl would give the rule of the process's locale. */
export const OWN_PLURALS = {
  'always-other': ownRule(['other'], () => 'other'),
  'one-other': ownRule(['one', 'other'], (count) => (count === 1 ? 'one' : 'other')),
} as const;
