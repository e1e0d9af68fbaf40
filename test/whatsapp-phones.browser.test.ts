import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openPort } from '../src/simulator/serve.ts';
import { createSimulator, type Simulator } from '../src/simulator/simulator.ts';
import { addPhone, choose, keysOf, launchChromium, openTable, says, writes } from './support/browser.ts';
import { aPng } from './support/png.ts';

/** Where pictures of the phones go, for looking at them; absent takes none. */
const pictures = process.env['MEHNAT_PICTURES'];
const HOUR_MS = 3_600_000;

let browser: Browser;
let page: Page;
let simulator: Simulator;
let stop: () => Promise<void>;
let wrong: readonly string[] = [];
let ahead = 0;

type Json = Readonly<Record<string, unknown>>;

/** One message of a webhook, as far as the business below reads it. */
interface Heard {
  readonly from_user_id?: string;
  readonly type: string;
  readonly text?: { readonly body: string };
  readonly interactive?: {
    readonly list_reply?: { readonly id: string };
    readonly button_reply?: { readonly id: string };
  };
}

const rows = [
  { id: 'uz', title: 'O‘zbekcha', description: 'lotin yozuvi' },
  { id: 'tg', title: 'Тоҷикӣ' },
  { id: 'ky', title: 'Кыргызча' },
];
const list: Json = {
  type: 'interactive',
  interactive: {
    type: 'list',
    header: { type: 'text', text: 'Mehnat' },
    body: { text: '*Which language?*\nAnswer with a _row_, or see https://a.example/help.' },
    footer: { text: 'Free of charge' },
    action: { button: 'Languages', sections: [{ title: 'Languages', rows }] },
  },
};
const reply = (id: string, title: string): Json => ({ type: 'reply', reply: { id, title } });
const buttons: Json = {
  type: 'interactive',
  interactive: {
    type: 'button',
    body: { text: 'Which work?' },
    action: { buttons: [reply('apples', 'Apples'), reply('grapes', 'Grapes')] },
  },
};

/** What a business with one of everything says to a message. */
function answerTo({ type, text, interactive }: Heard): Json {
  if (interactive?.list_reply !== undefined) return buttons;
  const said = interactive?.button_reply?.id ?? text?.body ?? `a ${type}`;
  return said === 'languages' ? list : { type: 'text', text: { body: `heard ${said}` } };
}

const send = (userId: string, content: Json): Promise<unknown> =>
  page.request.post(`${simulator.whatsappRoot}/v25.0/${simulator.whatsapp.phoneNumberId}/messages`, {
    headers: { authorization: `Bearer ${simulator.whatsapp.token}` },
    data: { messaging_product: 'whatsapp', recipient_type: 'individual', recipient: userId, ...content },
  });

/** A business that answers whatever it hears, at `/hook`. */
function business(): Hono {
  return new Hono().post('/hook', async (context) => {
    const { entry } = await context.req.json();
    const heard: Heard[] = entry.flatMap((each: { changes: { value: { messages?: Heard[] } }[] }) =>
      each.changes.flatMap(({ value }) => value.messages ?? []),
    );
    for (const message of heard)
      if (message.from_user_id !== undefined) await send(message.from_user_id, answerTo(message));
    return context.text('ok');
  });
}

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

