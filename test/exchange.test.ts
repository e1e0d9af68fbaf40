import { expect, it } from 'vitest';
import { createExchange, type ExchangeParts } from '../src/exchange.ts';
import { anOpening } from './support/builders.ts';

it.each([
  ['nobody', 0, false],
  ['a single person, who could be found out', 1, false],
  ['two', 2, true],
  ['many', 40, true],
])('calls an opening reported after reports of %s', async (_, reports, isReported) => {
  const openings = { reportsOf: async () => reports };
  // Only what is asked of it.
  const exchange = createExchange({
    openings,
    country: { districts: [], regions: [] },
  } as unknown as ExchangeParts);
  expect(await exchange.isReported(anOpening(), null)).toBe(isReported);
});
