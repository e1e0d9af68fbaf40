import { describe, expect, it } from 'vitest';
import { phrase } from '../../src/domain/message.ts';
import type { Opening } from '../../src/domain/opening.ts';
import { POSTER_LOCALES } from '../../src/domain/poster.ts';
import { cleanText, escapeText, plainText } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { squareCode } from '../../src/square-code.ts';
import { createOpeningPage } from '../../src/web/opening-page.ts';
import { TODAY } from '../support/builders.ts';
import { DOORS, fullOpening, HOSTILE_TITLES } from '../support/posters.ts';

const texts = await loadTexts();

const page = async (opening: Opening | null, { path = '/p/K7Q2M', doors = DOORS } = {}) => {
  const asked: string[] = [];
  const app = createOpeningPage({
    texts,
    opening: async (code) => {
      asked.push(code);
      return code === 'K7Q2M' ? opening : null;
    },
    doors: (code) => doors.map((door) => ({ ...door, url: door.url.replace('K7Q2M', code) })),
    square: squareCode,
    today: () => TODAY,
  });
  const answer = await app.request(path);
  return { status: answer.status, headers: answer.headers, text: await answer.text(), asked };
};

/** What stands between tags, one space between words. */
const shown = (text: string): string =>
  plainText(text.replace(/<style>.*?<\/style>/s, '').replace(/<[^>]*>/g, ' ')).replace(/\s+/g, ' ');

const partOf = (text: string, locale: string): string =>
  shown(new RegExp(`<section lang="${locale}">(.*?)</section>`, 's').exec(text)?.[1] ?? '');

const FACTS: Readonly<Record<string, readonly string[]>> = {
  uz: ['250 000 ₽', '12 soat', 'pullik', 'Tibbiy daftarcha', '225'],
  tg: ['250 000 ₽', '12 соат', 'пулакӣ', 'Дафтарчаи тиббӣ', '225'],
  ky: ['250 000 ₽', '12 саат', 'акылуу', 'Медициналык китепче', '225'],
  ru: ['250 000 ₽', '12 часов', 'платн', 'медкнижка', '225'],
  'uz-Cyrl': ['250 000 ₽', '12 соат', 'пуллик', 'Тиббий дафтарча', '225'],
  en: ['250 000 ₽', '12 hours', 'you pay', 'Medical book', '225'],
};

describe('the sheet of an opening', () => {
  it.each(POSTER_LOCALES)('has the same facts in %s', async (locale) => {
    const part = partOf((await page(fullOpening())).text, locale);
    for (const fact of FACTS[locale] ?? ['missing']) expect(part).toContain(fact);
    for (const fact of ['another-exchange-far-away', 'Межрегиональный профсоюз', 'K7Q2M', 'посёлок', '2026'])
      expect(part).toContain(fact);
  });

  it('has the code in large letters, and a square for each channel', async () => {
    const { text, status, headers } = await page(fullOpening());
    expect(status).toBe(200);
    expect(headers.get('Cache-Control')).toBe('public, max-age=60');
    expect(text).toContain('<p class="code">K7Q2M</p>');
    for (const { url } of DOORS) expect(text).toContain(`d="${squareCode(url).path}"`);
    expect(text).toContain('<figcaption>t.me/mehnat_bot</figcaption>');
    expect(text.match(/<svg/g)).toHaveLength(2);
  });

  it.each([
    ['demo', 'This work does not exist.'],
    ['trudvsem', 'We did not check it.'],
  ])('says where it comes from: %s', async (source, line) => {
    const part = partOf((await page(fullOpening({ source, vouchedBy: 'Union' }))).text, 'en');
    expect(part).toContain(line);
    expect(part).toContain('Union vouches for it.');
  });

  it('does not ask anybody to scan what is not there', async () => {
    const { text } = await page(fullOpening(), { doors: [] });
    expect(text).not.toContain('<svg');
    expect(partOf(text, 'en')).not.toContain('Scan');
    expect(partOf(text, 'en')).toContain('Send this code to our chat: K7Q2M');
  });

  it('has no script, no address but those of the squares, and nobody to telephone', async () => {
    const { text } = await page(
      fullOpening({ contact: { url: 'https://x.example/', phone: '+7 926 000-00-00' } }),
    );
    expect(text).not.toMatch(
      /<script|<link|<iframe|<a |\bon[a-z]+=|src=|href=|url\(|@import|x\.example|926/i,
    );
  });

  it.each(HOSTILE_TITLES)('shows a hostile title as text: %j', async (title) => {
    const { text } = await page(fullOpening({ title, place: title, employer: title, vouchedBy: title }));
    const tame = await page(fullOpening({ title: 'A', place: 'A', employer: 'A', vouchedBy: 'A' }));
    const tagsIn = (html: string) => html.match(/<\/?[a-z][^>]*>/gi)?.filter((tag) => !/style="/.test(tag));
    expect(tagsIn(text)).toEqual(tagsIn(tame.text));
    const visible = cleanText(title).trim();
    expect(text).toContain(`<h1>${escapeText(visible)}</h1>`);
  });

  it.each([
    ['filled', { status: 'filled' as const }, 'filled'],
    ['without places', { placesLeft: 0 }, 'filled'],
    ['closed', { status: 'closed' as const, closeReason: 'reports' as const }, 'closed'],
    ['paused', { status: 'paused' as const }, 'closed'],
    ['over', { expiresOn: '2026-06-14' }, 'closed'],
  ])('that is %s says so in every language, large, and nothing else', async (_, differing, word) => {
    const opening = fullOpening(differing);
    const { text } = await page(opening);
    for (const locale of POSTER_LOCALES)
      expect(partOf(text, locale).trim()).toBe(plainText(texts.text(locale, phrase(`poster:${word}`))));
    expect(Number(/--size: (\d+)pt/.exec(text)?.[1])).toBeGreaterThanOrEqual(16);
    expect(text).toContain('<p class="code">K7Q2M</p>');
    for (const said of ['Сборщик', 'Общество', 'Межрегиональный', 'посёлок'])
      expect(text).not.toContain(said);
  });
});

describe('a code', () => {
  it('may be written in small letters', async () => {
    expect((await page(fullOpening(), { path: '/p/k7q2m' })).status).toBe(200);
  });

  it.each(['/p/ZZZZZ', '/p/1', '/p/%3Cscript%3E', '/p/K7Q2M%27--', `/p/${'A'.repeat(9)}`])(
    'that nobody knows is said so in every language: %s',
    async (path) => {
      const { status, text, asked } = await page(fullOpening(), { path });
      expect(status).toBe(404);
      for (const locale of POSTER_LOCALES)
        expect(partOf(text, locale).trim()).toBe(plainText(texts.text(locale, phrase('poster:unknown'))));
      expect(text).not.toContain('<script');
      expect(asked.filter((code) => code !== 'ZZZZZ')).toEqual([]);
    },
  );
});
