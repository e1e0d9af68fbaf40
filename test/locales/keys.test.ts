import { describe, expect, it, test } from 'vitest';
import {
  baseOf,
  type Entry,
  entriesOf,
  isShort,
  LOCALES,
  longOf,
  markupFault,
  metaOf,
  namespacesOf,
  SOURCE_LOCALE,
  suffixOf,
  tagsOf,
  variablesOf,
} from '../support/locales.ts';

const isWhole = ({ key }: Entry): boolean => !isShort(key);
const source = entriesOf(SOURCE_LOCALE).filter(isWhole);
/** One for all plural forms of a text, and for its short form. */
const id = (entry: Entry): string => `${entry.namespace}:${baseOf(longOf(entry.key))}`;
const sourceById = new Map(source.map((entry) => [id(entry), entry]));
const pluralIds = new Set(source.filter(({ key }) => suffixOf(key) !== null).map(id));

/** Plural forms a language needs: its own rule from `meta.json`, else Intl's. */
function formsOf(locale: string): readonly string[] {
  const rule = metaOf(locale)['plural'];
  if (rule === 'always-other') return ['other'];
  if (rule === 'one-other') return ['one', 'other'];
  return new Intl.PluralRules(locale).resolvedOptions().pluralCategories.toSorted();
}

/** A text of three words and more says something, and each language says it differently. */
const says = (text: string): boolean =>
  (text.replace(/\{\{[^}]*\}\}|<[^>]*>/g, ' ').match(/\p{L}+/gu) ?? []).length >= 3;

/** The same in all languages: it greets in every one. */
const SAME_EVERYWHERE: readonly string[] = ['begin:greeting'];

describe.each(LOCALES)('the texts in %s', (locale) => {
  const entries = entriesOf(locale);

  it('stand in a folder named as `code` in meta.json', () => {
    expect(metaOf(locale)['code']).toBe(locale);
  });

  it.skipIf(locale === SOURCE_LOCALE)('are translated, not copied from the source', () => {
    const sourceTexts = new Map(source.map((entry) => [`${entry.namespace}:${entry.key}`, entry.text]));
    const copied = entries
      .map(({ namespace, key, text }) => ({ name: `${namespace}:${key}`, text }))
      .filter(({ name, text }) => says(text) && sourceTexts.get(name) === text)
      .map(({ name }) => name);
    expect(copied.filter((name) => !SAME_EVERYWHERE.includes(name))).toEqual([]);
  });

  it('fill every namespace of the source and no other', () => {
    expect(namespacesOf(locale)).toEqual(namespacesOf(SOURCE_LOCALE));
  });

  it('have every key of the source and no other', () => {
    const ours = new Set(entries.filter(isWhole).map(id));
    expect({
      missing: [...sourceById.keys()].filter((key) => !ours.has(key)),
      unknown: [...ours].filter((key) => !sourceById.has(key)),
    }).toEqual({ missing: [], unknown: [] });
  });

  it('have short forms only of texts they have', () => {
    const whole = new Set(entries.filter(isWhole).map(id));
    expect(entries.filter((entry) => !isWhole(entry) && !whole.has(id(entry)))).toEqual([]);
  });

  it('are never empty, nested or unescaped by themselves', () => {
    expect(entries.filter(({ text }) => text.trim() === '' || /\$t\(|\{\{-|…$/.test(text))).toEqual([]);
  });

  it('have exactly the plural forms the language needs', () => {
    const formsIn = (some: readonly Entry[], plural: string): readonly string[] =>
      some.filter((entry) => id(entry) === plural).map(({ key }) => suffixOf(key) ?? 'none');
    const wrong = [entries.filter(isWhole), entries.filter((entry) => !isWhole(entry))].flatMap((some) =>
      [...pluralIds].filter((plural) => {
        const forms = formsIn(some, plural);
        return forms.length > 0 && forms.toSorted().join() !== formsOf(locale).join();
      }),
    );
    expect(wrong).toEqual([]);
  });

  it('use the variables of the source in every form', () => {
    const wrong = entries.filter((entry) => {
      const twin = sourceById.get(id(entry));
      return twin !== undefined && variablesOf(entry.text).join() !== variablesOf(twin.text).join();
    });
    expect(wrong).toEqual([]);
  });

  it('use the tags of the source, well nested, and no other markup', () => {
    const wrong = entries.flatMap((entry) => {
      const twin = sourceById.get(id(entry));
      const other = twin !== undefined && tagsOf(entry.text).join() !== tagsOf(twin.text).join();
      const fault = markupFault(entry.text) ?? (other ? 'other tags than the source' : null);
      return fault === null ? [] : [`${entry.namespace}:${entry.key} ${fault}`];
    });
    expect(wrong).toEqual([]);
  });
});

test.each([
  ['<b>a</b> &amp; <i>b</i>', null],
  ['<b>a', 'never closed <b>'],
  ['<b><i>a</b></i>', 'misplaced </b>'],
  ['<a href="x">a</a>', 'unknown <a href="x">'],
  ['a & b', 'unknown &'],
  ['a &nbsp; b', 'unknown &nbsp;'],
  ['a < b', 'unknown < b'],
])('the markup of %j has the fault %j', (text, fault) => {
  expect(markupFault(text)).toBe(fault);
});
