import { readdir, readFile } from 'node:fs/promises';
import type { LocaleInfo } from '../domain/texts.ts';
import type { CommandWords } from '../domain/typed-commands.ts';
import type { OWN_PLURALS } from './own-plurals.ts';

/** `meta.json` of a locale: what the code must know of a language beside its texts. */
export interface LocaleMeta extends LocaleInfo, CommandWords {
  /** Place in every list of languages, most likely first. */
  readonly order: number;
  /** Locales asked in turn for a text that is missing; `en` is the last of all. */
  readonly fallback: readonly string[];
  /** January first, in the form that stands in a date. */
  readonly months: readonly string[];
  /** Monday first. */
  readonly weekdays: readonly string[];
  /** Patterns with `{d}`, `{month}`, `{year}`, `{weekday}`. */
  readonly dates: { readonly day: string; readonly year: string; readonly weekday: string };
  readonly decimal: '.' | ',';
  /** Only where Intl has no rule: see `OWN_PLURALS`. */
  readonly plural?: keyof typeof OWN_PLURALS;
}

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
/** A language as its folder says it. */
export interface Loaded {
  readonly meta: LocaleMeta;
  readonly texts: Resources;
}

async function readJson(url: URL): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await readFile(url, 'utf8'));
  } catch (cause) {
    throw new Error(`could not read the texts in ${url.pathname}: is it valid JSON?`, { cause });
  }
}

async function loadLocale(folder: URL): Promise<Loaded> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json')).sort();
  const contents = await Promise.all(
    files.map(
      async (file) => [file.slice(0, -'.json'.length), await readJson(new URL(file, folder))] as const,
    ),
  );
  const { meta, ...texts } = Object.fromEntries(contents);
  if (meta === undefined) throw new Error(`the locale in ${folder.pathname} has no meta.json`);
  return { meta: meta as unknown as LocaleMeta, texts };
}

/** Every language of a folder, most likely first. */
export async function loadLocales(folder: URL): Promise<readonly Loaded[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const loaded = await Promise.all(folders.map((name) => loadLocale(new URL(`${name}/`, folder))));
  return loaded.sort((a, b) => a.meta.order - b.meta.order);
}
