import { createAdaptorServer } from '@hono/node-server';
import { Bot, InlineKeyboard, InputFile } from 'grammy';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPort } from '../src/simulator/serve.ts';
import { createSimulator, type Simulator } from '../src/simulator/simulator.ts';
import {
  addPhone as addPhoneTo,
  choose,
  keysOf as key,
  launchChromium,
  openTable,
  says,
} from './support/browser.ts';
import { aPng } from './support/png.ts';

/** Where pictures of the phones go, for looking at them; absent takes none. */
const pictures = process.env['MEHNAT_PICTURES'];

let browser: Browser;
let page: Page;
let simulator: Simulator;
let stop: () => Promise<void>;
let wrong: readonly string[] = [];

/** A bot with one of everything a phone must show. */
function talk(bot: Bot): void {
  const keyboard = (ticked: boolean): InlineKeyboard => {
    const keys = new InlineKeyboard().text(ticked ? '✓ Fruit' : 'Fruit', 'fruit');
    return (ticked ? keys.success() : keys)
      .disabled('1/2')
      .row()
      .text('Old', 'old')
      .text('Loud', 'loud')
      .danger();
  };
  bot.command('start', (context) =>
    context.reply('<b>Which work?</b>', { parse_mode: 'HTML', reply_markup: keyboard(false) }),
  );
  bot.callbackQuery('fruit', async (context) => {
    await context.answerCallbackQuery();
    await context.editMessageText('<b>Chosen</b>', { parse_mode: 'HTML', reply_markup: keyboard(true) });
  });
  bot.callbackQuery('old', (context) => context.answerCallbackQuery('this button is old'));
  bot.callbackQuery('loud', (context) => context.answerCallbackQuery({ text: 'really?', show_alert: true }));
  bot.command('code', (context) =>
    context.replyWithPhoto(new InputFile(aPng({ width: 33, height: 33 })), { caption: 'scan this' }),
  );
  bot.on('message:document', async (context) => {
    const { file_path: path } = await context.getFile();
    await context.reply(`${context.message.document.file_size} bytes, ${path?.split('.').at(-1)}`);
  });
  bot.on('message:photo', (context) => context.reply('no photos, please'));
  bot.on('message:text', (context) => context.reply(`heard ${context.message.text.length}`));
}

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  simulator = createSimulator({ clock: { now: () => new Date() } });
  const server = createAdaptorServer({ fetch: simulator.app.fetch });
  const origin = `http://127.0.0.1:${await openPort(server)}`;
  const bot = new Bot(simulator.token, { client: { apiRoot: `${origin}${simulator.apiRoot}` } });
  talk(bot);
  await bot.api.setMyName('Work');
  await bot.api.setMyDescription('Free of charge.');
  await bot.api.setMyName('Кор', { language_code: 'tg' });
  await bot.api.setMyCommands([{ command: 'help', description: 'What this is' }]);
  const running = bot.start();
  ({ page, wrong } = await openTable(browser, origin));
  stop = async () => {
    await page.close();
    await bot.stop();
    await running;
    simulator.stop();
    await new Promise((resolve) => {
      server.close(resolve);
      if ('closeAllConnections' in server) server.closeAllConnections();
    });
  };
});
afterEach(async () => {
  await stop();
  expect(wrong, 'errors on the page').toEqual([]);
});

const addPhone = (language: string): Promise<Locator> => addPhoneTo(page, language);

