/**
 * Which English a translation was made from: a short hash of every English text of a namespace, by language, in
 * `locales/stamps.json`. Run by itself it stamps what is named: `node test/support/translation-stamps.ts tg card menu`,
 * or every namespace of a language, or of all: `… tg`, `… all`.
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import {
  entriesOfNamespace,
  isShort,
  LOCALES,
  LOCALES_FOLDER,
  namespacesOf,
  SOURCE_LOCALE,
} from './locales.ts';

export type Stamps = Readonly<Record<string, Readonly<Record<string, string>>>>;

const FILE = new URL('stamps.json', LOCALES_FOLDER);

/** Of the English texts as they are now; the order of keys does not matter, and each language has its own short forms. */
export function stampOf(namespace: string): string {
  const texts = entriesOfNamespace(SOURCE_LOCALE, namespace)
    .filter(({ key }) => !isShort(key))
    .map(({ key, text }) => `${key}\n${text}\n`);
  return createHash('sha256').update(texts.sort().join('')).digest('hex').slice(0, 12);
}

export const readStamps = (): Stamps => (existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : {});

function stamp(locale: string, namespaces: readonly string[]): void {
  const stamps = readStamps();
  const fresh = Object.fromEntries(namespaces.map((namespace) => [namespace, stampOf(namespace)]));
  writeFileSync(
    FILE,
    `${JSON.stringify({ ...stamps, [locale]: { ...stamps[locale], ...fresh } }, null, 2)}\n`,
  );
}

if (import.meta.main) {
  const [wanted = '', ...namespaces] = process.argv.slice(2);
  const locales = LOCALES.filter(
    (locale) => locale !== SOURCE_LOCALE && (wanted === 'all' || wanted === locale),
  );
  if (locales.length === 0) throw new Error('name a language of locales/ to stamp, or all');
  for (const locale of locales) stamp(locale, namespaces.length > 0 ? namespaces : namespacesOf(locale));
}
