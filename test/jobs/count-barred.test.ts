import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AudienceIndex } from '../../src/domain/audience.ts';
import { type BarredPlaces, tellable } from '../../src/domain/barred-places.ts';
import type { Opening } from '../../src/domain/opening.ts';
import type { SeasonWish } from '../../src/domain/subscriber.ts';
import { countBarred } from '../../src/jobs/count-barred.ts';
import { addBarred, barredPlaces, uncounted } from '../../src/store/barred-places.ts';
import { type Database, openDatabase } from '../../src/store/database.ts';
import { anOpening, aSubscriber, TODAY } from '../support/builders.ts';
import { type FreshDatabase, freshDatabase } from '../support/database.ts';
import { aBar, aFee, aLaw } from '../support/law.ts';
import { insertOpenings } from '../support/openings.ts';

const law = aLaw(aFee('RU-LIP', 21_915), aBar('RU-KDA'));
const scope = { today: TODAY, law };

const crowd = (): AudienceIndex => {
  const index = new AudienceIndex(TODAY);
  const put = (
    from: number,
    count: number,
    region: string,
    newPermit: boolean | null,
    differing = {},
  ): void => {
    for (let at = 0; at < count; at += 1)
      index.put({
        ...aSubscriber({
          ordinal: from + at,
          preferences: { permit: { basis: 'patent', region }, newPermit, ...differing },
        }),
        zone: 'Europe/Moscow',
      });
  };
  put(0, 30, 'RU-MOW', null);
  put(100, 19, 'RU-TUL', false);
  put(200, 40, 'RU-MOW', true);
  put(300, 50, 'RU-MOW', null, { works: ['driving'] });
  put(400, 60, 'RU-LIP', null);
  return index;
};

describe('whom nothing but a new permit keeps away', () => {
  it('is counted by the region of the permit, without those who would get one or want other work', () => {
    expect([...crowd().keptAway(anOpening(), scope)]).toEqual([
      ['RU-MOW', 30],
      ['RU-TUL', 19],
    ]);
  });

  it('is not who waits for a harvest only where their permit counts', () => {
    const index = new AudienceIndex(TODAY);
    const waits = (ordinal: number, seasons: SeasonWish[]): void =>
      index.put({
        ...aSubscriber({
          ordinal,
          preferences: { permit: { basis: 'patent', region: 'RU-MOW' }, works: ['driving'], seasons },
        }),
        zone: 'Europe/Moscow',
      });
    waits(1, ['apple@permit']);
    waits(2, ['apple@RU-LIP']);
    const apples = anOpening({ kind: 'harvest', work: 'fruit', crop: 'apple' });
    expect([...index.keptAway(apples, scope)]).toEqual([['RU-MOW', 1]]);
  });

  it('is nobody where a ban stands against it, or where it is help', () => {
    expect(crowd().keptAway(anOpening({ region: 'RU-KDA' }), scope).size).toBe(0);
    expect(crowd().keptAway(anOpening({ kind: 'support', work: null }), scope).size).toBe(0);
  });
});

describe('places that stayed empty', () => {
  let fresh: FreshDatabase;
  let database: Database;
  let pool: pg.Pool;
  beforeAll(async () => {
    fresh = await freshDatabase();
    database = openDatabase({ url: fresh.url });
    pool = new pg.Pool({ connectionString: fresh.url });
  });
  afterAll(async () => {
    await database.close();
    await pool.end();
    await fresh.drop();
  });

  const store = (opening: Opening): Promise<unknown> =>
    insertOpenings(database, [opening], new Date('2026-06-15T09:00:00Z'));
  const over = (differing: Partial<Opening>): Opening =>
    anOpening({
      status: 'closed',
      closeReason: 'expired',
      placesLeft: 25,
      placesAt: new Date(),
      ...differing,
    });
  const run = () =>
    countBarred.run({
      barred: { uncounted: () => uncounted(pool), add: (id, brings) => addBarred(database, id, brings) },
      keptAway: async (opening) => crowd().keptAway(opening, scope),
      today: () => TODAY,
    });

  it('are counted once for each opening, no more than there were, and not for fewer than twenty people', async () => {
    await store(over({}));
    await store(over({ placesLeft: 400 }));
    await store(over({ placesAt: null, placesLeft: 50 }));
    await store(anOpening({ placesLeft: 50, placesAt: new Date() }));
    expect(await run()).toEqual({ counted: 2 });
    expect(await run()).toEqual({ counted: 0 });
    expect(await barredPlaces(pool)).toEqual([
      { month: '2026-06-01', permitRegion: 'RU-MOW', region: 'RU-LIP', places: 55 },
    ]);
  });

  it('are none where reports ended it, and wait while three are undecided', async () => {
    await run();
    const before = await barredPlaces(pool);
    await store(over({ closeReason: 'reports' }));
    const [reported] = await insertOpenings(database, [over({})]);
    await pool.query(
      `insert into report (opening_id, reason, reporter, day)
       select $1, 'fee', decode(md5(n::text), 'hex'), $2 from generate_series(1, 3) as n`,
      [reported?.id, TODAY],
    );
    expect(await run()).toEqual({ counted: 0 });
    expect(await barredPlaces(pool)).toEqual(before);
    await pool.query('update report set decided = true');
    expect(await run()).toEqual({ counted: 1 });
  });

  it('are told when the month is over, from twenty on', () => {
    const of = (month: string, places: number): BarredPlaces => ({
      month,
      permitRegion: 'RU-MOW',
      region: 'RU-LIP',
      places,
    });
    expect(tellable([of('2026-06-01', 99), of('2026-05-01', 20), of('2026-04-01', 19)], TODAY)).toEqual([
      of('2026-05-01', 20),
    ]);
  });
});
