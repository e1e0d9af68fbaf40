/** Chromium on the simulator's page: a table with phones, tapped as a person taps. */
import { type Browser, chromium, type Locator, type Page } from 'playwright-core';

const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
const CHROMIUM = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** The page with the phones, open. */
export interface Table {
  readonly page: Page;
  /** Errors that the page threw or wrote on its console. */
  readonly wrong: readonly string[];
}

/** The Chromium named by `CHROMIUM`, else the system's. */
export const launchChromium = (): Promise<Browser> =>
  chromium.launch({ executablePath: CHROMIUM, args: FLAGS.split(' ') });

/** Opens the page of the simulator that listens at `origin`. */
export async function openTable(browser: Browser, origin: string): Promise<Table> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 860 }, baseURL: origin });
  const wrong: string[] = [];
  page.on('pageerror', (error) => wrong.push(error.message));
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
  await page.goto('/');
  return { page, wrong };
}

/** Adds a phone whose messenger speaks `language`. The locator finds it again after a reload. */
export async function addPhone(
  page: Page,
  language: string,
  messenger: 'telegram' | 'whatsapp' | 'hidden' = 'telegram',
): Promise<Locator> {
  const before = await page.locator('.phone').count();
  await page.selectOption('#service', messenger);
  await page.selectOption('#language', language);
  await page.getByRole('button', { name: 'Add a phone' }).click();
  const added = page.locator('.phone').nth(before);
  await added.waitFor();
  return page.locator(`#phone-${await added.getAttribute('data-id')}`);
}

/** Buttons under the messages of a phone that carry these words. */
export const keysOf = (phone: Locator, label: string): Locator => phone.locator('.key', { hasText: label });

/** Resolves when a message with these words stands in the chat. */
export const says = (phone: Locator, text: string): Promise<void> =>
  phone.locator('.bubble', { hasText: text }).last().waitFor();

/** Chooses an item of a menu of the phone. */
export async function choose(phone: Locator, menu: string, item: string): Promise<void> {
  await phone.locator(`summary[aria-label="${menu}"]`).click();
  await phone.locator('.panel button', { hasText: item }).click();
}

/** Types a text into the phone and sends it. */
export async function writes(phone: Locator, text: string): Promise<void> {
  await phone.locator('textarea').fill(text);
  await phone.locator('textarea').press('Enter');
}