async function picture(name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png` });
}

describe('a phone', () => {
  it('shows who the bot is, starts, is tapped and changes in place', async () => {
    const phone = await addPhone('tg');
    expect(await phone.locator('.about').textContent()).toContain('Free of charge.');
    expect(await phone.locator('.names strong').textContent()).toBe('Кор');
    await phone.getByRole('button', { name: 'Оғоз' }).click();
    await says(phone, 'Which work?');
    expect(await phone.locator('.bubble b').first().textContent()).toBe('Which work?');
    expect(await key(phone, '1/2').isDisabled()).toBe(true);
    await key(phone, 'Fruit').click();
    await key(phone, '✓ Fruit').waitFor();
    expect(await phone.locator('.message.bot').count()).toBe(1);
    expect(await key(phone, '✓ Fruit').getAttribute('class')).toContain('success');
    await picture('phone');
  });

  it('shows short answers for a while and loud ones until they are closed', async () => {
    const phone = await addPhone('en');
    await phone.getByRole('button', { name: 'Start' }).click();
    await key(phone, 'Old').click();
    await phone.locator('.toast', { hasText: 'this button is old' }).waitFor();
    await key(phone, 'Loud').click();
    await phone.locator('dialog', { hasText: 'really?' }).waitFor();
    await phone.getByRole('button', { name: 'OK' }).click();
    expect(await phone.locator('dialog[open]').count()).toBe(0);
  });

  it('types, sends a photo and chooses a command', async () => {
    const phone = await addPhone('en');
    await phone.getByRole('button', { name: 'Start' }).click();
    await phone.getByLabel('Message', { exact: true }).fill('салом');
    await page.keyboard.press('Enter');
    await says(phone, 'heard 5');
    await choose(phone, 'Attach', 'Photo');
    await says(phone, 'no photos, please');
    await choose(phone, 'Commands', 'What this is');
    await says(phone, '/help');
  });

  it('shows a picture, and sends a file', async () => {
    const phone = await addPhone('en');
    await phone.getByRole('button', { name: 'Start' }).click();
    await phone.getByLabel('Message', { exact: true }).fill('/code');
    await page.keyboard.press('Enter');
    await says(phone, 'scan this');
    const shown = phone.getByAltText('Picture');
    await expect.poll(() => shown.evaluate((img) => Reflect.get(img, 'naturalWidth'))).toBe(33);
    const chooser = page.waitForEvent('filechooser');
    await choose(phone, 'Attach', 'File');
    await (await chooser).setFiles({
      name: 'table.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('region;places'),
    });
    await says(phone, '13 bytes, csv');
    await phone.getByText('table.csv 13 B').waitFor();
    await picture('telegram-picture');
  });

  it('is used by keyboard alone', async () => {
    const phone = await addPhone('en');
    await page.keyboard.press('Enter');
    await says(phone, 'Which work?');
    await key(phone, 'Fruit').focus();
    await page.keyboard.press('Enter');
    await key(phone, '✓ Fruit').waitFor();
    expect(await page.evaluate('document.activeElement.textContent')).toBe('✓ Fruit');
  });

  it('blocks the bot and takes it back', async () => {
    const phone = await addPhone('en');
    await phone.getByRole('button', { name: 'Start' }).click();
    await says(phone, 'Which work?');
    await choose(phone, 'More', 'Block the bot');
    await phone.getByRole('button', { name: 'Restart bot' }).waitFor();
    const id = Number(await phone.getAttribute('data-id'));
    expect(simulator.telegram.find(id)?.standing).toBe('blocked');
    await phone.getByRole('button', { name: 'Restart bot' }).click();
    await phone.getByLabel('Message', { exact: true }).waitFor();
    expect(simulator.telegram.find(id)?.standing).toBe('started');
  });

  it('loses the network: what was written waits, what came appears later', async () => {
    const phone = await addPhone('en');
    await phone.getByRole('button', { name: 'Start' }).click();
    await says(phone, 'Which work?');
    await choose(phone, 'More', 'Lose network');
    await phone.getByText('waiting for network…').waitFor();
    await phone.getByLabel('Message', { exact: true }).fill('hello');
    await page.keyboard.press('Enter');
    await says(phone, 'hello');
    expect(await phone.getByText('heard').count()).toBe(0);
    await choose(phone, 'More', 'Network is back');
    await says(phone, 'heard 5');
  });
});

describe('the table', () => {
  it('keeps phones side by side over a reload, and marks what was not read', async () => {
    const first = await addPhone('uz');
    const second = await addPhone('ru');
    await first.getByRole('button', { name: 'Boshlash' }).click();
    await second.getByRole('button', { name: 'Начать' }).click();
    await says(second, 'Which work?');
    const id = Number(await first.getAttribute('data-id'));
    const message = { chat_id: id, text: 'news' };
    await page.request.post(`${simulator.apiRoot}/bot${simulator.token}/sendMessage`, { data: message });
    await first.locator('.caption .badge', { hasText: '1' }).waitFor();
    await first.getByText('Yangi xabarlar').waitFor();
    await page.reload();
    await page.locator('.phone').nth(1).waitFor();
    await says(page.locator('.phone').first(), 'news');
    await picture('table');
  });

  it('shows one phone at a time on a narrow screen, without scrolling sideways', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'dark' });
    const first = await addPhone('ky');
    const second = await addPhone('en');
    expect([await first.isVisible(), await second.isVisible()]).toEqual([false, true]);
    await second.getByRole('button', { name: 'Start' }).click();
    await says(second, 'Which work?');
    await page.getByRole('tab').first().click();
    expect([await first.isVisible(), await second.isVisible()]).toEqual([true, false]);
    await page.getByRole('tab').nth(1).click();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await picture('narrow-dark');
  });
});
