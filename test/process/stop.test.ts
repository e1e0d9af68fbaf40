/** The exchange is stopped or killed in the middle of a push to a crowd, and started again. */
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { isLogLine } from '../../src/log.ts';
import { freshDatabase } from '../support/database.ts';
import { type Installation, makeInstallation } from '../support/installation.ts';
import type { ExchangeProcess } from '../support/process.ts';
import { type CrowdedTelegram, crowdedTelegram } from './crowd.ts';

const PEOPLE = 100;
const BERRIES = 'b1;Сбор клубники;harvest;berries;Липецкая область;Усмань;https://example.org/b1';

let installation: Installation;
let telegram: CrowdedTelegram;

beforeEach(async () => {
  const { url, drop } = await freshDatabase();
  installation = await makeInstallation({ DATABASE_URL: url });
  telegram = await crowdedTelegram(PEOPLE, { url, keys: join(installation.folder, 'keys.json') });
  return async () => {
    await installation.remove();
    await telegram.close();
    await drop();
  };
});

const start = (rate: number): Promise<ExchangeProcess> =>
  installation.start({ ...telegram.settings, TELEGRAM_RATE: `${rate}` });

/** Resolves in the middle of the push, with the exchange that sends it. */
async function inTheMiddle(): Promise<ExchangeProcess> {
  const exchange = await start(40);
  await installation.imports('one', [BERRIES]);
  await expect.poll(() => telegram.crowd.arrived, { timeout: 15_000, interval: 5 }).toBeGreaterThan(30);
  return exchange;
}

type Wire = readonly (readonly [number, number, number])[];
const pushes = (): Promise<readonly { id: string; state: string; wire: Wire; sent: number }[]> =>
  installation.query('select id, state, wire, sent from push');

const over = async (): Promise<void> => {
  await expect
    .poll(async () => (await pushes()).map(({ state }) => state), { timeout: 30_000, interval: 100 })
    .toEqual(['done']);
};

const timesArrived = (): readonly number[] => [...telegram.crowd.arrivals];

/** Whatever else the process says, a line that begins as a log line must be one. */
function expectOnlyLogLines(exchange: ExchangeProcess): void {
  const lines = exchange
    .output()
    .split('\n')
    .filter((line) => line.startsWith('{'));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines.filter((line) => !isLogLine(line))).toEqual([]);
  expect(exchange.output()).not.toContain(telegram.settings['TELEGRAM_BOT_TOKEN']);
}

describe('a push to a crowd', () => {
  it.each(['SIGINT', 'SIGTERM'] as const)(
    'goes on after %s: nothing is left on its way, and everybody gets it exactly once',
    async (signal) => {
      const first = await inTheMiddle();
      expect(await first.end(signal)).toBe(0);
      const arrived = telegram.crowd.arrived;
      expect(arrived).toBeLessThan(PEOPLE);
      expect(await pushes()).toMatchObject([{ state: 'running', wire: [], sent: arrived }]);
      const second = await start(500);
      await over();
      expect(timesArrived()).toEqual(Array.from({ length: PEOPLE }, () => 1));
      expect(await second.end()).toBe(0);
      [first, second].forEach(expectOnlyLogLines);
    },
    60_000,
  );

  it('goes on after kill -9: everybody gets it, and only those on the wire may get it twice', async () => {
    const first = await inTheMiddle();
    expect(await first.end('SIGKILL')).toBeNull();
    const [push] = await pushes();
    const wire = push?.wire ?? [];
    expect(wire.length).toBeLessThanOrEqual(64);
    expect(telegram.crowd.arrived).toBeLessThan(PEOPLE);
    // Second copies are due after half a minute: it passes here.
    const aged = wire.map(([ordinal, copy, since]) => [ordinal, copy, since - 30_000]);
    await installation.query('update push set wire = $1', [JSON.stringify(aged)]);
    const second = await start(500);
    await over();
    const times = timesArrived();
    expect(Math.min(...times)).toBe(1);
    expect(Math.max(...times)).toBeLessThanOrEqual(2);
    expect(times.filter((each) => each > 1).length).toBeLessThanOrEqual(wire.length);
    [first, second].forEach(expectOnlyLogLines);
  }, 60_000);
});
