import { describe, expect, it } from 'vitest';
import { plainText } from '../../src/domain/texts.ts';
import {
  type Entry,
  entriesOfNamespace,
  LOCALES,
  metaOf,
  namespaceMeta,
  namespacesOf,
} from '../support/locales.ts';

/** What a button alone in its row can show on a small phone (design of Telegram's apps, our proposal). */
const LABEL_ALONE = 32;

/** Real values of usual length, so that a label is measured as it is shown. */
const VALUES: Readonly<Record<string, string>> = {
  count: '50',
  amount: '100 000 ₽',
  number: '12',
  from: '22',
  to: '7',
  code: 'K7Q2M',
};

function filled(locale: string, text: string): string {
  const months = metaOf(locale)['months'] as readonly string[];
  const longest = months.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return plainText(text).replace(/\{\{\s*(\w+)[^}]*\}\}/g, (_, name: string) =>
    name === 'day' ? `30 ${longest}` : (VALUES[name] ?? ''),
  );
}

/** `*` stands for any part of one step of the key. */
const matches = (pattern: string, key: string): boolean =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '[^.]*')}$`).test(key);

function limitOf(namespace: string, key: string): number | null {
  const limits = Object.entries(namespaceMeta(namespace).limits ?? {});
  // A limit may name one plural form and holds for all of them.
  const bare = (text: string): string => text.replace(/_(zero|one|two|few|many|other)$/, '');
  const declared = limits.find(([pattern]) => matches(bare(pattern), bare(key)))?.[1];
  return declared ?? (/(^|\.)label$|^buttons\./.test(key) ? LABEL_ALONE : null);
}

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
