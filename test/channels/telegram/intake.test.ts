import { describe, expect, it } from 'vitest';
import { createSendApi } from '../../../src/channels/telegram/client.ts';
import { createIntake } from '../../../src/channels/telegram/intake.ts';
import type { Projected } from '../../../src/channels/telegram/projection.ts';
import { createLog } from '../../../src/log.ts';

const update = (updateId: string): Projected => ({
  kind: 'inbound',
  updateId,
  chat: '42000001',
  localeHint: null,
  event: { kind: 'text', text: updateId },
  callbackId: null,
});

/** Refuses the updates named; its clock stands still unless moved. */
function intakeThatRefuses(...poison: readonly string[]) {
  const lines: string[] = [];
  const clock = { ms: 0 };
  const intake = createIntake({
    channel: 'telegram',
    api: createSendApi({
      token: '1:x',
      apiRoot: 'http://x',
      fetch: () => Promise.reject(new Error('no network')),
    }),
    log: createLog({ level: 'debug', write: (line) => lines.push(line) }),
    ticks: () => clock.ms,
    receive: async ({ updateId }) => {
      if (poison.includes(updateId)) throw new Error('Zarina');
    },
  });
  const take = (updateId: string): Promise<string> => intake.take(update(updateId));
  return { take, lines, clock };
}

describe('an update that cannot be handled', () => {
  it('is given up at the third try, if others could be handled', async () => {
    const { take, lines } = intakeThatRefuses('bad');
    expect(await take('bad')).toBe('again');
    expect(await take('good')).toBe('done');
    expect(await take('bad')).toBe('again');
    expect(await take('bad')).toBe('dropped');
    expect(lines.at(-1)).toContain('"event":"update.dropped","channel":"telegram","attempt":3');
    expect(lines.join('')).not.toContain('Zarina');
  });

  it('is kept while nobody can be handled: that is an outage', async () => {
    const { take } = intakeThatRefuses('one', 'two');
    for (let i = 0; i < 20; i += 1)
      expect([await take('one'), await take('two')]).toEqual(['again', 'again']);
  });

  it('is given up after fifteen minutes all the same', async () => {
    const { take, clock } = intakeThatRefuses('bad');
    for (let i = 0; i < 3; i += 1) expect(await take('bad')).toBe('again');
    clock.ms = 15 * 60_000;
    expect(await take('bad')).toBe('dropped');
  });

  it('begins anew when its number comes again later', async () => {
    const { take } = intakeThatRefuses('bad');
    await take('bad');
    await take('good');
    await take('bad');
    expect(await take('bad')).toBe('dropped');
    expect(await take('bad')).toBe('again');
  });
});
