import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Phrase, type PhraseValue, phrase, raw } from '../src/domain/message.ts';
import type { Texts } from '../src/domain/texts.ts';
import { checkLocaleData, loadTexts } from '../src/i18n.ts';
import { entriesOf, LOCALES, markupFault, variablesOf } from './support/locales.ts';
import { localesWith, pseudoLocale } from './support/pseudo-locale.ts';

const NB = '\u00A0';
const TRIAL = {
  say: '{{value}}',
  nest: '<b>{{inner}}</b>!',
  far: '{{value, year}}',
  near: '{{value, weekday}}',
  two: '{{a}} {{b}}',
  only: 'only in English',
  count_one: 'one: {{count}}',
  count_other: 'other: {{count}}',
  brief: 'in full length',
  brief_short: 'brief',
  turned: '{{a}} · {{b}}',
  turned_short: '{{b}} {{a}}',
  people_one: '{{count}} person',
  people_other: '{{count}} people',
  people_short_one: 'one',
  people_short_other: '{{count}}',
};

let folder: URL;
let texts: Texts;
const missing: string[] = [];
beforeAll(async () => {
  folder = localesWith({
    en: { trial: TRIAL },
    ru: {
      trial: {
        count_one: 'один: {{count}}',
        count_few: 'мало: {{count}}',
        count_many: 'много: {{count}}',
        brief: 'полностью',
      },
    },
    // Forms that Tajik must never use, whatever the process speaks.
    tg: {
      trial: { count_other: 'дигар: {{count}}', count_one: '?', count_few: '?', count_many: '?', say: '' },
    },
  });
  texts = await loadTexts(folder, ({ locale, key, used }) => missing.push(`${locale} ${key} ${used}`));
});
const say = (locale: string, value: PhraseValue, key = 'say'): string =>
  texts.text(locale, phrase(`trial:${key}`, { value }));

describe('numbers, money and days', () => {
  it.each(LOCALES)('write 21915 roubles the same in %s', (locale) => {
    expect(say(locale, { amount: 21_915, currency: 'RUB' })).toBe(`21${NB}915${NB}₽`);
  });

  it.each<[string, PhraseValue, string]>([
    ['en', 1_234_567.5, `1${NB}234${NB}567.5`],
    ['uz', 1_234_567.5, `1${NB}234${NB}567,5`],
    ['ru', 999, '999'],
    ['ru', 2_400, `2${NB}400`],
    ['ru', -1_000, `−1${NB}000`],
    ['ru', { amount: 15, currency: 'USD' }, `15${NB}USD`],
    ['tg', { amount: 3_000, currency: 'TJS' }, `3${NB}000${NB}TJS`],
  ])('write in %s %j as %s', (locale, value, shown) => {
    expect(say(locale, value)).toBe(shown);
  });

  it.each([
    ['en', '9 May', '9 May 2026', 'Saturday 9 May'],
    ['ru', '9 мая', '9 мая 2026 года', 'суббота, 9 мая'],
    ['uz', '9-may', '2026-yil 9-may', '9-may, shanba'],
    ['uz-Cyrl', '9-май', '2026-йил 9-май', '9-май, шанба'],
    ['tg', '9 май', '9 майи 2026', 'шанбе, 9 май'],
    ['ky', '9-май', '2026-жыл, 9-май', '9-май, ишемби'],
  ])('write a day in %s as %s, %s or %s', (locale, day, far, near) => {
    const value = { day: '2026-05-09' };
    expect([say(locale, value), say(locale, value, 'far'), say(locale, value, 'near')]).toEqual([
      day,
      far,
      near,
    ]);
  });
});

