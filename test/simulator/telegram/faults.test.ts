import { describe, expect, it } from 'vitest';
import type { Fault } from '../../../src/simulator/telegram/terms.ts';
import { createTelegramStandIn } from '../../../src/simulator/telegram.ts';

describe('faults over HTTP', () => {
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
