/** The exchange as a process: first start, second start, and imports in a second process. */
import { readdir } from 'node:fs/promises';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { isLogLine } from '../../src/log.ts';
import { freshDatabase } from '../support/database.ts';
import { type Installation, makeInstallation } from '../support/installation.ts';
import type { ExchangeProcess } from '../support/process.ts';
import { findRedis } from '../support/redis.ts';

const BERRIES = 'b1;Сбор клубники;harvest;berries;Липецкая область;Усмань;https://example.org/b1';

const redis = await findRedis();
afterAll(async () => redis?.stop());

const logLines = (exchange: ExchangeProcess): readonly string[] =>
  exchange
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));

/** What the page of phones says to a running exchange. */
async function control<Answer>(exchange: ExchangeProcess, path: string, body?: object): Promise<Answer> {
  const answer = await fetch(`${exchange.url}/simulator/control/${path}`, {
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
    headers: { 'content-type': 'application/json' },
  });
  return JSON.parse(await answer.text());
}

interface PhoneState {
  readonly id: number;
  readonly messages: readonly {
    readonly id: number;
    readonly text: string;
    readonly buttons: readonly (readonly { readonly text: string; readonly callback_data?: string }[])[];
  }[];
}

const phonesOf = async (exchange: ExchangeProcess): Promise<readonly PhoneState[]> =>
  (await control<{ phones: readonly PhoneState[] }>(exchange, 'state')).phones;

/** Presses a button of the newest message, once it is there. */
async function tap(exchange: ExchangeProcess, label: string): Promise<void> {
  const find = async () => {
    const [phone] = await phonesOf(exchange);
    const message = phone?.messages.at(-1);
    const key = message?.buttons.flat().find(({ text }) => text.includes(label));
    return key === undefined ? null : { id: phone?.id, data: key.callback_data, messageId: message?.id };
  };
  await expect.poll(find, { timeout: 5000 }).not.toBeNull();
  const { id, ...what } = (await find()) ?? {};
  await control(exchange, `phones/${id}/acts`, { act: 'tap', ...what });
}

/** Runs a test on an installation and takes it away. */
async function on(
  settings: Readonly<Record<string, string>>,
  test: (installation: Installation) => Promise<void>,
): Promise<void> {
  const installation = await makeInstallation(settings);
  try {
    await test(installation);
  } finally {
    await installation.remove();
  }
}

describe('an exchange in an empty folder', () => {
  it('is ready at once, keeps people and chats for the second start, and stops in order', () =>
    on({}, async (installation) => {
      const from = performance.now();
      const first = await installation.start();
      expect(performance.now() - from).toBeLessThan(10_000);
      const { id } = await control<{ id: number }>(first, 'phones', { language: 'ru' });
      await control(first, `phones/${id}/acts`, { act: 'start' });
      await tap(first, 'Русский');
      await tap(first, 'Да, соглашаюсь');
      await tap(first, 'Всё');
      const people = () => installation.query<{ id: string }>('select id, kinds from subscriber');
      await expect.poll(people).toMatchObject([{ kinds: ['any'] }]);
      const known = await people();
      await expect.poll(async () => (await phonesOf(first))[0]?.messages.at(-1)?.text).toContain('работу');
      const [chat] = await phonesOf(first);
      expect(await first.end('SIGINT')).toBe(0);
      expect(await readdir(installation.settings['MEHNAT_DATA'] ?? '')).not.toContain('connection.json');

      const second = await installation.start();
      expect(await people()).toEqual(known);
      expect((await phonesOf(second))[0]?.messages).toEqual(chat?.messages);
      await tap(second, 'Ягоды');
      await tap(second, '✅');
      expect(await second.end('SIGTERM')).toBe(0);
      for (const exchange of [first, second]) {
        expect(logLines(exchange).filter((line) => !isLogLine(line))).toEqual([]);
        expect(exchange.output()).toContain('"event":"exchange.stopped"');
        expect(exchange.output()).not.toMatch(/"level":"(?:error|warn)"/);
      }
    }));
});

/** Imports an opening in a second process; resolves to the milliseconds from its end until the exchange matched it. */
async function untilMatched(installation: Installation, bring: () => Promise<unknown>): Promise<number> {
  const matched = async (): Promise<number> => {
    const [row] = await installation.query<{ count: number }>(
      `select count(*)::integer as count from push
       where kind = 'announce' and channel = 'telegram' and state <> 'planned'`,
    );
    return row?.count ?? 0;
  };
  // The examples of a new simulator are announced first.
  await vi.waitFor(async () => expect(await matched()).toBe(1), { timeout: 15_000 });
  await bring();
  const from = performance.now();
  await vi.waitFor(async () => expect(await matched()).toBe(2), { timeout: 30_000, interval: 20 });
  return performance.now() - from;
}

describe.concurrent('an import in a second process', { timeout: 60_000 }, () => {
  it.for(['postgresql', 'redis'] as const)(
    'reaches a running exchange at once on %s',
    async (engine, { skip }) => {
      if (engine === 'redis' && redis === null) skip('no Redis');
      const { url, drop } = await freshDatabase();
      const settings = { DATABASE_URL: url, ...(engine === 'redis' ? { REDIS_URL: redis?.url ?? '' } : {}) };
      await on(settings, async (installation) => {
        const exchange = await installation.start();
        const bring = () => installation.imports('one', [BERRIES]);
        expect(await untilMatched(installation, bring)).toBeLessThan(2000);
        expect(exchange.output()).toContain(`"engine":"${engine}"`);
        expect(await exchange.end()).toBe(0);
        expect(logLines(exchange).filter((line) => !isLogLine(line))).toEqual([]);
      });
      await drop();
    },
  );

  it('reaches it within twenty seconds when its notification is lost', async () => {
    const { url, drop } = await freshDatabase();
    await on({ DATABASE_URL: url }, async (installation) => {
      await installation.start();
      // In the importing process this function hides PostgreSQL's own of the same name.
      await installation.query(
        `create function public.pg_notify(text, text) returns void language sql as 'select null::void'`,
      );
      const deaf = new URL(url);
      deaf.searchParams.set('options', '-c search_path=public,pg_catalog');
      const bring = () => installation.imports('one', [BERRIES], { DATABASE_URL: deaf.href });
      expect(await untilMatched(installation, bring)).toBeLessThan(20_000);
    });
    await drop();
  });
});
