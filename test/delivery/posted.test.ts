import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openingFrom } from '../../src/domain/draft.ts';
import { publishDrafts } from '../../src/jobs/publish-drafts.ts';
import { rowOf } from '../../src/store/opening-row.ts';
import { publishDue } from '../../src/store/publishing.ts';
import { anOpening } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { type DeliveryHouse, openDeliveryHouse } from '../support/delivery-house.ts';
import { anOrganisation } from '../support/organisations.ts';

/** A few minutes before the digest of Moscow. */
const BEFORE_DIGEST = '2026-06-15T14:59:30Z';

let fresh: FreshDatabase;
let house: DeliveryHouse;
beforeEach(async () => {
  fresh = await freshDatabase();
  house = await openDeliveryHouse(fresh.url, null, BEFORE_DIGEST);
});
afterEach(async () => {
  await house.close();
  await fresh.drop();
});

const jobs = async (): Promise<void> => {
  const clock = (): Date => new Date(house.now);
  await publishDrafts.run({ publishDue: (now) => publishDue(house.database, now), clock });
  await house.round();
};

/** A draft that somebody published at this moment. */
async function published(): Promise<string> {
  const id = randomUUID();
  const { pool } = house.database;
  const union = await anOrganisation(pool);
  const poster = randomUUID();
  await pool.query(
    `insert into coordinator (id, organisation_id, channel, lookup, sealed, locale, alias, roles, trusted_from, joined_on)
     values ($1, $2, 'telegram', '', '', 'ru', 'Plum', '{poster}', '2020-01-01', '2020-01-01')`,
    [poster, union],
  );
  const becomes = rowOf(openingFrom(anOpening({ expiresOn: '2026-12-31' }), id, 'K7Q2M'));
  await pool.query(
    `insert into draft (id, coordinator_id, organisation_id, content, updated_at, submitted_at, publish_at, becomes)
     values ($1, $2, $3, '{}', $4, $4, $5, $6)`,
    [id, poster, union, new Date(house.now), new Date(house.now + 60_000), becomes],
  );
  return id;
}

it('a posted opening reaches people when its minute is over, and by nothing before', async () => {
  await house.joins('at once');
  await house.joins('daily', { cadence: 'daily' });
  const reader = await house.joins('reads the list');
  const id = await published();
  house.now += 59_000;
  // The digest comes by, other openings go out, somebody asks.
  await house.imports([{ title: 'Another' }]);
  await jobs();
  expect(await house.openings.byId(id)).toBeNull();
  expect(await house.openings.candidates(reader.preferences, '2026-06-15')).toHaveLength(1);
  const seen = (name: string): boolean =>
    (house.arrived.get(name) ?? []).some(({ openings }) => openings.includes(id));
  expect([house.arrived.size, seen('at once'), seen('daily')]).toEqual([3, false, false]);

  house.now += 1_000;
  await jobs();
  expect([seen('at once'), seen('daily')]).toEqual([true, false]);
  expect(await house.openings.candidates(reader.preferences, '2026-06-15')).toHaveLength(2);
  // The next digest has it: it is as new as its publication, not as the tap.
  house.now += 24 * 3_600_000;
  await jobs();
  expect(seen('daily')).toBe(true);
}, 60_000);
