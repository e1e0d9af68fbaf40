import { expect, it } from 'vitest';
import { LOCALES, namespaceMeta, namespacesOf, SOURCE_LOCALE } from '../support/locales.ts';
import { readStamps, stampOf } from '../support/translation-stamps.ts';

const stamps = readStamps();
const stale = LOCALES.filter((locale) => locale !== SOURCE_LOCALE).flatMap((locale) =>
  namespacesOf(locale)
    .filter((namespace) => {
      const stamp = stamps[locale]?.[namespace];
      return stamp !== undefined && stamp !== stampOf(namespace);
    })
    .map((namespace) => ({ locale, namespace })),
);

it('has no translation about safety that is older than its English text, and names the others', () => {
  const [safety, others] = [true, false].map((wanted) =>
    stale.filter(({ namespace }) => (namespaceMeta(namespace).safety === true) === wanted),
  );
  if (others?.length !== 0) console.warn('read again, then stamp:', others);
  expect(safety).toEqual([]);
});

it('changes its stamp with any English text', () => {
  expect(stampOf('terms')).toMatch(/^[0-9a-f]{12}$/);
  expect(stampOf('terms')).not.toBe(stampOf('works'));
});
