/** The sheet in a real browser, under the headers that the server sets: one side of A4, and nothing from elsewhere. */
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Opening } from '../src/domain/opening.ts';
import { loadTexts } from '../src/i18n.ts';
import { createLog } from '../src/log.ts';
import { squareCode } from '../src/square-code.ts';
import { createOpeningPage } from '../src/web/opening-page.ts';
import { createWeb, type Web } from '../src/web/server.ts';
import { launchChromium } from './support/browser.ts';
import { anOpening, TODAY } from './support/builders.ts';
import { DOORS, fullOpening, HOSTILE_TITLES } from './support/posters.ts';

const OPENINGS: readonly Opening[] = [
  fullOpening({ code: 'AAAAA' }),
  fullOpening({ code: 'BBBBB', title: 'Щ'.repeat(120), place: 'Ш'.repeat(120), employer: 'W'.repeat(160) }),
  anOpening({ code: 'CCCCC' }),
  anOpening({ code: 'DDDDD', kind: 'support', work: null, aid: 'legal' }),
  fullOpening({ code: 'FFFFF', status: 'filled' }),
  ...HOSTILE_TITLES.map((title, at) =>
    fullOpening({ code: `X000${at}`, title, place: title, employer: title }),
  ),
];

let browser: Browser;
let web: Web;
let origin: string;

beforeAll(async () => {
  browser = await launchChromium();
  web = createWeb({
    host: '127.0.0.1',
    port: 0,
    log: createLog({ level: 'error', write: () => undefined }),
    channels: [],
    checks: {},
    pages: [
      createOpeningPage({
        texts: await loadTexts(),
        opening: async (code) => OPENINGS.find((each) => each.code === code) ?? null,
        doors: () => DOORS,
        square: squareCode,
        today: () => TODAY,
      }),
    ],
  });
  origin = `http://127.0.0.1:${(await web.open()).port}`;
});

afterAll(async () => {
  await browser.close();
  await web.close();
});

/** Opens a page; what it asked for and what went wrong. */
async function openPage(path: string, { javaScriptEnabled = true } = {}) {
  const page = await browser.newPage({ javaScriptEnabled });
  const [asked, wrong]: [string[], string[]] = [[], []];
  page.on('request', (request) => asked.push(request.url()));
  page.on('dialog', (dialog) => wrong.push(dialog.message()));
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => wrong.push(message.text()));
  await page.goto(`${origin}${path}`);
  return { page, asked, wrong };
}

/** In the page: how far its parts reach below the sheet, and how far it goes sideways. */
const MEASURE = `(() => {
  const bottom = (selector) => document.querySelector(selector)?.getBoundingClientRect().bottom ?? 0;
  return {
    over: Math.max(bottom('.blocks') - bottom('main'), bottom('header div') - bottom('header')),
    wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
  };
})()`;

/** The one thing that every browser asks for by itself. */
const isFavicon = (text: string): boolean => /favicon|404 \(Not Found\)/.test(text);

/** Pages of a PDF, as its page objects say. */
const pagesOf = (pdf: Buffer): number => pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;

describe('a printed sheet', () => {
  it.each(OPENINGS.map(({ code, title }) => [code, title]))('%s is one side of A4: %j', async (code) => {
    const { page, asked, wrong } = await openPage(`/p/${code}`);
    const pdf = await page.pdf({ preferCSSPageSize: true });
    expect(pagesOf(pdf)).toBe(1);
    expect(pdf.toString('latin1')).toMatch(/\/MediaBox\s*\[\s*0 0 59[45][.\d]* 84[12][.\d]*\s*\]/);
    const { over, wide }: { over: number; wide: number } = await page.evaluate(MEASURE);
    expect(over).toBeLessThanOrEqual(0);
    expect(wide).toBe(0);
    expect(asked.filter((url) => !isFavicon(url))).toEqual([`${origin}/p/${code}`]);
    expect(wrong.filter((text) => !isFavicon(text))).toEqual([]);
    await page.close();
  });

  it('is whole without scripts', async () => {
    const { page } = await openPage('/p/AAAAA', { javaScriptEnabled: false });
    expect(await page.locator('section').count()).toBe(6);
    expect(await page.locator('figure svg path').count()).toBe(2);
    await page.close();
  });

  it('is readable on a phone, without scrolling sideways', async () => {
    const { page } = await openPage('/p/AAAAA');
    await page.setViewportSize({ width: 360, height: 740 });
    const { wide }: { wide: number } = await page.evaluate(MEASURE);
    expect(wide).toBe(0);
    await page.close();
  });
});
