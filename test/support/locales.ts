/** The texts of `locales/` as they lie in the files, for checking them one by one. */
import { readdirSync, readFileSync } from 'node:fs';

export const LOCALES_FOLDER: URL = new URL('../../locales/', import.meta.url);
export const SOURCE_LOCALE = 'en';

/** What a namespace of the source says of itself: limits by key pattern (`*` is one step), whether it is safety. */
export interface NamespaceMeta {
  readonly limits?: Readonly<Record<string, number>>;
  readonly safety?: boolean;
}

/** A text with where it stands: `card:age_one`. */
export interface Entry {
  readonly namespace: string;
  readonly key: string;
  readonly text: string;
}

const readJson = (path: string): Record<string, unknown> =>
  JSON.parse(readFileSync(new URL(path, LOCALES_FOLDER), 'utf8'));

/** All languages that have a folder. */
export const LOCALES: readonly string[] = readdirSync(LOCALES_FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map((entry) => entry.name)
  .sort();

/** File names without `.json`, without `meta`. */
export const namespacesOf = (locale: string): readonly string[] =>
  readdirSync(new URL(`${locale}/`, LOCALES_FOLDER))
    .filter((file) => file.endsWith('.json') && file !== 'meta.json')
    .map((file) => file.slice(0, -'.json'.length))
    .sort();

export const metaOf = (locale: string): Record<string, unknown> => readJson(`${locale}/meta.json`);

export const namespaceMeta = (namespace: string): NamespaceMeta =>
  (readJson(`${SOURCE_LOCALE}/${namespace}.json`)['_meta'] ?? {}) as NamespaceMeta;

function flatten(node: unknown, path: readonly string[]): readonly (readonly [string, string])[] {
  if (typeof node === 'string') return [[path.join('.'), node]];
  if (typeof node !== 'object' || node === null) throw new Error(`not a text: ${path.join('.')}`);
  return Object.entries(node).flatMap(([name, child]) => flatten(child, [...path, name]));
}

export function entriesOfNamespace(locale: string, namespace: string): readonly Entry[] {
  const { _meta, ...texts } = readJson(`${locale}/${namespace}.json`);
  return flatten(texts, []).map(([key, text]) => ({ namespace, key, text }));
}

/** Every text of a language. */
export const entriesOf = (locale: string): readonly Entry[] =>
  namespacesOf(locale).flatMap((namespace) => entriesOfNamespace(locale, namespace));

const PLURAL = /_(zero|one|two|few|many|other)$/;

/** A key without its plural suffix. */
export const baseOf = (key: string): string => key.replace(PLURAL, '');

/** Marks the short form of a label, before a plural suffix: `cadence-daily_short`, `crew-of_short_one`. */
const SHORT = /_short(?=_|$)/;

export const isShort = (key: string): boolean => SHORT.test(key);
/** The key of the whole label that a key is the short form of; of any other, itself. */
export const longOf = (key: string): string => key.replace(SHORT, '');
export const suffixOf = (key: string): string | null => PLURAL.exec(key)?.[1] ?? null;

/** Names of `{{variables}}`, sorted, each once. */
export const variablesOf = (text: string): readonly string[] =>
  [...new Set([...text.matchAll(/\{\{\s*([^},\s]+)[^}]*\}\}/g)].map((match) => match[1] ?? ''))].sort();

/** Markup tags in alphabetical order. */
export const tagsOf = (text: string): readonly string[] => (text.match(/<[^>]*>/g) ?? []).toSorted();

/** What is wrong with the markup of a text, `null` when nothing: only `<b>`, `<i>`, five entities, well nested. */
export function markupFault(text: string): string | null {
  const open: string[] = [];
  for (const [tag] of text.matchAll(/<[^>]*>?|&[^\s;]*;?|>/g)) {
    if (/^&(lt|gt|amp|quot|#39);$/.test(tag)) continue;
    const [, slash, name] = /^<(\/?)([bi])>$/.exec(tag) ?? [];
    if (name === undefined) return `unknown ${tag}`;
    if (slash === '') open.push(name);
    else if (open.pop() !== name) return `misplaced ${tag}`;
  }
  return open.length === 0 ? null : `never closed <${open.join('><')}>`;
}
