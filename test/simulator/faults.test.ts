import { describe, expect, it } from 'vitest';
import { createFaults } from '../../src/simulator/faults.ts';
import { createTelegramStandIn } from '../../src/simulator/telegram.ts';
import type { Fault } from '../../src/simulator/terms.ts';

describe('a script of faults', () => {
  it('skips, meets so many calls, and is gone', () => {
    const faults = createFaults();
    faults.add({ fault: { kind: 'reset' }, skip: 1, calls: 2 });
    expect(Array.from({ length: 4 }, () => faults.next('sendMessage', 1)?.kind)).toEqual([
      undefined,
      'reset',
      'reset',
      undefined,
    ]);
    expect(faults.list()).toEqual([]);
  });

  it('meets an even share, the same in every run', () => {
    const faults = createFaults();
    faults.add({ fault: { kind: 'reset' }, share: 0.375 });
    const met = Array.from({ length: 80 }, () => faults.next('sendMessage', 1) !== null);
    expect(met.filter(Boolean)).toHaveLength(30);
    expect(met.indexOf(true)).toBe(2);
  });

  it('meets only the methods and chats it names', () => {
    const faults = createFaults();
    const takeBack = faults.add({ fault: { kind: 'reset' }, methods: ['sendMessage'], chats: [1] });
    expect(faults.next('sendMessage', 2)).toBeNull();
    expect(faults.next('getMe', null)).toBeNull();
    expect(faults.next('sendMessage', 1)).not.toBeNull();
    takeBack();
    expect(faults.next('sendMessage', 1)).toBeNull();
  });
});

describe('over HTTP', () => {
  const CASES: readonly (readonly [string, Fault, string, number])[] = [
    ['429', { kind: 'throttle', retryAfterSeconds: 7 }, '429', 0],
    ['500', { kind: 'error', status: 500 }, '500', 0],
    ['502 after the effect', { kind: 'error', status: 502, done: true }, '502', 1],
    ['cut before the effect', { kind: 'cut' }, 'no answer', 0],
    ['cut after the effect', { kind: 'cut', done: true }, 'no answer', 1],
    ['broken off in the body', { kind: 'reset' }, 'half an answer', 1],
    ['hanging', { kind: 'hang' }, 'no answer', 0],
    ['late', { kind: 'slow', ms: 20 }, '200', 1],
    ['as if blocked', { kind: 'blocked' }, '403', 0],
    ['as if the token were withdrawn', { kind: 'unauthorized' }, '401', 0],
  ];
  it.each(CASES)('%s', async (_name, fault, expected, arrived) => {
    const telegram = createTelegramStandIn();
    const { apiRoot, close } = await telegram.listen();
    const person = telegram.person();
    person.start();
    telegram.faults.add({ fault, calls: 1 });
    const url = `${apiRoot}/bot${telegram.token}/sendMessage?chat_id=${person.id}&text=x`;
    const answer = await fetch(url, { signal: AbortSignal.timeout(300) }).catch(() => null);
    const body = await answer?.text().catch(() => null);
    expect(answer === null ? 'no answer' : body === null ? 'half an answer' : String(answer.status)).toBe(
      expected,
    );
    expect(telegram.arrivals(person.id)).toBe(arrived);
    expect((await fetch(url)).status).toBe(200);
    telegram.stop();
    await close();
  });
});
