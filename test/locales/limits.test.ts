import { describe, expect, it } from 'vitest';
import { filled, limitOf } from '../support/labels.ts';
import { type Entry, entriesOfNamespace, LOCALES, namespacesOf } from '../support/locales.ts';

const tooLong = (locale: string, { namespace, key, text }: Entry): readonly string[] => {
  const limit = limitOf(namespace, key);
  const shown = filled(locale, text);
  return limit === null || [...shown].length <= limit
    ? []
    : [`${namespace}:${key} ${[...shown].length} > ${limit}: ${shown}`];
};

describe.each(LOCALES)('labels in %s', (locale) => {
  it('fit where they are shown', () => {
    const entries = namespacesOf(locale).flatMap((namespace) => entriesOfNamespace(locale, namespace));
    expect(entries.flatMap((entry) => tooLong(locale, entry))).toEqual([]);
  });
});

it('takes the limit a namespace declares, else that of a label', () => {
  expect(limitOf('works', 'berries.label')).toBe(20);
  expect(limitOf('regions', 'RU-LIP')).toBe(32);
  expect(limitOf('terms', 'places_few')).toBeNull();
});
