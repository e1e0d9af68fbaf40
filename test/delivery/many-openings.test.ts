import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Preferences } from '../../src/domain/subscriber.ts';
import { importFeed } from '../../src/importer.ts';
import { source } from '../../src/sources/trudvsem.ts';
import { importsInto } from '../../src/store/import-run.ts';
import { TODAY } from '../support/builders.ts';
import { ru } from '../support/countries.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type DeliveryHouse, ended, openDeliveryHouse } from '../support/delivery-house.ts';
import { dump } from '../support/dump.ts';

/** The promise in full, by hand: `OPENINGS=100000 SUBSCRIBERS=10000`. */
const OPENINGS = Number(process.env['OPENINGS'] ?? 3_000);
const SUBSCRIBERS = Number(process.env['SUBSCRIBERS'] ?? 300);

let fresh: FreshDatabase;
let house: DeliveryHouse;
beforeEach(async () => {
  fresh = await freshDatabase();
  house = await openDeliveryHouse(fresh.url, null, `${TODAY}T09:00:00Z`);
});
afterEach(async () => {
  await house.close();
  await fresh.drop();
});

/** One in five asks for other work, one in five to be told once a day; the rest are to hear of it. */
const asked = (at: number): Partial<Preferences> => {
  if (at % 5 === 1) return { works: ['kitchen'] };
  if (at % 5 === 2) return { cadence: 'daily' };
  return at % 5 === 3 ? { works: ['warehouse'], regions: ['RU-LIP'], housingNeeded: true } : {};
};
const hears = (at: number): boolean => at % 5 !== 1 && at % 5 !== 2;

it('makes one push of one import, and one message for each person', { timeout: 1_800_000 }, async () => {
  for (let from = 0; from < SUBSCRIBERS; from += 50)
    await Promise.all(Array.from({ length: 50 }, (_, at) => house.joins(`${from + at}`, asked(from + at))));
  const started = performance.now();
  const account = await importFeed({
    source,
    location: 'dump',
    imports: importsInto(house.database),
    open: () => dump(OPENINGS),
    country: ru,
    asOf: TODAY,
  });
  expect(account).toMatchObject({ imported: OPENINGS, complete: true });
  const imported = performance.now();
  await house.plans();
  const planned = performance.now();
  await expect
    .poll(async () => (await house.accounts()).map(({ state }) => state), {
      timeout: 1_500_000,
      interval: 50,
    })
    .toEqual(['done']);

  const people = Array.from({ length: SUBSCRIBERS }, (_, at) => at);
  const [push] = await house.accounts();
  expect(push).toMatchObject({ total: people.filter(hears).length, sent: people.filter(hears).length });
  expect(push === undefined ? 0 : ended(push)).toBe(push?.total);
  expect([...house.arrived.keys()].map(Number).toSorted((a, b) => a - b)).toEqual(people.filter(hears));
  for (const messages of house.arrived.values()) {
    expect(messages).toHaveLength(1);
    expect(new Set(messages[0]?.openings).size).toBe(5);
    expect(messages[0]?.more).toBeGreaterThan(0);
  }
  // The next round of the schedules, and the same feed again, tell nobody anything.
  await house.plans();
  await importFeed({
    source,
    location: 'dump',
    imports: importsInto(house.database),
    open: () => dump(OPENINGS),
    country: ru,
    asOf: TODAY,
  });
  await house.plans();
  expect(await house.accounts()).toHaveLength(1);
  if (process.env['OPENINGS'] !== undefined)
    process.stderr.write(
      `import ${Math.round(imported - started)} ms, audience ${Math.round(planned - imported)} ms, push ${Math.round(performance.now() - planned)} ms\n`,
    );
});
