import { expect, it } from 'vitest';
import { createLedger } from '../../../src/channels/telegram/ledger.ts';

it('confirms only what is done and has nothing undone before it', () => {
  const ledger = createLedger();
  expect(ledger.offset()).toBe(0);
  for (const id of [5, 6, 7]) ledger.take(id);
  ledger.done(6);
  expect(ledger.offset()).toBe(5);
  ledger.done(5);
  expect(ledger.offset()).toBe(7);
  ledger.done(7);
  expect(ledger.offset()).toBe(8);
  expect(ledger.isOpen()).toBe(false);
});

it('knows an update that comes again before it is confirmed', () => {
  const ledger = createLedger();
  expect([ledger.take(5), ledger.take(5)]).toEqual([true, false]);
  ledger.done(5);
  ledger.offset();
  expect(ledger.take(5)).toBe(true);
});

it('follows numbers that begin anew lower down', () => {
  const ledger = createLedger();
  ledger.take(900);
  ledger.done(900);
  expect(ledger.offset()).toBe(901);
  ledger.take(12);
  expect(ledger.offset()).toBe(12);
});
