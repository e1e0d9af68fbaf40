/** The languages of `locales/` as `Texts`; with numbers, dates and plurals as each writes them. */
import type { Knock, RenderedKnock } from './domain/knock.ts';
import type { Button, Message, Phrase, PhraseValue, Press, RenderedMessage } from './domain/message.ts';
import { cleanText, escapeText, type LocaleInfo, plainText, type Texts } from './domain/texts.ts';
import { typedCommands } from './domain/typed-commands.ts';
import { createEngine, MISSING } from './i18n/engine.ts';
import { type Loaded, type LocaleMeta, loadLocales } from './i18n/locale.ts';
import { isolate, ShownDay, showAmount, showNumber } from './i18n/shown.ts';

/** Told of every text that had to come from another language (`used`), or from none (`null`). */
export type OnMissing = (missing: {
  readonly locale: string;
  readonly key: string;
  readonly used: string | null;
}) => void;

/** A label may have a shorter form; every other text has only one. */
type Form = 'long' | 'short';

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
  const i18next = createEngine(loaded);
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
