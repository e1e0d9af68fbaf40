import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import pg from 'pg';
import { expect, it } from 'vitest';
import { bitmapOf } from '../../src/domain/bitmap.ts';
import { createPushes } from '../../src/store/pushes.ts';
import { freshDatabase } from '../support/database.ts';

const PEOPLE = 200;

it('goes on from its row after kill -9: nobody is missed, only those on the wire may hear it twice', async () => {
  const database = await freshDatabase();
  const pool = new pg.Pool({ connectionString: database.url });
  pool.on('error', () => undefined);
  const id = randomUUID();
  const ordinals = Array.from({ length: PEOPLE }, (_, at) => at + 1);
  await pool.query(
    `insert into push (id, announcement_id, channel, kind, lane, expires_at)
     values ($1, $2, 'telegram', 'announce', 'instant', now() + interval '1 day')`,
    [id, randomUUID()],
  );
  await createPushes(pool).begin(id, bitmapOf(ordinals), PEOPLE);

  const arrived = new Map<number, number>();
  const run = (): ChildProcess => {
    const child = spawn(
      process.execPath,
      [new URL('../support/sender-runner.ts', import.meta.url).pathname, database.url, id],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    child.stdout?.on('data', (lines: Buffer) => {
      for (const line of `${lines}`.trim().split('\n'))
        arrived.set(Number(line), (arrived.get(Number(line)) ?? 0) + 1);
    });
    return child;
  };

  const first = run();
  await expect.poll(() => arrived.size, { timeout: 15_000, interval: 5 }).toBeGreaterThan(40);
  first.kill('SIGKILL');
  await once(first, 'close');
  const { rows } = await pool.query<{ wire: [number, number, number][] }>(
    'select wire from push where id = $1',
    [id],
  );
  const wire = rows[0]?.wire ?? [];
  // As many as fit into a round trip, which is longer on a busy machine; far from everybody.
  expect(wire.length).toBeLessThanOrEqual(PEOPLE / 10);
  // Half a minute passes.
  const aged = wire.map(([ordinal, copy, since]) => [ordinal, copy, since - 30_000]);
  await pool.query('update push set wire = $2 where id = $1', [id, JSON.stringify(aged)]);
  const second = run();
  await once(second, 'close');

  const account = await pool.query('select state, sent, uncertain, wire from push where id = $1', [id]);
  expect(account.rows[0]).toEqual({ state: 'done', sent: PEOPLE, uncertain: 0, wire: [] });
  expect([...arrived.keys()].toSorted((a, b) => a - b)).toEqual(ordinals);
  const repeated = [...arrived].filter(([, times]) => times > 1);
  expect(repeated.every(([ordinal, times]) => times === 2 && wire.some(([one]) => one === ordinal))).toBe(
    true,
  );
  await pool.end();
  await database.drop();
}, 60_000);
