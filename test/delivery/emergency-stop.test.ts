import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOrganisation } from '../../src/store/organisations.ts';
import { goOn, halt, standstillSince } from '../../src/store/standstill.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type DeliveryHouse, openDeliveryHouse } from '../support/delivery-house.ts';

const NOON = '2026-06-15T09:00:00Z';
const PEOPLE = 60;

let fresh: FreshDatabase;
let house: DeliveryHouse;
beforeEach(async () => {
  fresh = await freshDatabase();
  house = await openDeliveryHouse(fresh.url, null, NOON);
  await Promise.all(Array.from({ length: PEOPLE }, (_, at) => house.joins(`${at}`)));
});
afterEach(async () => {
  await house.close();
  await fresh.drop();
});

/** An organisation, and one opening of it that its push announces to everybody. */
async function announces(slug: string): Promise<{ readonly organisation: string; readonly opening: string }> {
  const made = await createOrganisation(
    house.database.pool,
    { slug, titles: { en: slug } },
    new Date(house.now),
  );
  const organisation = made?.id ?? '';
  const [opening] = await house.imports([{ title: slug }]);
  await house.database.pool.query('update opening set organisation_id = $2 where id = $1', [
    opening?.id,
    organisation,
  ]);
  return { organisation, opening: opening?.id ?? '' };
}

/** Until now a bulletin announces it: from now on it speaks for itself, as what a coordinator posts does. */
async function speaksForItself(opening: string): Promise<void> {
  await house.database.pool.query(
    `update push set announcement_id = $1 where announcement_id = (select bulletin_id from opening where id = $1)`,
    [opening],
  );
}

/** Calls it once, after so many messages arrived; says how many requests came later. */
function afterArrivals(arrivals: number, stop: () => Promise<void>): () => number {
  let tried = 0;
  let stopped: number | null = null;
  house.script = async () => {
    tried += 1;
    if (tried !== arrivals) return;
    await stop();
    stopped = tried;
  };
  return () => tried - (stopped ?? tried);
}

const sentBy = async (): Promise<number> => (await house.accounts()).reduce((all, { sent }) => all + sent, 0);
const halts = (organisation: string | null): Promise<void> =>
  halt(house.database.pool, organisation, 'Gate', new Date(house.now));

describe('the emergency stop', () => {
  it('of everything: what is in flight ends, nothing more leaves, and everybody hears it once it goes on', async () => {
    await house.imports([{}]);
    await house.plans();
    const later = afterArrivals(10, () => halts(null));
    await house.quiet();
    // Three at a time: two others were on their way already.
    expect(later()).toBeLessThanOrEqual(3);
    const sent = await sentBy();
    expect(sent).toBeLessThanOrEqual(13);
    house.now += 3_600_000;
    await house.round();
    expect(await sentBy()).toBe(sent);

    house.script = () => undefined;
    await goOn(house.database.pool, null);
    expect(await standstillSince(house.database.pool)).toBeNull();
    await house.round();
    const [push] = await house.accounts();
    expect(push).toMatchObject({ state: 'done', sent: PEOPLE, uncertain: 0 });
    expect([...house.arrived.values()].map(({ length }) => length)).toEqual(Array(PEOPLE).fill(1));
  }, 60_000);

  it('of an organisation stops its pushes and none of another', async () => {
    const union = await announces('union');
    await house.plans();
    await speaksForItself(union.opening);
    const later = afterArrivals(5, () => halts(union.organisation));
    await house.quiet();
    expect(later()).toBeLessThanOrEqual(3);
    house.script = () => undefined;
    const before = await sentBy();
    const other = await announces('other');
    await house.round();
    const got = [...house.arrived.values()].flat().flatMap(({ openings }) => openings);
    expect(got.filter((id) => id === other.opening)).toHaveLength(PEOPLE);
    expect(got.filter((id) => id === union.opening)).toHaveLength(before);

    await goOn(house.database.pool, union.organisation);
    await house.round();
    const all = [...house.arrived.values()].flat().flatMap(({ openings }) => openings);
    expect(all.filter((id) => id === union.opening)).toHaveLength(PEOPLE);
  }, 60_000);

  it('of an organisation takes its openings out of what others announce', async () => {
    const union = await announces('union');
    await halts(union.organisation);
    await house.imports([{ title: 'of somebody else' }]);
    await house.round();
    const got = [...house.arrived.values()].flat().flatMap(({ openings }) => openings);
    expect(got).toHaveLength(PEOPLE);
    expect(got).not.toContain(union.opening);
  }, 60_000);

  it('is no fault: nothing is said to stand still', async () => {
    await house.imports([{}]);
    await house.plans();
    await halts(null);
    await house.quiet();
    for (let minutes = 0; minutes < 5; minutes++) {
      house.now += 60_000;
      await house.round();
    }
    expect(house.said.filter((line) => line.includes('push.stalled'))).toEqual([]);
    expect(await sentBy()).toBe(0);
  }, 60_000);
});
