/** The exchange as a process of its own, and its page with the phones, new for every test. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { plainText, type Texts } from '../../src/domain/texts.ts';
import { loadTexts } from '../../src/i18n.ts';
import { launchChromium, openTable } from './browser.ts';
import { type Installation, makeInstallation } from './installation.ts';
import { type ExchangeProcess, freePort } from './process.ts';

/** What a test has on the table. A test that starts the exchange again puts it here. */
export interface ExchangeOnTable {
  page: Page;
  installation: Installation;
  exchange: ExchangeProcess;
  /** What the exchange says under this key, as a phone shows it. */
  readonly text: (locale: string, key: string) => string;
  /** What a language calls itself. */
  readonly languageName: (locale: string) => string;
  /** Presses a button that moves the clock of the exchange. */
  readonly moveBy: (button: '+1 h' | '+1 d') => Promise<void>;
  /** What the clock of the exchange says. */
  readonly now: () => Promise<Date>;
  /** Moves it by so many milliseconds. */
  readonly shift: (ms: number) => Promise<void>;
  /** Moves the clock by the hour until it is this hour in Moscow. */
  readonly moveTo: (hour: number) => Promise<void>;
}

// The browser itself complains when the exchange is away; the page must not.
const BROWSERS_OWN = /net::ERR_|status of 503/;

/** Sets all of it up before each test of the file, and after it takes it away and holds the page to no error. */
export function exchangeOnTable(): ExchangeOnTable {
  let browser: Browser;
  let texts: Texts;
  beforeAll(async () => {
    browser = await launchChromium();
    texts = await loadTexts();
  });
  afterAll(async () => {
    await browser.close();
  });

  const moveBy: ExchangeOnTable['moveBy'] = async (button) => {
    const moved = table.page.waitForResponse((response) => response.url().endsWith('/clock'));
    await table.page.getByRole('button', { name: button }).click();
    await moved;
  };
  const now: ExchangeOnTable['now'] = async () =>
    new Date((await (await table.page.request.get('/simulator/control/clock')).json()).now);
  const table = {
    now,
    async shift(shiftMs: number) {
      await table.page.request.post('/simulator/control/clock', { data: { shiftMs } });
    },
    text: (locale: string, key: string) => plainText(texts.text(locale, { key })),
    languageName: (locale: string) => texts.locales.find(({ code }) => code === locale)?.name ?? locale,
    moveBy,
    async moveTo(hour: number) {
      while (((await now()).getUTCHours() + 3) % 24 !== hour) await moveBy('+1 h');
    },
  } as ExchangeOnTable;

  beforeEach(async () => {
    const installation = await makeInstallation({ PORT: `${await freePort()}` });
    const exchange = await installation.start();
    const { page, wrong } = await openTable(browser, exchange.url);
    Object.assign(table, { page, installation, exchange });
    return async () => {
      await page.close();
      await table.exchange.end();
      await installation.remove();
      expect(wrong.filter((line) => !BROWSERS_OWN.test(line))).toEqual([]);
    };
  });
  return table;
}
