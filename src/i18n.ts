/** The languages of `locales/` as `Texts`; the only user of i18next. */
import { readdir, readFile } from 'node:fs/promises';
import { createInstance, type i18n as I18n } from 'i18next';
import type { Knock, RenderedKnock } from './domain/knock.ts';
import type { Button, Message, Phrase, PhraseValue, Press, RenderedMessage } from './domain/message.ts';
import { cleanText, escapeText, type LocaleInfo, plainText, type Texts } from './domain/texts.ts';
import { type CommandWords, typedCommands } from './domain/typed-commands.ts';

/** `meta.json` of a locale: what the code must know of a language beside its texts. */
interface LocaleMeta extends LocaleInfo, CommandWords {
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

type Rule = Pick<Intl.PluralRules, 'select' | 'resolvedOptions'>;

const ownRule = (categories: readonly string[], select: (count: number) => Intl.LDMLPluralRule): Rule => ({
  select,
  resolvedOptions: () => ({ pluralCategories: categories }) as Intl.ResolvedPluralRulesOptions,
});

/** Plural rules for languages that Intl would give the rule of the process's locale. */
const OWN_PLURALS = {
  'always-other': ownRule(['other'], () => 'other'),
  'one-other': ownRule(['one', 'other'], (count) => (count === 1 ? 'one' : 'other')),
} as const;

/** A label may have a shorter form; every other text has only one. */
type Form = 'long' | 'short';

/** Shown where a text is missing everywhere; tests keep it from happening. */
const MISSING = '…';
const NO_BREAK = '\u00A0';
/** First strong isolate and its end: keep numbers and foreign names in order inside right-to-left text. */
const isolate = (meta: LocaleMeta, text: string): string =>
  meta.direction === 'rtl' ? `\u2068${text}\u2069` : text;

type Resources = Readonly<Record<string, Readonly<Record<string, unknown>>>>;
interface Loaded {
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

async function loadLocales(folder: URL): Promise<readonly Loaded[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const folders = entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  const loaded = await Promise.all(folders.map((name) => loadLocale(new URL(`${name}/`, folder))));
  return loaded.sort((a, b) => a.meta.order - b.meta.order);
}

/** Groups digits by U+00A0 in every locale: others print 85.000, which is read as eighty-five. */
function showNumber(meta: LocaleMeta, value: number): string {
  const [whole = '0', part] = String(Math.round(Math.abs(value) * 100) / 100).split('.');
  const grouped = whole.replace(/\B(?=(?:\d{3})+$)/g, NO_BREAK);
  return `${value < 0 ? '−' : ''}${grouped}${part === undefined ? '' : meta.decimal + part}`;
}

/** The symbol follows the amount in every locale; only the rouble has a symbol that everybody reads. */
function showAmount(meta: LocaleMeta, amount: number, currency: string): string {
  const unit = currency === 'RUB' ? '₽' : currency;
  return isolate(meta, `${showNumber(meta, amount)}${NO_BREAK}${unit}`);
}

/** A day as a locale writes it; by itself without the year, because openings are near. */
class ShownDay {
  readonly #meta: LocaleMeta;
  readonly #day: string;
  constructor(meta: LocaleMeta, day: string) {
    this.#meta = meta;
    this.#day = day;
  }
  as(form: keyof LocaleMeta['dates']): string {
    const date = new Date(`${this.#day}T00:00:00Z`);
    if (Number.isNaN(date.getTime())) return escapeText(cleanText(this.#day));
    const parts: Readonly<Record<string, string | undefined>> = {
      d: String(date.getUTCDate()),
      month: this.#meta.months[date.getUTCMonth()],
      year: String(date.getUTCFullYear()),
      weekday: this.#meta.weekdays[(date.getUTCDay() + 6) % 7],
    };
    return this.#meta.dates[form].replace(/\{(\w+)\}/g, (_, name: string) => parts[name] ?? '');
  }
  toString(): string {
    return this.as('day');
  }
}

function createI18next(loaded: readonly Loaded[]): I18n {
  const metas = new Map(loaded.map(({ meta }) => [meta.code, meta]));
  const instance = createInstance({
    initAsync: false,
    resources: Object.fromEntries(loaded.map(({ meta, texts }) => [meta.code, texts])) as never,
    fallbackLng: (code) => [...(metas.get(code)?.fallback ?? []), 'en'],
    load: 'currentOnly',
    returnEmptyString: false,
    missingInterpolationHandler: () => '',
    parseMissingKeyHandler: () => MISSING,
    // Values arrive escaped already, because a nested phrase is markup.
    interpolation: { escapeValue: false },
  });
  void instance.init();
  useOwnPlurals(instance, metas);
  useDayForms(instance);
  return instance;
}

function useOwnPlurals(instance: I18n, metas: ReadonlyMap<string, LocaleMeta>): void {
  const resolver: { getRule(code: string, options?: object): Rule } = instance.services.pluralResolver;
  const ofIntl = resolver.getRule.bind(resolver);
  resolver.getRule = (code, options) => {
    const own = metas.get(code)?.plural;
    return own === undefined ? ofIntl(code, options) : OWN_PLURALS[own];
  };
}

/** Lets a text choose how a day is shown: `{{day}}`, `{{day, year}}` for a far one, `{{day, weekday}}` for a near one. */
function useDayForms(instance: I18n): void {
  for (const form of ['year', 'weekday'] as const) {
    instance.services.formatter?.add(form, (value: unknown) =>
      value instanceof ShownDay ? value.as(form) : String(value),
    );
  }
}

/** Reads a language tag as tolerantly as apps write it: `uz_UZ`, `UZ-cyrl`. */
function parseTag(tag: string): Intl.Locale | null {
  try {
    return new Intl.Locale(tag.replaceAll('_', '-'));
  } catch {
    return null;
  }
}

function closest(locales: readonly LocaleInfo[], hint: string | null): string {
  const tag = parseTag(hint ?? '');
  const first = locales[0]?.code ?? 'en';
  if (tag === null) return first;
  const wanted = [tag.toString(), `${tag.language}-${tag.script}`, tag.language];
  const codes = locales.map(({ code }) => code);
  const exact = wanted.find((code) => codes.includes(code));
  return exact ?? codes.find((code) => code.split('-')[0] === tag.language) ?? first;
}

/** Told of every text that had to come from another language (`used`), or from none (`null`). */
export type OnMissing = (missing: {
  readonly locale: string;
  readonly key: string;
  readonly used: string | null;
}) => void;

/** Characters of a label that a small phone shows whole with a second button beside it. */
const LABEL_BESIDE = 20;
/** The tick and its space, which come and go: a row must not jump when it is ticked. */
const TICK = 2;

/** A row whose labels do not fit beside each other becomes a row for each. */
function readableRows(row: readonly Button<string>[]): readonly (readonly Button<string>[])[] {
  const fits = ({ label, ticked }: Button<string>): boolean =>
    [...label].length <= LABEL_BESIDE + (ticked === true ? TICK : 0);
  return row.every(fits) ? [row] : row.map((button) => [button]);
}

const SHORT = '_short';

/** Keys with a `_short` text, as phrases name them: `works:yards.label`. */
function keysWithShort(node: unknown, path = ''): readonly string[] {
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([name, child]) => {
    const [base = '', ...rest] = name.split(SHORT);
    return rest.length > 0 ? [path + base] : keysWithShort(child, `${path}${name}${path === '' ? ':' : '.'}`);
  });
}

/** What something is called for readers of a language: in it, in its script, or as it is. */
const nameFor = ({ code }: LocaleMeta, { raw, names }: Extract<PhraseValue, { raw: string }>): string =>
  names?.[code] ?? names?.[new Intl.Locale(code).maximize().script ?? ''] ?? raw;

function createTexts(loaded: readonly Loaded[], onMissing: OnMissing): Texts {
  const i18next = createI18next(loaded);
  const metas = new Map(loaded.map(({ meta }) => [meta.code, meta]));
  const locales = loaded.map(({ meta }) => meta);
  const shorts = new Map(loaded.map((one) => [one.meta.code, new Set(keysWithShort(one.texts))]));

  const codeOf = (locale: string): string => (metas.has(locale) ? locale : closest(locales, locale));
  const show = (meta: LocaleMeta, value: PhraseValue, form: Form): unknown => {
    if (typeof value === 'number') return showNumber(meta, value);
    if ('key' in value) return say(meta.code, value, form);
    if ('raw' in value) return isolate(meta, escapeText(cleanText(nameFor(meta, value))));
    if ('amount' in value) return showAmount(meta, value.amount, value.currency);
    return new ShownDay(meta, value.day);
  };

  const say = (locale: string, phrase: Phrase, form: Form): string => {
    if (phrase.key === 'blank') return '';
    const meta = metas.get(codeOf(phrase.locale ?? locale));
    if (meta === undefined) return MISSING;
    const values = Object.entries(phrase.values ?? {});
    const count = phrase.values?.['count'];
    const short = form === 'short' && shorts.get(meta.code)?.has(phrase.key) === true;
    const found = i18next.t(short ? `${phrase.key}${SHORT}` : phrase.key, {
      lng: meta.code,
      replace: Object.fromEntries(values.map(([name, value]) => [name, show(meta, value, form)])),
      ...(typeof count === 'number' ? { count } : {}),
      nest: false,
      returnDetails: true,
    } as const);
    const used = found.res === MISSING ? null : found.usedLng;
    if (used !== meta.code) onMissing({ locale: meta.code, key: phrase.key, used });
    return typeof found.res === 'string' ? found.res : MISSING;
  };

  const text = (locale: string, phrase: Phrase): string => say(locale, phrase, 'long');
  const plain = (locale: string, phrase: Phrase): string => plainText(text(locale, phrase));
  const hasShort = (locale: string, { key, values = {} }: Phrase): boolean =>
    shorts.get(locale)?.has(key) === true ||
    Object.values(values).some(
      (value) => typeof value === 'object' && 'key' in value && hasShort(locale, value),
    );
  const labels = (locale: string, phrase: Phrase): { label: string; short: string } => {
    const label = plain(locale, phrase);
    return {
      label,
      short: hasShort(codeOf(locale), phrase) ? plainText(say(locale, phrase, 'short')) : label,
    };
  };
  const press = (locale: string, from: Press): Press<string> =>
    from.kind === 'copy' ? { kind: 'copy', text: plain(locale, from.text) } : from;
  const render = (locale: string, message: Message): RenderedMessage => ({
    locale,
    ...(message.paging === undefined ? {} : { paging: message.paging }),
    ...(message.picture === undefined
      ? {}
      : { picture: { ...message.picture, alt: plain(locale, message.picture.alt) } }),
    text: message.lines.map((line) => text(locale, line)).join('\n'),
    buttons: message.buttons
      .map((row) =>
        row.map((button) => ({
          ...button,
          ...labels(locale, button.label),
          press: press(locale, button.press),
        })),
      )
      .flatMap(readableRows),
  });

  /** A value of a template has one line. */
  const line = (locale: string, phrase: Phrase): string => plain(locale, phrase).replace(/\s*\n\s*/g, ' ');
  const renderKnock = (locale: string, { purpose, values, press }: Knock): readonly RenderedKnock[] => {
    const chain = [locale, ...(metas.get(locale)?.fallback ?? []), 'en'];
    return [...new Set(chain)].map((each) => ({
      purpose,
      locale: each,
      values: values.map((value) => line(each, value)),
      press,
    }));
  };

  return {
    locales,
    text,
    render,
    renderKnock,
    closest: (hint) => closest(locales, hint),
    commandFor: typedCommands(locales),
  };
}

/**
 * Reads every language of a folder (one folder a language, one file a namespace). Throws when a file is no JSON or a
 * language has no `meta.json`. Texts fall back to other languages as `meta.json` says; `onMissing` is told of each.
 */
export async function loadTexts(
  folder: URL = new URL('../locales/', import.meta.url),
  onMissing: OnMissing = () => {},
): Promise<Texts> {
  return createTexts(await loadLocales(folder), onMissing);
}

/**
 * What is wrong with the language and time-zone data of this Node, in words for `doctor`; empty when all is well.
 * Kazakhstan has been UTC+5 since 1 March 2024, which time-zone data before 2024a do not know.
 */
export function checkLocaleData(): readonly string[] {
  const missing = ['uz-Cyrl', 'ky', 'tg', 'ru'].filter(
    (code) => new Intl.NumberFormat(code).resolvedOptions().locale !== code,
  );
  const inAlmaty = new Intl.DateTimeFormat('en', {
    timeZone: 'Asia/Almaty',
    hour: 'numeric',
    hourCycle: 'h23',
  });
  const hour = inAlmaty.format(new Date('2024-06-01T00:00:00Z'));
  return [
    ...missing.map(
      (code) => `Intl has no data for ${code}: use a Node with full ICU (the official builds have it)`,
    ),
    ...(Number(hour) === 5 ? [] : ['time-zone data are older than 2024a: use a newer Node']),
  ];
}
