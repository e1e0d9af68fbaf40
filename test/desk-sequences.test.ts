/**
 * Whatever coordinators do at their desks, in whatever order: nobody reaches more than fifty people without a one-time
 * code of the last ten minutes, and nothing urgent leaves without a second person. "Reached" is whoever hears something
 * new; that what they were told of is full or over, those may hear from anybody who keeps it.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../src/store/database.ts';
import { anId, anOpening } from './support/builders.ts';
import { freshDatabase } from './support/database.ts';
import { type DeskWorld, Follower, type Member, sequences } from './support/desk-commands.ts';
import { storeWorld } from './support/store-desks.ts';
import {
  aCoordinator,
  anOrganisation,
  DESK_NOW,
  RIGHT_CODE,
  virtualDesk,
  virtualHouse,
} from './support/virtual-desk.ts';

/** A world in memory, by the same rules. */
function virtualWorld(cast: readonly Member[]): DeskWorld {
  const organisations = [
    anOrganisation({ urgentBudget: 1000 }),
    anOrganisation({ slug: 'other', urgentBudget: 1000 }),
  ];
  const organisationFor = ({ of }: Member) => (of === 'host' ? null : (organisations[of] ?? null));
  const members = cast.map((one, at) =>
    aCoordinator({
      id: anId(),
      alias: `Quince ${at}`,
      organisation: organisationFor(one),
      roles: one.roles,
      hasCodes: one.hasCodes,
      approvedOpenings: one.isKnown ? 3 : 0,
      trustedFrom: new Date(DESK_NOW.getTime() + (one.isNew ? 24 * 3_600_000 : 0)),
    }),
  );
  const house = virtualHouse(members);
  for (const [at, { id }] of members.entries())
    for (const status of ['open', 'closed'] as const) {
      const opening = anOpening({
        status,
        closeReason: status === 'closed' ? 'expired' : null,
        placesLeft: 4,
        endsOn: '2026-09-01',
      });
      house.kept.set(opening.code, {
        opening,
        organisationId: members[at]?.organisation?.id ?? null,
        by: id,
        told: 0,
      });
    }
  const desks = members.map((one) => virtualDesk(house, one));
  return {
    now: () => house.now,
    later: async (seconds) => {
      house.now = new Date(house.now.getTime() + seconds * 1000);
    },
    people: async (count) => {
      house.people = count;
    },
    at: (who, work) => work(desks[who] as (typeof desks)[number]),
    idOf: (who) => members[who]?.id ?? '',
    organisationOf: (one) => organisationFor(one)?.id ?? null,
    code: () => RIGHT_CODE,
    openings: async () => [
      ...[...house.kept.values()].map(({ opening: { code, status } }) => ({ code, status })),
      ...house.posted.map(({ code }) => ({ code, status: 'open' as const })),
    ],
    standsStill: async () => house.everythingStopped,
  };
}

const SEED = 20_261_128;

/** Follows so many sequences; how often more than fifty were reached in them. */
async function follows(
  { numRuns, seed }: { readonly numRuns: number; readonly seed?: number },
  longest: number,
  worldOf: (cast: readonly Member[]) => DeskWorld | Promise<DeskWorld>,
): Promise<number> {
  let reached = 0;
  const follow = fc.asyncProperty(sequences(longest), async ({ cast, commands }) => {
    const follower = new Follower(await worldOf(cast), cast);
    await follower.follows(commands);
    reached += follower.reached;
  });
  await fc.assert(follow, { numRuns, ...(seed === undefined ? {} : { seed }) });
  return reached;
}

describe('no sequence of deeds reaches more than fifty people without a code or a second person', () => {
  it('of 10,000 in memory', async () => {
    expect(await follows({ numRuns: 10_000 }, 40, virtualWorld)).toBeGreaterThan(1_000);
  }, 60_000);

  it('of 200 in PostgreSQL', async () => {
    const fresh = await freshDatabase();
    const database = openDatabase({ url: fresh.url, connections: 4 });
    // Always the same ones: of so few, chance alone would now and then leave out all that reach many.
    const reached = await follows({ numRuns: 200, seed: SEED }, 10, (cast) => storeWorld(database, cast));
    await database.close();
    await fresh.drop();
    expect(reached).toBeGreaterThan(0);
  }, 120_000);
});