beforeEach(async () => {
  ahead = 0;
  simulator = createSimulator({
    clock: {
      now: () => new Date(Date.now() + ahead),
      shift: (ms) => {
        ahead += ms;
      },
    },
  });
  const app = business().route('/', simulator.app);
  const server = createAdaptorServer({ fetch: app.fetch });
  const origin = `http://127.0.0.1:${await openPort(server)}`;
  ({ page, wrong } = await openTable(browser, origin));
  await page.emulateMedia({ reducedMotion: 'reduce' });
  simulator.whatsapp.hook(`${origin}/hook`);
  stop = async () => {
    await page.close();
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

async function picture(name: string): Promise<void> {
  if (pictures !== undefined) await page.screenshot({ path: `${pictures}/${name}.png` });
}

const personOf = async (phone: Locator) => {
  const person = simulator.whatsapp.find(Number(await phone.getAttribute('data-id')));
  if (person === null) throw new Error('no such person');
  return person;
};

describe('a phone with WhatsApp', () => {
  it('is written in at once, and ticks what the business has taken', async () => {
    const phone = await addPhone(page, 'ky', 'whatsapp');
    expect(await phone.locator('.status').textContent()).toBe('бизнес аккаунт');
    expect(await phone.locator('textarea').getAttribute('placeholder')).toBe('Билдирүү');
    await page.keyboard.type('салам');
    await page.keyboard.press('Enter');
    await says(phone, 'heard салам');
    await phone.locator('.person .ticks', { hasText: '✓✓' }).waitFor();
  });

  it('draws marks and addresses, and opens a list as a sheet', async () => {
    const phone = await addPhone(page, 'en', 'whatsapp');
    await writes(phone, 'languages');
    await says(phone, 'Which language?');
    const bubble = phone.locator('.bot .bubble');
    expect(await bubble.locator('.text b').textContent()).toBe('Which language?');
    expect(await bubble.locator('.text i').textContent()).toBe('row');
    expect(await bubble.locator('.text a').getAttribute('href')).toBe('https://a.example/help');
    expect(await bubble.locator('.edge').allTextContents()).toEqual(['Mehnat', 'Free of charge']);
    await keysOf(phone, 'Languages').click();
    const sheet = phone.getByRole('dialog', { name: 'Languages' });
    expect(await sheet.locator('.choice').allTextContents()).toEqual([
      'O‘zbekchalotin yozuvi',
      'Тоҷикӣ',
      'Кыргызча',
    ]);
    await picture('whatsapp-list');
    await page.keyboard.press('Escape');
    expect(await sheet.isVisible()).toBe(false);
    await page.keyboard.press('Enter');
    await sheet.getByRole('button', { name: 'Тоҷикӣ' }).click();
    await says(phone, 'Which work?');
    await keysOf(phone, 'Grapes').click();
    await says(phone, 'heard grapes');
    expect(await phone.locator('.person .bubble').last().textContent()).toContain('Grapes');
    await picture('whatsapp-phone');
  });

  it('says until when anything may be written, and marks a template as one', async () => {
    const phone = await addPhone(page, 'en', 'whatsapp');
    const clock = phone.locator('.window');
    expect(await clock.textContent()).toBe('window closed: templates only');
    await writes(phone, 'hello');
    await says(phone, 'heard hello');
    expect(await clock.textContent()).toMatch(/^free messages until \d\d:\d\d( tomorrow)?$/);
    await page.getByRole('button', { name: '+1 d' }).click();
    await clock.getByText('window closed').waitFor();
    simulator.whatsapp.templates.add({
      name: 'digest_ready',
      language: 'en',
      body: 'Three new openings for you.',
      buttons: ['Show them'],
    });
    const template = { name: 'digest_ready', language: { code: 'en' } };
    await send((await personOf(phone)).userId ?? '', { type: 'template', template });
    await says(phone, 'Three new openings');
    expect(await phone.locator('.template').textContent()).toBe('template · digest_ready');
    await keysOf(phone, 'Show them').click();
    await says(phone, 'heard a button');
    await clock.getByText('free messages until').waitFor();
  });

  it('shows a picture with its caption, and sends a file', async () => {
    const phone = await addPhone(page, 'en', 'whatsapp');
    const chooser = page.waitForEvent('filechooser');
    await choose(phone, 'Attach', 'File');
    await (await chooser).setFiles({ name: 'table.csv', mimeType: 'text/csv', buffer: Buffer.from('a;b') });
    await says(phone, 'heard a document');
    await phone.getByText('table.csv 3 B').waitFor();
    const { whatsapp, whatsappRoot } = simulator;
    const buffer = Buffer.from(aPng({ width: 33, height: 33 }));
    const uploaded = await page.request.post(`${whatsappRoot}/v25.0/${whatsapp.phoneNumberId}/media`, {
      headers: { authorization: `Bearer ${whatsapp.token}` },
      multipart: {
        messaging_product: 'whatsapp',
        file: { name: 'x.png', mimeType: 'image/png', buffer },
      },
    });
    const { id } = await uploaded.json();
    const { userId } = await personOf(phone);
    await send(userId ?? '', { type: 'image', image: { id, caption: '*Scan* this' } });
    await says(phone, 'Scan this');
    const shown = phone.getByAltText('Picture');
    await expect.poll(() => shown.evaluate((img) => Reflect.get(img, 'naturalWidth'))).toBe(33);
    await picture('whatsapp-picture');
  });

  it('sends a photo, stops and resumes offers, moves to a new number', async () => {
    const phone = await addPhone(page, 'en', 'whatsapp');
    await choose(phone, 'Attach', 'Photo');
    await says(phone, 'heard a image');
    const person = await personOf(phone);
    const before = person.phone;
    await choose(phone, 'More', 'Stop marketing');
    await phone.getByText('marketing stopped').waitFor();
    await choose(phone, 'More', 'Resume marketing');
    await expect.poll(() => simulator.whatsapp.view(person.id)?.marketing).toBe(true);
    await choose(phone, 'More', 'New number');
    await phone.locator('.toast', { hasText: 'Now +' }).waitFor();
    expect(person.phone).not.toBe(before);
    await writes(phone, 'still me');
    await says(phone, 'heard still me');
  });

  it('loses the network, and is taken off the table', async () => {
    const phone = await addPhone(page, 'en', 'hidden');
    await choose(phone, 'More', 'Lose network');
    await phone.getByText('waiting for network…').waitFor();
    await writes(phone, 'hello');
    await phone.locator('.person .ticks', { hasText: '🕓' }).waitFor();
    await choose(phone, 'More', 'Network is back');
    await says(phone, 'heard hello');
    await choose(phone, 'More', 'Remove this phone');
    await phone.waitFor({ state: 'detached' });
    expect(simulator.whatsapp.people()).toEqual([]);
  });
});

describe('a table with both messengers', () => {
  it('keeps them side by side over a reload, and marks what was not read', async () => {
    await addPhone(page, 'uz');
    const phone = await addPhone(page, 'tg', 'whatsapp');
    await writes(phone, 'languages');
    await says(phone, 'Which language?');
    await page.locator('.phone.telegram .chat').click();
    await send((await personOf(phone)).userId ?? '', { type: 'text', text: { body: 'news' } });
    await phone.locator('.caption .badge', { hasText: '1' }).waitFor();
    await phone.getByText('Паёмҳои нав').waitFor();
    await page.reload();
    await says(phone, 'news');
    expect(await page.locator('.phone').count()).toBe(2);
    await picture('both-messengers');
  });

  it('fits a narrow screen in the dark', async () => {
    await page.setViewportSize({ width: 360, height: 740 });
    await page.emulateMedia({ colorScheme: 'dark' });
    const phone = await addPhone(page, 'ky', 'whatsapp');
    await writes(phone, 'languages');
    await says(phone, 'Which language?');
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
    await keysOf(phone, 'Languages').click();
    await picture('whatsapp-narrow-dark');
  });

  it('moves the clock of an hour without closing the window', async () => {
    const phone = await addPhone(page, 'en', 'whatsapp');
    await writes(phone, 'hello');
    await says(phone, 'heard hello');
    await page.getByRole('button', { name: '+1 h' }).click();
    await expect.poll(() => ahead).toBe(HOUR_MS);
    expect(await phone.locator('.window').textContent()).toContain('free messages until');
  });
});
