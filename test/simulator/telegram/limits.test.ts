import { describe, expect, it } from 'vitest';
import { createLimits } from '../../../src/simulator/telegram/limits.ts';
import { handClock, standIn } from './support.ts';

describe('limits as far as Telegram’s are known', () => {
  it('lets 30 a second go to many people, and names the wait', () => {
    const clock = handClock();
    const limits = createLimits(clock.ticks, 'telegram');
    const waits = Array.from({ length: 31 }, (_, chat) => limits.take(chat, 'message'));
    expect(waits).toEqual([...Array(30).fill(0), 1]);
    clock.pass(1000);
    expect(Array.from({ length: 30 }, (_, chat) => limits.take(100 + chat, 'message'))).toEqual(
      Array(30).fill(0),
    );
  });

  it('lets 25 a second go on for ever', () => {
    const clock = handClock();
    const limits = createLimits(clock.ticks, 'telegram');
    for (let chat = 0; chat < 2000; chat += 1) {
      expect(limits.take(chat, 'message')).toBe(0);
      clock.pass(40);
    }
  });

  it('lets five come at once to one chat, then one a second', () => {
    const clock = handClock();
    const limits = createLimits(clock.ticks, 'telegram');
    expect(Array.from({ length: 6 }, () => limits.take(1, 'message'))).toEqual([0, 0, 0, 0, 0, 1]);
    clock.pass(999);
    expect(limits.take(1, 'message')).toBe(1);
    clock.pass(1);
    expect(limits.take(1, 'message')).toBe(0);
  });

  it('does not count replies, edits and answers against the 30', () => {
    const clock = handClock();
    const limits = createLimits(clock.ticks, 'telegram');
    for (let chat = 0; chat < 900; chat += 1) limits.wrote(chat);
    expect(
      Array.from({ length: 900 }, (_, chat) => limits.take(chat, 'message')).every((wait) => wait === 0),
    ).toBe(true);
    expect(Array.from({ length: 100 }, () => limits.take(1, 'touch')).every((wait) => wait === 0)).toBe(true);
    expect(Array.from({ length: 31 }, (_, chat) => limits.take(5000 + chat, 'message')).at(-1)).toBe(1);
  });

  it('counts whoever has been silent for more than a minute as one of the many', () => {
    const clock = handClock();
    const limits = createLimits(clock.ticks, 'telegram');
    for (let chat = 0; chat < 31; chat += 1) limits.wrote(chat);
    clock.pass(60_001);
    expect(Array.from({ length: 31 }, (_, chat) => limits.take(chat, 'message')).at(-1)).toBe(1);
  });
});

describe('the strict limits', () => {
  it('count everything in any second, and refuse whatever comes while they are closed', () => {
    const clock = handClock();
    const limits = createLimits(clock.ticks, 'strict');
    limits.wrote(1);
    expect(Array.from({ length: 30 }, () => limits.take(1, 'touch'))).toEqual(Array(30).fill(0));
    clock.pass(999);
    expect(limits.take(1, 'message')).toBe(3);
    clock.pass(1500);
    expect(limits.take(2, 'message')).toBe(2);
    clock.pass(1500);
    expect(limits.take(2, 'message')).toBe(0);
  });
});

it('answers 429 with the wait in words, in parameters and in the head', async () => {
  const { telegram, call } = standIn({ limits: 'telegram', ticks: () => 0 });
  const person = telegram.person();
  person.start();
  for (let sent = 0; sent < 5; sent += 1) await call('sendMessage', { chat_id: person.id, text: `${sent}` });
  expect(await call('sendMessage', { chat_id: person.id, text: 'x' })).toEqual({
    ok: false,
    error_code: 429,
    description: 'Too Many Requests: retry after 1',
    parameters: { retry_after: 1 },
  });
  expect(telegram.arrivals(person.id)).toBe(5);
  telegram.limits('off');
  expect((await call('sendMessage', { chat_id: person.id, text: 'x' })).ok).toBe(true);
});