describe('text of strangers', () => {
  it.each([
    ['<a href="tg://x">&amp;', '&lt;a href=&quot;tg://x&quot;&gt;&amp;amp;'],
    ['$t(trial:only) {{b}} {{- b}}', '$t(trial:only) {{b}} {{- b}}'],
    ['a\u202Eb\u2066c\u200Bd\u0000e\u00ADf\uFEFFg\u061Ch', 'abcdefgh'],
    ['line\r\nline\ttab', 'line\nline tab'],
    ['\uD800 lone', '\uFFFD lone'],
    ["it's", 'it&#39;s'],
  ])('%j is shown as %j', (written, shown) => {
    expect(say('en', raw(written))).toBe(shown);
  });

  it('stays escaped once, however deep it is nested', () => {
    const inner = phrase('trial:nest', {
      inner: phrase('trial:two', { a: raw('<b>{{b}}'), b: raw('$t(x)') }),
    });
    expect(texts.text('ru', phrase('trial:nest', { inner }))).toBe('<b><b>&lt;b&gt;{{b}} $t(x)</b>!</b>!');
  });

  it('is plain in the words of a picture', () => {
    const png = new Uint8Array([1]);
    const alt = phrase('trial:nest', { inner: raw('Tom & <Jerry>') });
    const { picture } = texts.render('en', { lines: [], buttons: [], picture: { png, alt } });
    expect(picture).toEqual({ png, alt: 'Tom & <Jerry>!' });
  });

  it('is plain on a button and on the clipboard', () => {
    const label = phrase('trial:nest', { inner: raw('Tom & <Jerry> &lt;') });
    const message = { lines: [], buttons: [[{ label, press: { kind: 'copy', text: label } as const }]] };
    expect(texts.render('en', message).buttons[0]?.[0]).toEqual({
      label: 'Tom & <Jerry> &lt;!',
      short: 'Tom & <Jerry> &lt;!',
      press: { kind: 'copy', text: 'Tom & <Jerry> &lt;!' },
    });
  });
});

describe('what is missing', () => {
  it('comes from another language and is told', () => {
    missing.length = 0;
    expect(texts.text('ky', phrase('trial:only'))).toBe('only in English');
    expect(missing).toEqual(['ky trial:only en']);
  });

  it.each(['trial:nothing', 'nowhere:at.all', 'no namespace', ''])('never shows the key %j', (key) => {
    missing.length = 0;
    expect(texts.text('tg', phrase(key))).toBe('…');
    expect(missing).toEqual([`tg ${key} null`]);
  });

  it('is never a variable in braces', () => {
    expect(texts.text('en', phrase('trial:two', { a: 1 }))).toBe('1 ');
  });

  it('is an empty text too', () => {
    expect(say('tg', 5)).toBe('5');
  });

  it('is every text of an unknown locale, which gets the closest one', () => {
    expect(texts.text('ru-KZ', phrase('trial:count', { count: 2 }))).toBe('мало: 2');
  });
});

it('joins lines, and makes an empty one of blank', () => {
  const line = phrase('trial:only');
  expect(texts.render('en', { lines: [line, phrase('blank'), line], buttons: [] }).text).toBe(
    'only in English\n\nonly in English',
  );
});

it.each([
  ['ru', 1, 'один: 1'],
  ['ru', 2, 'мало: 2'],
  ['ru', 5, 'много: 5'],
  ['ru', 21, 'один: 21'],
  ['tg', 1, 'дигар: 1'],
  ['tg', 2, 'дигар: 2'],
  ['tg', 21, 'дигар: 21'],
  ['en', 1000, `other: 1${NB}000`],
])('in %s counts %i as %s', (locale, count, shown) => {
  expect(texts.text(locale, phrase('trial:count', { count }))).toBe(shown);
});

it('lists the languages, most likely first, each in its own script', () => {
  expect(texts.locales.map(({ code, name }) => `${code} ${name}`).slice(0, 6)).toEqual([
    'uz Oʻzbekcha',
    'tg Тоҷикӣ',
    'ky Кыргызча',
    'ru Русский',
    'uz-Cyrl Ўзбекча',
    'en English',
  ]);
});

it.each([
  ['uz', 'uz'],
  ['uz_UZ', 'uz'],
  ['uz-Latn-UZ', 'uz'],
  ['UZ-cyrl-uz', 'uz-Cyrl'],
  ['ru-RU', 'ru'],
  ['tg-TJ', 'tg'],
  ['en-GB', 'en'],
  ['de', 'uz'],
  ['', 'uz'],
  ['??', 'uz'],
  [null, 'uz'],
])('takes %j for %s', (hint, locale) => {
  expect(texts.closest(hint)).toBe(locale);
});

