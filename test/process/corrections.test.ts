/** A command in a second process, and what the exchange makes of it while it pushes to a crowd. */
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { freshDatabase } from '../support/database.ts';
import { type Installation, makeInstallation } from '../support/installation.ts';
import type { ExchangeProcess } from '../support/process.ts';
import { type CrowdedTelegram, crowdedTelegram } from './crowd.ts';

const PEOPLE = 100;
const RATE = 8;
const BERRIES = 'b1;Сбор клубники;harvest;berries;Липецкая область;Усмань;https://example.org/b1';

interface House {
  readonly installation: Installation;
  readonly telegram: CrowdedTelegram;
  start(): Promise<ExchangeProcess>;
  /** Somebody says in the middle of the push that no places are left. */
  fillsInTheMiddle(): Promise<ExchangeProcess>;
  /** Resolves when every push is over. */
  quiet(): Promise<void>;
}

async function within(test: (house: House) => Promise<void>): Promise<void> {
  const { url, drop } = await freshDatabase();
  const installation = await makeInstallation({ DATABASE_URL: url });
  const telegram = await crowdedTelegram(PEOPLE, { url, keys: join(installation.folder, 'keys.json') });
  const start: House['start'] = () => installation.start({ ...telegram.settings, TELEGRAM_RATE: `${RATE}` });
  try {
    await test({
      installation,
      telegram,
      start,
      async fillsInTheMiddle() {
        const exchange = await start();
        await installation.imports('one', [BERRIES]);
        const soon = { timeout: 15_000, interval: 5 };
        await vi.waitFor(() => expect(telegram.crowd.arrived).toBeGreaterThan(5), soon);
        const [opening] = await installation.query<{ code: string }>('select code from opening');
        const command = await installation.run(['opening', 'places', opening?.code ?? '', '--left', '0']);
        expect(command).toMatchObject({ code: 0, stderr: '' });
        return exchange;
      },
      async quiet() {
        const over = async (): Promise<void> => {
          const pushes = await installation.query<{ kind: string; state: string }>(
            `select kind, state from push where kind <> 'digest'`,
          );
          expect(pushes.map(({ kind }) => kind).toSorted()).toEqual(['announce', 'filled']);
          expect(pushes.every(({ state }) => state === 'done')).toBe(true);
        };
        await vi.waitFor(over, { timeout: 60_000, interval: 100 });
      },
    });
  } finally {
    await installation.remove();
    await telegram.close();
    await drop();
  }
}

describe.concurrent('an opening that is filled in the middle of its push', { timeout: 90_000 }, () => {
  it('is announced to nobody within two seconds, and whoever got it hears so once', () =>
    within(async (house) => {
      await house.fillsInTheMiddle();
      const { arrived } = house.telegram.crowd;
      await house.quiet();
      const times = [...house.telegram.crowd.arrivals];
      const told = times.filter((each) => each > 0).length;
      expect(new Set(times)).toEqual(new Set([0, 2]));
      expect(told).toBeLessThan(PEOPLE);
      // Some of what arrived by then was corrections already.
      expect(told).toBeLessThanOrEqual(arrived + 2 * RATE);
      const [account] = await house.installation.query<{ skipped: Record<string, number>; sent: number }>(
        `select skipped, sent from push where kind = 'announce'`,
      );
      expect(account?.sent).toBe(told);
      expect(Object.values(account?.skipped ?? {})).toEqual([PEOPLE - told]);
    }));

  it('is corrected after kill -9, too: only those on the wire may hear it twice, or of it alone', () =>
    within(async (house) => {
      const first = await house.fillsInTheMiddle();
      expect(await first.end('SIGKILL')).toBeNull();
      const rows = await house.installation.query<{ id: string; wire: readonly [number, number, number][] }>(
        `select id, wire from push where kind <> 'digest'`,
      );
      // Second copies are due after half a minute: it passes here.
      for (const { id, wire } of rows)
        await house.installation.query('update push set wire = $2 where id = $1', [
          id,
          JSON.stringify(wire.map(([ordinal, copy, since]) => [ordinal, copy, since - 30_000])),
        ]);
      const onWire = rows.reduce((all, { wire }) => all + wire.length, 0);
      await house.start();
      await house.quiet();
      const others = [...house.telegram.crowd.arrivals].filter((each) => each !== 0 && each !== 2);
      expect(others.length).toBeLessThanOrEqual(onWire);
    }));
});
