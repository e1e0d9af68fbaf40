/** The exchange is stopped or killed in the middle of a push to a crowd, and started again. */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { isLogLine } from '../../src/log.ts';
import { freshDatabase } from '../support/database.ts';
import { type Installation, makeInstallation } from '../support/installation.ts';
import type { ExchangeProcess } from '../support/process.ts';
import { type CrowdedTelegram, crowdedTelegram } from './crowd.ts';

const PEOPLE = 100;
/** At 40 a second and a slow round trip of a second; usually three. */
const MOST_ON_THE_WIRE = 41;
const BERRIES = 'b1;Сбор клубники;harvest;berries;Липецкая область;Усмань;https://example.org/b1';

type Wire = readonly (readonly [number, number, number])[];

/** An exchange that talks to a crowd, and what is known of its one push. */
interface House {
  readonly installation: Installation;
  readonly telegram: CrowdedTelegram;
  start(rate: number): Promise<ExchangeProcess>;
  /** Resolves in the middle of the push, with the exchange that sends it. */
  inTheMiddle(): Promise<ExchangeProcess>;
  pushes(): Promise<readonly { state: string; wire: Wire; sent: number }[]>;
  /** Resolves when the push is over, with how often it arrived at each. */
  timesArrived(): Promise<readonly number[]>;
}

function houseOf(installation: Installation, telegram: CrowdedTelegram): House {
  const start: House['start'] = (rate) =>
    installation.start({ ...telegram.settings, TELEGRAM_RATE: `${rate}` });
  const pushes: House['pushes'] = () =>
    installation.query(`select state, wire, sent from push where kind = 'announce'`);
  return {
    installation,
    telegram,
    start,
    pushes,
    async inTheMiddle() {
      const exchange = await start(40);
      await installation.imports('one', [BERRIES]);
      const soon = { timeout: 15_000, interval: 5 };
      await vi.waitFor(() => expect(telegram.crowd.arrived).toBeGreaterThan(20), soon);
      return exchange;
    },
    async timesArrived() {
      const over = async (): Promise<void> => expect(await pushes()).toMatchObject([{ state: 'done' }]);
      await vi.waitFor(over, { timeout: 30_000, interval: 100 });
      return [...telegram.crowd.arrivals];
    },
  };
}

/** Runs a test in a house of its own: these wait more than they work, so they run side by side. */
async function within(test: (house: House) => Promise<void>): Promise<void> {
  const { url, drop } = await freshDatabase();
  const installation = await makeInstallation({ DATABASE_URL: url });
  const telegram = await crowdedTelegram(PEOPLE, { url, keys: join(installation.folder, 'keys.json') });
  try {
    await test(houseOf(installation, telegram));
  } finally {
    await installation.remove();
    await telegram.close();
    await drop();
  }
}

/** Whatever else the processes say, a line that begins as a log line must be one. */
function expectOnlyLogLines({ telegram }: House, exchanges: readonly ExchangeProcess[]): void {
  for (const exchange of exchanges) {
    const lines = exchange
      .output()
      .split('\n')
      .filter((line) => line.startsWith('{'));
    expect(lines.length).toBeGreaterThan(0);
    expect(lines.filter((line) => !isLogLine(line))).toEqual([]);
    expect(exchange.output()).not.toContain(telegram.settings['TELEGRAM_BOT_TOKEN']);
  }
}

describe.concurrent('a push to a crowd', { timeout: 90_000 }, () => {
  it.for(['SIGINT', 'SIGTERM'] as const)(
    'goes on after %s: nothing is left on its way, and everybody gets it exactly once',
    (signal) =>
      within(async (house) => {
        const first = await house.inTheMiddle();
        expect(await first.end(signal)).toBe(0);
        const { arrived } = house.telegram.crowd;
        expect(arrived).toBeLessThan(PEOPLE);
        expect(await house.pushes()).toMatchObject([{ state: 'running', wire: [], sent: arrived }]);
        const second = await house.start(500);
        expect(await house.timesArrived()).toEqual(Array.from({ length: PEOPLE }, () => 1));
        expect(await second.end()).toBe(0);
        expectOnlyLogLines(house, [first, second]);
      }),
  );

  it('goes on after kill -9: everybody gets it, and only those on the wire may get it twice', () =>
    within(async (house) => {
      const first = await house.inTheMiddle();
      expect(await first.end('SIGKILL')).toBeNull();
      const wire = (await house.pushes())[0]?.wire ?? [];
      expect(wire.length).toBeLessThanOrEqual(MOST_ON_THE_WIRE);
      expect(house.telegram.crowd.arrived).toBeLessThan(PEOPLE);
      // Second copies are due after half a minute: it passes here.
      const aged = wire.map(([ordinal, copy, since]) => [ordinal, copy, since - 30_000]);
      await house.installation.query('update push set wire = $1', [JSON.stringify(aged)]);
      const second = await house.start(500);
      const times = await house.timesArrived();
      expect(Math.min(...times)).toBe(1);
      expect(Math.max(...times)).toBeLessThanOrEqual(2);
      expect(times.filter((each) => each > 1).length).toBeLessThanOrEqual(wire.length);
      expectOnlyLogLines(house, [first, second]);
    }));
});