it.each([
  ['stop', 'stop'],
  [' STOP! ', 'stop'],
  ['Стоп', 'stop'],
  ["to'xtat", 'stop'],
  ['TOʼXTAT', 'stop'],
  ['тўхтат', 'stop'],
  ['toxtat', 'stop'],
  ['токтот.', 'stop'],
  ['катъ кун', 'stop'],
  ['menu', 'menu'],
  ['Меню', 'menu'],
  ['/forget', 'forget'],
  ['Стереть все', 'forget'],
  ["o'chirish", 'forget'],
  ['ochirish', 'forget'],
  ['хохишхои ман', 'preferences'],
  ['HELP', 'help'],
  ['resume', 'resume'],
  ['stop it please', null],
  ['nonstop', null],
  ['остановка', null],
  ['Липецк', null],
  ['yes', null],
  ['3', null],
  ['constructor', null],
  ['', null],
  [' ', null],
  ['stop '.repeat(1000), null],
])('hears %j as the command %s', (words, command) => {
  expect(texts.commandFor(words)).toBe(command);
});

describe('a short label', () => {
  const short = (locale: string, label: Phrase): string | undefined =>
    texts.render(locale, { lines: [], buttons: [[{ label, press: { kind: 'label' } }]] }).buttons[0]?.[0]
      ?.short;

  it.each([
    ['en', phrase('trial:brief'), 'brief'],
    ['en', phrase('trial:nest', { inner: phrase('trial:brief') }), 'brief!'],
    ['en', phrase('trial:turned', { a: phrase('trial:brief'), b: raw('<&>') }), '<&> brief'],
    ['en', phrase('trial:people', { count: 1 }), 'one'],
    ['en', phrase('trial:people', { count: 2 }), '2'],
    ['en', phrase('trial:only'), 'only in English'],
    ['ru', phrase('trial:brief'), 'полностью'],
    ['en-GB', phrase('trial:brief'), 'brief'],
  ])('in %s of %j is %j', (locale, label, shown) => {
    expect(short(locale, label)).toBe(shown);
  });
});

describe('a pseudo-locale', () => {
  it('renders every text whole, in well-formed markup, and none of them raw', async () => {
    const folder = localesWith({ 'en-XA': pseudoLocale() });
    const pseudo = await loadTexts(folder);
    for (const { namespace, key, text } of entriesOf('en')) {
      const count = key.endsWith('_one') ? 1 : 2;
      const values = Object.fromEntries(
        variablesOf(text).map((name) => [name, name === 'count' ? count : raw('<x>')]),
      );
      // A plural is chosen by a number that its words need not name.
      const base = key.replace(/_(one|other)$/, '');
      const all = base === key ? values : { count, ...values };
      const shown = pseudo.text('en-XA', phrase(`${namespace}:${base}`, all));
      expect(shown).toMatch(/^⟦[\s\S]+⟧$/);
      expect(markupFault(shown)).toBeNull();
      expect(shown).not.toMatch(/\{\{|\}\}/);
    }
  });

  it('keeps foreign text in order where the language runs right to left', async () => {
    const folder = localesWith({ 'ar-XB': { trial: TRIAL } }, { 'ar-XB': { direction: 'rtl' } });
    const rtl = await loadTexts(folder);
    const value = { amount: 2_400, currency: 'RUB' };
    expect(rtl.text('ar-XB', phrase('trial:say', { value }))).toBe(`\u20682${NB}400${NB}₽\u2069`);
    expect(rtl.text('ar-XB', phrase('trial:say', { value: raw('+7 900') }))).toBe('\u2068+7 900\u2069');
  });
});

describe('the locale of the process', () => {
  const script = fileURLToPath(new URL('./support/print-plurals.ts', import.meta.url));
  const run = (processLocale: string): { texts: string; tajikOfIntl: string } =>
    JSON.parse(
      execFileSync(process.execPath, [script, folder.href], {
        env: { PATH: process.env['PATH'] ?? '', LC_ALL: processLocale },
        encoding: 'utf8',
      }),
    );

  it('changes no text, though it changes what Intl says of Tajik', () => {
    const plain = run('C.UTF-8');
    const russian = run('ru_RU.UTF-8');
    expect(russian.texts).toEqual(plain.texts);
    expect(russian.tajikOfIntl).not.toEqual(plain.tajikOfIntl);
  });
});

it('finds nothing wrong with the locale data of this Node', () => {
  expect(checkLocaleData()).toEqual([]);
});
