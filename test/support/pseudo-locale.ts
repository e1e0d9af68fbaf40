/** Languages made for tests: a copy of `locales/` with more in it, and a stretched English. */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { onTestFinished } from 'vitest';
import { entriesOfNamespace, LOCALES_FOLDER, namespacesOf, SOURCE_LOCALE } from './locales.ts';

type Namespaces = Readonly<Record<string, object>>;

/** A copy of `locales/` with these namespaces added; a new language takes its `meta.json` from English. */
export function localesWith(
  added: Readonly<Record<string, Namespaces>>,
  metas: Readonly<Record<string, object>> = {},
): URL {
  const folder = mkdtempSync(join(tmpdir(), 'mehnat-locales-'));
  removeLater(folder);
  cpSync(LOCALES_FOLDER, folder, { recursive: true });
  const english = JSON.parse(readFileSync(new URL('en/meta.json', LOCALES_FOLDER), 'utf8'));
  for (const [code, namespaces] of Object.entries(added)) {
    if (!existsSync(join(folder, code))) {
      mkdirSync(join(folder, code));
      write(folder, code, 'meta', { ...english, code, order: 99, ...metas[code] });
    }
    for (const [namespace, texts] of Object.entries(namespaces)) write(folder, code, namespace, texts);
  }
  return pathToFileURL(`${folder}/`);
}

function write(folder: string, code: string, namespace: string, content: object): void {
  writeFileSync(join(folder, code, `${namespace}.json`), JSON.stringify(content));
}

/** Folders are small: inside a test they go with it, outside with the process. */
function removeLater(folder: string): void {
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    onTestFinished(remove);
  } catch {
    process.once('exit', remove);
  }
}

/** Longer by 40 %, marked at both ends, with letters no keyboard has; variables and tags stay as they are. */
function stretch(text: string): string {
  const parts = text.split(/(\{\{[^}]*\}\}|<[^>]*>|&[a-z#0-9]+;)/);
  const accented = parts.map((part, at) =>
    at % 2 === 1 ? part : part.replace(/[aeiou]/g, (vowel) => `${vowel}\u0301`),
  );
  return `⟦${accented.join('')}${'·'.repeat(Math.ceil(text.length * 0.4))}⟧`;
}

/** English stretched, as namespaces with flat keys turned back into trees. */
export function pseudoLocale(): Namespaces {
  return Object.fromEntries(
    namespacesOf(SOURCE_LOCALE).map((namespace) => {
      const root: Record<string, unknown> = {};
      for (const { key, text } of entriesOfNamespace(SOURCE_LOCALE, namespace))
        plant(root, key.split('.'), stretch(text));
      return [namespace, root];
    }),
  );
}

function plant(root: Record<string, unknown>, [step = '', ...rest]: readonly string[], text: string): void {
  if (rest.length === 0) {
    root[step] = text;
    return;
  }
  const next = (root[step] ?? {}) as Record<string, unknown>;
  root[step] = next;
  plant(next, rest, text);
}
